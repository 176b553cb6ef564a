/** Moments are seconds since 1970 in UTC; a local time is the moment at which UTC shows that date and time. */

const formatters = new Map<string, Intl.DateTimeFormat>();

function formatterOf(zone: string): Intl.DateTimeFormat {
  let formatter = formatters.get(zone);
  if (!formatter) {
    formatter = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    formatters.set(zone, formatter);
  }
  return formatter;
}

/** How far the clocks of the zone are ahead of UTC at the moment, in seconds. */
export function offsetAt(moment: number, zone: string): number {
  if (zone === 'UTC') return 0;
  const [month = 1, day = 1, year = 1970, hour = 0, minute = 0, second = 0] = (
    formatterOf(zone)
      .format(moment * 1000)
      .match(/\d+/g) ?? []
  ).map(Number);
  return Date.UTC(year, month - 1, day, hour, minute, second) / 1000 - moment;
}

/** The first moment after `from`, and not after `to`, at which the clocks show another offset; there must be exactly one change. */
export function clockChange(from: number, to: number, zone: string): number {
  const before = offsetAt(from, zone);
  let [low, high] = [from, to];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (offsetAt(middle, zone) === before) low = middle;
    else high = middle;
  }
  return high;
}

export interface LocalMoment {
  readonly moment: number;
  /** False when the clocks skip the local time; `moment` is then the first one after the gap. */
  readonly exists: boolean;
}

const DAY_SECONDS = 86_400;

/** The first moment at which the clocks of the zone show the local time. */
export function momentOf(local: number, zone: string): LocalMoment {
  const before = offsetAt(local - DAY_SECONDS, zone);
  const after = offsetAt(local + DAY_SECONDS, zone);
  // The greater offset gives the earlier moment.
  for (const offset of before > after ? [before, after] : [after, before]) {
    if (offsetAt(local - offset, zone) === offset) return { moment: local - offset, exists: true };
  }
  return { moment: clockChange(local - after, local - before, zone), exists: false };
}
