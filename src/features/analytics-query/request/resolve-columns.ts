import { type Db, type Rows, readTogether, type Statements } from '../../../database/index.js';
import type { CurrentUser } from '../../../http/index.js';
import { catalogued } from '../../../kernel/errors/index.js';
import type { ColumnDimension, Item } from '../query.js';
import { STATIC_TITLES } from '../statements/static-columns.js';
import { constraintsStatement, type DimensionRow, dimensionsStatement } from './column-statements.js';
import { combosStatement } from './data-statements.js';
import type { DimensionParameter } from './parse.js';

/** Dimensions that every answer can have, with their titles (contract: analytics-query.md §5.1). */
const COMBO_TITLES: Readonly<Record<string, string>> = { co: 'Category option combo', ao: 'Attribute option combo' };

export interface ColumnSelection {
  /** Those of the request, then those that constrain the user. */
  readonly columns: readonly ColumnDimension[];
  /** Uids of the data element groups that were chosen, by the group sets among the columns. */
  readonly dataGroups: ReadonlyMap<string, readonly string[]>;
}

/** What has to be read to know the dimensions of a request that have columns of their own. */
export interface ColumnLists {
  readonly constraints: { readonly uid: string };
  readonly dimensions: DimensionRow;
  /** Option combos that are asked for. */
  readonly members: Item;
}

const isOfTable = (name: string): boolean => !Object.hasOwn(COMBO_TITLES, name) && !Object.hasOwn(STATIC_TITLES, name);

/** What has to be read to know the columns among the dimensions. */
export function columnStatements(
  parameters: readonly DimensionParameter[],
  user: CurrentUser,
  shortNames: boolean,
): Statements<ColumnLists> {
  const uids = parameters.map(({ name }) => name).filter(isOfTable);
  const members = parameters.flatMap(({ name, items }) => (COMBO_TITLES[name] === undefined ? [] : items));
  return {
    constraints: constraintsStatement(user),
    dimensions: uids.length > 0 ? dimensionsStatement(uids, user, shortNames) : undefined,
    members: members.length > 0 ? combosStatement(members) : undefined,
  };
}

/**
 * The group sets, categories and option combos among the dimensions: without items they take all that the user may read (contract: analytics-query.md §3.4).
 * What constrains the user and is not asked for restricts the request as a filter would.
 *
 * @param read what `columnStatements` says, where it was read before
 * @throws OrderlyError E7125 for a name that is no dimension, E7124 when none of the given items is one, E7121 for an item whose data the user may not read,
 *   E7123 when a constraint leaves nothing
 */
export async function resolveColumns(
  db: Db,
  parameters: readonly DimensionParameter[],
  user: CurrentUser,
  shortNames: boolean,
  read?: Rows<ColumnLists>,
): Promise<ColumnSelection> {
  const rows = read ?? (await readTogether(db, columnStatements(parameters, user, shortNames)));
  const asked = new Set(parameters.map(({ name }) => name));
  const others = rows.constraints.map(({ uid }) => uid).filter((uid) => !asked.has(uid));
  const constraining = others.length > 0 ? (await dimensionsStatement(others, user, shortNames).execute(db)).rows : [];
  const known = new Map([...rows.dimensions, ...constraining].map((row) => [row.uid, row]));
  const combos = new Map(rows.members.map((row) => [row.uid, row]));
  const columns: ColumnDimension[] = [];
  for (const { name, items } of parameters) {
    const title = COMBO_TITLES[name];
    const staticTitle = STATIC_TITLES[name];
    const row = known.get(name);
    if (title !== undefined) columns.push({ name, title, items: comboItems(combos, name, items) });
    else if (staticTitle !== undefined) columns.push({ name, title: staticTitle, items: [], isStatic: true });
    else if (row) columns.push({ name, title: row.name, kind: row.kind, items: chosenItems(row, items, user) });
    else throw catalogued('E7125', name);
  }
  for (const name of others) {
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

function comboItems(
  combos: ReadonlyMap<string, Item>,
  name: string,
  uids: readonly string[],
): readonly Item[] | undefined {
  if (uids.length === 0) return undefined;
  const items = uids.map((uid) => combos.get(uid)).filter((combo) => combo !== undefined);
  if (items.length === 0) throw catalogued('E7124', name);
  return items;
}
