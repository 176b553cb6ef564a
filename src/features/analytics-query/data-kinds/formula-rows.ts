import type { Db } from '../../../database/index.js';
import { catalogued, conflict } from '../../../kernel/errors/index.js';
import {
  type Evaluate,
  ExpressionError,
  evaluate,
  type Frame,
  type MissingValueStrategy,
} from '../../../kernel/expressions/index.js';
import { daysInPeriod, periodType } from '../../../kernel/periods/index.js';
import { placeInYear } from '../../expressions/index.js';
import type { AnalyticsRequest, QueryPeriod } from '../query.js';
import { meetsAll } from '../request/parse.js';
import type { AnswerRow } from '../statements/execute.js';
import { itemsOf } from '../statements/order.js';
import type { CompiledFormula, FormulaBook } from './formula-book.js';
import { type UnitFactsAt, unitFactsAt } from './formula-units.js';
import { type FormulaValues, fetchValues, type Place, placeDimensions } from './formula-values.js';
import type { RowOptions } from './kind.js';

/** Something that formulas of a book make of the values of a place and period. */
export interface FormulaItem {
  readonly uid: string;
  /** Its formulas. */
  readonly formulas: readonly CompiledFormula[];
  /** Its cell, undefined where it has no value. */
  readonly cell: (frame: Frame) => Omit<AnswerRow, 'keys'> | undefined;
}

/** What the formula comes to; null where nothing that it is made of has a value. */
export function numberOf(
  formula: Evaluate,
  frame: Frame,
  strategy: MissingValueStrategy = 'SKIP_IF_ALL_VALUES_MISSING',
): number | null {
  const value = evaluate(formula, frame, strategy);
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

const DAYS_IN_YEAR = 365;

/**
 * The rows of items that are made of formulas: one for each item, place and period where it has a value. Only where there are data is it worked out, unless it has a
 * value without any (contract: analytics-query.md §8 no. 6).
 *
 * @throws OrderlyError E7128 when there are more rows than the limit, E7132 when a value is of the wrong kind
 */
export async function formulaRows(
  db: Db,
  request: AnalyticsRequest,
  { book, items }: { readonly book: FormulaBook; readonly items: readonly FormulaItem[] },
  options: RowOptions,
): Promise<readonly AnswerRow[]> {
  const values = await fetchValues(db, request, book.wants, options).catch(refused);
  const units = await unitFactsAt(db, request, book.questions, options);
  const spans = spansOf(request);
  const everywhere = items.filter((item) => hasValueWithoutData(item, spans));
  const elsewhere = items.filter((item) => !everywhere.includes(item));
  const rows: AnswerRow[] = [];
  const unitIndex = placeDimensions(request).indexOf('ou');
  const write = writer(request);
  const workOut = (place: Place, own: readonly FormulaItem[], isAsked: (item: FormulaItem, span: Span) => boolean) => {
    const unit = units(unitIndex === -1 ? undefined : place.keys[unitIndex]);
    for (const span of spans) {
      const frame = frameOf(span, place, values, unit);
      for (const item of own) {
        if (!isAsked(item, span)) continue;
        const cell = item.cell(frame);
        if (!cell || !meetsAll(Number(cell.value), options.criteria)) continue;
        rows.push({ ...cell, keys: write(item.uid, place.keys, span.iso) });
        if (options.limit !== undefined && rows.length > options.limit) throw catalogued('E7128', options.limit);
      }
    }
  };
  try {
    for (const place of values.places.values()) {
      workOut(place, elsewhere, (item, span) => hasData(item, span, place, values));
    }
    if (everywhere.length > 0) for (const place of allPlaces(request, values)) workOut(place, everywhere, () => true);
  } catch (error) {
    refused(error);
  }
  return rows;
}

/** @throws OrderlyError E7132 for what a formula cannot be worked out with */
function refused(error: unknown): never {
  if (error instanceof ExpressionError) throw conflict(error.message, { code: 'E7132' });
  throw error;
}

/** A period of the answer, or all periods of the request together. */
interface Span {
  readonly iso: string;
  readonly days: number;
  readonly first: QueryPeriod;
}

function spansOf({ dimensions, periods }: AnalyticsRequest): readonly Span[] {
  if (dimensions.includes('pe')) {
    return periods.map((period) => ({ iso: period.iso, days: daysInPeriod(period), first: period }));
  }
  const [first] = periods;
  return first ? [{ iso: '', days: periods.reduce((sum, period) => sum + daysInPeriod(period), 0), first }] : [];
}

function frameOf(
  { iso, days, first }: Span,
  { byPeriod }: Pick<Place, 'byPeriod'>,
  { isoAt }: Pick<FormulaValues, 'isoAt'>,
  unit: ReturnType<UnitFactsAt>,
): Frame {
  const { type } = first;
  return {
    cells: (offset) => byPeriod.get(isoAt(iso, offset)),
    days: () => first,
    daysInPeriod: days,
    periodInYear: type === undefined ? 1 : placeInYear({ ...first, type }),
    periodsInYear: type === undefined ? 1 : Math.round(DAYS_IN_YEAR / periodType(type).frequencyOrder),
    unit,
  };
}

const hasData = ({ formulas }: FormulaItem, { iso }: Span, { byPeriod }: Place, { isoAt }: FormulaValues): boolean =>
  formulas.some(({ uses }) => uses.some(({ slot, offset }) => byPeriod.get(isoAt(iso, offset))?.[slot] !== undefined));

/** Whether an item such as `OUG{…}` or `if(isNull(#{…}), 1, 0)` has a value where there are no data, be groups of units empty or not. */
function hasValueWithoutData(item: FormulaItem, [span]: readonly Span[]): boolean {
  if (!span) return false;
  return [0, 1].some((count) => {
    const no = () => false;
    const unit = { isBelow: no, isInGroup: no, hasDataSet: no, hasProgram: no, countOfGroup: () => count };
    const frame = frameOf(span, { byPeriod: new Map() }, { isoAt: (iso) => iso }, unit);
    return item.cell(frame) !== undefined;
  });
}

/** All combinations of the items that were asked for. Option combos without items are those that occur. */
function* allPlaces(request: AnalyticsRequest, { places }: FormulaValues): Generator<Place> {
  const names = placeDimensions(request);
  const choices = names.map((name) => itemsOf(request, name));
  if (choices.some((items) => items.length === 0)) {
    yield* places.values();
    return;
  }
  const keysFrom = function* (index: number): Generator<readonly string[]> {
    const items = choices[index];
    if (!items) {
      yield [];
      return;
    }
    for (const item of items) for (const rest of keysFrom(index + 1)) yield [item, ...rest];
  };
  for (const keys of keysFrom(0)) yield places.get(keys.join()) ?? { keys, byPeriod: new Map() };
}

/** How the items of a row are brought into the order of the request. */
function writer({ dimensions }: AnalyticsRequest): (dx: string, keys: readonly string[], pe: string) => string[] {
  const places = dimensions.filter((name) => name !== 'dx' && name !== 'pe');
  const indexes = dimensions.map((name) => (name === 'dx' || name === 'pe' ? name : places.indexOf(name)));
  return (dx, keys, pe) =>
    indexes.map((index) => (index === 'dx' ? dx : index === 'pe' ? pe : (keys[index as number] ?? '')));
}
