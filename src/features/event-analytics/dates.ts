import type { IsoDate } from '../../kernel/calendar.js';
import { addDays } from '../../kernel/calendar.js';
import { catalogued } from '../../kernel/errors/index.js';
import { isRelativePeriod, parsePeriod, periodLabel, relativePeriodLabel } from '../../kernel/periods/index.js';
import {
  type Item,
  type PeriodOptions,
  parseItems,
  type QueryPeriod,
  resolvePeriods,
} from '../analytics-query/index.js';
import type { DateCondition, DatedPeriod, DateRange, Subject } from './model.js';

/** Dates that a request may name: its parameter, its word, and the column in each table (contract: analytics-query.md §7, tables.md §4.6–4.9). */
const FIELDS = [
  { parameter: 'eventDate', word: 'EVENT_DATE', EVENT: 'occurreddate' },
  { parameter: 'occurredDate', word: 'OCCURRED_DATE', EVENT: 'occurreddate', ENROLLMENT: 'occurreddate' },
  { parameter: 'enrollmentDate', word: 'ENROLLMENT_DATE', EVENT: 'enrollmentdate', ENROLLMENT: 'enrollmentdate' },
  { parameter: 'scheduledDate', word: 'SCHEDULED_DATE', EVENT: 'scheduleddate' },
  { parameter: 'dueDate', word: 'DUE_DATE', EVENT: 'scheduleddate' },
  {
    parameter: 'incidentDate',
    word: 'INCIDENT_DATE',
    EVENT: 'enrollmentoccurreddate',
    ENROLLMENT: 'occurreddate',
  },
  { parameter: 'completedDate', word: 'COMPLETED_DATE', EVENT: 'completeddate', ENROLLMENT: 'completeddate' },
  {
    parameter: 'lastUpdated',
    word: 'LAST_UPDATED',
    EVENT: 'lastupdated',
    ENROLLMENT: 'lastupdated',
    TRACKED_ENTITY: 'lastupdated',
  },
  { parameter: 'created', word: 'CREATED', EVENT: 'created', TRACKED_ENTITY: 'created' },
] as const satisfies readonly ({ readonly parameter: string; readonly word: string } & {
  readonly [subject in Subject]?: string;
})[];

export type DateParameter = (typeof FIELDS)[number]['parameter'];

export type DateTexts = { readonly [parameter in DateParameter]?: string | readonly string[] | undefined };

/** The column of a date by its word; undefined for a word that the table has no date for. */
export function dateColumnOf(subject: Subject, word: string): string | undefined {
  const field: { readonly [subject in Subject]?: string } | undefined = FIELDS.find(
    (one) => one.word === word.toUpperCase(),
  );
  return field?.[subject];
}

export interface DateOptions extends PeriodOptions {
  readonly subject: Subject;
}

export interface DateSelection {
  /** The periods of `pe`, in request order. */
  readonly periods: readonly DatedPeriod[];
  /** What else has to lie where. */
  readonly dates: readonly DateCondition[];
  readonly keywords: readonly Item[];
}

/**
 * The periods of `pe`, of which each may name its date (`LAST_YEAR:LAST_UPDATED`), and the parameters that are dates: several periods of one date are alternatives, several dates
 * hold together (contract: analytics-query.md §3.2, §7).
 *
 * @throws OrderlyError E7611 for a name that is no period, E7210 for a word that is no date of the table, E7206 for a start date after the end
 */
export function resolveDates(pe: string | undefined, texts: DateTexts, options: DateOptions): DateSelection {
  const { subject, startDate, endDate } = options;
  if (startDate !== undefined && endDate !== undefined) {
    resolvePeriods(undefined, options);
    if (startDate > endDate) throw catalogued('E7206', startDate, endDate);
  }
  const range = resolvePeriods(undefined, options).periods;
  const asked = pe === undefined ? [] : datedItems(pe, subject);
  if (pe !== undefined && asked.length === 0) throw catalogued('E7124', 'pe');
  const periods = asked.flatMap(({ items, column }) =>
    resolvePeriods(items, options).periods.map((period) => ({ period, column })),
  );
  const fields = FIELDS.flatMap((field) => {
    const given = [texts[field.parameter] ?? []].flat().flatMap(parseItems);
    if (given.length === 0) return [];
    const column: string | undefined = (field as { readonly [subject in Subject]?: string })[subject];
    if (column === undefined) throw catalogued('E7210', field.parameter);
    return [{ column, items: given, ranges: resolvePeriods(given, options).periods }];
  });
  return {
    periods,
    dates: [
      ...(range.length > 0 ? [{ column: undefined, ranges: range }] : []),
      ...fields.map(({ column, ranges }) => ({ column, ranges })),
    ],
    keywords: [...asked, ...fields].flatMap(({ items }) => items.map(keyword)),
  };
}

/** `a;b:LAST_UPDATED` → the items by their date, in request order of the dates. */
function datedItems(
  text: string,
  subject: Subject,
): readonly { readonly items: readonly string[]; readonly column: string | undefined }[] {
  const groups = new Map<string | undefined, string[]>();
  for (const item of parseItems(text)) {
    const [name = '', word] = item.split(':').map((part) => part.trim());
    const column = word === undefined ? undefined : dateColumnOf(subject, word);
    if (word !== undefined && column === undefined) throw catalogued('E7210', word);
    const known = groups.get(column);
    if (known) known.push(name);
    else groups.set(column, [name]);
  }
  return [...groups].map(([column, items]) => ({ column, items }));
}

function keyword(uid: string): Item {
  if (isRelativePeriod(uid)) return { uid, name: relativePeriodLabel(uid) };
  const period = parsePeriod(uid);
  return { uid, name: period ? periodLabel(period) : uid.replace('_', ' - ') };
}

/** The same days in as few ranges as tell them. */
export function mergedRanges(ranges: readonly DateRange[]): readonly DateRange[] {
  const merged: { startDate: IsoDate; endDate: IsoDate }[] = [];
  for (const { startDate, endDate } of ranges.toSorted((a, b) => (a.startDate < b.startDate ? -1 : 1))) {
    const last = merged.at(-1);
    if (!last || addDays(last.endDate, 1) < startDate) merged.push({ startDate, endDate });
    else if (last.endDate < endDate) last.endDate = endDate;
  }
  return merged;
}

/** The days of periods, whatever their types. */
export const rangesOf = (periods: readonly QueryPeriod[]): readonly DateRange[] => mergedRanges(periods);

/** From the first day of a request to its last; undefined without any. */
export function spanOf({ periods, dates }: Pick<DateSelection, 'periods' | 'dates'>): DateRange | undefined {
  const ranges = periods.length > 0 ? periods.map(({ period }) => period) : dates.flatMap((one) => one.ranges);
  const [first] = ranges;
  if (!first) return undefined;
  return ranges.reduce(
    (span, { startDate, endDate }) => ({
      startDate: startDate < span.startDate ? startDate : span.startDate,
      endDate: endDate > span.endDate ? endDate : span.endDate,
    }),
    first,
  );
}
