import { type RawBuilder, sql } from 'kysely';
import { addDays } from '../../../kernel/calendar.js';
import { aggregate, type Measure } from './aggregate.js';
import type { Combination } from './aggregation.js';
import { column, valueColumn } from './conditions.js';
import type { DataGroup, PeriodWindow } from './plan.js';
import { groupBy, type KeyColumn, named, type Shape } from './shape.js';

/** What a series of values over time is one of. */
const SERIES = ['dx', 'ou', 'co', 'ao'] as const;

/**
 * The first or last value of each series within the window of each period, put together (contract: analytics-query.md §4, §8 no. 5).
 *
 * The table is read once for all periods. Where windows begin and end cuts time into stretches; rows of a series that lie in the same stretch are in the same
 * windows, so only the best of them is kept, and the few that are left are compared for each window.
 */
export const pickedStatement: Shape = ({ data, periods: { windows = [] } }, keys, where) => {
  const { rule, isBoolean } = data;
  const best = sql.id(rule.picked === 'FIRST' ? 'min' : 'max');
  const starts = sorted(windows.map(({ from }) => from));
  const daysAfter = sorted(windows.map(dayAfter));
  const series = rule.combination === 'ONE' ? [] : SERIES;
  const kept: readonly KeyColumn[] = [
    ...keys.map(({ expression }, index) => ({ name: `key${index}`, expression })),
    ...series.map((name) => ({ name: `series_${name}`, expression: column(name) })),
  ];
  const stretches = sql`
    select ${sql.join([
      ...kept.map(named),
      sql`width_bucket(analytics.pestartdate, ${starts}::date[]) as starts_before`,
      sql`width_bucket(analytics.peenddate, ${daysAfter}::date[]) as ends_before`,
      sql`${best}(${ranked(data)}) as best`,
    ])}
    from analytics
    where ${where}
    group by ${sql.join([...kept.map(({ expression }) => expression), sql`starts_before`, sql`ends_before`])}
  `;
  const keptNames = kept.map(({ name }) => sql.ref(`stretch.${name}`));
  const picked = sql`
    select ${sql.join([...keptNames, sql`span.iso as pe`, sql`${best}(stretch.best) as best`])}
    from (${stretches}) as stretch
    join ${spans(windows, starts, daysAfter)} on span.start_number <= stretch.starts_before and span.end_number > stretch.ends_before
    group by ${sql.join([...keptNames, sql`span.iso`])}
  `;
  const isTold = windows.some(({ iso }) => iso !== undefined);
  const groups: readonly KeyColumn[] = [
    ...keys.map(({ name }, index) => ({ name, expression: sql.ref(`picked.key${index}`) })),
    ...(isTold ? [{ name: 'pe', expression: sql.ref('picked.pe') }] : []),
  ];
  const value = aggregate(rule.combination, measureOf(data), { isBoolean });
  return sql`
    select ${sql.join([...groups.map(named), sql`${value} as value`])}
    from (${picked}) as picked
    ${endOf(rule.combination, groups)}
  `;
};

function endOf(combination: Combination, groups: readonly KeyColumn[]): RawBuilder<unknown> {
  if (combination === 'ONE') return sql``;
  if (combination === 'NONE') return sql`order by picked.series_ou, picked.series_co, picked.series_ao`;
  return groupBy(groups.map(({ expression }) => expression));
}

const dayAfter = ({ end }: PeriodWindow): string => addDays(end, 1);

const sorted = (days: readonly string[]): readonly string[] => [...new Set(days)].sort();

/** The windows by the places of their starts and ends: a row is in those that begin no later than it does and end no earlier. */
function spans(
  windows: readonly PeriodWindow[],
  starts: readonly string[],
  daysAfter: readonly string[],
): RawBuilder<unknown> {
  return sql`unnest(
    ${windows.map(({ iso }) => iso ?? null)}::text[],
    ${windows.map(({ from }) => starts.indexOf(from) + 1)}::int[],
    ${windows.map((window) => daysAfter.indexOf(dayAfter(window)) + 1)}::int[]
  ) as span (iso, start_number, end_number)`;
}

/**
 * The row as an array that sorts by the end and then the start of its period. Of values for the same days, which only several units or combos have, the
 * greatest is the last and the least is the first, so that the same question always has the same answer.
 */
function ranked(data: DataGroup): RawBuilder<unknown> {
  if (data.isText) {
    const days = sql`to_char(analytics.peenddate, 'YYYYMMDD') || to_char(analytics.pestartdate, 'YYYYMMDD')`;
    return sql`array[${days}, ${valueColumn(data)}] collate "C"`;
  }
  const since = (name: string): RawBuilder<unknown> => sql`(${column(name)} - date '0001-01-01')::double precision`;
  const days = sql`${since('peenddate')} * 10000000 + ${since('pestartdate')}`;
  return sql`array[${days}, ${valueColumn(data)}, ${column('daysno')}]`;
}

function measureOf({ isText }: DataGroup): Measure {
  const value = sql`picked.best[2]`;
  const days = isText ? sql`null` : sql`picked.best[3]`;
  return { value, days, valueDays: sql`${value} * ${days}` };
}
