import type { Db } from '../../database/index.js';
import {
  type Bindings,
  checkExpression,
  compile,
  type Evaluate,
  type Expression,
  ExpressionError,
  type ExpressionUse,
  type Item,
  type ItemKind,
  itemsOf,
  itemText,
  parseExpression,
  type UnitTest,
  WILDCARD,
} from '../../kernel/expressions/index.js';
import { caught, withIndicators } from './indicators.js';
import { KnownObjects } from './known-objects.js';
import { readSelections, type Selection } from './selections.js';

export interface FormulaSource {
  readonly text: string;
  readonly use: ExpressionUse;
  /** What it may come to. */
  readonly results: readonly ('number' | 'string' | 'boolean')[];
}

/**
 * Values that formulas want: those of a data element, of one option combo and of one attribute option combo if it says so. An item that stands for several of them has a
 * row for each, with the same slot.
 */
export interface DataSlot {
  readonly slot: number;
  /** Whether other values are put together with these in the slot. */
  readonly isPart: boolean;
  readonly kind: ItemKind;
  readonly elementId: number;
  readonly comboId: number | null;
  readonly attributeId: number | null;
  readonly aggregationType: string;
}

/** A figure of how well a data set is reported, e.g. its reporting rate in percent. */
export interface RateSlot {
  readonly slot: number;
  readonly dataSetId: number;
  readonly rate: RateName;
}

export const RATES = [
  'REPORTING_RATE',
  'REPORTING_RATE_ON_TIME',
  'ACTUAL_REPORTS',
  'ACTUAL_REPORTS_ON_TIME',
  'EXPECTED_REPORTS',
] as const;
export type RateName = (typeof RATES)[number];

/** @throws ExpressionError for a text that names none */
export function rateNamed(name: string): RateName {
  const rate = RATES.find((known) => known === name);
  if (!rate) throw new ExpressionError(`Unknown reporting rate ${name}; there are ${RATES.join(', ')}.`);
  return rate;
}

/** A formula that can be worked out. */
export interface Formula {
  readonly evaluate: Evaluate;
  /** The values that it wants, in the period and in the sampled ones, and from how many periods later. */
  readonly current: readonly SlotUse[];
  readonly sampled: readonly SlotUse[];
}

export interface SlotUse {
  readonly slot: number;
  readonly offset: number;
}

/** Formulas that are worked out together: they share the values that they want. */
export interface FormulaSet {
  /** In the order of the sources; an error for one that cannot be worked out. */
  readonly formulas: readonly (Formula | ExpressionError)[];
  readonly dataSlots: readonly DataSlot[];
  readonly rateSlots: readonly RateSlot[];
  /** uids that the formulas ask of organisation units. */
  readonly unitQuestions: UnitQuestions;
}

export interface UnitQuestions {
  readonly groups: readonly string[];
  readonly countedGroups: readonly string[];
  readonly dataSets: readonly string[];
  readonly programs: readonly string[];
}

/**
 * Reads the formulas and all that they name, with one statement for each kind of object.
 */
export async function loadFormulas(db: Db, sources: readonly FormulaSource[]): Promise<FormulaSet> {
  const parsed = sources.map(({ text }) => caught(() => parseExpression(text)));
  const expanded = await withIndicators(db, parsed);
  const checked = expanded.map((expression, index) => {
    const source = sources[index] as FormulaSource;
    if (expression instanceof ExpressionError) return expression;
    return caught(() => {
      checkExpression(expression, source.use, source.results);
      return expression;
    });
  });
  const usable = checked.filter((expression): expression is Expression => !(expression instanceof ExpressionError));
  const known = await KnownObjects.load(db, usable);
  const selections = await readSelections(
    db,
    usable.flatMap((expression) => {
      const { current, sampled } = itemsOf(expression);
      return [...current, ...sampled];
    }),
  );
  const slots = new Slots(known, selections);
  const formulas = checked.map((expression) =>
    expression instanceof ExpressionError ? expression : caught(() => formulaOf(expression, known, slots)),
  );
  return {
    formulas,
    dataSlots: slots.data,
    rateSlots: slots.rates,
    unitQuestions: questionsIn(usable),
  };
}

/** What the formulas ask of organisation units. */
export function questionsIn(expressions: readonly Expression[]): UnitQuestions {
  const all = expressions.map(itemsOf);
  const tests = (name: UnitTest['name']) =>
    all.flatMap(({ unitTests }) =>
      unitTests.flatMap((test) => (test.name === name ? test.uids.map(({ uid }) => uid) : [])),
    );
  return {
    groups: tests('group'),
    countedGroups: all.flatMap(({ current, sampled }) =>
      [...current, ...sampled].flatMap(({ symbol, parts }) => (symbol === 'OUG' ? parts : [])),
    ),
    dataSets: tests('dataSet'),
    programs: tests('program'),
  };
}

function formulaOf(expression: Expression, known: KnownObjects, slots: Slots): Formula {
  known.demandAll(expression);
  const bindings: Bindings = {
    slotOf: (item) => slots.slotOf(item),
    constant: (uid) => known.get('constant', uid).value ?? 0,
  };
  const { current, sampled } = itemsOf(expression);
  const uses = (items: readonly Item[]): readonly SlotUse[] =>
    items.flatMap((item) =>
      item.symbol === '#' || item.symbol === 'R' ? [{ slot: slots.slotOf(item).slot, offset: item.offset }] : [],
    );
  return { evaluate: compile(expression, bindings), current: uses(current), sampled: uses(sampled) };
}

/** Gives each value that is wanted its place. */
class Slots {
  readonly data: DataSlot[] = [];
  readonly rates: RateSlot[] = [];
  readonly #known: KnownObjects;
  readonly #selections: ReadonlyMap<string, Selection>;
  readonly #places = new Map<string, { readonly slot: number; readonly kind: ItemKind }>();

  constructor(known: KnownObjects, selections: ReadonlyMap<string, Selection>) {
    this.#known = known;
    this.#selections = selections;
  }

  slotOf(item: Item): { readonly slot: number; readonly kind: ItemKind } {
    const key = `${itemText(item)} ${item.aggregationType ?? ''}`;
    const found = this.#places.get(key);
    if (found) return found;
    const place = { slot: this.#places.size, kind: item.symbol === '#' ? this.#addData(item) : this.#addRate(item) };
    this.#places.set(key, place);
    return place;
  }

  #addData(item: Item): ItemKind {
    const {
      parts: [element = '', combo, attribute],
      aggregationType,
    } = item;
    const selection = this.#selections.get(itemText(item));
    if (selection) return this.#addSelection(item, selection);
    const { key, valueType } = this.#known.get('dataElement', element);
    const kind = kindOf(valueType ?? '');
    const comboKey = (uid: string | undefined) =>
      uid === undefined || uid === WILDCARD ? null : this.#known.get('categoryOptionCombo', uid).key;
    this.data.push({
      slot: this.#places.size,
      isPart: false,
      kind,
      elementId: key,
      comboId: comboKey(combo),
      attributeId: comboKey(attribute),
      aggregationType: aggregationType ?? 'SUM',
    });
    return kind;
  }

  /** All values that are chosen are put together as those of one element. */
  #addSelection(item: Item, { elements, combos, attributeCombos }: Selection): ItemKind {
    const kinds = new Set(elements.map(({ valueType }) => kindOf(valueType)));
    const [kind = 'number'] = kinds;
    if (kinds.size > 1)
      throw new ExpressionError(`The data elements of ${itemText(item)} have values of different kinds`, item.range[0]);
    const keys = (chosen: Selection['combos']): readonly (number | null)[] =>
      chosen === undefined ? [null] : chosen.map(({ key }) => key);
    for (const { key } of elements)
      for (const comboId of keys(combos))
        for (const attributeId of keys(attributeCombos)) {
          const aggregationType = item.aggregationType ?? 'SUM';
          const slot = this.#places.size;
          this.data.push({ slot, isPart: true, kind, elementId: key, comboId, attributeId, aggregationType });
        }
    return kind;
  }

  #addRate({ parts: [dataSet = '', name = ''] }: Item): ItemKind {
    const rate = rateNamed(name);
    this.rates.push({ slot: this.#places.size, dataSetId: this.#known.get('dataSet', dataSet).key, rate });
    return 'number';
  }
}

function kindOf(valueType: string): ItemKind {
  if (/^(NUMBER|UNIT_INTERVAL|PERCENTAGE|INTEGER.*)$/.test(valueType)) return 'number';
  if (/^(BOOLEAN|TRUE_ONLY)$/.test(valueType)) return 'boolean';
  return valueType === 'DATE' || valueType === 'DATETIME' ? 'date' : 'string';
}
