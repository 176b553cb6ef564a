import type { Db } from '../../../database/index.js';
import type { Grid } from '../../grids/index.js';
import type { AnalyticsRequest, Item } from '../query.js';
import { itemsOf } from '../statements/order.js';
import { type OutputSchemes, UIDS } from './id-schemes.js';
import { type MetadataItems, readHierarchy, readMetadata } from './metadata.js';
import { type Names, readNames } from './names.js';
import { type AnswerBatches, type AnswerOptions, cellsOf, headersOf } from './rows.js';
import { crossTable } from './table.js';
import type { TableLayout } from './table-layout.js';
import { dimensionType, titleOf } from './titles.js';

/**
 * The grid that clients expect (contract: analytics-query.md §5.1), or a cross table of it (§5.3). Rows are written as they come, and the metadata when they have come.
 *
 * @throws OrderlyError E7151 for a table that is too large
 */
export async function answer(
  db: Db,
  request: AnalyticsRequest,
  batches: AnswerBatches,
  options: AnswerOptions & { readonly layout: TableLayout | undefined; readonly schemes: OutputSchemes },
): Promise<Grid> {
  const { parameters, layout, schemes } = options;
  const items = await readMetadata(db, request, {
    shortNames: parameters.displayProperty === 'SHORTNAME',
    details: parameters.includeMetadataDetails || layout !== undefined,
  });
  // A cross table has columns for names and codes, and uids as ids.
  const names = await readNames(db, request, items, layout ? UIDS : schemes);
  const seen = unitsSeen(request);
  const members = async () => ({
    metaData: parameters.skipMeta ? {} : await metaData(db, request, { ...options, items, names, seen }),
    rowContext: {},
  });
  if (parameters.skipData) return { title: '', subtitle: '', headers: [], rows: [], members };
  const watched = watch(batches, names, seen);
  if (layout) {
    const table = await crossTable(db, request, watched, { ...options, layout, items, occurring: names.occurring });
    return { subtitle: '', ...table, members };
  }
  const cells = cellsOf(request, parameters, names);
  return {
    title: '',
    subtitle: '',
    headers: headersOf(request, parameters),
    rows: (async function* () {
      for await (const rows of watched) yield rows.map(cells);
    })(),
    members,
  };
}

/** The rows, after what the metadata and the names need of them is noted. */
async function* watch(batches: AnswerBatches, names: Names, seen: UnitsSeen): AnswerBatches {
  for await (const rows of batches) {
    await names.learn(rows);
    seen.note(rows);
    yield rows;
  }
}

interface UnitsSeen {
  note(rows: Parameters<Names['learn']>[0]): void;
  /** Whether a unit stands in the rows, or restricts them all. */
  has(uid: string): boolean;
}

function unitsSeen(request: AnalyticsRequest): UnitsSeen {
  const index = request.dimensions.indexOf('ou');
  const uids = new Set(index === -1 ? itemsOf(request, 'ou') : []);
  return {
    note(rows) {
      if (index !== -1) for (const { keys } of rows) uids.add(keys[index] ?? '');
    },
    has: (uid) => uids.has(uid),
  };
}

interface MetadataInput extends AnswerOptions {
  readonly items: MetadataItems;
  readonly names: Names;
  readonly seen: UnitsSeen;
}

async function metaData(
  db: Db,
  request: AnalyticsRequest,
  { items, names, seen, parameters, user, ignored }: MetadataInput,
): Promise<Readonly<Record<string, unknown>>> {
  const { hierarchyMeta, showHierarchy, includeMetadataDetails } = parameters;
  const dimensions = [...request.dimensions, ...request.filters];
  const entries = (dimension: string, list: readonly Item[]) =>
    list.map((item) => [names.write(dimension, item.uid), described(item, includeMetadataDetails)] as const);
  const written = (dimension: string, uids: readonly string[]) => uids.map((uid) => names.write(dimension, uid));
  const unitNames = new Map(items.units.map(({ uid, name }) => [uid, name ?? uid]));
  const present = request.orgUnits.units.filter(({ uid }) => seen.has(uid));
  const hierarchy = hierarchyMeta || showHierarchy ? await readHierarchy(db, present, user) : [];
  const graph = (write: (uid: string) => string) =>
    Object.fromEntries(
      hierarchy.map(([uid, above]) => [names.write('ou', uid), above.map((unit) => `/${write(unit)}`).join('')]),
    );
  const combos = itemsOf(request, 'co');
  return {
    items: Object.fromEntries([
      ...entries('co', [...items.combos, ...names.occurring()]),
      ...entries('pe', items.periods),
      ...entries('', [...items.members, ...items.keywords]),
      ...entries('ou', items.units),
      ...entries('dx', items.data),
      ...dimensions.map((name) => [name, describedDimension(request, name, includeMetadataDetails)] as const),
    ]),
    dimensions: {
      pe: [],
      ...Object.fromEntries(dimensions.map((name) => [name, written(name, itemsOf(request, name))])),
      co: written('co', combos.length > 0 ? combos : items.combos.map(({ uid }) => uid)),
    },
    ...(hierarchyMeta && { ouHierarchy: graph((uid) => names.write('ou', uid)) }),
    ...(showHierarchy && { ouNameHierarchy: graph((uid) => unitNames.get(uid) ?? uid) }),
    ...(includeMetadataDetails && ignored.length > 0 && { ignored }),
  };
}

/** The uid, code and details only for those who asked, and of objects; what a user keyword stands for always. */
function described({ uid, name, code, details }: Item, withDetails: boolean): Readonly<Record<string, unknown>> {
  const named = name === undefined ? {} : { name };
  if (details && 'organisationUnits' in details) return { ...named, ...details };
  return withDetails && details ? { uid, ...(code != null && { code }), ...named, ...details } : named;
}

function describedDimension(request: AnalyticsRequest, name: string, withDetails: boolean) {
  const title = titleOf(request, name);
  if (!withDetails) return { name: title };
  return { uid: name, name: title, dimensionType: dimensionType(request, name) };
}
