import { type RawBuilder, sql } from 'kysely';
import type { State } from '../definition.js';

/** What each state is of the rows of an analytics table that have a value. */
export const OF_VALUES: Readonly<Record<State, RawBuilder<unknown>>> = {
  n: sql`count(*)`,
  sum_v: sql`sum(source.value)`,
  min_v: sql`min(source.value)`,
  max_v: sql`max(source.value)`,
  sum_dv: sql`sum(source.daysxvalue)`,
  sum_d: sql`sum(source.daysno)::bigint`,
};

/** The same of states: put together they are states again. */
export const OF_STATES: Readonly<Record<State, RawBuilder<unknown>>> = {
  n: sql`sum(source.n)::bigint`,
  sum_v: sql`sum(source.sum_v)`,
  min_v: sql`min(source.min_v)`,
  max_v: sql`max(source.max_v)`,
  sum_dv: sql`sum(source.sum_dv)`,
  sum_d: sql`sum(source.sum_d)::bigint`,
};
