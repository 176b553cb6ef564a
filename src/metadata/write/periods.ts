import { sql } from 'kysely';
import type { Db } from '../../database/index.js';
import { parsePeriod } from '../../kernel/periods/index.js';
import { typeNamed } from '../model/registry.js';
import type { MetadataObject, MetadataType } from '../model/type.js';
import { elementsOf, isEmbedded, partsIn, referenceOf } from './references.js';

/** Whether the text names a period. */
export const isPeriod = (text: string): boolean => parsePeriod(text) !== undefined;

/** The names of all periods that an object and its parts refer to. */
export function* periodsOf(type: MetadataType, object: MetadataObject): Generator<string> {
  for (const [name, property] of type.properties) {
    if (!('to' in property) || property.kind === 'derivedRows' || property.readOnly === true) continue;
    if (isEmbedded(property)) {
      for (const part of partsIn(property, object[name])) yield* periodsOf(typeNamed(property.to), part);
    } else if (property.to === 'period') {
      for (const element of elementsOf(object[name])) {
        const period = referenceOf(element)?.id;
        if (period !== undefined) yield period;
      }
    }
  }
}

/**
 * Keys of `period` rows by their names on the wire; rows that are not there are made (contract: schema.md §2.3).
 */
export async function periodKeys(db: Db, names: Iterable<string>): Promise<ReadonlyMap<string, number>> {
  const periods = [...new Set(names)].flatMap((name) => {
    const period = parsePeriod(name);
    return period ? [{ name, type: period.type, start: period.startDate, end: period.endDate }] : [];
  });
  if (periods.length === 0) return new Map();
  const wanted = JSON.stringify(periods);
  await sql`
    insert into period (periodid, periodtypeid, startdate, enddate)
    select nextval('hibernate_sequence'), periodtype.periodtypeid, wanted.start, wanted."end"
    from jsonb_to_recordset(${wanted}::jsonb) as wanted (type text, start date, "end" date)
    join periodtype on periodtype.name = wanted.type
    -- in one order, so that two imports at once do not wait for each other
    order by periodtype.periodtypeid, wanted.start
    on conflict (periodtypeid, startdate, enddate) do nothing
  `.execute(db);
  const { rows } = await sql<{ name: string; key: number }>`
    select wanted.name, period.periodid as key
    from jsonb_to_recordset(${wanted}::jsonb) as wanted (name text, type text, start date, "end" date)
    join periodtype on periodtype.name = wanted.type
    join period on period.periodtypeid = periodtype.periodtypeid and period.startdate = wanted.start and period.enddate = wanted."end"
  `.execute(db);
  return new Map(rows.map(({ name, key }) => [name, key]));
}
