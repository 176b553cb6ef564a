import { type RawBuilder, sql } from 'kysely';
import type { Choice } from './choose.js';
import { type Question, ROLL_UP_SCHEMA, type State } from './definition.js';

/** What each state is of one row of an analytics table. */
const OF_ONE: Readonly<Record<State, RawBuilder<unknown>>> = {
  n: sql`1::bigint`,
  sum_v: sql`base.value`,
  min_v: sql`base.value`,
  max_v: sql`base.value`,
  sum_dv: sql`base.daysxvalue`,
  sum_d: sql`base.daysno::bigint`,
};

/**
 * The rows of a choice as one table in brackets, with the columns and states of the question and `year`: those of the roll-up, and those of the years in which it is
 * behind, each a state of its own. Put together they are what the analytics table would give; finished values never meet (contract: aggregates.md §6.4 no. 9).
 *
 * @param table the analytics table
 */
export function rowsOfChoice(
  { parts, baseYears }: Choice,
  { columns, states }: Pick<Question, 'columns' | 'states'>,
  table: string,
): RawBuilder<unknown> {
  const names = [...columns, ...states].map((name) => sql.id(name));
  const ofParts = parts.map(
    (part) => sql`
      select ${sql.join(names)}, ${sql.lit(part.year)}::int as year from ${sql.id(ROLL_UP_SCHEMA, part.table)}
    `,
  );
  const ofOne = states.map((state) => sql`${OF_ONE[state]} as ${sql.id(state)}`);
  const ofBase =
    baseYears.length === 0
      ? []
      : [
          sql`
            select ${sql.join([...columns.map((name) => sql`${sql.id('base', name)}`), ...ofOne])}, base.year
            from ${sql.id('public', table)} as base
            where base.value is not null and base.year in (${sql.join(baseYears.map((year) => sql.lit(year)))})
          `,
        ];
  return sql`(${sql.join([...ofParts, ...ofBase], sql` union all `)})`;
}
