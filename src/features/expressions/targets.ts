import { type RawBuilder, sql } from 'kysely';
import type { Cells } from '../../kernel/expressions/index.js';
import type { Period } from '../../kernel/periods/index.js';
import type { OrgUnit } from './units.js';

/** The values of one organisation unit, attribute option combo and period. */
export interface CellRow {
  readonly unit: number;
  /** Key of the attribute option combo; null for values that hold whatever it is. */
  readonly attribute: number | null;
  /** Key of the option combo of {@link Disaggregation} for which the values are; null when there is none. */
  readonly output: number | null;
  /** Which of the periods. */
  readonly period: number;
  readonly cells: Cells;
}

/** Values of data elements are wanted apart for each of some option combos, each time without those that do not belong to it. */
export interface Disaggregation {
  readonly outputs: readonly number[];
  /** Pairs of one of them and a combo whose values do not belong to it. */
  readonly excluded: readonly { readonly output: number; readonly combo: number }[];
}

export interface CellTarget {
  readonly units: readonly OrgUnit[];
  readonly periods: readonly Period[];
  /**
   * Which data belong to a period: those of the very period, or also those of longer ones that hold its first day, of which the shortest that has a value
   * counts (contract: tables.md §6.3).
   */
  readonly match: 'same' | 'enclosing';
  /** Whether the values of a unit are also those of the units below it. */
  readonly descendants: boolean;
  readonly disaggregation?: Disaggregation | undefined;
}

/** Joins the unit for which a value counts: its own, or one above it. */
export function unitOf({ units, descendants }: CellTarget, source: string): RawBuilder<unknown> {
  const ids = sql`${units.map(({ id }) => id)}::bigint[]`;
  // A list in a condition is looked up by hash. Joined as a table, it is gone through for each row wherever the planner expects hardly any rows, which it does of combinations
  // of data element and period.
  if (!descendants)
    return sql`join lateral (select ${sql.ref(source)} as id) as unit on ${sql.ref(source)} = any (${ids})`;
  return sql`
    join organisationunit as source on source.organisationunitid = ${sql.ref(source)}
    join unnest(${ids}, ${units.map(({ uid }) => uid)}::text[], ${units.map(({ level }) => level)}::int[]) as unit (id, uid, level)
      on unit.uid = split_part(source.path, '/', unit.level + 1)
  `;
}
