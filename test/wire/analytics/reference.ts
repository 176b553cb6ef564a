import { addDays, dayNumber } from '../../../src/kernel/calendar.js';
import { type Period, parsePeriod, periodContaining, periodType } from '../../../src/kernel/periods/index.js';
import type { Element, Place, SmallCountry, Value } from './country.js';

/** A question to the analytics, answered here from the data values one by one, with nothing of the server's statements (contract: analytics-query.md §4). */
export interface Question {
  readonly dimensions: readonly string[];
  /** `element` or `element.combo`. */
  readonly items: readonly string[];
  readonly periods: readonly AskedPeriod[];
  /** None for no restriction. */
  readonly units: readonly Place[];
  readonly groups: readonly string[];
  readonly options: readonly string[];
  readonly aggregationType: string | undefined;
  readonly country: SmallCountry;
}

export interface AskedPeriod {
  readonly type: Period['type'] | undefined;
  readonly iso: string;
  readonly startDate: string;
  readonly endDate: string;
}

/** A data value that analytics has. */
interface Fact extends Value {
  readonly number: number;
  readonly days: number;
}

const NO_COLUMN = new Set(['WeeklyFriday', 'FinancialFeb', 'FinancialAug']);
const KEEPS_ZERO = new Set(['AVERAGE', 'AVERAGE_SUM_ORG_UNIT']);

function factOf(value: Value): Fact | undefined {
  const { element, text, period } = value;
  const days = daysOf(period);
  if (element.kind === 'TEXT') return { ...value, number: Number.NaN, days };
  if (element.kind !== 'NUMBER') {
    if (text !== 'true' && (text !== 'false' || element.kind === 'TRUE_ONLY')) return undefined;
    return { ...value, number: text === 'true' ? 1 : 0, days };
  }
  if (!/^-?\d+(\.\d+)?$/.test(text) || (text === '0' && !KEEPS_ZERO.has(element.aggregationType))) return undefined;
  return { ...value, number: Number(text), days };
}

const daysOf = ({ startDate, endDate }: Pick<Period, 'startDate' | 'endDate'>): number =>
  dayNumber(endDate) - dayNumber(startDate) + 1;

/** Whether a period of the data counts for one that is asked for: as itself, within it, or within its days. */
function isWithin({ type, startDate, endDate, iso }: Period, asked: AskedPeriod): boolean {
  if (asked.type === undefined || NO_COLUMN.has(asked.type)) {
    return startDate >= asked.startDate && endDate <= asked.endDate;
  }
  if (type === asked.type) return iso === asked.iso;
  if (periodType(type).frequencyOrder >= periodType(asked.type).frequencyOrder) return false;
  return periodContaining(asked.type, type.startsWith('Weekly') ? addDays(startDate, 3) : startDate).iso === asked.iso;
}

const unitAt = ({ above }: Place, level: number, { aggregationLevel }: Element): string | undefined =>
  aggregationLevel !== undefined && above.length > aggregationLevel && level <= aggregationLevel
    ? undefined
    : above[level - 1];

/** The answer's rows as texts, in no order. */
export function answerTo(question: Question, values: readonly Value[]): readonly string[] {
  const { dimensions, items, periods, country } = question;
  const facts = values.map(factOf).filter((fact) => fact !== undefined);
  const hasPe = dimensions.includes('pe');
  return items.flatMap((item) => {
    const [uid = '', combo] = item.split('.');
    const element = country.elements.find((known) => known.uid === uid);
    if (!element) throw new Error(item);
    const own = facts.filter(
      (fact) =>
        fact.element === element && (combo === undefined || fact.combo.uid === combo) && matches(question, fact),
    );
    const type = question.aggregationType ?? element.aggregationType;
    return (hasPe ? periods.map((period) => [period]) : [periods]).flatMap((asked) =>
      grouped(question, item, hasPe ? asked[0]?.iso : undefined, own).flatMap(({ keys, rows }) =>
        valuesOf(type, element, rows, asked, hasPe).map((value) => [...keys, shown(value)].join(' ')),
      ),
    );
  });
}

export const shown = (value: number | string): string =>
  typeof value === 'string' ? value : String(Number(Number(value.toFixed(10)).toPrecision(7)));

/** Whether a fact passes all that restricts. */
function matches({ units, groups, options, dimensions, country }: Question, { element, place, combo }: Fact): boolean {
  if (units.length > 0 && !units.some((unit) => unitAt(place, unit.above.length, element) === unit.uid)) return false;
  if (groups.length > 0 && !groups.includes(place.group ?? '')) return false;
  if (dimensions.includes(country.category) || options.length > 0) return options.includes(combo.option ?? '');
  return true;
}

/** Facts by all dimensions but the period. */
function grouped(
  { dimensions, units, country }: Question,
  item: string,
  pe: string | undefined,
  facts: readonly Fact[],
) {
  const groups = new Map<string, { readonly keys: readonly string[]; readonly rows: Fact[] }>();
  for (const fact of facts) {
    const places = dimensions.includes('ou')
      ? units.filter((unit) => unitAt(fact.place, unit.above.length, fact.element) === unit.uid).map(({ uid }) => uid)
      : [''];
    for (const ou of places) {
      const keys = dimensions.map((name) => {
        if (name === 'dx') return item;
        if (name === 'pe') return pe ?? '';
        if (name === 'ou') return ou;
        if (name === 'co') return fact.combo.uid;
        return name === country.category ? (fact.combo.option ?? '') : (fact.place.group ?? '');
      });
      const known = groups.get(keys.join());
      if (known) known.rows.push(fact);
      else groups.set(keys.join(), { keys, rows: [fact] });
    }
  }
  return [...groups.values()];
}

function valuesOf(
  type: string,
  element: Element,
  facts: readonly Fact[],
  asked: readonly AskedPeriod[],
  hasPe: boolean,
): readonly (number | string)[] {
  const picked = /^(LAST|FIRST)/.exec(type)?.[1];
  if (picked !== undefined) return pickedValues(type, picked === 'FIRST', element, facts, asked);
  const isAverage = (type === 'AVERAGE' || type === 'AVERAGE_SUM_ORG_UNIT') && element.kind !== 'TEXT';
  if (!isAverage)
    return combined(
      type,
      element,
      facts.filter(({ period }) => asked.some((one) => isWithin(period, one))),
      0,
    );
  const parts = asked.flatMap((period) => sourcesOf(period, element.periodType));
  const value = (sources: readonly AskedPeriod[]): number | undefined => {
    const rows = facts.filter(({ period }) => sources.some((one) => isWithin(period, one)));
    return combined(
      type,
      element,
      rows,
      sources.reduce((sum, one) => sum + daysOf(one), 0),
    )[0] as number | undefined;
  };
  if (!hasPe) {
    const all = value([...new Map(parts.map(({ period }) => [period.iso, period])).values()]);
    return all === undefined ? [] : [all];
  }
  const found = parts.flatMap(({ period, weight }) => {
    const own = weight === 0 ? undefined : value([period]);
    return own === undefined ? [] : [{ own, weight }];
  });
  const weights = found.reduce((sum, { weight }) => sum + weight, 0);
  return found.length === 0 ? [] : [found.reduce((sum, { own, weight }) => sum + own * weight, 0) / weights];
}

/** The period itself, or those of the data around it when they are as long or longer. */
function sourcesOf(
  asked: AskedPeriod,
  type: Period['type'],
): readonly { readonly period: AskedPeriod; readonly weight: number }[] {
  const isLonger =
    asked.type !== undefined &&
    asked.type !== type &&
    periodType(type).frequencyOrder >= periodType(asked.type).frequencyOrder;
  if (!isLonger) return [{ period: asked, weight: 1 }];
  if (type !== 'Yearly' || !asked.type?.startsWith('Financial')) {
    return [{ period: periodContaining(type, asked.startDate), weight: 1 }];
  }
  const before = Number(asked.startDate.slice(5, 7)) - 1;
  const year = Number(asked.startDate.slice(0, 4));
  return [
    { period: yearly(year), weight: (12 - before) / 12 },
    { period: yearly(year + 1), weight: before / 12 },
  ];
}

function yearly(year: number): Period {
  const found = parsePeriod(String(year));
  if (!found) throw new Error(String(year));
  return found;
}

function pickedValues(
  type: string,
  isFirst: boolean,
  element: Element,
  facts: readonly Fact[],
  asked: readonly AskedPeriod[],
): readonly (number | string)[] {
  const end =
    asked
      .map(({ endDate }) => endDate)
      .sort()
      .at(-1) ?? '';
  const start = asked.map(({ startDate }) => startDate).sort()[0] ?? '';
  const from = type.includes('IN_PERIOD') ? start : `${Number(end.slice(0, 4)) - 10}${end.slice(4)}`;
  const rows = facts.filter(({ period: { startDate, endDate } }) => startDate >= from && endDate <= end);
  const isOne = type === 'LAST_LAST_ORG_UNIT' || type === 'FIRST_FIRST_ORG_UNIT';
  const series = new Map<string, Fact>();
  for (const fact of rows) {
    const key = isOne ? '' : [fact.element.uid, fact.place.uid, fact.combo.uid, fact.attributeCombo.uid].join();
    const known = series.get(key);
    if (!known || (isFirst ? isBefore(fact, known) : isBefore(known, fact))) series.set(key, fact);
  }
  const best = [...series.values()];
  if (element.kind === 'TEXT') return best.map(({ text }) => text);
  if (isOne) return best.map(({ number }) => number);
  return combined(type.endsWith('AVERAGE_ORG_UNIT') ? 'AVERAGE' : 'SUM', element, best, 0);
}

/** By the end of the period, then its start, then the value. */
function isBefore(a: Fact, b: Fact): boolean {
  if (a.period.endDate !== b.period.endDate) return a.period.endDate < b.period.endDate;
  if (a.period.startDate !== b.period.startDate) return a.period.startDate < b.period.startDate;
  return a.element.kind === 'TEXT' ? a.text < b.text : a.number < b.number;
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

function combined(type: string, element: Element, facts: readonly Fact[], days: number): readonly (number | string)[] {
  if (facts.length === 0) return [];
  if (element.kind === 'TEXT') return facts.map(({ text }) => text);
  const numbers = facts.map(({ number }) => number);
  const weighted = sum(facts.map((fact) => fact.number * fact.days));
  const mean = sum(numbers) / numbers.length;
  const variance = sum(numbers.map((number) => (number - mean) ** 2)) / (numbers.length - 1);
  switch (type) {
    case 'SUM':
      return [sum(numbers)];
    case 'AVERAGE':
      return [element.kind === 'NUMBER' ? mean : (weighted / sum(facts.map((fact) => fact.days))) * 100];
    case 'AVERAGE_SUM_ORG_UNIT':
      return [weighted / days];
    case 'COUNT':
      return [numbers.length];
    case 'MIN':
      return [Math.min(...numbers)];
    case 'MAX':
      return [Math.max(...numbers)];
    case 'VARIANCE':
      return numbers.length < 2 ? [] : [variance];
    case 'STDDEV':
      return numbers.length < 2 ? [] : [Math.sqrt(variance)];
    case 'MIN_SUM_ORG_UNIT':
    case 'MAX_SUM_ORG_UNIT': {
      const extreme = type === 'MIN_SUM_ORG_UNIT' ? Math.min : Math.max;
      const units = [...new Set(facts.map(({ place }) => place.uid))];
      return [
        sum(units.map((uid) => extreme(...facts.filter(({ place }) => place.uid === uid).map(({ number }) => number)))),
      ];
    }
    default:
      throw new Error(type);
  }
}
