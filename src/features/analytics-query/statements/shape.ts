import { type RawBuilder, sql } from 'kysely';
import type { Plan } from './plan.js';

/** A column of the answer and what it is made of. */
export interface KeyColumn {
  readonly name: string;
  readonly expression: RawBuilder<unknown>;
}

/** How the rows that count become rows of the answer: a select of the keys under their names, and of `value`. */
export type Shape = (plan: Plan, keys: readonly KeyColumn[], where: RawBuilder<unknown>) => RawBuilder<unknown>;

export const named = ({ name, expression }: KeyColumn): RawBuilder<unknown> => sql`${expression} as ${sql.id(name)}`;

/** A statement without groups gives a row even where there is nothing. */
export const groupBy = (keys: readonly RawBuilder<unknown>[]): RawBuilder<unknown> =>
  keys.length === 0 ? sql`having count(*) > 0` : sql`group by ${sql.join(keys)}`;
