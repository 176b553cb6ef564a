import { sql } from 'kysely';
import type { ListColumn } from './headers.js';
import { writtenAs } from './metadata.js';
import type { ProgramRequest } from './model.js';

/** The columns with units and members of group sets written by another name than their uid. */
export function inScheme(
  request: ProgramRequest,
  columns: readonly ListColumn[],
  scheme: 'UID' | 'CODE' | 'NAME' | 'ID',
): readonly ListColumn[] {
  if (scheme !== 'CODE' && scheme !== 'NAME') return columns;
  return columns.map((column) => {
    const { name } = column.header;
    if (name === 'ou' && request.unitField === undefined) {
      const value = scheme === 'CODE' ? sql`coalesce(ax.oucode, ax.ou)` : sql`ax.ouname`;
      return { ...column, value };
    }
    const items = request.columns.find((one) => one.name === name)?.items;
    if (!items || !column.value) return column;
    const value = sql`(
      select member.written
      from unnest(${items.map(({ uid }) => uid)}::text[], ${items.map((item) => writtenAs(item, scheme))}::text[])
        as member (uid, written)
      where member.uid = (${column.value})::text
    )`;
    return { ...column, value };
  });
}
