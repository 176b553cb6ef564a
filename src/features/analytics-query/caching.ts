import { cacheControl } from '../../http/index.js';
import { dayNumber, type IsoDate, localDate } from '../../kernel/calendar.js';
import type { SettingValues } from '../settings/index.js';
import type { AnalyticsRequest } from './query.js';

/**
 * Headers that say how long an answer may be kept. In mode `PROGRESSIVE` answers about the past are kept longer the longer it is over: the factor is seconds for each day
 * since the last day of the request; otherwise the strategy of the system decides (contract: analytics-query.md §1, tables.md §2.1). Kept by the reader only, whatever
 * `keyCacheability` says.
 */
export function cachingHeaders(
  settings: SettingValues,
  { periods }: Pick<AnalyticsRequest, 'periods'>,
  now: Date,
): Readonly<Record<string, string>> {
  const last = periods.reduce<IsoDate | undefined>(
    (latest, { endDate }) => (latest === undefined || endDate > latest ? endDate : latest),
    undefined,
  );
  const isProgressive = settings.keyAnalyticsCacheTtlMode === 'PROGRESSIVE' && last !== undefined;
  const control = isProgressive
    ? `max-age=${settings.keyAnalyticsCacheProgressiveTtlFactor * Math.max(1, dayNumber(localDate(now)) - dayNumber(last))}, private`
    : cacheControl('RESPECT_SYSTEM_SETTING', settings.keyCacheStrategy, now);
  return { 'Cache-Control': control };
}
