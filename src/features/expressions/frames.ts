import { dayNumber, yearOf } from '../../kernel/calendar.js';
import type { Cells, Frame, UnitFacts } from '../../kernel/expressions/index.js';
import { daysInPeriod, type Period, periodType, shiftPeriod } from '../../kernel/periods/index.js';
import type { CellRow } from './targets.js';

const DAYS_IN_YEAR = 365;

/** Periods of one type, each reached from the others by counting. */
export class PeriodLine {
  readonly #byIso = new Map<string, Map<number, Period>>();

  /** The period so many places later. */
  at(period: Period, offset: number): Period {
    if (offset === 0) return period;
    const reached = this.#byIso.get(period.iso) ?? new Map<number, Period>();
    this.#byIso.set(period.iso, reached);
    const found = reached.get(offset) ?? shiftPeriod(period, offset);
    reached.set(offset, found);
    return found;
  }
}

/** The values of one unit and attribute option combo by the names of their periods. */
export type CellsByPeriod = Map<string, Cells>;

/**
 * The rows of one unit sorted by attribute option combo. Values that hold whatever it is are in each of them; if there are no others, in the default one.
 *
 * @param periods those to which the rows refer by number
 * @returns by the key of the attribute option combo
 */
export function byAttribute(
  rows: readonly CellRow[],
  periods: readonly Period[],
  defaultCombo: number,
): ReadonlyMap<number, CellsByPeriod> {
  const own = new Map<number, CellsByPeriod>();
  const common: CellsByPeriod = new Map();
  const put = (target: CellsByPeriod, { period, cells }: CellRow): void => {
    const iso = periods[period]?.iso ?? '';
    const present = target.get(iso);
    target.set(iso, present ? { ...present, ...cells } : cells);
  };
  for (const row of rows) {
    if (row.attribute === null) {
      put(common, row);
      continue;
    }
    const cells = own.get(row.attribute) ?? new Map<string, Cells>();
    own.set(row.attribute, cells);
    put(cells, row);
  }
  if (own.size === 0 && common.size > 0) own.set(defaultCombo, new Map());
  for (const cells of own.values()) {
    for (const [iso, values] of common) cells.set(iso, { ...values, ...cells.get(iso) });
  }
  return own;
}

/** What formulas see of a period in the values of a unit and attribute option combo. */
export function frameOf(period: Period, cells: CellsByPeriod, line: PeriodLine, unit: UnitFacts): Frame {
  return {
    cells: (offset) => cells.get(line.at(period, offset).iso),
    days: (offset) => line.at(period, offset),
    daysInPeriod: daysInPeriod(period),
    periodInYear: placeInYear(period),
    periodsInYear: Math.round(DAYS_IN_YEAR / periodType(period.type).frequencyOrder),
    unit,
  };
}

/** 1 for the first period of its year, as its name says. */
export function placeInYear({ type, iso, startDate }: Period): number {
  if (type === 'Daily') return dayNumber(startDate) - dayNumber(`${yearOf(startDate)}-01-01`) + 1;
  const place = /^\d{4}(\d{2})B?$/.exec(iso)?.[1] ?? /(?:W|Q|S)(\d+)$/.exec(iso)?.[1];
  return place === undefined ? 1 : Number(place);
}
