import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../../../database/index.js';
import { ExpressionError, type Item, itemsOf, itemText } from '../../../kernel/expressions/index.js';
import { objectsByUid, readSelections, type Selection } from '../../expressions/index.js';
import type { AnalyticsRequest, DataItem } from '../query.js';
import { isCountable, resolveElements } from '../request/resolve-data.js';
import { column, conditions, oneOf } from '../statements/conditions.js';
import type { AnswerRow } from '../statements/execute.js';
import { type Plan, planRequest } from '../statements/plan.js';
import type { Want } from './formula-book.js';
import { FormulaSql } from './formula-sql.js';
import type { SqlPart } from './formula-writer.js';
import type { RowOptions } from './kind.js';
import { keysOf, runTableStatements, type TableQuery, type TableRow } from './other-tables.js';

/** How values are put together by simple types; all others are sums. */
const FUNCTIONS: Readonly<Record<string, RawBuilder<unknown>>> = {
  AVERAGE: sql`avg`,
  COUNT: sql`count`,
  MAX: sql`max`,
  MIN: sql`min`,
  STDDEV: sql`stddev`,
  VARIANCE: sql`variance`,
};

const functionOf = (type: string | undefined): RawBuilder<unknown> => FUNCTIONS[type ?? ''] ?? sql`sum`;

/**
 * The values of sub-expressions: each is worked out for every organisation unit that has data, period by period, and what comes out is put together over the units. Of what
 * is missing in a unit nothing is made there.
 *
 * @returns rows with the text of the want in place of `dx`
 * @throws ExpressionError for something that cannot be worked out in SQL
 */
export async function subExpressionRows(
  db: Db,
  request: AnalyticsRequest,
  wants: readonly Want[],
  options: RowOptions,
): Promise<readonly AnswerRow[]> {
  const items = wants.flatMap(({ expression }) => (expression ? itemsOf(expression).current : []));
  const ofSymbol = (symbol: Item['symbol']) => items.filter((item) => item.symbol === symbol);
  const selections = await readSelections(db, items);
  const members = [...selections.values()].flatMap((selection) => selection.elements.map(({ uid }) => uid));
  const elements = await resolveElements(db, [...ofSymbol('#').map(textOf), ...members], {
    user: undefined,
    shortNames: false,
    override: undefined,
  });
  const constants = await objectsByUid(db, 'constant', ofSymbol('C').map(textOf));
  const statements = wants.flatMap((want) =>
    subStatements(request, want, { elements, selections, constant: (uid) => constants.get(uid)?.value ?? 0 }, options),
  );
  return (await runTableStatements(db, statements, options))
    .flat()
    .filter(({ value }) => value !== null)
    .map((row) => ({ keys: keysOf(request, row, String(row.dx)), value: Number(row.value) }));
}

const textOf = ({ parts }: Item): string => parts.join('.').replace(/(\.\*)+$/, '');

interface Known {
  readonly elements: ReadonlyMap<string, readonly DataItem[]>;
  readonly selections: ReadonlyMap<string, Selection>;
  readonly constant: (uid: string) => number;
}

function subStatements(
  request: AnalyticsRequest,
  { text, expression, aggregationType }: Want,
  { elements, selections, constant }: Known,
  { preAggregation }: RowOptions,
): readonly TableQuery[] {
  if (!expression) return [];
  const columns = new Map<string, { readonly name: string; readonly value: RawBuilder<unknown> }>();
  const used: DataItem[] = [];
  const itemOf = (item: Item): SqlPart => {
    if (item.symbol !== '#') throw new ExpressionError('A sub-expression is made of data elements', item.range[0]);
    const selection = selections.get(itemText(item));
    const named = selection ? selection.elements.map(({ uid }) => uid) : [textOf(item)];
    const own = named.flatMap((uid) => elements.get(uid) ?? []).filter(isCountable);
    if (own.length === 0) return { sql: sql`null::double precision`, kind: 'number' };
    const key = `${itemText(item)} ${item.aggregationType ?? ''}`;
    const known = columns.get(key) ?? {
      name: `item${columns.size}`,
      value: unitValue(own, selection, item.aggregationType),
    };
    columns.set(key, known);
    used.push(...own);
    return { sql: sql.ref(`unit.${known.name}`), kind: 'number' };
  };
  const writer = new FormulaSql({
    analyticsType: 'EVENT',
    eventTable: '',
    kinds: new Map(),
    constant,
    itemOf,
    keepsNulls: true,
  });
  const value = writer.number(expression);
  const [first] = used;
  if (!first) return [];
  // Unless it says something else, a sub-expression is put together as its data element is.
  const own = String(first.details?.aggregationType);
  const type = aggregationType ?? (['AVERAGE', 'MAX', 'MIN'].includes(own) ? own : 'SUM');
  if (type !== 'SUM' && !(type in FUNCTIONS))
    throw new ExpressionError(`What a sub-expression comes to cannot be put together as ${type}`);
  const plans = planRequest({
    ...request,
    data: [{ ...first, uid: first.element, combo: undefined, attributeCombo: undefined, aggregationType: 'SUM' }],
  });
  return plans.map((plan) => {
    const keys = keyColumns(request, plan);
    const names = keys.map(({ name }) => sql.ref(`unit.${name}`));
    const where = conditions(request, { ...plan, data: { ...plan.data, items: used } }, { preAggregation });
    const statement = sql<TableRow>`
      select ${sql.join([sql`${text}::text as dx`, ...names, sql`${functionOf(type)}(${value}) as value`])}
      from (
        select ${sql.join([
          ...keys.map(({ name, expression: key }) => sql`${key} as ${sql.id(name)}`),
          ...[...columns.values()].map((one) => sql`${one.value} as ${sql.id(one.name)}`),
        ])}
        from analytics
        where ${sql.join(where, sql` and `)}
        group by ${sql.join([...keys.flatMap(({ isGrouped, expression: key }) => (isGrouped ? [key] : [])), column('ou')])}
      ) as unit
      where ${value} is not null
      ${names.length === 0 ? sql`` : sql`group by ${sql.join(names)}`}
    `;
    const formula = `${type} of what the sub-expression comes to in each organisation unit`;
    return { statement, dataItems: [...new Set(used.map(({ uid }) => uid))], formula };
  });
}

/** The value of an element or operand, or of what a selection chooses, in one organisation unit. */
function unitValue(items: readonly DataItem[], selection: Selection | undefined, type: string | undefined) {
  const [first] = items;
  const own = first?.isBoolean ? 'MAX' : String(first?.details?.aggregationType);
  const uids = (chosen: Selection['combos']) => chosen?.map(({ uid }) => uid);
  const named = (uid: string | undefined) => (uid === undefined ? undefined : [uid]);
  const combos = selection ? uids(selection.combos) : named(first?.combo);
  const attributeCombos = selection ? uids(selection.attributeCombos) : named(first?.attributeCombo);
  const chosen = [
    oneOf(
      'dx',
      items.map(({ element }) => element),
    ),
    ...(combos === undefined ? [] : [oneOf('co', combos)]),
    ...(attributeCombos === undefined ? [] : [oneOf('ao', attributeCombos)]),
  ];
  return sql`${functionOf(type ?? own)}(analytics.value) filter (where ${sql.join(chosen, sql` and `)})`;
}

function keyColumns({ dimensions, columns }: AnalyticsRequest, { periods, units }: Plan) {
  const { label } = periods;
  return dimensions.flatMap((name) => {
    if (name === 'pe' && label)
      return 'column' in label
        ? [{ name, expression: column(label.column), isGrouped: true }]
        : [{ name, expression: sql`${label.name}::text`, isGrouped: false }];
    if (name === 'ou' && units) return [{ name, expression: column(`uidlevel${units.level}`), isGrouped: true }];
    const isColumn = columns.some((one) => one.name === name);
    return isColumn ? [{ name, expression: column(name), isGrouped: true }] : [];
  });
}
