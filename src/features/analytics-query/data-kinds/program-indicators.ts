import { type RawBuilder, sql } from 'kysely';
import { conflict } from '../../../kernel/errors/index.js';
import {
  type Expression,
  ExpressionError,
  itemsOf,
  parseExpression,
  partsOf,
} from '../../../kernel/expressions/index.js';
import { objectsByUid } from '../../expressions/index.js';
import type { AnalyticsRequest } from '../query.js';
import { meetsAll } from '../request/parse.js';
import { column } from '../statements/conditions.js';
import { demandTables } from '../statements/demand-tables.js';
import type { AnswerRow } from '../statements/execute.js';
import { EVENT_DAY, eventStatement, eventTable, isPicked, ruleOf, withinBounds } from './event-rows.js';
import { FormulaSql } from './formula-sql.js';
import type { SqlContext, SqlKind } from './formula-writer.js';
import { groupedBy } from './grouped.js';
import type { DataKind, RowOptions } from './kind.js';
import {
  keysOf,
  levelsOf,
  runTableStatements,
  type TableQuery,
  type TableRow,
  tableStatement,
} from './other-tables.js';
import { boundaryParts, boundsEvents } from './program-boundaries.js';
import { type ProgramIndicatorItem, readProgramIndicators } from './program-indicator-items.js';
import { COUNTED, EVENT_VARIABLES, PERIOD_VARIABLES } from './program-variables.js';
import { EVENT_FUNCTIONS } from './sql-functions.js';
import { writeNumber } from './write-number.js';

const UID = /^[a-zA-Z][a-zA-Z0-9]{10}$/;

/** Program indicators, worked out in SQL over the events or enrollments of their program (contract: analytics-query.md §3.1). */
export const programIndicatorKind: DataKind<ProgramIndicatorItem> = {
  kind: 'programIndicator',
  matches: (text) => UID.test(text),
  async resolve(db, texts, options) {
    return groupedBy(await readProgramIndicators(db, texts, options), ({ uid }) => uid);
  },
  async rows(db, request, items, options) {
    const ofEnrollments = items.some(({ analyticsType }) => analyticsType === 'ENROLLMENT');
    await demandTables(db, 'EVENT', ...(ofEnrollments ? ['ENROLLMENT'] : []));
    if (!request.dimensions.includes('dx') && items.length > 1) {
      throw conflict('Only a single program indicator can be specified as filter.', { code: 'E7133' });
    }
    const parsed = items.map((item) => worked(item, () => parsedItem(item)));
    const constants = await objectsByUid(db, 'constant', parsed.flatMap(namesOfConstants));
    const statements = parsed.flatMap((one) =>
      worked(one.item, () => statementsOf(request, one, (uid) => constants.get(uid)?.value ?? 0, options)),
    );
    const byUid = new Map(items.map((item) => [item.uid, item]));
    return (await runTableStatements(db, statements, options))
      .flat()
      .filter(({ value }) => value !== null)
      .map((row): AnswerRow => {
        const value = Number(row.value);
        const decimals = byUid.get(String(row.dx))?.decimals ?? null;
        return {
          keys: keysOf(request, row, String(row.dx)),
          value,
          text: writeNumber(value, decimals, options.skipRounding),
        };
      })
      .filter(({ text }) => meetsAll(Number(text), options.criteria));
  },
};

/** @throws OrderlyError E7132 for a formula that has no meaning, with whose it is */
function worked<Result>({ uid, name }: ProgramIndicatorItem, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    throw conflict(`The program indicator '${name ?? uid}' (${uid}) cannot be worked out: ${error.message}`, {
      code: 'E7132',
      cause: error,
    });
  }
}

interface ParsedItem {
  readonly item: ProgramIndicatorItem;
  readonly expression: Expression;
  readonly filter: Expression | undefined;
}

const parsedItem = (item: ProgramIndicatorItem): ParsedItem => ({
  item,
  expression: parseExpression(item.expression, 'program'),
  filter: item.filter?.trim() ? parseExpression(item.filter, 'program') : undefined,
});

function namesOfConstants({ expression, filter }: ParsedItem): readonly string[] {
  return [expression, ...(filter ? [filter] : [])].flatMap((one) => {
    const { current, sampled } = itemsOf(one);
    return [...current, ...sampled].flatMap(({ symbol, parts }) => (symbol === 'C' ? parts : []));
  });
}

function statementsOf(
  request: AnalyticsRequest,
  parsed: ParsedItem,
  constant: (uid: string) => number,
  options: RowOptions,
): readonly TableQuery[] {
  const { item, expression, filter } = parsed;
  const { analyticsType, aggregationType, program, valueTypes } = item;
  const isEvent = analyticsType === 'EVENT';
  const rows = isEvent ? eventTable(program) : `analytics_enrollment_${program.toLowerCase()}`;
  const day = isEvent ? EVENT_DAY : column('enrollmentdate');
  const context: SqlContext = {
    analyticsType,
    eventTable: eventTable(program),
    kinds: new Map(Object.entries(valueTypes).map(([uid, type]) => [uid, kindOf(type)])),
    constant,
    hasEntities: item.hasEntities,
  };
  const parts = boundaryParts(request, item, { context, day, isOfPeriod: isOfPeriod(parsed) });
  const statements = levelsOf(request).flatMap((units) =>
    parts.map((part): RawBuilder<TableRow> => {
      const write = (formula: Expression, more: Partial<SqlContext> = {}) =>
        new FormulaSql({ ...part.context, formula, ...more });
      const statement = {
        from: sql`(select ${item.uid}::text as dx, rows.* from ${sql.table(rows)} as rows) as analytics`,
        dx: [item.uid],
        pe: part.pe,
        units,
        where: [
          ...statusConditions(parsed, options),
          ...(filter ? [write(filter).condition(filter)] : []),
          ...withinBounds(day, request),
          part.where,
        ],
      };
      if (isEvent && isPicked(aggregationType))
        return eventStatement(request, { ...statement, aggregationType, value: write(expression).number(expression) });
      const aggregates = aggregationType === 'CUSTOM';
      return tableStatement(request, {
        ...statement,
        values: { value: aggregated(write(expression, { aggregates }), item, expression) },
      });
    }),
  );
  const formula = `${aggregationType} over ${isEvent ? 'events' : 'enrollments'}: ${item.expression}`;
  return statements.map((statement) => ({ statement, dataItems: [item.uid], formula }));
}

/** Which events count: those that are not only scheduled, unless the formula or the boundaries are about these. */
function statusConditions({ item, expression, filter }: ParsedItem, { completedOnly }: RowOptions) {
  if (item.analyticsType === 'ENROLLMENT') return [];
  if (completedOnly) return [sql`analytics.eventstatus = 'COMPLETED'`];
  const isScheduled =
    item.boundaries.some(({ target }) => target === 'SCHEDULED_DATE') ||
    allParts(expression, filter).some(
      (part) => part.kind === 'programVariable' && part.name === 'scheduled_event_count',
    );
  return isScheduled ? [] : [sql`analytics.eventstatus <> 'SCHEDULE'`];
}

const allParts = (...formulas: readonly (Expression | undefined)[]): readonly Expression[] =>
  formulas.flatMap((formula) => (formula ? [...partsOf(formula)] : []));

/** Whether what a formula comes to in a row depends on the period for which it is asked. */
function isOfPeriod({ item, expression, filter }: ParsedItem): boolean {
  const parts = allParts(expression, filter);
  const looksAtEvents = (part: Expression): boolean => {
    if (part.kind === 'call') return EVENT_FUNCTIONS.has(part.name);
    if (item.analyticsType === 'EVENT') return part.kind === 'item' && part.item.stageOffset !== undefined;
    return part.kind === 'programVariable' ? EVENT_VARIABLES.has(part.name) : isOfStage(part);
  };
  return (
    parts.some((part) => part.kind === 'programVariable' && PERIOD_VARIABLES.has(part.name)) ||
    (boundsEvents(item) && parts.some(looksAtEvents))
  );
}

const isOfStage = (part: Expression): boolean =>
  part.kind === 'item' && (part.item.symbol === '#' || part.item.symbol === 'PS_EVENTDATE');

function aggregated(own: FormulaSql, { aggregationType, analyticsType }: ProgramIndicatorItem, expression: Expression) {
  if (own.context.aggregates) return own.number(expression);
  const counted = expression.kind === 'programVariable' ? COUNTED[expression.name] : undefined;
  if (counted === 'event' && analyticsType === 'EVENT')
    return sql`count(distinct analytics.event) filter (where analytics.eventstatus <> 'SCHEDULE')`;
  if (counted !== undefined && counted !== 'event') return sql`count(distinct ${column(counted)})`;
  const rule = ruleOf(aggregationType);
  if (!rule)
    throw new ExpressionError(
      `Aggregation type ${aggregationType} cannot be worked out for ${analyticsType === 'EVENT' ? 'events' : 'enrollments'}`,
    );
  return rule(own.number(expression));
}

function kindOf(valueType: string): SqlKind {
  if (/^(NUMBER|UNIT_INTERVAL|PERCENTAGE|INTEGER.*|BOOLEAN|TRUE_ONLY)$/.test(valueType)) return 'number';
  return /^(DATE|DATETIME|AGE)$/.test(valueType) ? 'date' : 'text';
}
