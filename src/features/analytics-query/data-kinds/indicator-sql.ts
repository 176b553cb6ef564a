import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../../../database/index.js';
import type { IsoDate } from '../../../kernel/calendar.js';
import { type Expression, ExpressionError } from '../../../kernel/expressions/index.js';
import { objectsByUid } from '../../expressions/index.js';
import type { DataOptions } from '../request/resolve-data.js';
import { column } from '../statements/conditions.js';
import { EVENT_DAY, eventTable, isPicked, ruleOf } from './event-rows.js';
import { FormulaSql } from './formula-sql.js';
import type { SqlContext } from './formula-writer.js';
import { isUsual } from './program-boundaries.js';
import { type ProgramIndicatorItem, readProgramIndicators } from './program-indicator-items.js';
import { isOfPeriod, kindOf, namesOfConstants, type ParsedItem, parsedItem, worked } from './program-indicators.js';
import { COUNTED } from './program-variables.js';

/** A program indicator as SQL over the rows of its table, which is called `analytics` there. */
export interface IndicatorSql {
  readonly item: ProgramIndicatorItem;
  readonly table: string;
  /** What it comes to in one row; undefined where only rows together have something of it. */
  readonly ofRow: RawBuilder<unknown> | undefined;
  /** The column whose different values it counts. */
  readonly counted: string | undefined;
  readonly aggregated: RawBuilder<unknown>;
  /** Which rows it is about. */
  readonly condition: RawBuilder<unknown> | undefined;
  /** Whether it is about other rows, or something else, in each period than in the rows whose day lies there. */
  readonly dependsOnPeriod: boolean;
}

export interface IndicatorOptions extends DataOptions {
  /** All days that the request is about, for formulas that look at them. */
  readonly period: { readonly startDate: IsoDate; readonly endDate: IsoDate } | undefined;
}

/**
 * The program indicators among `uids` as SQL, for queries that are about single rows of their program.
 *
 * @throws OrderlyError E7121 for one of a program whose data the user may not read, E7132 for a formula that has no meaning
 */
export async function readIndicatorSql(
  db: Db,
  uids: readonly string[],
  options: IndicatorOptions,
): Promise<readonly IndicatorSql[]> {
  if (uids.length === 0) return [];
  const parsed = (await readProgramIndicators(db, uids, options)).map((item) => worked(item, () => parsedItem(item)));
  const constants = await objectsByUid(db, 'constant', parsed.flatMap(namesOfConstants));
  const constant = (uid: string) => constants.get(uid)?.value ?? 0;
  return parsed.map((one) => worked(one.item, () => indicatorSql(one, constant, options)));
}

function indicatorSql(
  parsed: ParsedItem,
  constant: (uid: string) => number,
  { period }: IndicatorOptions,
): IndicatorSql {
  const { item, expression, filter } = parsed;
  const { analyticsType, aggregationType, program, valueTypes, hasEntities } = item;
  const isEvent = analyticsType === 'EVENT';
  const context: SqlContext = {
    analyticsType,
    eventTable: eventTable(program),
    kinds: new Map(Object.entries(valueTypes).map(([uid, type]) => [uid, kindOf(type)])),
    constant,
    hasEntities,
    ...(period && { period }),
  };
  const write = (formula: Expression, aggregates = false) => new FormulaSql({ ...context, formula, aggregates });
  const isCustom = aggregationType === 'CUSTOM';
  const variable = expression.kind === 'programVariable' && !isCustom ? COUNTED[expression.name] : undefined;
  // In an enrollment the number of events is one like any other.
  const counted = variable === 'event' && !isEvent ? undefined : variable;
  const ofRow = isCustom || counted !== undefined ? undefined : write(expression).number(expression);
  const conditions = [
    ...(filter ? [write(filter).condition(filter)] : []),
    ...(counted === 'event' ? [sql`analytics.eventstatus <> 'SCHEDULE'`] : []),
  ];
  return {
    item,
    table: isEvent ? eventTable(program) : `analytics_enrollment_${program.toLowerCase()}`,
    ofRow,
    counted,
    aggregated: ofRow
      ? aggregated(ofRow, item)
      : counted === undefined
        ? write(expression, true).number(expression)
        : sql`count(distinct ${column(counted)})`,
    condition: conditions.length === 0 ? undefined : sql.join(conditions, sql` and `),
    dependsOnPeriod: !isUsual(item) || isOfPeriod(parsed),
  };
}

function aggregated(
  value: RawBuilder<unknown>,
  { aggregationType, analyticsType }: ProgramIndicatorItem,
): RawBuilder<unknown> {
  if (isPicked(aggregationType)) {
    const direction = aggregationType.startsWith('FIRST') ? sql`asc` : sql`desc`;
    const order =
      analyticsType === 'EVENT'
        ? [EVENT_DAY, column('created'), column('event')]
        : [column('enrollmentdate'), column('enrollment')];
    return sql`(array_agg(${value} order by ${sql.join(order.map((part) => sql`${part} ${direction} nulls last`))}))[1]`;
  }
  const rule = ruleOf(aggregationType);
  if (!rule) throw new ExpressionError(`Aggregation type ${aggregationType} cannot be worked out for single rows.`);
  return rule(value);
}
