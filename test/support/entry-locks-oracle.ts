import { dayNumber, isoDate, localDate } from '../../src/kernel/calendar.js';
import { type Period, type PeriodTypeName, periodContaining, shiftPeriod } from '../../src/kernel/periods/index.js';

/** A small world of data sets and what closes them. Elements, units and data sets are numbers; unit 0 is above 1 and 3, 1 above 2. */
export interface EntryWorld {
  readonly sets: readonly {
    readonly type: PeriodTypeName;
    readonly expiry: number | null;
    readonly open: number | null;
    readonly after: number | null;
    readonly combo: Combo;
    readonly workflow: boolean;
    readonly elements: readonly number[];
    readonly units: readonly number[];
  }[];
  readonly exceptions: readonly { readonly set: number; readonly period: string; readonly unit: number }[];
  readonly inputs: readonly {
    readonly set: number;
    readonly period: string;
    /** `yyyy-MM-ddTHH:mm`. */
    readonly opening: string | null;
    readonly closing: string | null;
  }[];
  readonly approvals: readonly { readonly period: string; readonly unit: number; readonly attribute: number }[];
  /** Days of each option of the attribute's category, and of each unit. */
  readonly options: readonly Span[];
  /** Units that each option is restricted to, with what lies below them; none is no restriction. */
  readonly restrictions: readonly (readonly number[])[];
  readonly units: readonly Span[];
}

export type Combo = 'default' | 'attribute';
export interface Span {
  readonly from: string | null;
  readonly to: string | null;
}

export interface EntryValue {
  readonly element: number;
  readonly unit: number;
  readonly period: Period;
  /** 0 is the default combo, the others are of the attribute's. */
  readonly attribute: number;
  readonly head: number | null;
}

export interface OracleRules {
  readonly now: Date;
  readonly mayEditExpired: boolean;
  readonly strictLocking: boolean;
  readonly strictApproval: boolean;
  readonly strictInputPeriods: boolean;
}

export interface Reason {
  readonly code: string;
  readonly set?: number | undefined;
  readonly latest?: string | undefined;
}

const ABOVE: readonly (readonly number[])[] = [[0], [1, 0], [2, 1, 0], [3, 0]];

/** All reasons against one value, found by looking at everything one after the other. */
export function reasonsAgainst(
  world: EntryWorld,
  rules: OracleRules,
  value: EntryValue,
  optionsOf: (attribute: number) => readonly number[],
  nameOf: (set: number) => string,
): readonly Reason[] {
  const { element, unit, period, attribute, head } = value;
  const all = world.sets.map((set, number) => ({ ...set, number }));
  const holding = all.filter((set) => set.elements.includes(element));
  const named = holding.filter(({ number }) => number === head);
  const concerned = (
    named.length > 0
      ? named
      : holding.filter((set) => set.units.includes(unit) && set.combo === (attribute === 0 ? 'default' : 'attribute'))
  ).toSorted((a, b) => (nameOf(a.number) < nameOf(b.number) ? -1 : 1));
  type Set = (typeof all)[number];
  const now = rules.now.getTime();

  const expired = ({ number, expiry }: Set): boolean => {
    if (rules.mayEditExpired || expiry === null || expiry === 0) return false;
    const [year = 0, month = 0, day = 0] = period.endDate.split('-').map(Number);
    const days = (now - new Date(year, month - 1, day + 1).getTime()) / 86_400_000;
    const excepted = world.exceptions.some(
      (one) => one.set === number && one.unit === unit && one.period === period.iso,
    );
    return days > expiry && !excepted;
  };
  const latest = ({ type, open }: Set): Period =>
    shiftPeriod(periodContaining(type, localDate(rules.now)), (open ?? 0) - 1);
  const approved = ({ workflow }: Set): boolean =>
    workflow &&
    world.approvals.some(
      (one) => one.period === period.iso && one.attribute === attribute && ABOVE[unit]?.includes(one.unit),
    );
  const notOpen = ({ number }: Set): boolean => {
    const own = world.inputs.filter(({ set }) => set === number);
    const lets = own.some(
      (input) =>
        input.period === period.iso &&
        (input.opening === null || new Date(input.opening).getTime() <= now) &&
        (input.closing === null || new Date(input.closing).getTime() >= now),
    );
    return own.length > 0 && !lets;
  };

  const reasons: Reason[] = [];
  const refuse = (code: string, fault: (set: Set) => boolean, strict: boolean): void => {
    const against = concerned.filter(fault);
    const [first] = against;
    if (!first || (!strict && against.length < concerned.length)) return;
    reasons.push({ code, set: first.number, latest: code === 'E7641' ? latest(first).iso : undefined });
  };
  refuse('E7640', expired, rules.strictLocking);
  refuse('E7641', (set) => period.startDate > latest(set).startDate, true);
  refuse('E7642', approved, rules.strictApproval);
  refuse('E7643', notOpen, rules.strictInputPeriods);
  if (holding.length > 0 && holding.every(notOpen)) reasons.push({ code: 'E7644' });
  if (outsideOptions(world, value, holding, optionsOf(attribute))) reasons.push({ code: 'E7638' });
  const above = ABOVE[unit] ?? [];
  const isElsewhere = (allowed: readonly number[] = []): boolean =>
    allowed.length > 0 && !allowed.some((one) => above.includes(one));
  if (optionsOf(attribute).some((option) => isElsewhere(world.restrictions[option]))) reasons.push({ code: 'E7639' });
  const { from, to } = world.units[unit] ?? { from: null, to: null };
  if ((from !== null && from > period.endDate) || (to !== null && to < period.startDate))
    reasons.push({ code: 'E2019' });
  return reasons;
}

function outsideOptions(
  world: EntryWorld,
  { period }: EntryValue,
  holding: EntryWorld['sets'],
  options: readonly number[],
): boolean {
  return options.some((option) => {
    const { from, to } = world.options[option] ?? { from: null, to: null };
    if (from !== null && from > period.endDate) return true;
    if (to === null) return false;
    const ends = [to, ...holding.map(({ type, after }) => putOff(to, type, Math.max(0, after ?? 0)))];
    return ends.every((end) => end < period.startDate);
  });
}

/** The day so many periods of the type later; the last of its month where there is no such day. */
function putOff(day: string, type: PeriodTypeName, count: number): string {
  if (type === 'Daily' || type === 'Weekly') return isoDate(dayNumber(day) + count * (type === 'Daily' ? 1 : 7));
  const months = { Monthly: 1, Quarterly: 3, Yearly: 12 }[type as 'Monthly' | 'Quarterly' | 'Yearly'] * count;
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number);
  const lastOfMonth = new Date(Date.UTC(year, month - 1 + months + 1, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 + months, Math.min(date, lastOfMonth))).toISOString().slice(0, 10);
}
