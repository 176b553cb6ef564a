import { type RawBuilder, sql } from 'kysely';
import type { ColumnDefinition } from '../../database/build/index.js';

/** A group set or category that becomes two columns: its short name holds the member's name, its uid the member's uid (contract: tables.md §5). */
export interface Dimension {
  readonly id: number;
  readonly uid: string;
  readonly shortName: string;
}

const LONGEST_NAME = 50;

/**
 * Two columns for each dimension. Characters that do not belong in a column name become `_`; a name that is taken gets a number.
 *
 * @param taken names of the table's fixed columns
 */
export function dimensionColumns(
  dimensions: readonly Dimension[],
  taken: readonly string[],
): readonly (Dimension & { readonly nameColumn: string })[] {
  const used = new Set([...taken, ...dimensions.map(({ uid }) => uid)]);
  return dimensions.map((dimension) => {
    const base = dimension.shortName.replace(/[^.a-zA-Z0-9 _+\-/?@#$%^&*",:]/g, '_').slice(0, LONGEST_NAME);
    let nameColumn = base;
    for (let number = 1; used.has(nameColumn); number += 1) nameColumn = `${base}${number}`;
    used.add(nameColumn);
    return { ...dimension, nameColumn };
  });
}

/** The column definitions of the dimensions, name then uid. */
export function pivotColumns(
  dimensions: readonly { readonly uid: string; readonly nameColumn: string }[],
): readonly ColumnDefinition[] {
  return dimensions.flatMap(({ uid, nameColumn }) => [
    { name: nameColumn, type: 'varchar(255)' as const },
    { name: uid, type: 'char(11)' as const },
  ]);
}

/**
 * The select list that turns membership rows into those columns: one pass whatever the number of dimensions. The rows come as `member` with `set_id`, `name`,
 * `uid` and `rank`; of several members of one set the one with the lowest rank counts.
 */
export function pivotValues(dimensions: readonly { readonly id: number }[]): RawBuilder<unknown> {
  if (dimensions.length === 0) return sql``;
  const values = dimensions.flatMap(({ id }) =>
    ['name', 'uid'].map(
      (column) => sql`
        (array_agg(${sql.ref(`member.${column}`)} order by member.rank) filter (where member.set_id = ${sql.lit(id)}))[1]
      `,
    ),
  );
  return sql`, ${sql.join(values)}`;
}
