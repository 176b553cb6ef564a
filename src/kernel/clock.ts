/** Where the time comes from; tests put their own in. */
export interface Clock {
  now(): Date;
}

export const systemClock: Clock = { now: () => new Date() };

/**
 * `date` as DHIS2 prints a timestamp: local time of the process, milliseconds, no zone, e.g. `2018-03-26T15:02:32.171`
 * (contract: http.md §10).
 */
export function formatTimestamp(date: Date): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  const day = `${String(date.getFullYear()).padStart(4, '0')}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  const time = `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
  return `${day}T${time}.${String(date.getMilliseconds()).padStart(3, '0')}`;
}

/** `milliseconds` as `HH:mm:ss.SSS`, hours growing past 24; the form of the runtime settings (contract: tables.md §2.1). */
export function formatDuration(milliseconds: number): string {
  const total = Math.max(0, Math.round(milliseconds));
  const two = (value: number): string => String(value).padStart(2, '0');
  const seconds = Math.floor(total / 1000);
  const clock = `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  return `${clock}.${String(total % 1000).padStart(3, '0')}`;
}

/** The time zone of this server, e.g. `Africa/Freetown`: what DHIS2 writes without a zone, and cron expressions, are in it (contract: http.md §10). */
export const serverZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;
