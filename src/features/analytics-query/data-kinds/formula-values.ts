import type { Db } from '../../../database/index.js';
import { dayNumber, isoDate } from '../../../kernel/calendar.js';
import { catalogued } from '../../../kernel/errors/index.js';
import { daysInPeriod, shiftPeriod } from '../../../kernel/periods/index.js';
import { placeInYear, type Selection } from '../../expressions/index.js';
import type { AnalyticsRequest, DataItem, DerivedItem, QueryPeriod } from '../query.js';
import { type DataOptions, isCountable, resolveElements } from '../request/resolve-data.js';
import { demandTables } from '../statements/demand-tables.js';
import { type AnswerRow, type ExecuteOptions, execute } from '../statements/execute.js';
import { eventItemKind } from './event-items.js';
import type { Want, WantSource } from './formula-book.js';
import { groupedBy } from './grouped.js';
import type { DataKind, RowOptions } from './kind.js';
import { programIndicatorKind } from './program-indicators.js';
import { reportingRateKind } from './reporting-rates.js';
import { subExpressionRows } from './sub-expressions.js';

/** Values by slot. */
export type SlotValues = Record<number, number>;

/** Values by the other items of a row, and by period; the period is empty where the answer does not tell periods apart. */
export interface FormulaValues {
  readonly places: ReadonlyMap<string, Place>;
  /** Name of the period so many places later than the one of a name. */
  readonly isoAt: (iso: string, offset: number) => string;
}

/** Items of the dimensions apart from `dx` and `pe`, in request order, and the values there by period. */
export interface Place {
  readonly keys: readonly string[];
  readonly byPeriod: Map<string, SlotValues>;
}

/** Kinds of items that a formula may be made of. */
const KINDS: Readonly<Partial<Record<WantSource, DataKind>>> = {
  eventItem: eventItemKind as unknown as DataKind,
  programIndicator: programIndicatorKind as unknown as DataKind,
  rate: reportingRateKind as unknown as DataKind,
};

/** Dimensions of the answer apart from `dx` and `pe`. */
export const placeDimensions = ({ dimensions }: AnalyticsRequest): readonly string[] =>
  dimensions.filter((name) => name !== 'dx' && name !== 'pe');

/**
 * The values that formulas want, for all places and periods of a request: what is aggregated alike and wanted of the same periods is fetched together.
 *
 * @throws OrderlyError E7152 for values of other periods where periods only restrict, E7115 for an element that cannot be aggregated
 */
export async function fetchValues(
  db: Db,
  request: AnalyticsRequest,
  wants: readonly Want[],
  options: RowOptions,
): Promise<FormulaValues> {
  const hasPeriods = request.dimensions.includes('pe');
  const isElsewhere = ({ offsets, yearToDate }: Want) => yearToDate || offsets.some((offset) => offset !== 0);
  if (!hasPeriods && wants.some(isElsewhere)) throw catalogued('E7152');
  if (wants.some(({ source }) => source === 'element' || source === 'subExpression'))
    await demandTables(db, 'DATA_VALUE');
  const line = new PeriodsAround(request.periods);
  const places = new Map<string, Place>();
  const others = placeDimensions(request);
  for (const batch of batches(wants)) {
    const [first] = batch;
    if (!first) continue;
    const offsets = new Set(batch.flatMap((want) => want.offsets));
    const takers = hasPeriods ? line.takers(offsets, first.yearToDate) : undefined;
    const periods = boundedPeriods(first, takers ? [...takers.keys()] : request.periods);
    if (periods.length === 0) continue;
    const part: AnalyticsRequest = {
      ...request,
      dimensions: ['dx', ...others, ...(hasPeriods ? ['pe'] : [])],
      filters: request.filters.filter((name) => name !== 'dx'),
      periods,
      bounds: { minDate: first.minDate, maxDate: first.maxDate },
    };
    const takersOf = new Map([...(takers ?? [])].map(([{ iso }, own]) => [iso, own]));
    const slots = new Map<string, number>();
    for (const { keys, value } of await rowsOf(db, part, batch, slots, options)) {
      const slot = slots.get(keys[0] ?? '');
      if (slot === undefined || typeof value !== 'number') continue;
      const own = keys.slice(1, 1 + others.length);
      const key = own.join();
      const place = places.get(key) ?? { keys: own, byPeriod: new Map<string, SlotValues>() };
      places.set(key, place);
      for (const pe of hasPeriods ? (takersOf.get(keys.at(-1) ?? '') ?? []) : ['']) {
        const values = place.byPeriod.get(pe) ?? {};
        place.byPeriod.set(pe, values);
        values[slot] = (values[slot] ?? 0) + value;
      }
    }
  }
  return { places, isoAt: (iso, offset) => (offset === 0 ? iso : line.at(iso, offset).iso) };
}

/** Reports are those of whole periods, so bounds are for periods and not for rows. */
const boundedPeriods = ({ source, minDate, maxDate }: Want, periods: readonly QueryPeriod[]): readonly QueryPeriod[] =>
  source !== 'rate'
    ? periods
    : periods.filter(
        ({ startDate, endDate }) =>
          (minDate === undefined || startDate >= minDate) && (maxDate === undefined || endDate <= maxDate),
      );

/**
 * Wants that one set of statements answers. Those of other periods are fetched with the rest, and all of all these periods: a statement costs more than rows that nobody
 * looks at.
 */
function batches(wants: readonly Want[]): readonly (readonly Want[])[] {
  const alike = ({ source, aggregationType, minDate, maxDate, yearToDate, selection, text }: Want): string =>
    [source, aggregationType, minDate, maxDate, yearToDate, selection ? text : ''].join();
  return [...groupedBy(wants, alike).values()];
}

/** The rows of one batch, and in `slots` the places of its items by their uids. */
async function rowsOf(
  db: Db,
  part: AnalyticsRequest,
  batch: readonly Want[],
  slots: Map<string, number>,
  given: RowOptions,
): Promise<readonly AnswerRow[]> {
  const options: DataOptions = {
    user: undefined,
    shortNames: false,
    override: batch[0]?.aggregationType ?? given.override,
  };
  const texts = batch.map(({ text }) => text);
  const all = { ...given, criteria: [], limit: undefined, order: undefined };
  const source = batch[0]?.source ?? 'element';
  const [{ selection, text: chosen, slot: own } = {}] = batch;
  if (selection && chosen !== undefined && own !== undefined) {
    slots.set(chosen, own);
    return (await selectedRows(db, part, selection, { options, all })).map((row) => ({
      ...row,
      keys: [chosen, ...row.keys],
    }));
  }
  if (source === 'subExpression') {
    for (const { text, slot } of batch) slots.set(text, slot);
    return await subExpressionRows(db, part, batch, all);
  }
  const kind = KINDS[source];
  const items: readonly (DataItem | DerivedItem)[] = kind
    ? remember(await kind.resolve(db, texts, options), batch, slots)
    : remember(await resolveElements(db, texts, options), batch, slots);
  if (items.length === 0) return [];
  if (kind) {
    const derived = items as readonly DerivedItem[];
    return await kind.rows(db, { ...part, data: [], derived, dx: derived }, derived, all);
  }
  const data = aggregatable(items as readonly DataItem[]);
  return data.length === 0 ? [] : await execute(db, { ...part, data, derived: [], dx: data }, all);
}

/** The values of all data elements and option combos of a selection put together. */
async function selectedRows(
  db: Db,
  part: AnalyticsRequest,
  { elements, combos, attributeCombos }: Selection,
  { options, all }: { readonly options: DataOptions; readonly all: ExecuteOptions },
): Promise<readonly AnswerRow[]> {
  const found = await resolveElements(
    db,
    elements.map(({ uid }) => uid),
    options,
  );
  const data = aggregatable([...found.values()].flat());
  if (data.length === 0) return [];
  const request = {
    ...part,
    dimensions: part.dimensions.filter((name) => name !== 'dx'),
    filters: [...part.filters, 'dx'],
    data,
    derived: [],
    dx: data,
    chosen: {
      combos: combos?.map(({ uid }) => uid),
      attributeCombos: attributeCombos?.map(({ uid }) => uid),
    },
  };
  return await execute(db, request, all);
}

function remember<Found extends { readonly uid: string }>(
  found: ReadonlyMap<string, readonly Found[]>,
  batch: readonly Want[],
  slots: Map<string, number>,
): readonly Found[] {
  return batch.flatMap(({ text, slot }) => {
    const items = found.get(text) ?? [];
    for (const { uid } of items) slots.set(uid, slot);
    return items;
  });
}

/** Texts and dates have no value that a formula could count with. */
function aggregatable(items: readonly DataItem[]): readonly DataItem[] {
  const numeric = items.filter(isCountable);
  const loose = numeric.filter(({ aggregationType }) => aggregationType === undefined).map(({ element }) => element);
  if (loose.length > 0) throw catalogued('E7115', `[${loose.join(', ')}]`);
  return numeric;
}

/** The periods of a request and those at some distance from them. */
class PeriodsAround {
  readonly #byIso: Map<string, QueryPeriod>;
  readonly #own: readonly QueryPeriod[];
  readonly #reached = new Map<string, QueryPeriod>();

  constructor(periods: readonly QueryPeriod[]) {
    this.#own = periods;
    this.#byIso = new Map(periods.map((period) => [period.iso, period]));
  }

  at(iso: string, offset: number): QueryPeriod {
    const key = `${iso} ${offset}`;
    const known = this.#reached.get(key);
    if (known) return known;
    const reached = shiftedBy(this.#byIso.get(iso) as QueryPeriod, offset);
    this.#reached.set(key, reached);
    return reached;
  }

  /** The periods whose values are wanted, and the names of those to which they are added. */
  takers(offsets: Iterable<number>, yearToDate: boolean): ReadonlyMap<QueryPeriod, readonly string[]> {
    const sources = new Map<string, { readonly period: QueryPeriod; readonly takers: Set<string> }>();
    for (const offset of offsets) {
      for (const { iso } of this.#own) {
        const taker = this.at(iso, offset);
        for (const period of yearToDate ? yearUntil(taker) : [taker]) {
          const known = sources.get(period.iso) ?? { period, takers: new Set() };
          sources.set(period.iso, known);
          known.takers.add(taker.iso);
        }
      }
    }
    return new Map([...sources.values()].map(({ period, takers }) => [period, [...takers]]));
  }
}

/** The period and those before it in its year. */
function yearUntil(period: QueryPeriod): readonly QueryPeriod[] {
  const { type } = period;
  if (type === undefined) return [period];
  const before = placeInYear({ ...period, type }) - 1;
  return Array.from({ length: before + 1 }, (_, index) => shiftedBy(period, index - before));
}

/** The period so many places later; of a range of days, the range as long that many times its length later. */
function shiftedBy(period: QueryPeriod, offset: number): QueryPeriod {
  if (offset === 0) return period;
  const { type } = period;
  if (type !== undefined) return shiftPeriod({ ...period, type }, offset);
  const days = daysInPeriod(period) * offset;
  const startDate = isoDate(dayNumber(period.startDate) + days);
  const endDate = isoDate(dayNumber(period.endDate) + days);
  return { type, iso: `${startDate}_${endDate}`, startDate, endDate };
}
