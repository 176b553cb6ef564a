import type { Db } from '../../../database/index.js';
import { catalogued, conflict } from '../../../kernel/errors/index.js';
import {
  type Call,
  checkKinds,
  compile,
  type Evaluate,
  type Expression,
  ExpressionError,
  type Item,
  itemsOf,
  itemText,
  parseExpression,
  replaceItems,
  replaceSubExpressions,
} from '../../../kernel/expressions/index.js';
import {
  CyclicIndicatorError,
  caught,
  objectsByUid,
  questionsIn,
  readSelections,
  type Selection,
  type UnitQuestions,
  withIndicators,
} from '../../expressions/index.js';

/** One formula of an item of `dx`. */
export interface FormulaText {
  /** Whose it is, for the errors in it. */
  readonly owner: { readonly uid: string; readonly name: string | undefined };
  readonly text: string;
}

/** Where the values of a symbol's items come from. */
export type WantSource = 'element' | 'eventItem' | 'programIndicator' | 'rate' | 'subExpression';

/** Values that formulas want: those of one item, aggregated in one way. */
export interface Want {
  readonly slot: number;
  readonly source: WantSource;
  /** The item as `dx` would name it: `fbfJHSPpUQD.pq2XI5kz2BY`. */
  readonly text: string;
  readonly aggregationType: string | undefined;
  readonly minDate: string | undefined;
  readonly maxDate: string | undefined;
  /** Whether the values of earlier periods of the year are added. */
  readonly yearToDate: boolean;
  /** From how many periods later, each once. */
  readonly offsets: readonly number[];
  /** Of an item with groups or lists, what they choose: all of it is put together. */
  readonly selection?: Selection;
  /** Of a sub-expression, what is worked out for each organisation unit. */
  readonly expression?: Expression;
}

export interface CompiledFormula {
  readonly evaluate: Evaluate;
  /** Slots and offsets of the values by which the formula differs from place to place. */
  readonly uses: readonly { readonly slot: number; readonly offset: number }[];
}

/** Formulas that are worked out together: they share the values that they want. */
export interface FormulaBook {
  /** In the order of the texts. */
  readonly formulas: readonly CompiledFormula[];
  readonly wants: readonly Want[];
  readonly questions: UnitQuestions;
}

const SOURCES: Readonly<Partial<Record<Item['symbol'], WantSource>>> = {
  '#': 'element',
  A: 'eventItem',
  D: 'eventItem',
  I: 'programIndicator',
  R: 'rate',
};

/**
 * Reads formulas, with indicators in the place of their names, and compiles each once (contract: analytics-query.md §4 "Indicators", §8 no. 6). What they name and
 * what is not there has no values.
 *
 * @throws OrderlyError E7116 for indicators within each other, E7132 for a formula that has no meaning
 */
export async function openBook(db: Db, texts: readonly FormulaText[]): Promise<FormulaBook> {
  const parsed = texts.map(({ text }) => caught(() => parseExpression(text)));
  const expanded = await withIndicators(db, parsed);
  const usable = expanded.map((expression, index) => sound(texts[index] as FormulaText, expression));
  const constants = await objectsByUid(db, 'constant', usable.flatMap(namesOfConstants));
  const wants = new Wants(await readSelections(db, usable.flatMap(allItemsOf)));
  const formulas = usable.map((expression, index) => {
    const compiled = caught(() => {
      checkKinds(expression, 'indicator', ['number']);
      return compileFormula(expression, wants, (uid) => constants.get(uid)?.value ?? 0);
    });
    if (compiled instanceof ExpressionError) throw violation(texts[index] as FormulaText, compiled);
    return compiled;
  });
  return { formulas, wants: wants.all(), questions: questionsIn(usable) };
}

function sound(source: FormulaText, expression: Expression | ExpressionError): Expression {
  if (expression instanceof CyclicIndicatorError) throw catalogued('E7116', expression.uid);
  if (expression instanceof ExpressionError) throw violation(source, expression);
  return expression;
}

const violation = ({ owner: { uid, name } }: FormulaText, error: ExpressionError) =>
  conflict(`The formula of '${name ?? uid}' (${uid}) cannot be worked out: ${error.message}`, { code: 'E7132' });

function allItemsOf(expression: Expression): readonly Item[] {
  const { current, sampled } = itemsOf(expression);
  return [...current, ...sampled];
}

const namesOfConstants = (expression: Expression): readonly string[] =>
  allItemsOf(expression).flatMap(({ symbol, parts }) => (symbol === 'C' ? parts : []));

function compileFormula(expression: Expression, wants: Wants, constant: (uid: string) => number): CompiledFormula {
  const uses: { readonly slot: number; readonly offset: number }[] = [];
  const slots = new Map<Item, number>();
  // The dates bound the rows that are aggregated, so the value that comes out needs no second look.
  const whole = replaceSubExpressions(expression, (call) => {
    const item = wants.itemOfSub(call);
    const slot = wants.addSub(call, item);
    slots.set(item, slot);
    uses.push({ slot, offset: item.offset });
    return { kind: 'item', item };
  });
  const bare = replaceItems(whole, (item) => {
    if (slots.has(item)) return { kind: 'item', item };
    const source = SOURCES[item.symbol];
    if (item.stageOffset)
      throw new ExpressionError("Function 'stageOffset' is only for program indicators", item.stageOffset.position);
    if (!source) return { kind: 'item', item };
    const { minDate: _, maxDate: __, ...rest } = item;
    const slot = wants.add(source, item);
    slots.set(rest, slot);
    uses.push({ slot, offset: item.offset });
    return { kind: 'item', item: rest };
  });
  const evaluate = compile(bare, {
    slotOf: (item) => ({ slot: slots.get(item) as number, kind: 'number' }),
    constant,
  });
  return { evaluate, uses };
}

/** Gives each value that is wanted its place. */
class Wants {
  readonly #selections: ReadonlyMap<string, Selection>;
  readonly #byKey = new Map<string, Omit<Want, 'offsets'> & { readonly offsets: Set<number> }>();

  constructor(selections: ReadonlyMap<string, Selection>) {
    this.#selections = selections;
  }

  add(source: WantSource, item: Item): number {
    const { parts, offset, aggregationType, minDate, maxDate } = item;
    const text = parts.join('.').replace(/(\.\*)+$/, '');
    const selection = this.#selections.get(itemText(item));
    const yearToDate = item.yearToDate !== undefined;
    const key = [source, text, aggregationType, minDate, maxDate, yearToDate].join();
    const known = this.#byKey.get(key);
    if (known) {
      known.offsets.add(offset);
      return known.slot;
    }
    const slot = this.#byKey.size;
    const offsets = new Set([offset]);
    const bounds = { minDate, maxDate, yearToDate };
    this.#byKey.set(key, { slot, source, text, aggregationType, ...bounds, offsets, ...(selection && { selection }) });
    return slot;
  }

  /** What stands for a sub-expression in the formula around it: it is of the period of its items. */
  itemOfSub({ args, position }: Call): Item {
    const items = args.flatMap((arg) => itemsOf(arg).current.filter(({ symbol }) => symbol === '#'));
    const [first] = items;
    if (items.some(({ offset }) => offset !== first?.offset))
      throw new ExpressionError('All items of a sub-expression have to be of one period', position);
    return { symbol: '#', parts: [], offset: first?.offset ?? 0, range: [position, position] };
  }

  addSub({ args: [expression], aggregationType }: Call, { offset }: Item): number {
    const slot = this.#byKey.size;
    const text = `sub${slot}`;
    const bounds = { minDate: undefined, maxDate: undefined, yearToDate: false };
    const offsets = new Set([offset]);
    this.#byKey.set(text, {
      slot,
      source: 'subExpression',
      text,
      aggregationType,
      ...bounds,
      offsets,
      ...(expression && { expression }),
    });
    return slot;
  }

  all(): readonly Want[] {
    return [...this.#byKey.values()].map((want) => ({ ...want, offsets: [...want.offsets].toSorted((a, b) => a - b) }));
  }
}
