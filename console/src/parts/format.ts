import { i18n, language } from '../i18n';

export const formatNumber = (value: number): string => new Intl.NumberFormat(language()).format(value);

const KILO = 1024;
const UNITS = ['B', 'kB', 'MB', 'GB', 'TB'];

/** `1 536` → `1.5 kB` */
export function formatBytes(bytes: number): string {
  let [value, unit] = [bytes, 0];
  while (value >= KILO && unit < UNITS.length - 1) {
    value /= KILO;
    unit += 1;
  }
  return `${new Intl.NumberFormat(language(), { maximumFractionDigits: value < 10 ? 1 : 0 }).format(value)} ${UNITS[unit]}`;
}

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** A span of time in its two largest units: `2 h 5 min`, `4.2 s`, `120 ms`. */
export function formatDuration(ms: number): string {
  const span = Math.max(0, ms);
  if (span < SECOND_MS) return `${formatNumber(Math.round(span))} ms`;
  if (span < 10 * SECOND_MS) return `${formatNumber(Math.round(span / 100) / 10)} s`;
  if (span < MINUTE_MS) return `${Math.round(span / SECOND_MS)} s`;
  if (span < HOUR_MS) return `${Math.floor(span / MINUTE_MS)} min ${Math.floor((span % MINUTE_MS) / SECOND_MS)} s`;
  if (span < DAY_MS) return `${Math.floor(span / HOUR_MS)} h ${Math.floor((span % HOUR_MS) / MINUTE_MS)} min`;
  return i18n.t('{{days}} d {{hours}} h', {
    days: Math.floor(span / DAY_MS),
    hours: Math.floor((span % DAY_MS) / HOUR_MS),
  });
}

/** `3 minutes ago`, `in 2 hours`, in the user's language. */
export function formatRelative(aheadMs: number): string {
  const format = new Intl.RelativeTimeFormat(language(), { numeric: 'auto' });
  const size = Math.abs(aheadMs);
  if (size < 45 * SECOND_MS) return format.format(Math.round(aheadMs / SECOND_MS), 'second');
  if (size < 45 * MINUTE_MS) return format.format(Math.round(aheadMs / MINUTE_MS), 'minute');
  if (size < 22 * HOUR_MS) return format.format(Math.round(aheadMs / HOUR_MS), 'hour');
  return format.format(Math.round(aheadMs / DAY_MS), 'day');
}

/** A time of the server, in its own zone: `26 Nov 2026, 14:05`. */
export const formatTime = (text: string, withSeconds = false): string =>
  new Intl.DateTimeFormat(language(), { dateStyle: 'medium', timeStyle: withSeconds ? 'medium' : 'short' }).format(
    new Date(text),
  );

/** `ANALYTICS_TABLE` → `Analytics table` */
export function formatConstant(name: string): string {
  const words = name.toLowerCase().replaceAll('_', ' ');
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}

/** What a run is called. The server calls those that run once by their type and the time, which says nothing to people. */
export const runTitle = ({ name, type }: { readonly name: string; readonly type: string }): string =>
  name.startsWith(`${type} (`) ? formatConstant(type) : name;

/** `skipTableTypes` → `Skip table types` */
export function formatIdentifier(name: string): string {
  const words = name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}

/** The day of a moment, in milliseconds since 1970, where the user is: `26 Nov 2026`. */
export const formatDate = (moment: number): string =>
  new Intl.DateTimeFormat(language(), { dateStyle: 'medium' }).format(moment);

/** A moment with a zone, as the clock of the server shows it; `zone` is the server's. */
export const formatMoment = (moment: number, zone: string | undefined): string =>
  new Intl.DateTimeFormat(language(), {
    dateStyle: 'medium',
    timeStyle: 'short',
    ...(zone !== undefined && { timeZone: zone }),
  }).format(moment);
