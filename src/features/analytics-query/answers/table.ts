import type { Db } from '../../../database/index.js';
import type { Grid, GridHeader } from '../../grids/index.js';
import type { AnalyticsRequest, Item } from '../query.js';
import { itemsOf } from '../statements/order.js';
import { type MetadataItems, readHierarchy } from './metadata.js';
import { type AnswerBatches, type AnswerOptions, numberColumn, textColumn, valueCell } from './rows.js';
import { combinations, requireSize, type TableLayout } from './table-layout.js';
import { titleOf } from './titles.js';

/** Names of dimensions in the names of columns. */
const COLUMN_NAMES: Readonly<Record<string, string>> = {
  dx: 'data',
  pe: 'period',
  ou: 'organisationunit',
  co: 'categoryoptioncombo',
  ao: 'attributeoptioncombo',
};
const TOTAL = { name: 'total', column: 'Total' };
const LONGEST_NAME = 255;
/** A batch has about as many cells, however wide the table is. */
const BATCH_CELLS = 20_000;

export interface TableInput extends AnswerOptions {
  readonly layout: TableLayout;
  readonly items: MetadataItems;
  /** Option combos that turned up where all that occur were asked for. */
  readonly occurring: () => readonly Item[];
}

/** Values by the items down, and then by the items across. */
type Values = ReadonlyMap<string, ReadonlyMap<string, string>>;

const keyOf = (uids: readonly string[]): string => uids.join(' ');

/**
 * The rows as a cross table: four columns for each dimension that goes down, one for each combination of items that go across (contract: analytics-query.md §5.3). Only
 * values are kept in memory, the table itself is made as it is read.
 *
 * @throws OrderlyError E7151
 */
export async function crossTable(
  db: Db,
  request: AnalyticsRequest,
  batches: AnswerBatches,
  input: TableInput,
): Promise<Pick<Grid, 'title' | 'headers' | 'rows' | 'height'>> {
  const { layout, items, parameters } = input;
  const { values, occurred } = await collect(request, batches, input);
  const itemsOn = (name: string): readonly string[] => {
    const chosen = itemsOf(request, name);
    return chosen.length > 0 ? chosen : [...(occurred.get(name) ?? [])];
  };
  requireSize(layout, itemsOn);
  const facts = new Map(
    [...items.combos, ...input.occurring(), ...items.members, ...items.periods, ...items.units, ...items.data].map(
      (item) => [item.uid, item],
    ),
  );
  const filled = new Set([...values.values()].flatMap((row) => [...row.keys()]));
  const across = [...combinations(layout.columns.map(itemsOn))].filter(
    (uids) => !parameters.hideEmptyColumns || filled.has(keyOf(uids)),
  );
  const hierarchy =
    parameters.showHierarchy && layout.rows.includes('ou') ? await pathsOf(db, request, input) : undefined;
  return {
    title: titleOfFilters(request, facts),
    headers: [
      ...layout.rows.flatMap((name) => [
        ...(name === 'ou' ? (hierarchy?.headers ?? []) : []),
        ...rowHeaders(request, name),
      ]),
      ...across.map((uids) => columnHeader(uids, facts)),
    ],
    height: parameters.hideEmptyRows
      ? values.size
      : layout.rows.reduce((product, name) => product * itemsOn(name).length, 1),
    rows: rowsOf({
      down: combinations(layout.rows.map(itemsOn)),
      across: across.map(keyOf),
      values,
      isHidden: (key) => parameters.hideEmptyRows && !values.has(key),
      labels: (uids) =>
        layout.rows.flatMap((name, index) => {
          const uid = uids[index] ?? '';
          return [...(name === 'ou' ? (hierarchy?.cells(uid) ?? []) : []), ...labelCells(uid, facts)];
        }),
    }),
  };
}

/** Reads all rows: what each cell of the table holds, and the items of dimensions that have no list of their own, as they occur. */
async function collect(
  request: AnalyticsRequest,
  batches: AnswerBatches,
  { layout, parameters }: TableInput,
): Promise<{ readonly values: Values; readonly occurred: ReadonlyMap<string, ReadonlySet<string>> }> {
  const { dimensions } = request;
  const place = (names: readonly string[]) => names.map((name) => dimensions.indexOf(name));
  const [down, across] = [place(layout.rows), place(layout.columns)];
  const values = new Map<string, Map<string, string>>();
  const open = dimensions.filter((name) => itemsOf(request, name).length === 0);
  const occurred = new Map(open.map((name) => [name, new Set<string>()]));
  for await (const rows of batches) {
    for (const row of rows) {
      const uids = (places: readonly number[]) => places.map((index) => row.keys[index] ?? '');
      const key = keyOf(uids(down));
      const known = values.get(key) ?? new Map<string, string>();
      values.set(key, known.set(keyOf(uids(across)), valueCell(row, parameters)));
      for (const [name, seen] of occurred) seen.add(row.keys[dimensions.indexOf(name)] ?? '');
    }
  }
  return { values, occurred };
}

interface RowSource {
  readonly down: Iterable<readonly string[]>;
  readonly across: readonly string[];
  readonly values: Values;
  readonly isHidden: (key: string) => boolean;
  readonly labels: (uids: readonly string[]) => readonly string[];
}

async function* rowsOf({
  down,
  across,
  values,
  isHidden,
  labels,
}: RowSource): AsyncGenerator<readonly (readonly string[])[]> {
  const size = Math.max(1, Math.floor(BATCH_CELLS / (across.length + 1)));
  let batch: (readonly string[])[] = [];
  for (const uids of down) {
    const key = keyOf(uids);
    if (isHidden(key)) continue;
    const row = values.get(key);
    batch.push([...labels(uids), ...across.map((column) => row?.get(column) ?? '')]);
    if (batch.length < size) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

const hidden = (header: GridHeader): GridHeader => ({ ...header, hidden: true });

/** Id, name, code and description of a dimension that goes down; people see the name. */
function rowHeaders(request: AnalyticsRequest, name: string): readonly GridHeader[] {
  const title = titleOf(request, name);
  const column = COLUMN_NAMES[name] ?? name;
  return [
    hidden(textColumn(`${title} ID`, `${column}id`)),
    textColumn(title, `${column}name`),
    hidden(textColumn(`${title} code`, `${column}code`)),
    hidden(textColumn(`${title} description`, `${column}description`)),
  ];
}

function labelCells(uid: string, facts: ReadonlyMap<string, Item>): readonly string[] {
  const item = facts.get(uid);
  return [uid, item?.name ?? uid, item?.code ?? '', String(item?.details?.description ?? '')];
}

function columnHeader(uids: readonly string[], facts: ReadonlyMap<string, Item>): GridHeader {
  const names = uids.map((uid) => facts.get(uid)?.name ?? uid);
  if (names.length === 0) return numberColumn(TOTAL.name, TOTAL.column);
  const name = names
    .join('_')
    .replaceAll('<', '_lt')
    .replaceAll('>', '_gt')
    .replace(/[/\\?%*:|"'.]/g, '')
    .slice(0, LONGEST_NAME)
    .toLowerCase();
  return numberColumn(name, names.join(' '));
}

const titleOfFilters = (request: AnalyticsRequest, facts: ReadonlyMap<string, Item>): string =>
  request.filters
    .flatMap((name) => itemsOf(request, name))
    .map((uid) => facts.get(uid)?.name ?? uid)
    .join(', ');

/** Columns with the names of all units from the user's own down to that of the row. */
async function pathsOf(db: Db, request: AnalyticsRequest, { user, items }: TableInput) {
  const names = new Map(items.units.map(({ uid, name }) => [uid, name ?? uid]));
  const above = new Map(await readHierarchy(db, request.orgUnits.units, user));
  const depth = [...above.values()].reduce((deepest, uids) => Math.max(deepest, uids.length + 1), 0);
  const levels = Array.from({ length: depth }, (_, index) => index + 1);
  return {
    headers: levels.map((level) => textColumn(`Org unit level ${level}`, `orgunitlevel${level}`)),
    cells(uid: string): readonly string[] {
      const path = [...(above.get(uid) ?? []), uid].map((unit) => names.get(unit) ?? unit);
      return levels.map((level) => path[level - 1] ?? '');
    },
  };
}
