import { type RawBuilder, sql } from 'kysely';
import { ExpressionError } from '../../../kernel/expressions/index.js';
import type { AnalyticsRequest, QueryPeriod } from '../query.js';
import { column, either } from '../statements/conditions.js';
import { daysOf, inYears } from './event-items.js';
import { type PeriodPart, periodParts } from './other-tables.js';

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

/** Where the dates stand by which boundaries bound, of events and of enrollments. */
const TARGETS: Readonly<Record<string, { readonly EVENT: string; readonly ENROLLMENT?: string }>> = {
  EVENT_DATE: { EVENT: 'occurreddate' },
  SCHEDULED_DATE: { EVENT: 'scheduleddate' },
  ENROLLMENT_DATE: { EVENT: 'enrollmentdate', ENROLLMENT: 'enrollmentdate' },
  INCIDENT_DATE: { EVENT: 'enrollmentoccurreddate', ENROLLMENT: 'occurreddate' },
};

const OWN_DATE = { EVENT: 'EVENT_DATE', ENROLLMENT: 'ENROLLMENT_DATE' } as const;
const USUAL = ['AFTER_START_OF_REPORTING_PERIOD', 'BEFORE_END_OF_REPORTING_PERIOD'];

/** Lengths of the periods by which boundaries can be shifted. */
const STEPS: Readonly<Record<string, string>> = {
  Daily: '1 day',
  Weekly: '7 days',
  BiWeekly: '14 days',
  Monthly: '1 month',
  BiMonthly: '2 months',
  Quarterly: '3 months',
  SixMonthly: '6 months',
  Yearly: '1 year',
};

/**
 * Which rows belong to the periods of a request: those of their own day, unless the indicator has other boundaries.
 *
 * @param day the day of a row
 * @throws ExpressionError for a boundary that this server cannot work out
 */
export function boundaryParts(
  request: AnalyticsRequest,
  item: BoundedItem,
  day: RawBuilder<unknown>,
): readonly PeriodPart[] {
  const { analyticsType, boundaries } = item;
  if (isUsual(item)) {
    const parts = periodParts(request, (period) => daysOf(day, period));
    return analyticsType === 'EVENT'
      ? parts.map(({ pe, where }) => ({ pe, where: sql`(${where} and ${inYears(request.periods)})` }))
      : parts;
  }
  const parts = request.periods.map((period) => ({
    pe: sql`${period.iso}::text`,
    where: sql`(${sql.join(
      boundaries.map((boundary) => bound(boundary, analyticsType, period)),
      sql` and `,
    )})`,
  }));
  if (request.dimensions.includes('pe')) return parts;
  return [{ pe: undefined, where: either(parts.map(({ where }) => where)) }];
}

/** Whether rows belong to the period of their own day. */
export function isUsual({ analyticsType, boundaries }: BoundedItem): boolean {
  return (
    boundaries.every(
      ({ target, type, offset }) => target === OWN_DATE[analyticsType] && USUAL.includes(type) && offset === 0,
    ) &&
    (boundaries.length === 0 || USUAL.every((usual) => boundaries.some(({ type }) => type === usual)))
  );
}

function bound(
  { target, type, offset, offsetType }: PeriodBoundary,
  analyticsType: BoundedItem['analyticsType'],
  { startDate, endDate }: QueryPeriod,
): RawBuilder<unknown> {
  const name = TARGETS[target]?.[analyticsType];
  const step = offset === 0 ? '1 day' : STEPS[offsetType ?? ''];
  if (name === undefined || step === undefined)
    throw new ExpressionError(`The period boundary by ${target} is not supported by this server.`);
  const edge = /START/.test(type) ? sql`${startDate}::timestamp` : sql`${endDate}::timestamp + interval '1 day'`;
  const moved = sql`(${edge} + ${offset} * ${step}::interval)`;
  return type.startsWith('BEFORE') ? sql`${column(name)} < ${moved}` : sql`${column(name)} >= ${moved}`;
}
