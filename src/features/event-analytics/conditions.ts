import { type RawBuilder, sql } from 'kysely';
import { yearOf } from '../../kernel/calendar.js';
import type { OrgUnitGroup } from '../analytics-query/index.js';
import { PERIOD_COLUMNS } from '../resource-tables/index.js';
import { mergedRanges } from './dates.js';
import { filterCondition } from './filter-conditions.js';
import { comparisonOf } from './item-filters.js';
import type { DatedPeriod, DateRange, ProgramItem, ProgramRequest } from './model.js';
import { placeConditions } from './places.js';
import { dimensionColumn, unitOf, unitOfLevel } from './units.js';
import { dateOf, itemValue, presentColumn, tableOf } from './values.js';

export const either = (conditions: readonly RawBuilder<unknown>[]): RawBuilder<unknown> =>
  conditions.length === 0 ? sql`false` : sql`(${sql.join(conditions, sql` or `)})`;

export const allOf = (conditions: readonly RawBuilder<unknown>[]): RawBuilder<unknown> =>
  conditions.length === 0 ? sql`true` : sql.join(conditions, sql` and `);

/** All that a row has to fulfil, but for the conditions of `pe`, which depend on what is made of the periods. */
export function rowConditions(request: ProgramRequest): readonly RawBuilder<unknown>[] {
  const { subject, stage, programs, dates } = request;
  return [
    ...dates.flatMap(({ column: name, ranges }) => dateConditions(request, name, ranges)),
    ...orgUnitConditions(request),
    ...columnConditions(request),
    ...(subject === 'EVENT' ? stageConditions(stage?.uid, programs) : []),
    ...[...request.items, ...request.itemFilters].flatMap((item) => itemConditions(request, item)),
    ...statusConditions(request),
    ...placeConditions(request),
  ];
}

/** Days in which a date has to lie. Years are said apart, so that PostgreSQL leaves out the other partitions. */
export function dateConditions(
  request: ProgramRequest,
  name: string | undefined,
  ranges: readonly DateRange[],
): readonly RawBuilder<unknown>[] {
  const date = dateOf(request, name);
  const merged = mergedRanges(ranges);
  const within = either(merged.map((range) => dayCondition(date, range)));
  const isOwn = (name ?? request.dateColumn) === undefined;
  return isOwn ? [within, ...yearCondition(request, merged)] : [within];
}

export const dayCondition = (date: RawBuilder<unknown>, { startDate, endDate }: DateRange): RawBuilder<unknown> =>
  sql`(${date} >= ${startDate}::date and ${date} < ${endDate}::date + 1)`;

/** More years than this are left to the dates alone. */
const LISTED_YEARS = 50;

function yearCondition({ table }: ProgramRequest, ranges: readonly DateRange[]): readonly RawBuilder<unknown>[] {
  if (!table.columns.has('yearly') || ranges.length === 0) return [];
  const years = new Set<number>();
  for (const { startDate, endDate } of ranges) {
    if (yearOf(endDate) - yearOf(startDate) > LISTED_YEARS) return [];
    for (let year = yearOf(startDate); year <= yearOf(endDate); year += 1) years.add(year);
  }
  if (years.size > LISTED_YEARS) return [];
  const names = [...years].map((year) => sql.lit(String(year).padStart(4, '0')));
  return [sql`ax.yearly in (${sql.join(names)})`];
}

const COLUMN_OF = new Map<string, string>(PERIOD_COLUMNS.map((one) => [one.type, one.column]));

/** Where the table itself says in which period of a type a row lies; undefined where that has to be found by dates. */
export function periodColumn(request: ProgramRequest, { period, column: name }: DatedPeriod): string | undefined {
  if ((name ?? request.dateColumn) !== undefined) return undefined;
  const found = COLUMN_OF.get(period.type ?? '');
  return found !== undefined && request.table.columns.has(found) ? found : undefined;
}

/** Rows that lie in one of the periods. */
export function periodConditions(request: ProgramRequest): readonly RawBuilder<unknown>[] {
  const groups = new Map<string | undefined, DateRange[]>();
  for (const { period, column: name } of request.periods) {
    const known = groups.get(name);
    if (known) known.push(period);
    else groups.set(name, [period]);
  }
  return [...groups].flatMap(([name, ranges]) => dateConditions(request, name, ranges));
}

function orgUnitConditions(request: ProgramRequest): readonly RawBuilder<unknown>[] {
  const { orgUnits, ouMode } = request;
  if (!orgUnits || orgUnits.groups.length === 0) return [];
  const unit = unitOf(request);
  const uids = orgUnits.units.map(({ uid }) => uid);
  if (ouMode === 'SELECTED') return [sql`${unit} = any (${uids})`];
  if (ouMode === 'CHILDREN') {
    return [
      sql`${unit} in (
        select child.uid::char(11)
        from organisationunit as child
        join organisationunit as parent on parent.organisationunitid = child.parentid
        where parent.uid = any (${uids})
      )`,
    ];
  }
  return [either(orgUnits.groups.map((group) => groupCondition(request, group)))];
}

/** Rows of the units of a level and all below them. */
export function groupCondition(request: ProgramRequest, { level, listed, within }: OrgUnitGroup): RawBuilder<unknown> {
  const name = unitOfLevel(request, level);
  if (listed) return sql`${name} = any (${[...listed]})`;
  if (!within) return sql`${name} is not null`;
  return sql`${name} in (
    select unit.uid::char(11)
    from organisationunit as unit
    where unit.hierarchylevel = ${level}
      and exists (select from unnest(${[...within]}::text[]) as bound (path) where starts_with(unit.path, bound.path))
  )`;
}

/** A dimension by which the rows are not told apart lets nothing through: a constraint on the user would be no constraint else. */
function columnConditions(request: ProgramRequest): readonly RawBuilder<unknown>[] {
  return request.columns.map(({ name, items }) => {
    if (!request.table.columns.has(name)) return sql`false`;
    const value = dimensionColumn(request, name);
    return items === undefined ? sql`${value} is not null` : sql`${value} = any (${items.map(({ uid }) => uid)})`;
  });
}

/** Rows of the stage, or of the stages whose data the user may read. */
function stageConditions(
  uid: string | undefined,
  programs: ProgramRequest['programs'],
): readonly RawBuilder<unknown>[] {
  if (uid !== undefined) return [sql`ax.ps = ${uid}`];
  const stages = programs.flatMap((program) => program.stages);
  if (stages.every(({ dataReadable }) => dataReadable)) return [];
  const readable = stages.filter(({ dataReadable }) => dataReadable).map((stage) => stage.uid);
  return [sql`ax.ps = any (${readable})`];
}

const itemConditions = (request: ProgramRequest, item: ProgramItem): readonly RawBuilder<unknown>[] =>
  item.filters.map((filter) => filterCondition(itemValue(request, item), comparisonOf(item), filter));

function statusConditions(request: ProgramRequest): readonly RawBuilder<unknown>[] {
  const { subject, eventStatus, enrollmentStatus, completedOnly } = request;
  if (subject === 'TRACKED_ENTITY') return enrolledConditions(request);
  return [
    ...(subject === 'EVENT' && eventStatus.length > 0 ? [sql`ax.eventstatus = any (${[...eventStatus]})`] : []),
    ...(enrollmentStatus.length > 0 ? [sql`ax.enrollmentstatus = any (${[...enrollmentStatus]})`] : []),
    ...(completedOnly ? [sql`ax.completeddate is not null`] : []),
  ];
}

/** Tracked entities that are enrolled in the program asked for, and of enrollments with a status those that have events (contract: tables.md §4.9). */
function enrolledConditions({
  table,
  enrollments,
  program,
  programs,
  enrollmentStatus,
}: ProgramRequest): readonly RawBuilder<unknown>[] {
  const enrolled = program ? [presentColumn(table, program.uid)] : [];
  if (!enrollments || enrollmentStatus.length === 0) return enrolled;
  const uids = program ? [program.uid] : programs.map(({ uid }) => uid);
  return [
    ...enrolled,
    sql`exists (
      select
      from ${tableOf(enrollments)} as en
      where en.trackedentity = ax.trackedentity and en.program = any (${uids})
        and en.enrollmentstatus = any (${[...enrollmentStatus]})
    )`,
  ];
}
