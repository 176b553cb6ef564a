import { dayNumber } from '../../../kernel/calendar.js';
import { holds, predictedShapes, proposals, relevantShapes } from './candidates.js';
import { type Entry, entryMaker, MOST_FAILURES, setsOf } from './entries.js';
import { chooseGreedily, type WeightedQuery } from './greedy.js';
import type { KnownRollUp, PlannedRollUp, RollUpPlan, SelectionInput, Verdict } from './plan.js';
import { crowdedOut } from './retention.js';
import type { TableStatistics } from './size.js';
import { type WeightedShape, weighShapes } from './weights.js';
import { count, nameOf } from './words.js';

const DAY_MS = 86_400_000;
/** What the system defined stays so long, whatever comes (contract: aggregates.md §6.6 no. 5). */
const CALM_DAYS = 7;
/** By then it is known what is asked. */
const PREDICTED_DAYS = 28;
/** Slack above the limit, as newer AtScale versions have it; older had 10 (contract: aggregates.md §4). */
const EXCESS = 2;
/** A roll-up that holds all of another makes it needless when it has not many more rows. */
const HARDLY_MORE = 1.25;
/**
 * λ. Weights put about twenty days of questions together (14 / ln 2), so a row that is read in the night for a refresh counts a tenth of one that somebody waits for.
 */
const REFRESH_WEIGHT = 2;
const REFRESHES_PER_DAY = 1;
const LEAST_GAIN = 0.01;

/** A roll-up with its tables. */
type Standing = KnownRollUp & { readonly instance: NonNullable<KnownRollUp['instance']> };

/**
 * Which roll-ups a cube should have beside those of users, which of those that stand should go, and why: the same for the same statistics, uses, settings and clock
 * (contract: aggregates.md §6.6, §6.8).
 */
export function selectRollUps(input: SelectionInput): RollUpPlan {
  const { known, statistics, now, settings } = input;
  const standing = known.filter((one): one is Standing => one.instance !== undefined && !one.blocked);
  const own = standing.filter(({ isOwn }) => isOwn);
  const unused = own.filter(
    (one) => isSystems(one) && daysUnused(one, now) > settings.unusedDays && !isYoung(one, now),
  );
  const retire = unused.map((one) =>
    verdict(one, `unused for ${count(daysUnused(one, now))} days; the limit is ${count(settings.unusedDays)}`),
  );
  const rest = standing.filter((one) => !unused.includes(one));
  const note = hindrance(input);
  if (note !== undefined || !statistics) {
    const keep = rest.filter(({ isOwn }) => isOwn).map((one) => verdict(one, whyKept(one, input, false)));
    return { create: [], retire, keep, note };
  }
  const choice = chooseAmong(input, statistics, rest);
  const staying = rest.filter(({ isOwn }) => isOwn);
  return {
    create: choice.create,
    retire: [
      ...retire,
      ...staying.flatMap((one) => {
        const reason = choice.gone.get(one.instance.id);
        return reason === undefined ? [] : [verdict(one, reason)];
      }),
    ],
    keep: staying
      .filter(({ instance }) => !choice.gone.has(instance.id))
      .map((one) => verdict(one, whyKept(one, input, choice.best.has(one)))),
    note,
  };
}

/** Why nothing can be chosen. */
function hindrance({ statistics, isOpen }: SelectionInput): string | undefined {
  if (!statistics?.yearRows.some((rows) => rows > 0))
    return 'The analytics table is not there, is empty or was never analyzed, so nothing can be chosen.';
  if (!isOpen)
    return 'What is asked is recorded without saying by whom, so nothing can be chosen for the members of an organization.';
  return undefined;
}

interface Choice {
  readonly create: readonly PlannedRollUp[];
  /** Standing ones that would be chosen again. */
  readonly best: ReadonlySet<KnownRollUp>;
  /** By instance, why it has to go. */
  readonly gone: ReadonlyMap<string, string>;
}

function chooseAmong(input: SelectionInput, statistics: TableStatistics, rest: readonly Standing[]): Choice {
  const { settings, known, now } = input;
  const base = statistics.yearRows.reduce((sum, rows) => sum + rows, 0);
  const { asked, predicted } = shapesOf(input, statistics);
  const shapes = [...asked, ...predicted];
  const entries = entryMaker({ shapes, statistics, standing: rest, base, now });

  const given = [
    ...rest.filter((one) => isFixed(one, now)).map((one) => entries.ofStanding(one)),
    ...known.filter(isAwaited).flatMap((one) => entries.ofAwaited(one)),
  ];
  const movable = rest.filter((one) => !isFixed(one, now)).map((one) => entries.ofStanding(one));
  const proposed = proposals(asked, predicted, statistics.table)
    .flatMap((proposal) => entries.ofProposal(proposal, known))
    .filter(({ rows }) => base / Math.max(1, rows) >= settings.compression);

  const queries: readonly WeightedQuery[] = shapes.map(({ weight }) => ({ weight, cost: base }));
  const room = { bytes: settings.spaceShare * input.bytes, count: settings.retentionLimit, excess: EXCESS };
  const chosen = chooseGreedily(cheapened(queries, given), [...movable, ...proposed], {
    bytes: room.bytes - given.reduce((sum, { bytes }) => sum + bytes, 0),
    count: room.count - given.filter(({ isCounted }) => isCounted).length,
    leastGain: LEAST_GAIN,
    refreshWeight: REFRESH_WEIGHT,
    refreshesPerDay: REFRESHES_PER_DAY,
  }).map(({ candidate }) => candidate);

  const left = movable.filter((entry) => !chosen.includes(entry));
  const gone = new Map<string, string>();
  for (const { known: one } of left) {
    const holder = one && rest.find((other) => other !== one && covers(other, one));
    if (one?.instance && holder)
      gone.set(one.instance.id, `roll-up ${holder.rollUp} has all of it and hardly more rows`);
  }
  const kept = [
    ...[...given, ...chosen].map((entry) => ({ ...entry, isSafe: true })),
    ...left.filter((entry) => !gone.has(instanceOf(entry))).map((entry) => ({ ...entry, isSafe: false })),
  ];
  for (const { item, wanting } of crowdedOut(kept, queries, room))
    gone.set(instanceOf(item), whyCrowded(wanting, input));
  return {
    create: chosen.flatMap((entry) => planned(entry, asked, statistics)),
    best: new Set(chosen.flatMap((entry) => entry.known ?? [])),
    gone,
  };
}

/** What is asked; and in the first weeks of a cube what is expected to be, unless that would bring back what nobody came to use. */
function shapesOf({ known, uses, today, now, ownStates, settings }: SelectionInput, statistics: TableStatistics) {
  const predictedAt = known
    .filter(({ isOwn, subtype }) => isOwn && subtype === 'prediction_defined')
    .map(({ createdAt }) => daysSince(createdAt, now));
  const askedAt = uses.map(({ day }) => dayNumber(today) - dayNumber(day));
  const age = [...predictedAt, ...askedAt].reduce((most, days) => Math.max(most, days), 0);
  return {
    asked: relevantShapes(weighShapes(uses, today), statistics.table),
    predicted: age < Math.min(PREDICTED_DAYS, settings.unusedDays) ? predictedShapes(statistics, ownStates, age) : [],
  };
}

/** The queries with what they cost when these roll-ups answer. */
function cheapened(queries: readonly WeightedQuery[], given: readonly Entry[]): readonly WeightedQuery[] {
  const costs = queries.map(({ cost }) => cost);
  for (const { answers, rows } of given) for (const at of answers) costs[at] = Math.min(costs[at] ?? rows, rows);
  return queries.map(({ weight, cost }, at) => ({ weight, cost: costs[at] ?? cost }));
}

function planned(
  { proposal, known, rows, bytes, answers }: Entry,
  asked: readonly WeightedShape[],
  { table, yearRows }: TableStatistics,
): readonly PlannedRollUp[] {
  if (!proposal) return [];
  const { columns, states, subtype } = proposal;
  const base = yearRows.reduce((sum, one) => sum + one, 0);
  // What is predicted comes after what is asked.
  const weights = answers.flatMap((at) => asked[at]?.weight ?? []);
  const times = count(weights.reduce((sum, weight) => sum + weight, 0));
  const kinds = weights.length === 1 ? '1 kind of question' : `${count(weights.length)} kinds of questions`;
  const reason = [
    weights.length > 0
      ? `${kinds}, asked ${times} times of late, would read`
      : 'what is expected to be asked would read',
    `about ${count(rows)} rows instead of ${count(base)}`,
  ].join(' ');
  return [
    {
      rollUp: known?.rollUp,
      name: nameOf(columns, table),
      kind: 'system_defined',
      ...{ subtype, columns, states, reason },
      rows: Math.round(rows),
      bytes: Math.round(bytes),
    },
  ];
}

const isSystems = ({ kind }: KnownRollUp): boolean => kind === 'system_defined';

/** It is defined, and the next build of the cube makes its tables. */
const isAwaited = ({ instance, blocked, isRetired, failures }: KnownRollUp): boolean =>
  instance === undefined && !blocked && !isRetired && failures < MOST_FAILURES;

const daysSince = (date: Date, now: Date): number => (now.getTime() - date.getTime()) / DAY_MS;

const isYoung = ({ createdAt }: KnownRollUp, now: Date): boolean => daysSince(createdAt, now) < CALM_DAYS;

/** Whole days since it answered, or was defined. */
const daysUnused = ({ createdAt, usedAt }: KnownRollUp, now: Date): number =>
  Math.floor(Math.min(daysSince(createdAt, now), usedAt ? daysSince(usedAt, now) : Number.POSITIVE_INFINITY));

/** The choice has no say in it. */
const isFixed = (one: KnownRollUp, now: Date): boolean => !isSystems(one) || !one.isOwn || isYoung(one, now);

/** Whether whatever the second answers the first answers from hardly more rows. */
const covers = (one: KnownRollUp, other: KnownRollUp): boolean =>
  one.isWhole &&
  one.isOpen &&
  holds(setsOf(one), other) &&
  (one.instance?.rows ?? 0) <= (other.instance?.rows ?? 0) * HARDLY_MORE;

const instanceOf = ({ known }: Entry): string => known?.instance?.id ?? '';

const verdict = ({ instance, rollUp }: Standing, reason: string): Verdict => ({
  instance: instance.id,
  rollUp,
  reason,
});

function whyCrowded(wanting: 'count' | 'bytes', { settings, bytes }: SelectionInput): string {
  return wanting === 'count'
    ? `the least useful beyond the limit of ${count(settings.retentionLimit)} roll-ups for the cube`
    : `the least useful beyond the space of ${count(settings.spaceShare * bytes)} bytes, ${count(settings.spaceShare * 100)} % of the analytics table`;
}

function whyKept(one: Standing, { now, settings }: SelectionInput, isBest: boolean): string {
  const days = daysUnused(one, now);
  if (!isSystems(one))
    return days > settings.unusedDays ? `defined by a user; unused for ${count(days)} days` : 'defined by a user';
  if (isYoung(one, now)) return `younger than ${CALM_DAYS} days`;
  return isBest
    ? 'among the best for what is asked'
    : 'no longer among the best for what is asked, but there is room for it';
}
