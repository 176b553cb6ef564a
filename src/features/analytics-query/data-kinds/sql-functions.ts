import { type RawBuilder, sql } from 'kysely';
import { type Expression, ExpressionError, type Item } from '../../../kernel/expressions/index.js';
import { column } from '../statements/conditions.js';
import type { FormulaWriter, SqlPart } from './formula-writer.js';
import { kindOf, ofStageEvents } from './program-rows.js';
import { COUNTED } from './program-variables.js';

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

/** Of all events of a row's enrollment that have a value. */
const ofEvents =
  (select: (value: SqlPart, own: FormulaWriter, args: readonly Expression[]) => RawBuilder<unknown>): SqlFunction =>
  (own, args, position) => {
    const item = itemOf(argument(args, 0), position);
    return number(sql`${ofStageEvents(own.context, item, (value) => select(value, own, args))}::double precision`);
  };

/** The greatest or least value among the events of an enrollment; of an event its own. */
const extreme =
  (best: RawBuilder<unknown>): SqlFunction =>
  (own, args, position) => {
    const item = itemOf(argument(args, 0), position);
    if (own.context.analyticsType === 'EVENT') return own.raw(argument(args, 0));
    const kind = kindOf(own.context, item);
    const value = ofStageEvents(own.context, item, (part) => sql`${best}(${part.sql})`);
    return { sql: kind === 'number' ? sql`${value}::double precision` : value, kind };
  };

function itemOf(expression: Expression, position: number): Item {
  if (expression.kind === 'item' && ['#', 'PS_EVENTDATE'].includes(expression.item.symbol)) return expression.item;
  throw new ExpressionError('This function needs a data element of a stage', position);
}

/** Puts the rows together, in a formula whose aggregation type leaves it to them. */
const together =
  (name: RawBuilder<unknown>): SqlFunction =>
  (own, args, position) =>
    number(sql`${name}(${ofRows(own, position).number(argument(args, 0))})::double precision`);

function ofRows(own: FormulaWriter, position: number): FormulaWriter {
  if (own.context.aggregates) return own.within({ aggregates: false });
  throw new ExpressionError(
    'This function puts many values together, which takes a program indicator of the aggregation type CUSTOM',
    position,
  );
}

/** How often something is there. Of what is counted once, e.g. enrollments, how many different ones there are. */
const count: SqlFunction = (own, args, position) => {
  const inner = ofRows(own, position);
  const value = argument(args, 0);
  const counted = value.kind === 'programVariable' ? COUNTED[value.name] : undefined;
  return number(counted === undefined ? sql`count(${inner.raw(value).sql})` : sql`count(distinct ${column(counted)})`);
};

/** Relationships of a row's tracked entity, of one type if it is given. */
const relationshipCount: SqlFunction = (own, [type], position) => {
  if (!own.context.hasEntities)
    throw new ExpressionError('Only programs with registration have tracked entities with relationships', position);
  const uid = type?.kind === 'literal' ? String(type.value) : undefined;
  if (type && uid === undefined)
    throw new ExpressionError('The relationship type has to be given by its uid', position);
  return number(sql`(
    select count(*)
    from relationshipitem as side
    join trackedentity as entity on entity.trackedentityid = side.trackedentityid
    join relationship on relationship.relationshipid = side.relationshipid and relationship.deleted is not true
    join relationshiptype as type on type.relationshiptypeid = relationship.relationshiptypeid
    where entity.uid = analytics.trackedentity ${uid === undefined ? sql`` : sql`and type.uid = ${uid}`}
  )::double precision`);
};

const text = (own: FormulaWriter, arg: Expression): RawBuilder<unknown> => sql`(${own.value(arg).sql})::text`;

/** Months from one day to another, whole ones. */
const months = (from: RawBuilder<unknown>, to: RawBuilder<unknown>): RawBuilder<unknown> =>
  sql`extract(year from age(${to}, ${from})) * 12 + extract(month from age(${to}, ${from}))`;

const contains: SqlFunction = (own, [value, ...parts]) =>
  boolean(
    sql`(${sql.join(
      parts.map((part) => sql`strpos(${text(own, value as Expression)}, ${text(own, part)}) > 0`),
      sql` and `,
    )})`,
  );

const containsItems: SqlFunction = (own, [value, ...parts]) =>
  boolean(
    sql`(string_to_array(${text(own, value as Expression)}, ',') @> array[${sql.join(parts.map((part) => text(own, part)))}])`,
  );

/** Functions that look at all events of a row's enrollment, and not only at the one that an item names. */
export const EVENT_FUNCTIONS: ReadonlySet<string> = new Set([
  'd2:count',
  'd2:countIfCondition',
  'd2:countIfValue',
  'd2:maxValue',
  'd2:minValue',
]);

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
  contains,
  'd2:contains': contains,
  containsItems,
  'd2:containsItems': containsItems,
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
    (value, own, args) => sql`count(*) filter (where ${value.sql}::text = ${text(own, argument(args, 1))})`,
  ),
  'd2:countIfCondition': ofEvents(
    (tested, own, args) => sql`count(*) filter (where ${own.within({ tested }).condition(argument(args, 1))})`,
  ),
  'd2:maxValue': extreme(sql`max`),
  'd2:minValue': extreme(sql`min`),
  'd2:relationshipCount': relationshipCount,
  avg: together(sql`avg`),
  count,
  max: together(sql`max`),
  min: together(sql`min`),
  stddev: together(sql`stddev`),
  sum: together(sql`sum`),
  variance: together(sql`variance`),
};
