const MINUTE = 60;
const HOUR = 60 * MINUTE;

const SECONDS: Readonly<Record<string, number>> = {
  CACHE_1_MINUTE: MINUTE,
  CACHE_5_MINUTES: 5 * MINUTE,
  CACHE_10_MINUTES: 10 * MINUTE,
  CACHE_15_MINUTES: 15 * MINUTE,
  CACHE_30_MINUTES: 30 * MINUTE,
  CACHE_1_HOUR: HOUR,
  CACHE_TWO_WEEKS: 14 * 24 * HOUR,
};

const MORNING_HOUR = 6;

/** How long the reader may keep rows; `system` is the strategy of the system. Never in a shared cache: who may read them is decided anew for each user. */
export function cacheControl(strategy: string, system: string, now: Date): string {
  const chosen = strategy === 'RESPECT_SYSTEM_SETTING' ? system : strategy;
  const seconds = chosen === 'CACHE_6AM_TOMORROW' ? untilMorning(now) : SECONDS[chosen];
  return seconds === undefined ? 'no-cache, private' : `max-age=${seconds}, private`;
}

function untilMorning(now: Date): number {
  const morning = new Date(now);
  morning.setDate(morning.getDate() + 1);
  morning.setHours(MORNING_HOUR, 0, 0, 0);
  return Math.round((morning.getTime() - now.getTime()) / 1000);
}
