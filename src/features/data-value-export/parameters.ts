import { type Static, Type } from 'typebox';
import { listParameter } from '../../http/index.js';
import { formatTimestamp } from '../../kernel/clock.js';
import { badRequest, catalogued, type OrderlyError } from '../../kernel/errors/index.js';
import { timestamp } from '../../metadata/index.js';
import { type IdScheme, parseIdScheme } from '../imports/index.js';

const text = () => Type.Optional(Type.String());
const flag = () => Type.Boolean({ default: false });

/** Parameters of `GET /api/dataValueSets`, with the peer's names. */
export const EXPORT_QUERY = Type.Object({
  dataSet: listParameter(),
  dataElementGroup: listParameter(),
  dataElement: listParameter(),
  period: listParameter(),
  startDate: text(),
  endDate: text(),
  orgUnit: listParameter(),
  orgUnitGroup: listParameter(),
  children: flag(),
  attributeOptionCombo: listParameter(),
  includeDeleted: flag(),
  lastUpdated: text(),
  lastUpdatedDuration: text(),
  limit: Type.Optional(Type.Integer()),
  idScheme: text(),
  dataElementIdScheme: text(),
  orgUnitIdScheme: text(),
  categoryOptionComboIdScheme: text(),
  attributeOptionComboIdScheme: text(),
  dataSetIdScheme: text(),
  inputIdScheme: text(),
  inputDataElementIdScheme: text(),
  inputDataElementGroupIdScheme: text(),
  inputOrgUnitIdScheme: text(),
  inputDataSetIdScheme: text(),
  compression: text(),
  attachment: text(),
});

export type ExportQuery = Static<typeof EXPORT_QUERY>;

/** Days as `yyyy-MM-dd`, both included. */
export interface DateSpan {
  readonly from: string;
  readonly to: string;
}

/** How an export says which object it means. */
export type ExportedType = 'dataElement' | 'orgUnit' | 'categoryOptionCombo' | 'attributeOptionCombo' | 'dataSet';

/** What is asked for, in words of the request that can be looked up. */
export interface ExportRequest {
  readonly query: ExportQuery;
  /** Counts only where no periods are named, as in the peer. */
  readonly span: DateSpan | undefined;
  /** Values changed from this local time on. */
  readonly changedSince: string | undefined;
  readonly schemes: Readonly<Record<ExportedType, IdScheme>>;
}

const DURATION = /^(\d{1,9})([dhms])$/;
const SECONDS: Readonly<Record<string, number>> = { d: 86_400, h: 3_600, m: 60, s: 1 };

/**
 * Reads the parameters, and judges them as the peer does: of several faults the last in its order is told.
 *
 * @throws OrderlyError 409 E2001–E2009; 400 for a date that is none
 */
export function exportRequest(query: ExportQuery, now: Date): ExportRequest {
  const scheme = (own: string | undefined) => parseIdScheme(own ?? query.idScheme);
  const startDate = moment(query.startDate, 'startDate')?.slice(0, 10);
  const endDate = moment(query.endDate, 'endDate')?.slice(0, 10);
  const span =
    startDate === undefined || endDate === undefined || query.period.length > 0
      ? undefined
      : { from: startDate, to: endDate };
  const lastUpdated = moment(query.lastUpdated, 'lastUpdated');
  const duration = DURATION.exec(query.lastUpdatedDuration ?? '');
  const fault = faults(query, span, lastUpdated !== undefined, duration !== null).at(-1);
  if (fault) throw fault;
  return {
    query,
    span,
    changedSince: lastUpdated ?? before(now, duration),
    schemes: {
      dataElement: scheme(query.dataElementIdScheme),
      orgUnit: scheme(query.orgUnitIdScheme),
      categoryOptionCombo: scheme(query.categoryOptionComboIdScheme),
      attributeOptionCombo: scheme(query.attributeOptionComboIdScheme ?? query.categoryOptionComboIdScheme),
      dataSet: scheme(query.dataSetIdScheme),
    },
  };
}

function faults(
  query: ExportQuery,
  span: DateSpan | undefined,
  hasLastUpdated: boolean,
  hasDuration: boolean,
): readonly OrderlyError[] {
  const { lastUpdatedDuration, limit } = query;
  const found: OrderlyError[] = [];
  const demand = (holds: boolean, fault: () => OrderlyError) => void (holds || found.push(fault()));
  const named = (...lists: readonly (readonly string[])[]) => lists.some((list) => list.length > 0);
  demand(named(query.dataElement, query.dataSet, query.dataElementGroup), () => catalogued('E2001'));
  demand(named(query.period) || span !== undefined || hasLastUpdated || lastUpdatedDuration !== undefined, () =>
    catalogued('E2002'),
  );
  demand(span === undefined || span.from <= span.to, () => catalogued('E2004'));
  demand(lastUpdatedDuration === undefined || hasDuration, () => catalogued('E2005', lastUpdatedDuration ?? ''));
  demand(named(query.orgUnit, query.orgUnitGroup), () => catalogued('E2006'));
  demand(!(query.children && named(query.orgUnitGroup)), () => catalogued('E2007'));
  demand(!query.children || named(query.orgUnit), () => catalogued('E2008'));
  demand(limit === undefined || limit >= 0, () => catalogued('E2009', limit ?? ''));
  return found;
}

/** @returns local time, as columns without zone hold it */
function moment(given: string | undefined, name: string): string | undefined {
  if (given === undefined || given === '') return undefined;
  const read = timestamp(given);
  if (read === undefined)
    throw badRequest(
      `Invalid date format '${given.slice(0, 50)}' of parameter ${name}, only ISO format or UNIX Epoch timestamp is supported.`,
    );
  return read;
}

function before(now: Date, duration: RegExpExecArray | null): string | undefined {
  if (!duration) return undefined;
  const [, count, unit = 's'] = duration;
  const since = new Date(now.getTime() - Number(count) * (SECONDS[unit] ?? 1) * 1000);
  // Longer ago than the calendar goes: everything has changed since.
  return since.getFullYear() >= 1 ? formatTimestamp(since) : '0001-01-01T00:00:00.000';
}
