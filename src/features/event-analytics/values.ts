import { type RawBuilder, sql } from 'kysely';
import { catalogued, conflict } from '../../kernel/errors/index.js';
import { legendOf, toNumber, toTimestamp } from '../analytics-tables/index.js';
import { indicatorValue } from './indicators.js';
import { comparisonOf } from './item-filters.js';
import type { AnalyticsTable, ProgramItem, ProgramRequest } from './model.js';

/** Name of the row in all statements. */
export const ROW = 'ax';

export const column = (name: string): RawBuilder<unknown> => sql.ref(`${ROW}.${name}`);

/** The table by its full name: a request cannot name another. */
export const tableOf = ({ name }: AnalyticsTable): RawBuilder<unknown> => sql`${sql.id('public', name)}`;

/** The date of an event, which for scheduled ones is the day they are planned for (contract: tables.md §4.6). */
const EVENT_DATE = sql`case when ax.eventstatus = 'SCHEDULE' then coalesce(ax.scheduleddate, ax.occurreddate) else ax.occurreddate end`;

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

/** The value of an item in the row, with the type of its column; null where the row has none. */
export function itemValue(request: ProgramRequest, item: ProgramItem, suffix = ''): RawBuilder<unknown> {
  const { subject, table, stage } = request;
  if (item.indicator) return inRange(item, indicatorValue(subject, item.indicator));
  if (item.kind === 'PROGRAM_ATTRIBUTE') return storedValue(table, item, suffix);
  if (subject === 'EVENT') {
    const value = storedValue(table, item, suffix);
    const isOther = item.stage !== undefined && item.stage.uid !== stage?.uid;
    return isOther ? sql`case when ax.ps = ${item.stage?.uid} then ${value} end` : value;
  }
  return subject === 'ENROLLMENT'
    ? valueInEnrollment(request, item, suffix)
    : valueOfTrackedEntity(request, item, suffix);
}

/** The cell of an item, or the range that it lies in, which the table may have beside it. */
function storedValue(table: AnalyticsTable, item: ProgramItem, suffix: string, alias = ROW): RawBuilder<unknown> {
  const { uid, legendSet } = item;
  const ready = legendSet && `${uid}_${legendSet.uid}`;
  if (ready !== undefined && table.columns.has(ready)) return presentColumn(table, ready, alias);
  return inRange(item, presentColumn(table, `${uid}${suffix}`, alias));
}

/** A number, or the uid of the legend whose range it lies in. */
const inRange = ({ legendSet }: ProgramItem, number: RawBuilder<unknown>): RawBuilder<unknown> =>
  legendSet ? legendOf(legendSet, number) : number;

/** Which of the events of a stage: the last with a value, or by its number from either end (0 is the last, −1 the one before, 1 the first). */
const eventOrder = (offset: number | undefined): RawBuilder<unknown> =>
  offset !== undefined && offset > 0
    ? sql`order by ev.occurreddate, ev.created, ev.event limit 1 offset ${offset - 1}`
    : sql`order by ev.occurreddate desc nulls last, ev.created desc, ev.event limit 1 offset ${-(offset ?? 0)}`;

function valueInEnrollment(request: ProgramRequest, item: ProgramItem, suffix: string): RawBuilder<unknown> {
  const { events } = request;
  if (!events || !item.stage) throw catalogued('E7225', item.id);
  const value = storedValue(events, item, suffix, 'ev');
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
  const key = suffix === '_name' ? 'value_name' : 'value';
  const value = sql`(ev.eventdatavalues -> ${item.uid}::text ->> ${key}::text)`;
  return sql`(
    select ${suffix === '' ? inRange(item, typed(value, item)) : value}
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
