import { daysInPeriod, type Period, parsePeriod, shiftPeriod } from '../../src/kernel/periods/index.js';
import type { RawValue } from './raw-values.js';

/** What a formula of a test asks for at a place. */
export interface Place {
  readonly unit: string;
  readonly attribute: string;
  readonly period: Period;
  readonly sum: (element: string, at?: { readonly combo?: string; readonly offset?: number }) => number | null;
  readonly flag: (element: string) => boolean | null;
}

export type Work = (place: Place) => number | null;

/** A rule with what its sides come to, worked out without the engine: formula, strategy, value. */
export interface Rule {
  readonly name: string;
  readonly operator: string;
  readonly left: readonly [string, string, Work];
  readonly right: readonly [string, string, Work];
  /** Elements of its own. */
  readonly elements: readonly string[];
  readonly offsets?: readonly number[];
  readonly combos?: readonly string[];
  readonly levels?: readonly number[];
}

export const ANY = 'SKIP_IF_ANY_VALUE_MISSING';
export const ALL = 'SKIP_IF_ALL_VALUES_MISSING';
export const NEVER = 'NEVER_SKIP';

/** A value of two values, none where one of them is missing. */
export const both =
  (work: (a: number, b: number) => number, ...of: readonly [Work, Work]): Work =>
  (place) => {
    const [a, b] = of.map((one) => one(place));
    return a === null || a === undefined || b === null || b === undefined ? null : work(a, b);
  };
/** The sum of the values of an element. */
export const sum =
  (element: string, at?: { readonly combo?: string; readonly offset?: number }): Work =>
  (place) =>
    place.sum(element, at);
export const orZero =
  (work: Work): Work =>
  (place) =>
    work(place) ?? 0;

/** The place of the values that a row-by-row reading finds; of several lengths of period the shortest counts. */
function placeAt(own: readonly RawValue[], unit: string, attribute: string, period: Period): Place {
  const found = (element: string, { combo, offset = 0 }: { combo?: string; offset?: number } = {}) => {
    const { startDate, type } = shiftPeriod(period, offset);
    const fitting = own.filter(
      (value) =>
        value.element === element &&
        value.attribute === attribute &&
        (combo === undefined || value.combo === combo) &&
        (value.period.type === type ? value.period.startDate === startDate : daysInPeriod(value.period) > 31) &&
        value.period.startDate <= startDate &&
        value.period.endDate >= startDate,
    );
    const shortest = Math.min(...fitting.map((value) => daysInPeriod(value.period)));
    return fitting.filter((value) => daysInPeriod(value.period) === shortest);
  };
  return {
    unit,
    attribute,
    period,
    sum: (element, at) => {
      const rows = found(element, at);
      return rows.length === 0 ? null : rows.reduce((total, { value }) => total + Number(value), 0);
    },
    flag: (element) => {
      const rows = found(element);
      return rows.length === 0 ? null : rows.some(({ value }) => value === 'true');
    },
  };
}

const BREAKS: Readonly<Record<string, (a: number, b: number) => boolean>> = {
  equal_to: (a, b) => a !== b,
  not_equal_to: (a, b) => a === b,
  greater_than: (a, b) => !(a > b),
  greater_than_or_equal_to: (a, b) => !(a >= b),
  less_than: (a, b) => !(a < b),
  less_than_or_equal_to: (a, b) => !(a <= b),
};

/** Units and values in which violations are looked for. */
export interface World {
  readonly units: readonly { readonly uid: string; readonly path: string; readonly level: number }[];
  readonly values: readonly RawValue[];
}

/** The violations as the definition of a rule has them, place by place. */
export function expectedViolations(
  { units, values }: World,
  rules: readonly Rule[],
  periods: readonly string[],
): readonly string[] {
  const found: string[] = [];
  const byUnit = new Map(units.map(({ uid }) => [uid, values.filter(({ unit }) => unit === uid)]));
  for (const { uid: unit, level } of units) {
    const own = byUnit.get(unit) ?? [];
    for (const attribute of new Set(own.map((value) => value.attribute))) {
      for (const iso of periods) {
        const place = placeAt(own, unit, attribute, parsePeriod(iso) as Period);
        for (const {
          name,
          operator,
          left,
          right,
          elements,
          offsets = [0],
          combos: only = [undefined],
          levels = [],
        } of rules) {
          if (levels.length > 0 && !levels.includes(level)) continue;
          const isThere = elements.some((element) =>
            offsets.some((offset) =>
              only.some((combo) => place.sum(element, { offset, ...(combo !== undefined && { combo }) }) !== null),
            ),
          );
          if (!isThere) continue;
          const [a, b] = [left, right].map(([, strategy, work]) => {
            const value = work(place);
            return value !== null && Number.isFinite(value) ? value : strategy === NEVER ? 0 : null;
          });
          const [x, y] = [left[2](place), right[2](place)];
          const broken =
            operator === 'compulsory_pair'
              ? (x === null) !== (y === null)
              : operator === 'exclusive_pair'
                ? x !== null && y !== null
                : a !== null && b !== null && BREAKS[operator]?.(a as number, b as number);
          if (broken) found.push([name, iso, unit, attribute].join(' '));
        }
      }
    }
  }
  return found.toSorted();
}
