import {
  combinations,
  layoutOf,
  namesOf,
  numberColumn,
  requireSize,
  type TableLayout,
  textColumn,
} from '../analytics-query/index.js';
import type { Grid } from '../grids/index.js';
import { periodItem, shownOptions } from './metadata.js';
import type { ProgramItem, ProgramRequest } from './model.js';
import type { AggregateParameters } from './parameters.js';

/** A key as rows have it, and what people read. */
export interface Choice {
  readonly key: string;
  readonly label: string;
}

/** A dimension of the rows, in their order. */
export interface CrossDimension {
  readonly name: string;
  /** By what else a request may name it. */
  readonly aliases: readonly string[];
  readonly title: string;
  /** Whether its title stands before its items where they go across: what is Yes or 5 alone? */
  readonly isNamed: boolean;
  /** What it may be, in order; undefined for what occurs. */
  readonly choices: readonly Choice[] | undefined;
}

/** A number of an answer with the choice of each dimension that it belongs to. */
export interface CrossRow {
  readonly choices: readonly Choice[];
  readonly value: string;
}

/** Names of columns that hold dimensions. */
const COLUMN_NAMES: Readonly<Record<string, string>> = { ou: 'organisationunit', pe: 'period', dy: 'data' };
const TITLES: Readonly<Record<string, string>> = { ou: 'Organisation unit', pe: 'Period', dy: 'Data' };
const TRUTH: readonly Choice[] = [
  { key: '1', label: 'Yes' },
  { key: '0', label: 'No' },
];
const BATCH_CELLS = 20_000;
const SEPARATOR = ' - ';

/** The dimensions of an aggregate query in the order of its keys: the items, or `dy` that stands for all of them, then the others. */
export function crossDimensions(request: ProgramRequest, isCollapsed: boolean): readonly CrossDimension[] {
  const { items, dimensions, columns, periods, orgUnits } = request;
  const own = isCollapsed ? [plain('dy', undefined)] : items.map(itemDimension);
  return [
    ...own,
    ...dimensions.map((name): CrossDimension => {
      if (name === 'pe')
        return plain(
          name,
          periods.map(({ period }) => choiceOf(periodItem(period))),
        );
      if (name === 'ou') return plain(name, (orgUnits?.units ?? []).map(choiceOf));
      const found = columns.find((one) => one.name === name);
      return { ...plain(name, found?.items?.map(choiceOf)), title: found?.title ?? name, isNamed: true };
    }),
  ];
}

const plain = (name: string, choices: readonly Choice[] | undefined): CrossDimension => ({
  name,
  aliases: [],
  title: TITLES[name] ?? name,
  isNamed: false,
  choices,
});

const choiceOf = ({ uid, name }: { readonly uid: string; readonly name?: string | undefined }): Choice => ({
  key: uid,
  label: name ?? uid,
});

function itemDimension(item: ProgramItem): CrossDimension {
  const { id, uid, name = id, legendSet } = item;
  const own = legendSet ? `${id}-${legendSet.uid}` : id;
  return { name: own, aliases: [id, uid], title: name, isNamed: true, choices: choicesOf(item) };
}

function choicesOf(item: ProgramItem): readonly Choice[] | undefined {
  const { valueType, optionSet, legendSet } = item;
  const shown = shownOptions(item, { present: new Map() });
  if (legendSet) return shown.map(choiceOf);
  if (optionSet) return shown.map(({ code, name }) => ({ key: code, label: name }));
  if (valueType === 'BOOLEAN') return TRUTH;
  return valueType === 'TRUE_ONLY' ? TRUTH.slice(0, 1) : undefined;
}

/**
 * The layout that a request asks for; undefined for a plain list (contract: analytics-query.md §5.3).
 *
 * @throws OrderlyError E7126 or E7127 for a name that is no dimension of the request, E7151 when a side is too long
 */
export function crossLayout(
  { columns, rows }: Pick<AggregateParameters, 'columns' | 'rows'>,
  dimensions: readonly CrossDimension[],
  combinationLimit: number,
): TableLayout | undefined {
  const known = (text: string | undefined): string =>
    namesOf(text)
      .map((name) => dimensions.find((one) => one.name === name || one.aliases.includes(name))?.name ?? name)
      .join(';');
  const names = dimensions.map(({ name }) => name);
  const layout = layoutOf({ columns: known(columns), rows: known(rows) }, names, combinationLimit);
  if (layout)
    requireSize(layout, (name) => (dimensions.find((one) => one.name === name)?.choices ?? []).map(({ key }) => key));
  return layout;
}

/**
 * An answer as a table: a column for each dimension that goes down, and one for each choice of items that go across. What rows have besides the choices of a dimension comes
 * behind them, for no number may be lost.
 *
 * @throws OrderlyError E7151
 */
export function crossTable(
  all: readonly CrossDimension[],
  rows: readonly CrossRow[],
  layout: TableLayout,
): Pick<Grid, 'headers' | 'rows'> & { readonly height: number } {
  const choices = new Map(all.map(({ name, choices: given = [] }, index) => [name, withOccurring(given, rows, index)]));
  const choicesAt = (name: string): readonly Choice[] => [...(choices.get(name)?.values() ?? [])];
  const keysAt = (name: string): readonly string[] => choicesAt(name).map(({ key }) => key);
  requireSize(layout, keysAt);
  const places = (names: readonly string[]) => names.map((name) => all.findIndex((one) => one.name === name));
  const [down, across] = [places(layout.rows), places(layout.columns)];
  const values = new Map<string, string>();
  const cellKey = (left: readonly string[], right: readonly string[]) => JSON.stringify([left, right]);
  for (const row of rows) {
    const keys = (indexes: readonly number[]) => indexes.map((index) => row.choices[index]?.key ?? '');
    values.set(cellKey(keys(down), keys(across)), row.value);
  }
  const labelAt = (name: string, key: string) => choices.get(name)?.get(key)?.label ?? key;
  const columns = [...combinations(layout.columns.map(keysAt))];
  const titles = columns.map((keys) =>
    keys.map((key, index) => {
      const dimension = all[across[index] ?? 0];
      const label = labelAt(layout.columns[index] ?? '', key);
      return dimension?.isNamed ? `${dimension.title} ${label}`.trim() : label;
    }),
  );
  const size = Math.max(1, Math.floor(BATCH_CELLS / (columns.length + 1)));
  async function* read(): AsyncGenerator<readonly (readonly string[])[]> {
    let batch: (readonly string[])[] = [];
    for (const keys of combinations(layout.rows.map(keysAt))) {
      const labels = keys.map((key, index) => labelAt(layout.rows[index] ?? '', key));
      batch.push([...labels, ...columns.map((column) => values.get(cellKey(keys, column)) ?? '')]);
      if (batch.length < size) continue;
      yield batch;
      batch = [];
    }
    if (batch.length > 0) yield batch;
  }
  return {
    headers: [
      ...down.map((index) => {
        const { title = '', name = '' } = all[index] ?? {};
        return textColumn(title, COLUMN_NAMES[name] ?? name);
      }),
      ...titles.map((parts) => {
        const title = parts.length === 0 ? 'Total' : parts.join(SEPARATOR);
        return numberColumn(title, title);
      }),
    ],
    rows: read(),
    height: layout.rows.reduce((product, name) => product * choicesAt(name).length, 1),
  };
}

/** The choices of a dimension by key: those that it has, then what else occurs. */
function withOccurring(
  given: readonly Choice[],
  rows: readonly CrossRow[],
  index: number,
): ReadonlyMap<string, Choice> {
  const found = new Map(given.map((choice) => [choice.key, choice]));
  for (const { choices } of rows) {
    const choice = choices[index];
    if (choice && !found.has(choice.key)) found.set(choice.key, choice);
  }
  return found;
}

/** Names of what restricts an answer, which stand above it. */
export const titleOfFilters = ({ filters, periods, orgUnits, columns }: ProgramRequest): string =>
  filters
    .flatMap((name) => {
      if (name === 'pe') return periods.map(({ period }) => periodItem(period).name ?? period.iso);
      if (name === 'ou') return (orgUnits?.units ?? []).map((unit) => unit.name ?? unit.uid);
      return (columns.find((one) => one.name === name)?.items ?? []).map((item) => item.name ?? item.uid);
    })
    .join(', ');
