import { sql } from 'kysely';
import type { Db } from '../../database/index.js';
import type { CurrentUser } from '../../http/index.js';
import { catalogued } from '../../kernel/errors/index.js';
import type { DimensionParameter } from './parse.js';
import type { ColumnDimension, Item } from './query.js';
import { isReadable } from './readable.js';

/** Dimensions that every answer can have, with their titles (contract: analytics-query.md §5.1). */
const COMBO_TITLES: Readonly<Record<string, string>> = { co: 'Category option combo', ao: 'Attribute option combo' };

/** Where group sets and categories are, and the members that are their items. */
const SOURCES = [
  {
    table: 'dataelementgroupset',
    id: 'dataelementgroupsetid',
    members: 'dataelementgroupsetmembers',
    item: 'dataelementgroup',
    itemId: 'dataelementgroupid',
  },
  {
    table: 'orgunitgroupset',
    id: 'orgunitgroupsetid',
    members: 'orgunitgroupsetmembers',
    item: 'orgunitgroup',
    itemId: 'orgunitgroupid',
  },
  {
    table: 'category',
    id: 'categoryid',
    members: 'categories_categoryoptions',
    item: 'categoryoption',
    itemId: 'categoryoptionid',
  },
  {
    table: 'categoryoptiongroupset',
    id: 'categoryoptiongroupsetid',
    members: 'categoryoptiongroupsetmembers',
    item: 'categoryoptiongroup',
    itemId: 'categoryoptiongroupid',
  },
] as const;

interface DimensionRow {
  readonly uid: string;
  readonly name: string;
  readonly items: readonly Item[] | null;
}

/**
 * The group sets, categories and option combos among the dimensions: without items they take all that the user may read (contract: analytics-query.md §3.4).
 *
 * @throws OrderlyError E7125 for a name that is no dimension, E7124 when none of the given items is one
 */
export async function resolveColumns(
  db: Db,
  parameters: readonly DimensionParameter[],
  user: CurrentUser,
  shortNames: boolean,
): Promise<readonly ColumnDimension[]> {
  const uids = parameters.map(({ name }) => name).filter((name) => !Object.hasOwn(COMBO_TITLES, name));
  const known = new Map((await readDimensions(db, uids, user, shortNames)).map((row) => [row.uid, row]));
  return await Promise.all(
    parameters.map(async ({ name, items }): Promise<ColumnDimension> => {
      const title = COMBO_TITLES[name];
      if (title !== undefined)
        return { name, title, items: items.length === 0 ? undefined : await readCombos(db, name, items) };
      const row = known.get(name);
      if (!row) throw catalogued('E7125', name);
      const members = row.items ?? [];
      const chosen =
        items.length === 0 ? members : items.flatMap((uid) => members.filter((member) => member.uid === uid));
      if (chosen.length === 0) throw catalogued('E7124', name);
      return { name, title: row.name, items: chosen };
    }),
  );
}

async function readDimensions(
  db: Db,
  uids: readonly string[],
  user: CurrentUser,
  shortNames: boolean,
): Promise<readonly DimensionRow[]> {
  if (uids.length === 0) return [];
  const label = sql.id(shortNames ? 'shortname' : 'name');
  const selects = SOURCES.map(
    ({ table, id, members, item, itemId }) => sql`
      select dimension.uid, dimension.${label} as name, (
        select json_agg(json_build_object('uid', item.uid, 'name', item.${label}, 'code', item.code) order by item.name)
        from ${sql.table(members)} as member
        join ${sql.table(item)} as item on item.${sql.id(itemId)} = member.${sql.id(itemId)}
        where member.${sql.id(id)} = dimension.${sql.id(id)} and ${isReadable('item', user)}
      ) as items
      from ${sql.table(table)} as dimension
      where dimension.datadimension and dimension.uid = any (${[...uids]}::text[]) and ${isReadable('dimension', user)}
    `,
  );
  const { rows } = await sql<DimensionRow>`${sql.join(selects, sql` union all `)}`.execute(db);
  return rows;
}

async function readCombos(db: Db, name: string, uids: readonly string[]): Promise<readonly Item[]> {
  const { rows } = await sql<Item>`
    select categoryoptioncombo.uid, categoryoptioncombo.name, categoryoptioncombo.code
    from categoryoptioncombo
    where categoryoptioncombo.uid = any (${[...uids]}::text[])
  `.execute(db);
  if (rows.length === 0) throw catalogued('E7124', name);
  const order = new Map(uids.map((uid, index) => [uid, index]));
  return rows.toSorted((a, b) => (order.get(a.uid) ?? 0) - (order.get(b.uid) ?? 0));
}
