import { type RawBuilder, sql } from 'kysely';
import type { IsoDate } from '../../../kernel/calendar.js';
import { ExpressionError, type Item } from '../../../kernel/expressions/index.js';
import type { AnalyticsRequest, QueryPeriod } from '../query.js';
import { column, either } from '../statements/conditions.js';
import { daysOf, inYears } from './event-rows.js';
import type { SqlContext } from './formula-writer.js';
import { groupedBy } from './grouped.js';
import { type PeriodPart, periodParts } from './other-tables.js';
import { programItem } from './program-rows.js';

/** From when or until when rows belong to a period, as a program indicator says. */
export interface PeriodBoundary {
  readonly target: string;
  readonly type: string;
  readonly offset: number;
  readonly offsetType: string | null;
}

interface BoundedItem {
  readonly analyticsType: 'EVENT' | 'ENROLLMENT';
  readonly boundaries: readonly PeriodBoundary[];
}

/** Rows of periods of the answer, and in what context formulas are worked out there. */
export interface BoundedPart extends PeriodPart {
  readonly context: SqlContext;
}

interface Days {
  readonly startDate: IsoDate;
  readonly endDate: IsoDate;
}

/** Where the dates stand by which boundaries bound, of events and of enrollments. */
const TARGETS: Readonly<Record<string, { readonly EVENT: string; readonly ENROLLMENT?: string }>> = {
  EVENT_DATE: { EVENT: 'occurreddate' },
  SCHEDULED_DATE: { EVENT: 'scheduleddate' },
  ENROLLMENT_DATE: { EVENT: 'enrollmentdate', ENROLLMENT: 'enrollmentdate' },
  INCIDENT_DATE: { EVENT: 'enrollmentoccurreddate', ENROLLMENT: 'occurreddate' },
};

/** Boundaries of the events in an enrollment, of which the enrollment itself takes no notice. */
const OF_EVENTS: Readonly<Record<string, string>> = { EVENT_DATE: 'occurreddate', SCHEDULED_DATE: 'scheduleddate' };

const OWN_DATE = { EVENT: 'EVENT_DATE', ENROLLMENT: 'ENROLLMENT_DATE' } as const;
const USUAL = ['AFTER_START_OF_REPORTING_PERIOD', 'BEFORE_END_OF_REPORTING_PERIOD'];

/** Lengths of the periods by which boundaries can be shifted, by the beginnings of their names. */
const STEPS: readonly (readonly [RegExp, string])[] = [
  [/^Daily/, '1 day'],
  [/^Weekly/, '7 days'],
  [/^BiWeekly/, '14 days'],
  [/^Monthly/, '1 month'],
  [/^BiMonthly/, '2 months'],
  [/^Quarterly/, '3 months'],
  [/^SixMonthly/, '6 months'],
  [/^(Yearly|Financial)/, '1 year'],
];

/** Whether a program indicator bounds the events that its formula looks at. */
export const boundsEvents = ({ boundaries }: BoundedItem): boolean =>
  boundaries.some(({ target }) => target in OF_EVENTS);

/**
 * Which rows belong to the periods of a request: those of their own day, unless the indicator has other boundaries (of enrollments, boundaries by event dates bound the
 * events that the formula looks at). A formula that depends on the period is worked out for each, and where periods only restrict, for the time from the first to the last.
 *
 * @param day the day of a row
 * @throws ExpressionError for a boundary that this server cannot work out
 */
export function boundaryParts(
  request: AnalyticsRequest,
  item: BoundedItem,
  { context, day, isOfPeriod }: { context: SqlContext; day: RawBuilder<unknown>; isOfPeriod: boolean },
): readonly BoundedPart[] {
  const usual = isUsual(item);
  if (usual && !isOfPeriod) {
    const parts = periodParts(request, (period) => daysOf(day, period));
    return parts.map(({ pe, where }) => ({ pe, where: inYearsOf(item, where, request.periods), context }));
  }
  const isTold = request.dimensions.includes('pe');
  const whole = !isTold && isOfPeriod ? spanOf(request.periods) : undefined;
  const spans: readonly (Days & { readonly iso?: string })[] = whole ? [whole] : request.periods;
  const parts = spans.map((span) => {
    const own = { ...context, period: span, eventBounds: eventBounds(item, span) };
    const where = usual ? inYearsOf(item, daysOf(day, span), [span]) : rowCondition(item, own, span);
    return { pe: isTold ? sql`${span.iso ?? ''}::text` : undefined, where, context: own };
  });
  const [first] = parts;
  if (isTold || !first || parts.length === 1) return parts;
  return [{ ...first, where: either(parts.map(({ where }) => where)) }];
}

const inYearsOf = (
  { analyticsType }: BoundedItem,
  where: RawBuilder<unknown>,
  periods: readonly Days[],
): RawBuilder<unknown> => (analyticsType === 'EVENT' ? sql`(${where} and ${inYears(periods)})` : where);

function spanOf(periods: readonly QueryPeriod[]): Days | undefined {
  const startDate = periods.map((period) => period.startDate).toSorted()[0];
  const endDate = periods
    .map((period) => period.endDate)
    .toSorted()
    .at(-1);
  return startDate === undefined || endDate === undefined ? undefined : { startDate, endDate };
}

function isUsual({ analyticsType, boundaries }: BoundedItem): boolean {
  return (
    boundaries.every(
      ({ target, type, offset }) => target === OWN_DATE[analyticsType] && USUAL.includes(type) && offset === 0,
    ) &&
    (boundaries.length === 0 || USUAL.every((usual) => boundaries.some(({ type }) => type === usual)))
  );
}

const eventBounds = ({ boundaries }: BoundedItem, days: Days): readonly RawBuilder<unknown>[] =>
  boundaries.flatMap((boundary) => {
    const name = OF_EVENTS[boundary.target];
    return name === undefined ? [] : [bound(sql.ref(`stage_event.${name}`), boundary, days)];
  });

/** Which rows are bounded in: all boundaries have to hold. An enrollment has to have one event of a stage that keeps to all boundaries by the dates of that stage. */
function rowCondition(item: BoundedItem, context: SqlContext, days: Days): RawBuilder<unknown> {
  const isEvent = item.analyticsType === 'EVENT';
  const own = item.boundaries.filter(({ target }) => isEvent || !(target in OF_EVENTS));
  const stages = isEvent ? new Map<string, PeriodBoundary[]>() : groupedBy(own.filter(ofStage), ({ target }) => target);
  const conditions = [
    ...own
      .filter((boundary) => isEvent || !ofStage(boundary))
      .map((boundary) => bound(dateOf(boundary, item, context), boundary, days)),
    ...[...stages].map(([target, boundaries]) => hasStageEvent(context, target, boundaries, days)),
  ];
  return conditions.length === 0 ? sql`true` : sql`(${sql.join(conditions, sql` and `)})`;
}

const STAGE_DATE = /^PS_EVENTDATE:\s*(\w{11})$/;
const ofStage = ({ target }: PeriodBoundary): boolean => STAGE_DATE.test(target);

function hasStageEvent(
  { eventTable }: SqlContext,
  target: string,
  boundaries: readonly PeriodBoundary[],
  days: Days,
): RawBuilder<unknown> {
  const date = sql`stage_event.occurreddate`;
  return sql`exists (
    select
    from ${sql.table(eventTable)} as stage_event
    where stage_event.enrollment = analytics.enrollment and stage_event.ps = ${STAGE_DATE.exec(target)?.[1] ?? ''}
      and stage_event.eventstatus <> 'SCHEDULE'
      and ${sql.join(
        boundaries.map((boundary) => bound(date, boundary, days)),
        sql` and `,
      )}
  )`;
}

/** The date of a row by which a boundary bounds: one of its own, or that of a data element or attribute. */
function dateOf({ target }: PeriodBoundary, { analyticsType }: BoundedItem, context: SqlContext): RawBuilder<unknown> {
  const name = TARGETS[target]?.[analyticsType];
  if (name !== undefined) return column(name);
  const item = itemOf(target);
  const part = item && programItem(context, item);
  if (part?.kind !== 'date')
    throw new ExpressionError(`The period boundary by ${target} is none: there is no such date in the program.`);
  return part.sql;
}

function itemOf(target: string): Item | undefined {
  const about = { offset: 0, range: [0, 0] as const };
  const [, symbol, content = ''] = /^(#|A)\{([\w.]+)\}$/.exec(target) ?? [];
  if (symbol === '#' || symbol === 'A') return { symbol, parts: content.split('.'), ...about };
  const stage = STAGE_DATE.exec(target)?.[1];
  return stage === undefined ? undefined : { symbol: 'PS_EVENTDATE', parts: [stage], ...about };
}

/** @throws ExpressionError for a length of time that periods do not have */
function bound(
  date: RawBuilder<unknown>,
  { target, type, offset, offsetType }: PeriodBoundary,
  { startDate, endDate }: Days,
): RawBuilder<unknown> {
  const step = offset === 0 ? '1 day' : STEPS.find(([name]) => name.test(offsetType ?? ''))?.[1];
  if (step === undefined)
    throw new ExpressionError(
      `The period boundary by ${target} is shifted by periods of the unknown type ${offsetType}.`,
    );
  const edge = /START/.test(type) ? sql`${startDate}::timestamp` : sql`${endDate}::timestamp + interval '1 day'`;
  const moved = sql`(${edge} + ${offset} * ${step}::interval)`;
  return type.startsWith('BEFORE') ? sql`${date} < ${moved}` : sql`${date} >= ${moved}`;
}
