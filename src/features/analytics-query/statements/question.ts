import { type RawBuilder, sql } from 'kysely';
import { yearOf } from '../../../kernel/calendar.js';
import type { Question, State } from '../../roll-ups/index.js';
import type { AnalyticsRequest } from '../query.js';
import type { Criterion } from '../request/parse.js';
import { column } from './conditions.js';
import type { DataGroup, Plan } from './plan.js';

/**
 * What the statement of a plan needs to be answered from a roll-up; undefined where only the values themselves will do (contract: aggregates.md §6.3, §6.4). A column
 * that is missing here would make wrong answers: everything that `conditions` or the keys of the statement name is to be in it.
 */
export function questionOf(
  request: AnalyticsRequest,
  { data, periods, units }: Plan,
  preAggregation: readonly Criterion[],
  user: string,
): Question | undefined {
  const states = statesOf(data);
  const { minDate, maxDate } = request.bounds ?? {};
  const isOfDays = periods.windows !== undefined || periods.ranges.length > 0;
  if (!states || isOfDays || preAggregation.length > 0 || minDate !== undefined || maxDate !== undefined)
    return undefined;
  const groups = units ? [units] : request.orgUnits.groups;
  const { combos, attributeCombos } = request.chosen ?? {};
  const columns = new Set<string>(['dx', ...periods.columns.map((one) => one.column)]);
  if (combos || data.items.some(({ combo }) => combo !== undefined)) columns.add('co');
  if (attributeCombos || data.items.some(({ attributeCombo }) => attributeCombo !== undefined)) columns.add('ao');
  for (const { level } of groups) columns.add(`uidlevel${level}`);
  for (const { name, isStatic } of request.columns) if (!isStatic) columns.add(name);
  for (const { unit } of request.approval ?? []) {
    columns.add('approvallevel');
    if (unit) columns.add(`uidlevel${unit.level}`);
  }
  const asked = periods.columns.flatMap((one) => one.periods);
  return {
    cube: 'DATA_VALUE',
    columns: [...columns].sort(),
    states,
    elements: data.items.map(({ element }) => element),
    years: asked.map(({ startDate, endDate }) => [yearOf(startDate), yearOf(endDate)] as const),
    user,
  };
}

/** What is needed of the values of a group; undefined where they cannot be put together step by step (contract: aggregates.md §6.3). */
function statesOf({ rule, isBoolean, isText }: DataGroup): readonly State[] | undefined {
  if (isText || rule.picked !== undefined || rule.ofUnit !== undefined) return undefined;
  switch (rule.combination) {
    case 'SUM':
      return ['n', 'sum_v'];
    case 'AVERAGE':
      return isBoolean ? ['n', 'sum_d', 'sum_dv'] : ['n', 'sum_v'];
    case 'SUM OF DAYS':
      return ['n', 'sum_dv'];
    case 'COUNT':
      return ['n'];
    case 'MIN':
      return ['min_v', 'n'];
    case 'MAX':
      return ['max_v', 'n'];
    default:
      return undefined;
  }
}

/**
 * The value of a group of rows that are states: the same as `aggregate` makes of the values themselves.
 *
 * @param divisor days by which a sum of days is divided
 * @throws Error for a way of aggregating that has no states
 */
export function aggregateStates(
  { rule: { combination }, isBoolean }: DataGroup,
  divisor: RawBuilder<unknown> | undefined,
): RawBuilder<unknown> {
  const sum = (state: State) => sql`sum(${column(state)})`;
  switch (combination) {
    case 'SUM':
      return sum('sum_v');
    case 'AVERAGE':
      return isBoolean ? sql`${sum('sum_dv')} / ${sum('sum_d')} * 100` : sql`${sum('sum_v')} / ${sum('n')}`;
    case 'SUM OF DAYS':
      return sql`${sum('sum_dv')} / ${divisor ?? sql`null`}`;
    case 'COUNT':
      return sql`${sum('n')}::bigint`;
    case 'MIN':
      return sql`min(${column('min_v')})`;
    case 'MAX':
      return sql`max(${column('max_v')})`;
    default:
      throw new Error(`${combination} cannot be made of states`);
  }
}
