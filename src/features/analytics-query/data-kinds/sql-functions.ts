import { type RawBuilder, sql } from 'kysely';
import { type Expression, ExpressionError, type Item } from '../../../kernel/expressions/index.js';
import type { FormulaWriter, SqlPart } from './formula-writer.js';

/** A function of program indicators as SQL. */
type SqlFunction = (own: FormulaWriter, args: readonly Expression[], position: number) => SqlPart;

const number = (value: RawBuilder<unknown>): SqlPart => ({ sql: value, kind: 'number' });
const boolean = (value: RawBuilder<unknown>): SqlPart => ({ sql: value, kind: 'boolean' });

const argument = (args: readonly Expression[], index: number): Expression => args[index] as Expression;

const choice: SqlFunction = (own, args) => {
  const test = own.condition(argument(args, 0));
  const [then, otherwise] = [own.value(argument(args, 1)), own.value(argument(args, 2))];
  return { sql: sql`(case when ${test} then ${then.sql} else ${otherwise.sql} end)`, kind: then.kind };
};

const isThere =
  (wanted: boolean): SqlFunction =>
  (own, args) => {
    const value = own.raw(argument(args, 0)).sql;
    return boolean(wanted ? sql`(${value} is not null)` : sql`(${value} is null)`);
  };

/** Of the first argument to the second, in whole steps. */
const between =
  (steps: (from: RawBuilder<unknown>, to: RawBuilder<unknown>) => RawBuilder<unknown>): SqlFunction =>
  (own, args) =>
    number(sql`(${steps(own.date(argument(args, 0)), own.date(argument(args, 1)))})::double precision`);

const many =
  (name: RawBuilder<unknown>): SqlFunction =>
  (own, args) =>
    number(sql`${name}(${sql.join(args.map((arg) => own.number(arg)))})`);

/** Of the events of an enrollment, which an event does not have. */
const ofEvents =
  (
    select: (value: RawBuilder<unknown>, own: FormulaWriter, args: readonly Expression[]) => RawBuilder<unknown>,
  ): SqlFunction =>
  (own, args, position) => {
    const item = itemOf(argument(args, 0), position);
    if (own.context.analyticsType === 'EVENT')
      throw new ExpressionError(
        'This function is not supported in program indicators of events by this server',
        position,
      );
    own.raw(argument(args, 0));
    return number(sql`coalesce(${own.eventsOf(item, (value) => select(value, own, args))}, 0)::double precision`);
  };

function itemOf(expression: Expression, position: number): Item {
  if (expression.kind === 'item' && expression.item.symbol === '#') return expression.item;
  throw new ExpressionError('This function needs a data element', position);
}

const text = (own: FormulaWriter, arg: Expression): RawBuilder<unknown> => sql`(${own.value(arg).sql})::text`;

/** Months from one day to another, whole ones. */
const months = (from: RawBuilder<unknown>, to: RawBuilder<unknown>): RawBuilder<unknown> =>
  sql`extract(year from age(${to}, ${from})) * 12 + extract(month from age(${to}, ${from}))`;

/** Functions of program indicators that this server can work out, by name. */
export const SQL_FUNCTIONS: Readonly<Record<string, SqlFunction>> = {
  if: choice,
  'd2:condition': choice,
  isNull: isThere(false),
  isNotNull: isThere(true),
  'd2:hasValue': isThere(true),
  firstNonNull: (own, args) => {
    const parts = args.map((arg) => own.raw(arg));
    return { sql: sql`coalesce(${sql.join(parts.map((part) => part.sql))})`, kind: parts[0]?.kind ?? 'number' };
  },
  greatest: many(sql`greatest`),
  least: many(sql`least`),
  log10: (own, args) => number(sql`log(nullif(greatest(${own.number(argument(args, 0))}, 0), 0))`),
  log: (own, args) => {
    const [x, base] = args.map((arg) => sql`ln(nullif(greatest(${own.number(arg)}, 0), 0))`);
    return number(base ? sql`(${x} / nullif(${base}, 0))` : sql`${x}`);
  },
  removeZeros: (own, args) => number(sql`nullif(${own.number(argument(args, 0))}, 0)`),
  is: (own, [value, ...among]) => {
    const wanted = among.map((arg) => text(own, arg));
    return boolean(sql`(${text(own, value as Expression)} in (${sql.join(wanted)}))`);
  },
  contains: (own, [value, ...parts]) =>
    boolean(
      sql`(${sql.join(
        parts.map((part) => sql`strpos(${text(own, value as Expression)}, ${text(own, part)}) > 0`),
        sql` and `,
      )})`,
    ),
  containsItems: (own, [value, ...parts]) =>
    boolean(
      sql`(string_to_array(${text(own, value as Expression)}, ',') @> array[${sql.join(parts.map((part) => text(own, part)))}])`,
    ),
  'd2:zing': (own, args) => number(sql`greatest(${own.number(argument(args, 0))}, 0)`),
  'd2:oizp': (own, args) => number(sql`(case when ${own.number(argument(args, 0))} >= 0 then 1 else 0 end)`),
  'd2:zpvc': (own, args) =>
    number(
      sql`(${sql.join(
        args.map((arg) => sql`(case when ${own.raw(arg).sql} >= 0 then 1 else 0 end)`),
        sql` + `,
      )})`,
    ),
  'd2:daysBetween': between((from, to) => sql`${to}::date - ${from}::date`),
  'd2:weeksBetween': between((from, to) => sql`(${to}::date - ${from}::date) / 7`),
  'd2:monthsBetween': between(months),
  'd2:yearsBetween': between((from, to) => sql`extract(year from age(${to}, ${from}))`),
  'd2:minutesBetween': between((from, to) => sql`trunc(extract(epoch from ${to} - ${from}) / 60)`),
  'd2:count': ofEvents(() => sql`count(*)`),
  'd2:countIfValue': ofEvents(
    (value, own, args) => sql`count(*) filter (where ${value}::text = ${text(own, argument(args, 1))})`,
  ),
  'd2:maxValue': ofEvents((value) => sql`max(${value})`),
  'd2:minValue': ofEvents((value) => sql`min(${value})`),
};
