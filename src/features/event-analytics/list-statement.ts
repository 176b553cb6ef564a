import { type RawBuilder, sql } from 'kysely';
import { catalogued } from '../../kernel/errors/index.js';
import { allOf, periodConditions, rowConditions } from './conditions.js';
import { columnNamed, KEY, type ListColumn, sortName } from './headers.js';
import type { ProgramRequest, SortKey } from './model.js';
import { column, tableOf } from './values.js';

export interface ListOptions {
  readonly sort: readonly SortKey[];
  /** All rows when left out. */
  readonly limit?: number | undefined;
  readonly offset?: number;
}

/** Cells `c0`, `c1` … as text. */
export type ListRow = { readonly [cell: `c${number}`]: string | null };

/**
 * The statement of a list of `columns`, sorted by any of `all`. The rows are found, sorted and cut first; what costs more than a column is worked out only for those that are left. Rows that are equal in all that they are
 * sorted by are sorted by their uid, so that pages neither repeat a row nor leave one out.
 */
export function listStatement(
  request: ProgramRequest,
  all: readonly ListColumn[],
  columns: readonly ListColumn[],
  { sort, limit, offset = 0 }: ListOptions,
): RawBuilder<ListRow> {
  const order = sql.join(sort.map((key) => orderBy(all, key)).concat(column(KEY[request.subject])));
  const cells = columns.map(
    ({ value }, index) => sql`${value ? sql`(${value})::text` : sql`null`} as ${sql.id(`c${index}`)}`,
  );
  return sql<ListRow>`
    select ${sql.join(cells)}
    from (
      select ax.*
      from ${tableOf(request.table)} as ax
      where ${allOf(listConditions(request))}
      order by ${order}
      ${limit === undefined ? sql`` : sql`limit ${limit}`}
      offset ${offset}
    ) as ax
    order by ${order}
  `;
}

/** How many rows the list has on all pages. */
export const countStatement = (request: ProgramRequest): RawBuilder<{ total: number }> => sql`
  select count(*) as total from ${tableOf(request.table)} as ax where ${allOf(listConditions(request))}
`;

export const listConditions = (request: ProgramRequest): readonly RawBuilder<unknown>[] => [
  ...periodConditions(request),
  ...rowConditions(request),
];

/** @throws OrderlyError E7222 for a name that no column has */
function orderBy(columns: readonly ListColumn[], { name, descending }: SortKey): RawBuilder<unknown> {
  const found =
    columnNamed(columns, name) ?? columns.find(({ header, item }) => !item && header.name === sortName(name));
  if (!found) throw catalogued('E7222', name);
  const value = found.sortedBy ?? sql`null::text`;
  return descending ? sql`${value} desc nulls last` : sql`${value} asc nulls last`;
}
