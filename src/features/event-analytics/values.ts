import { type RawBuilder, sql } from 'kysely';
import { catalogued, conflict } from '../../kernel/errors/index.js';
import { toNumber, toTimestamp } from '../analytics-tables/index.js';
import { comparisonOf } from './item-filters.js';
import type { AnalyticsTable, ProgramItem, ProgramRequest } from './model.js';

/** Name of the row in all statements. */
export const ROW = 'ax';

export const column = (name: string): RawBuilder<unknown> => sql.ref(`${ROW}.${name}`);

/** The table by its full name: a request cannot name another. */
export const tableOf = ({ name }: AnalyticsTable): RawBuilder<unknown> => sql`${sql.id('public', name)}`;

/** The date of an event, which for scheduled ones is the day they are planned for (contract: tables.md §4.6). */
const EVENT_DATE = sql`case when ax.eventstatus = 'SCHEDULE' then ax.scheduleddate else ax.occurreddate end`;

/** A date of the row; undefined for the subject's own, by which the table says in which periods it lies. */
export function dateOf(request: ProgramRequest, name: string | undefined): RawBuilder<unknown> {
  const found = name ?? request.dateColumn;
  if (found !== undefined) return presentColumn(request.table, found);
  return request.subject === 'EVENT' ? EVENT_DATE : column('enrollmentdate');
}

/** @throws OrderlyError E7144 for a column that the table does not have (yet) */
export function presentColumn({ columns }: AnalyticsTable, name: string, alias = ROW): RawBuilder<unknown> {
  if (columns.has(name)) return sql.ref(`${alias}.${name}`);
  throw conflict(
    `${catalogued('E7144').message}. The table has no column ${name}: it is left out of analytics, or younger than the last run.`,
    { code: 'E7144' },
  );
}

const columnName = ({ uid, legendSet }: ProgramItem): string => (legendSet ? `${uid}_${legendSet.uid}` : uid);

/** The value of an item in the row, with the type of its column; null where the row has none. */
export function itemValue(request: ProgramRequest, item: ProgramItem, suffix = ''): RawBuilder<unknown> {
  const name = `${columnName(item)}${suffix}`;
  if (item.kind === 'PROGRAM_ATTRIBUTE') return presentColumn(request.table, name);
  if (request.subject === 'EVENT') {
    const value = presentColumn(request.table, name);
    const isOther = item.stage !== undefined && item.stage.uid !== request.stage?.uid;
    return isOther ? sql`case when ax.ps = ${item.stage?.uid} then ${value} end` : value;
  }
  return request.subject === 'ENROLLMENT'
    ? valueInEnrollment(request, item, name)
    : valueOfTrackedEntity(request, item, suffix);
}

/** Which of the events of a stage: the last with a value, or by its number from either end (0 is the last, −1 the one before, 1 the first). */
const eventOrder = (offset: number | undefined): RawBuilder<unknown> =>
  offset !== undefined && offset > 0
    ? sql`order by ev.occurreddate, ev.created, ev.event limit 1 offset ${offset - 1}`
    : sql`order by ev.occurreddate desc nulls last, ev.created desc, ev.event limit 1 offset ${-(offset ?? 0)}`;

function valueInEnrollment(request: ProgramRequest, item: ProgramItem, name: string): RawBuilder<unknown> {
  const { events } = request;
  if (!events || !item.stage) throw catalogued('E7225', item.id);
  const value = presentColumn(events, name, 'ev');
  return sql`(
    select ${value}
    from ${tableOf(events)} as ev
    where ev.enrollment = ax.enrollment and ev.ps = ${item.stage.uid} and ev.eventstatus <> 'SCHEDULE'
      ${item.offset === undefined ? sql`and ${value} is not null` : sql``}
    ${eventOrder(item.offset)}
  )`;
}

function valueOfTrackedEntity(request: ProgramRequest, item: ProgramItem, suffix: string): RawBuilder<unknown> {
  const { events } = request;
  if (!events || !item.stage) throw catalogued('E7225', item.id);
  if (item.legendSet) throw catalogued('E7222', `${item.id}-${item.legendSet.uid}`);
  const key = suffix === '_name' ? 'value_name' : 'value';
  const value = sql`(ev.eventdatavalues -> ${item.uid}::text ->> ${key}::text)`;
  return sql`(
    select ${suffix === '' ? typed(value, item) : value}
    from ${tableOf(events)} as ev
    where ev.trackedentity = ax.trackedentity and ev.programstage = ${item.stage.uid} and ev.status <> 'SCHEDULE'
      ${item.offset === undefined ? sql`and ${value} is not null` : sql``}
    ${eventOrder(item.offset)}
  )`;
}

/** Text as the type of the item; what does not look like it is no value, as in the tables of events. */
function typed(value: RawBuilder<unknown>, { valueType }: ProgramItem): RawBuilder<unknown> {
  switch (comparisonOf({ valueType })) {
    case 'boolean':
      return sql`case ${value} when 'true' then 1 when 'false' then 0 end`;
    case 'number':
      return toNumber(sql`(${value})`, 'strict');
    case 'date':
      return toTimestamp(sql`(${value})`);
    case 'text':
      return value;
  }
}
