import { type RawBuilder, sql } from 'kysely';
import { addDays } from '../../kernel/calendar.js';
import type { ValueAggregation } from './aggregations.js';
import { allOf, dayCondition, groupCondition, periodColumn, periodConditions, rowConditions } from './conditions.js';
import { itemCell } from './headers.js';
import { indicatorIdentity, indicatorPart } from './indicators.js';
import type { DateRange, ProgramItem, ProgramRequest } from './model.js';
import { byOwnership, dimensionColumn, unitOfLevel } from './units.js';
import { column, dateOf, itemValue, tableOf } from './values.js';

/** What is counted where no values are aggregated. */
export type OutputType = 'EVENT' | 'ENROLLMENT' | 'TRACKED_ENTITY_INSTANCE';

/** One number for each group of rows. */
export interface Measure {
  readonly output: OutputType;
  /** The item whose values are aggregated, and how; undefined to count. */
  readonly value: { readonly item: ProgramItem; readonly aggregation: ValueAggregation } | undefined;
  /** Items whose values are groups of their own. */
  readonly items: readonly ProgramItem[];
  /** Groups without a value of these items are left out. */
  readonly isWhole: boolean;
}

/** Groups `k0`, `k1` …: the items first, then the dimensions of the request; `part` says which of several measures it is. */
export type AggregateRow = { readonly part: number; readonly value: number | null } & {
  readonly [key: `k${number}`]: string | null;
};

export interface AggregateOptions {
  readonly sortOrder: 'ASC' | 'DESC' | undefined;
  readonly limit: number | undefined;
}

/** The statement of an aggregate query: all measures at once (contract: analytics-query.md §7). */
export function aggregateStatement(
  request: ProgramRequest,
  measures: readonly Measure[],
  { sortOrder, limit }: AggregateOptions,
): RawBuilder<AggregateRow> {
  const requests = byOwnership(request);
  const parts = measures.flatMap((measure, index) =>
    requests.map((one) => sql`(${measureStatement(one, measure, index)})`),
  );
  const [first] = measures;
  const count = request.dimensions.length + (first?.items.length ?? 0);
  const keys = Array.from({ length: count }, (_, index) => sql`${sql.id(`k${index}`)} nulls last`);
  const byValue = sortOrder === undefined ? [] : [sortOrder === 'ASC' ? sql`value asc` : sql`value desc`];
  return sql<AggregateRow>`
    select *
    from (${sql.join(parts, sql` union all `)}) as answered
    order by ${sql.join([...byValue, sql`part`, ...keys])}
    ${limit === undefined ? sql`` : sql`limit ${limit}`}
  `;
}

interface Source {
  readonly joins: readonly RawBuilder<unknown>[];
  readonly conditions: readonly RawBuilder<unknown>[];
  readonly keys: readonly RawBuilder<unknown>[];
}

function measureStatement(request: ProgramRequest, measure: Measure, part: number): RawBuilder<unknown> {
  const { value, items, isWhole } = measure;
  const source = sourceOf(request, value?.aggregation);
  const keys = [...items.map((item) => itemCell(request, item)), ...source.keys];
  const number = value ? partOf(request, value.item) : undefined;
  const conditions = [
    ...source.conditions,
    ...(number ? [sql`${number} is not null`] : []),
    ...(isWhole ? items.map((item) => sql`${itemValue(request, item)} is not null`) : []),
  ];
  const named = keys.map((key, index) => sql`(${key})::text as ${sql.id(`k${index}`)}`);
  const names = keys.map((_, index) => sql.ref(`rows.k${index}`));
  const rows = sql`
    select ${sql.join([
      ...named,
      sql`${number ?? sql`null::double precision`} as value`,
      sql`${counted(request, measure)} as id`,
      sql`ax.ou`,
      ...rankOf(request, value?.aggregation, keys),
    ])}
    from ${tableOf(request.table)} as ax
    ${sql.join(source.joins, sql` `)}
    where ${allOf(conditions)}
  `;
  const grouped = names.length === 0 ? sql`` : sql`group by ${sql.join(names)}`;
  const selected = names.map((name, index) => sql`${name} as ${sql.id(`k${index}`)}`);
  return sql`
    select ${sql.lit(part)}::int as part, ${sql.join([...selected, sql`(${aggregated(measure)})::double precision as value`])}
    from ${rowsOf(rows, measure, names)}
    ${grouped}
    having count(*) > 0
  `;
}

/** The number that a row adds to its group. */
const partOf = (request: ProgramRequest, item: ProgramItem): RawBuilder<unknown> =>
  item.indicator
    ? indicatorPart(request.subject, item.indicator)
    : sql`(${itemValue(request, item)})::double precision`;

/** What makes a row count once. */
function counted({ subject, program }: ProgramRequest, { output, value }: Measure): RawBuilder<unknown> {
  if (value?.item.indicator?.counted) return indicatorIdentity(subject, value.item.indicator);
  if (output === 'TRACKED_ENTITY_INSTANCE' && program?.registration) return column('trackedentity');
  return output === 'ENROLLMENT' && subject === 'EVENT' ? column('enrollment') : sql`null::text`;
}

function aggregated({ value, output }: Measure): RawBuilder<unknown> {
  if (value?.item.indicator?.counted) return sql`count(distinct rows.id)`;
  if (value) return sql`${value.aggregation.function}(rows.value)`;
  return output === 'EVENT'
    ? sql`count(*)`
    : sql`case when count(rows.id) = 0 then count(*) else count(distinct rows.id) end`;
}

/** The rows themselves, or what is left of them before the groups are made: one for each unit, or the first or last. */
function rowsOf(
  rows: RawBuilder<unknown>,
  { value }: Measure,
  names: readonly RawBuilder<unknown>[],
): RawBuilder<unknown> {
  // What is counted is told apart in the whole group.
  if (value?.item.indicator?.counted) return sql`(${rows}) as rows`;
  const { perUnit, ranked } = value?.aggregation ?? {};
  if (perUnit) {
    const keys = sql.join([...names, sql`rows.ou`]);
    return sql`(
      select ${keys}, ${perUnit}(rows.value) as value, null::text as id from (${rows}) as rows group by ${keys}
    ) as rows`;
  }
  return ranked ? sql`(select * from (${rows}) as rows where rows.rank = 1) as rows` : sql`(${rows}) as rows`;
}

/** Which row counts where only the first or the last does: of each unit and attribute option combo, or of all. */
function rankOf(
  request: ProgramRequest,
  aggregation: ValueAggregation | undefined,
  keys: readonly RawBuilder<unknown>[],
): readonly RawBuilder<unknown>[] {
  const ranked = aggregation?.ranked;
  if (!ranked) return [];
  const own = ranked.ofUnit ? [sql`ax.ou`, ...(request.table.columns.has('ao') ? [sql`ax.ao`] : [])] : [];
  const partition = [...own, ...keys];
  const date = dateOf(request, undefined);
  const key = column(request.subject === 'EVENT' ? 'event' : 'enrollment');
  return [
    sql`row_number() over (
      ${partition.length === 0 ? sql`` : sql`partition by ${sql.join(partition)}`}
      order by ${date} ${ranked.isFirst ? sql`asc` : sql`desc`}, ${key}
    ) as rank`,
  ];
}

/** Where rows come from and by which dimensions they are told apart. */
function sourceOf(request: ProgramRequest, aggregation: ValueAggregation | undefined): Source {
  const joins: RawBuilder<unknown>[] = [];
  const looksBack = aggregation?.ranked?.looksBack === true;
  const periods = request.dimensions.includes('pe') ? periodLabels(request, looksBack) : undefined;
  const units = request.dimensions.includes('ou') ? unitLabels(request) : undefined;
  for (const join of [periods?.join, units?.join]) if (join) joins.push(join);
  const own = periods?.conditions ?? (looksBack ? lookBack(request) : periodConditions(request));
  const rest = looksBack ? { ...request, dates: request.dates.filter((date) => date.column !== undefined) } : request;
  return {
    joins,
    conditions: [...own, ...(units?.conditions ?? []), ...rowConditions(rest)],
    keys: request.dimensions.map((name) =>
      name === 'pe'
        ? (periods?.label ?? sql`null`)
        : name === 'ou'
          ? (units?.label ?? sql`null`)
          : dimensionColumn(request, name),
    ),
  };
}

interface Labels {
  readonly label: RawBuilder<unknown>;
  readonly join: RawBuilder<unknown> | undefined;
  readonly conditions: readonly RawBuilder<unknown>[];
}

/** The unit of the request that each row belongs to; a row that lies below several belongs to each. */
function unitLabels(request: ProgramRequest): Labels {
  const groups = request.orgUnits?.groups ?? [];
  const [only] = groups;
  if (only && groups.length === 1)
    return { label: unitOfLevel(request, only.level), join: undefined, conditions: [groupCondition(request, only)] };
  const labels = groups.map(
    (group) => sql`case when ${groupCondition(request, group)} then ${unitOfLevel(request, group.level)}::text end`,
  );
  return alternatives('unit', labels);
}

const alternatives = (name: string, labels: readonly RawBuilder<unknown>[]): Labels => ({
  label: sql.ref(`${name}.label`),
  join: sql`cross join lateral unnest(array[${sql.join(labels)}]::text[]) as ${sql.id(name)} (label)`,
  conditions: [sql`${sql.ref(`${name}.label`)} is not null`],
});

/** The period of the request in which each row lies; a row that lies in several belongs to each. */
function periodLabels(request: ProgramRequest, looksBack: boolean): Labels {
  const columns = new Map<string, string[]>();
  const labels: RawBuilder<unknown>[] = [];
  for (const dated of request.periods) {
    const name = looksBack ? undefined : periodColumn(request, dated);
    const known = name === undefined ? undefined : columns.get(name);
    if (known) known.push(dated.period.iso);
    else if (name !== undefined) columns.set(name, [dated.period.iso]);
    else {
      const date = dateOf(request, dated.column);
      const range = looksBack ? tenYears(dated.period) : dated.period;
      labels.push(sql`case when ${dayCondition(date, range)} then ${dated.period.iso}::text end`);
    }
  }
  const pruned = looksBack ? [] : periodConditions(request);
  const [only] = columns;
  if (only && columns.size === 1 && labels.length === 0) {
    const [name, isos] = only;
    return { label: column(name), join: undefined, conditions: [sql`${column(name)} = any (${isos})`, ...pruned] };
  }
  const named = [...columns].map(
    ([name, isos]) => sql`case when ${column(name)} = any (${isos}) then ${column(name)} end`,
  );
  const all = alternatives('period', [...named, ...labels]);
  return { ...all, conditions: [...all.conditions, ...pruned] };
}

/** As far back as a last value is looked for (contract: analytics-query.md §4). */
const YEARS_BACK = 10;

const tenYears = ({ endDate }: DateRange): DateRange => {
  const year = String(Number(endDate.slice(0, 4)) - YEARS_BACK).padStart(4, '0');
  const day = endDate.slice(4) === '-02-29' ? '-02-28' : endDate.slice(4);
  return { startDate: addDays(`${year}${day}`, 1), endDate };
};

/** The days before the end of what is asked for, where no period tells the rows apart. */
function lookBack(request: ProgramRequest): readonly RawBuilder<unknown>[] {
  const ranges = [
    ...request.periods.map(({ period }) => period),
    ...request.dates.filter((date) => date.column === undefined).flatMap((date) => date.ranges),
  ];
  const last = ranges.reduce<DateRange | undefined>(
    (latest, range) => (latest && latest.endDate >= range.endDate ? latest : range),
    undefined,
  );
  return last ? [dayCondition(dateOf(request, undefined), tenYears(last))] : [];
}
