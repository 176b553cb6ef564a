import { type Db, type Rows, readTogether, type Statements } from '../../../database/index.js';
import type { CurrentUser } from '../../../http/index.js';
import { PERIOD_TYPE_NAMES } from '../../../kernel/periods/index.js';
import { NUMERIC_VALUE_TYPES } from '../../../metadata/index.js';
import { AGGREGATION_TYPES, type AggregationType, type DataItem, type Item } from '../query.js';
import { combosStatement, type ElementRow, elementsStatement } from './data-statements.js';

export interface DataOptions {
  /** Whose sharing counts; undefined for items that a formula needs, whose author has chosen them. */
  readonly user: CurrentUser | undefined;
  readonly shortNames: boolean;
  /** Aggregation type that overrides the elements' own. */
  readonly override: string | undefined;
}

export const DATA_GROUP_PREFIX = 'DE_GROUP-';

const NUMERIC: ReadonlySet<string> = new Set(NUMERIC_VALUE_TYPES);
const BOOLEAN = new Set(['BOOLEAN', 'TRUE_ONLY']);
const TEXT = new Set(['TEXT', 'LONG_TEXT', 'LETTER', 'USERNAME', 'EMAIL', 'PHONE_NUMBER', 'URL']);
const OPERAND = /^([a-zA-Z][a-zA-Z0-9]{10})\.([a-zA-Z][a-zA-Z0-9]{10}|\*)(?:\.([a-zA-Z][a-zA-Z0-9]{10}|\*))?$/;
const ANY = '*';

/** One text of `dx` taken apart. */
interface Asked {
  readonly text: string;
  readonly group: string | undefined;
  readonly element: string;
  readonly combo: string | undefined;
  readonly attributeCombo: string | undefined;
}

/** What has to be read to know the data elements of a request. */
export interface ElementLists {
  readonly elements: ElementRow;
  readonly combos: Item;
}

/** What has to be read to know the data elements and operands that the items name. */
export function elementStatements(items: readonly string[], options: DataOptions): Statements<ElementLists> {
  const asked = items.map(takeApart);
  const groups = asked.map(({ group }) => group).filter((uid) => uid !== undefined);
  const elements = asked.filter(({ group }) => group === undefined).map(({ element }) => element);
  const combos = asked
    .flatMap(({ combo, attributeCombo }) => [combo, attributeCombo])
    .filter((uid) => uid !== undefined);
  return {
    elements: elementsStatement(elements, groups, options),
    combos: combos.length > 0 ? combosStatement(combos) : undefined,
  };
}

/**
 * The data elements and operands that the items name, by the items; groups become their members. What does not exist or may not be read has none
 * (contract: analytics-query.md §3.1).
 */
export const resolveElements = async (
  db: Db,
  items: readonly string[],
  options: DataOptions,
): Promise<ReadonlyMap<string, readonly DataItem[]>> =>
  elementsOf(items, options, await readTogether(db, elementStatements(items, options)));

/** The same from what has been read. */
export function elementsOf(
  items: readonly string[],
  options: DataOptions,
  rows: Rows<ElementLists>,
): ReadonlyMap<string, readonly DataItem[]> {
  const asked = items.map(takeApart);
  const combos = new Map(rows.combos.map((row) => [row.uid, row]));
  const byUid = new Map(rows.elements.map((row) => [row.uid, row]));
  const members = groupRows(rows.elements);
  return new Map(
    asked.map((one) => {
      const row = byUid.get(one.element);
      const chosen =
        one.group !== undefined ? (members.get(one.group) ?? []) : row && hasCombos(one, combos) ? [row] : [];
      return [one.text, chosen.map((element) => dataItem(element, one, combos, options.override))] as const;
    }),
  );
}

function takeApart(text: string): Asked {
  if (text.startsWith(DATA_GROUP_PREFIX)) {
    return {
      text,
      group: text.slice(DATA_GROUP_PREFIX.length),
      element: '',
      combo: undefined,
      attributeCombo: undefined,
    };
  }
  const [, element = text, combo, attributeCombo] = OPERAND.exec(text) ?? [];
  const named = (uid: string | undefined) => (uid === ANY ? undefined : uid);
  return { text, group: undefined, element, combo: named(combo), attributeCombo: named(attributeCombo) };
}

function groupRows(rows: readonly ElementRow[]): ReadonlyMap<string | null, readonly ElementRow[]> {
  const groups = new Map<string | null, ElementRow[]>();
  for (const row of rows) {
    const members = groups.get(row.group);
    if (members) members.push(row);
    else groups.set(row.group, [row]);
  }
  return groups;
}

const hasCombos = ({ combo, attributeCombo }: Asked, combos: ReadonlyMap<string, Item>): boolean =>
  [combo, attributeCombo].every((uid) => uid === undefined || combos.has(uid));

function dataItem(
  row: ElementRow,
  { combo, attributeCombo }: Asked,
  combos: ReadonlyMap<string, Item>,
  override: string | undefined,
): DataItem {
  const isBoolean = BOOLEAN.has(row.valueType);
  const parts = [combo, attributeCombo].filter((uid) => uid !== undefined).map((uid) => combos.get(uid));
  const isOperand = parts.length > 0;
  const codes = [row.code, ...parts.map((part) => part?.code)];
  return {
    uid: operandName(row.uid, combo, attributeCombo),
    name: [row.name, ...parts.map((part) => part?.name)].join(' '),
    code: codes.every((code) => code != null) ? codes.join('.') : null,
    element: row.uid,
    combo,
    attributeCombo,
    aggregationType: aggregationOf(row.valueType, override ?? row.aggregationType),
    isBoolean,
    isText: TEXT.has(row.valueType),
    periodType: PERIOD_TYPE_NAMES.find((name) => name === row.periodType),
    neededCategories: row.neededCategories ?? [],
    details: {
      ...(row.description !== null && { description: row.description }),
      dimensionItemType: isOperand ? 'DATA_ELEMENT_OPERAND' : 'DATA_ELEMENT',
      valueType: row.valueType,
      aggregationType: row.aggregationType,
      totalAggregationType: override ?? row.aggregationType,
    },
  };
}

/** Whether the values of an element or operand are numbers, or truth values that count as such. */
export const isCountable = ({ isBoolean, details }: DataItem): boolean =>
  isBoolean || NUMERIC.has(String(details?.valueType));

/** The type when values of the value type can be aggregated so (contract: analytics-query.md §4). */
function aggregationOf(valueType: string, name: string): AggregationType | undefined {
  const type = AGGREGATION_TYPES.find((known) => known === name);
  if (TEXT.has(valueType)) return type;
  if (valueType === 'FILE_RESOURCE') return type === 'COUNT' ? type : undefined;
  return BOOLEAN.has(valueType) || NUMERIC.has(valueType) ? (type === 'NONE' ? undefined : type) : undefined;
}

/** `de`, `de.coc`, `de.coc.aoc` or `de.*.aoc`, as a cell of the answer names it. */
export function operandName(element: string, combo: string | undefined, attributeCombo: string | undefined): string {
  if (attributeCombo !== undefined) return `${element}.${combo ?? ANY}.${attributeCombo}`;
  return combo === undefined ? element : `${element}.${combo}`;
}
