import type { Db } from '../../database/index.js';
import type { CurrentUser } from '../../http/index.js';
import { catalogued, conflict } from '../../kernel/errors/index.js';
import { PERIOD_TYPE_NAMES } from '../../kernel/periods/index.js';
import { NUMERIC_VALUE_TYPES } from '../../metadata/index.js';
import { type ElementRow, readCombos, readElements, readOtherDataItems } from './data-statements.js';
import { AGGREGATION_TYPES, type AggregationType, type DataItem, type Item } from './query.js';

export interface DataOptions {
  readonly user: CurrentUser;
  readonly shortNames: boolean;
  /** Aggregation type that overrides the elements' own. */
  readonly override: string | undefined;
}

export interface DataSelection {
  readonly data: readonly DataItem[];
  readonly ignored: readonly string[];
}

export const DATA_GROUP_PREFIX = 'DE_GROUP-';

const NUMERIC: ReadonlySet<string> = new Set(NUMERIC_VALUE_TYPES);
const BOOLEAN = new Set(['BOOLEAN', 'TRUE_ONLY']);
const TEXT = new Set(['TEXT', 'LONG_TEXT', 'LETTER', 'USERNAME', 'EMAIL', 'PHONE_NUMBER', 'URL']);
const OPERAND = /^([a-zA-Z][a-zA-Z0-9]{10})\.([a-zA-Z][a-zA-Z0-9]{10}|\*)(?:\.([a-zA-Z][a-zA-Z0-9]{10}|\*))?$/;
const REPORTING_RATE = /\.(REPORTING_RATE|ACTUAL_REPORTS)(_ON_TIME)?$|\.EXPECTED_REPORTS$/;
const ANY = '*';

/** One text of `dx` taken apart. */
interface Asked {
  readonly text: string;
  readonly group: string | undefined;
  readonly element: string;
  readonly combo: string | undefined;
  readonly attributeCombo: string | undefined;
}

/**
 * The data elements and operands that the items name, in request order; groups become their members. What does not exist or may not be read is passed over
 * (contract: analytics-query.md §3.1).
 *
 * @throws OrderlyError E7124 when nothing is left, E7133 for an indicator or another kind of item that is not answered yet
 */
export async function resolveData(db: Db, items: readonly string[], options: DataOptions): Promise<DataSelection> {
  const asked = items.map(takeApart);
  const groups = asked.map(({ group }) => group).filter((uid) => uid !== undefined);
  const elements = asked.filter(({ group }) => group === undefined).map(({ element }) => element);
  const rows = await readElements(db, elements, groups, options);
  const combos = await readCombos(
    db,
    asked.flatMap(({ combo, attributeCombo }) => [combo, attributeCombo]).filter((uid) => uid !== undefined),
  );
  const byUid = new Map(rows.map((row) => [row.uid, row]));
  const members = groupRows(rows);
  const ignored: string[] = [];
  const found = asked.flatMap((one): readonly DataItem[] => {
    const row = byUid.get(one.element);
    const chosen =
      one.group !== undefined ? (members.get(one.group) ?? []) : row && hasCombos(one, combos) ? [row] : [];
    if (chosen.length === 0) ignored.push(one.text);
    return chosen.map((element) => dataItem(element, one, combos, options.override));
  });
  await refuseOtherKinds(db, ignored);
  const data = [...new Map(found.map((item) => [item.uid, item])).values()];
  if (data.length === 0) throw catalogued('E7124', 'dx');
  return { data, ignored };
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

/** An answer without the indicators that were asked for would look complete, so it is refused. */
async function refuseOtherKinds(db: Db, texts: readonly string[]): Promise<void> {
  const refuse = (kind: string, text: string) =>
    conflict(`Data items of kind '${kind}' cannot be queried in this version: ${text}. Ask for data elements.`, {
      code: 'E7133',
    });
  for (const text of texts) {
    if (text.startsWith('IN_GROUP-')) throw refuse('indicator group', text);
    if (REPORTING_RATE.test(text)) throw refuse('reporting rate', text);
  }
  const [other] = await readOtherDataItems(
    db,
    texts.map((text) => text.split('.')[0] ?? text),
  );
  if (other) throw refuse(other.kind, texts.find((text) => text.startsWith(other.uid)) ?? other.uid);
}
