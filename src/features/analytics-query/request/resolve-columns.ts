import type { Db } from '../../../database/index.js';
import type { CurrentUser } from '../../../http/index.js';
import { catalogued } from '../../../kernel/errors/index.js';
import type { ColumnDimension, Item } from '../query.js';
import { STATIC_TITLES } from '../statements/static-columns.js';
import { type DimensionRow, readConstraints, readDimensions } from './column-statements.js';
import { readCombos } from './data-statements.js';
import type { DimensionParameter } from './parse.js';

/** Dimensions that every answer can have, with their titles (contract: analytics-query.md §5.1). */
const COMBO_TITLES: Readonly<Record<string, string>> = { co: 'Category option combo', ao: 'Attribute option combo' };

export interface ColumnSelection {
  /** Those of the request, then those that constrain the user. */
  readonly columns: readonly ColumnDimension[];
  /** Uids of the data element groups that were chosen, by the group sets among the columns. */
  readonly dataGroups: ReadonlyMap<string, readonly string[]>;
}

/**
 * The group sets, categories and option combos among the dimensions: without items they take all that the user may read (contract: analytics-query.md §3.4).
 * What constrains the user and is not asked for restricts the request as a filter would.
 *
 * @throws OrderlyError E7125 for a name that is no dimension, E7124 when none of the given items is one, E7121 for an item whose data the user may not read,
 *   E7123 when a constraint leaves nothing
 */
export async function resolveColumns(
  db: Db,
  parameters: readonly DimensionParameter[],
  user: CurrentUser,
  shortNames: boolean,
): Promise<ColumnSelection> {
  const constraints = await readConstraints(db, user);
  const asked = new Set(parameters.map(({ name }) => name));
  const isOfTable = (name: string): boolean =>
    !Object.hasOwn(COMBO_TITLES, name) && !Object.hasOwn(STATIC_TITLES, name);
  const uids = [...asked, ...constraints].filter(isOfTable);
  const known = new Map((await readDimensions(db, uids, constraints, user, shortNames)).map((row) => [row.uid, row]));
  const columns: ColumnDimension[] = [];
  for (const { name, items } of parameters) {
    const title = COMBO_TITLES[name];
    const staticTitle = STATIC_TITLES[name];
    const row = known.get(name);
    if (title !== undefined) columns.push({ name, title, items: await comboItems(db, name, items) });
    else if (staticTitle !== undefined) columns.push({ name, title: staticTitle, items: [], isStatic: true });
    else if (row) columns.push({ name, title: row.name, kind: row.kind, items: chosenItems(row, items, user) });
    else throw catalogued('E7125', name);
  }
  for (const name of constraints.filter((uid) => !asked.has(uid))) {
    const row = known.get(name);
    const items = (row?.items ?? []).filter(({ dataReadable }) => dataReadable);
    if (!row || items.length === 0) throw catalogued('E7123', name);
    columns.push({ name, title: row.name, kind: row.kind, items });
  }
  const dataGroups = columns
    .filter(({ name }) => known.get(name)?.kind === 'DATA_ELEMENT_GROUP_SET')
    .map(({ name, items }) => [name, items?.map(({ uid }) => uid) ?? []] as const);
  return { columns, dataGroups: new Map(dataGroups) };
}

function chosenItems(row: DimensionRow, uids: readonly string[], user: CurrentUser): readonly Item[] {
  const members = row.items ?? [];
  const chosen =
    uids.length === 0
      ? members.filter(({ dataReadable }) => dataReadable)
      : uids.flatMap((uid) => members.filter((member) => member.uid === uid));
  const closed = chosen.find(({ dataReadable }) => !dataReadable);
  if (closed) throw catalogued('E7121', user.username, row.className ?? row.kind, closed.uid);
  if (chosen.length === 0) throw catalogued('E7124', row.uid);
  return chosen.map(({ uid, name, code }) => ({
    uid,
    name,
    code: code ?? null,
    details: { dimensionItemType: ITEM_TYPES[row.kind] },
  }));
}

const ITEM_TYPES: Readonly<Record<DimensionRow['kind'], string>> = {
  DATA_ELEMENT_GROUP_SET: 'DATA_ELEMENT_GROUP',
  ORGANISATION_UNIT_GROUP_SET: 'ORGANISATION_UNIT_GROUP',
  CATEGORY: 'CATEGORY_OPTION',
  CATEGORY_OPTION_GROUP_SET: 'CATEGORY_OPTION_GROUP',
};

async function comboItems(db: Db, name: string, uids: readonly string[]): Promise<readonly Item[] | undefined> {
  if (uids.length === 0) return undefined;
  const combos = await readCombos(db, uids);
  const items = uids.map((uid) => combos.get(uid)).filter((combo) => combo !== undefined);
  if (items.length === 0) throw catalogued('E7124', name);
  return items;
}
