import { sql } from 'kysely';
import type { Db } from '../../database/index.js';
import type { IsoDate } from '../../kernel/calendar.js';
import { type PeriodTypeName, parsePeriod } from '../../kernel/periods/index.js';
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

/** What a row of `period` stands for; `type` is undefined for a name that is none of a period. */
export interface NamedPeriod {
  readonly name: string | undefined;
  readonly type: PeriodTypeName | undefined;
  readonly iso: string | undefined;
  readonly start: IsoDate | undefined;
  readonly end: IsoDate | undefined;
}

/** Reads the name of a period. */
export function namedPeriod(name: string | undefined): NamedPeriod {
  const period = name === undefined ? undefined : parsePeriod(name);
  return { name, type: period?.type, iso: period?.iso, start: period?.startDate, end: period?.endDate };
}

/**
 * Keys of `period` rows by their names on the wire; rows that are not there are made (contract: schema.md §2.3).
 */
export async function periodKeys(db: Db, names: Iterable<string>): Promise<ReadonlyMap<string, number>> {
  const periods = [...new Set(names)].map(namedPeriod).filter(({ type }) => type !== undefined);
  if (periods.length === 0) return new Map();
  await createPeriods(db, periods);
  const { rows } = await sql<{ name: string; key: number }>`
    select wanted.name, period.periodid as key
    from jsonb_to_recordset(${JSON.stringify(periods)}::jsonb) as wanted (name text, type text, start date, "end" date)
    join periodtype on periodtype.name = wanted.type
    join period on period.periodtypeid = periodtype.periodtypeid and period.startdate = wanted.start and period.enddate = wanted."end"
  `.execute(db);
  return new Map(rows.map(({ name, key }) => [name, key]));
}

/**
 * Makes the rows of `period` that are not there; whoever makes the same ones meanwhile, a DHIS2 among them, is waited for. The record is filled by name because 2.43 also wants
 * the name on the wire, as `iso`, which older versions have no column for.
 *
 * @returns the keys of the rows that were made
 */
export async function createPeriods(db: Db, periods: readonly NamedPeriod[]): Promise<readonly number[]> {
  const { rows } = await sql<{ key: number }>`
    insert into period
    select made.*
    from (
      select distinct periodtype.periodtypeid, wanted.start, wanted."end", wanted.iso
      from jsonb_to_recordset(${JSON.stringify(periods)}::jsonb) as wanted (type text, start date, "end" date, iso text)
      join periodtype on periodtype.name = wanted.type
      where not exists (
        select from period
        where period.periodtypeid = periodtype.periodtypeid and period.startdate = wanted.start and period.enddate = wanted."end"
      )
      -- in one order, so that two imports at once do not wait for each other
      order by 1, 2, 3
    ) as missing
    cross join jsonb_populate_record(
      null::period,
      jsonb_build_object(
        'periodid', nextval('hibernate_sequence'), 'periodtypeid', missing.periodtypeid, 'startdate', missing.start, 'enddate', missing."end", 'iso', missing.iso
      )
    ) as made
    -- A key that is taken is another fault, and fails: the sequence of a restored database can lag behind.
    on conflict (periodtypeid, startdate, enddate) do nothing
    returning periodid as key
  `.execute(db);
  return rows.map(({ key }) => key);
}
