import { sql } from 'kysely';
import type { Db } from '../database/index.js';
import { serverZone } from '../kernel/clock.js';
import type { Relations } from './relations.js';

/** Whether DHIS2 writes its timestamps, which have no zone, in the zone of this process (contract: schema.md §1.1). */
export interface ZoneFinding {
  /** The zone of this process. */
  readonly here: string;
  /** `agrees` and `differs` only when something recent tells. */
  readonly verdict: 'agrees' | 'differs' | 'unknown';
  /** Minutes by which what DHIS2 wrote last is ahead of the time here; negative: behind. Undefined when it wrote nothing. */
  readonly aheadMinutes: number | undefined;
}

/** What DHIS2 itself sets to the present time, whatever a client sends. */
const WRITTEN: Readonly<Record<string, readonly string[]>> = {
  jobconfiguration: ['lastexecuted', 'lastalive', 'lastfinished'],
  userinfo: ['lastlogin'],
};

const TOLERATED_MINUTES = 3;
/** Zones differ by quarters of an hour, and by less than a day and some hours. */
const STEP_MINUTES = 15;
const FARTHEST_MINUTES = 26 * 60;

/**
 * Compares the latest times that DHIS2 wrote with the time here. A time in the future says that its zone or clock is another. One in the past says so only while DHIS2 is running, because a running one
 * writes every few seconds from 2.41 on, and by a whole number of quarters of an hour.
 */
export async function compareZones(db: Db, relations: Relations, dhis2IsRunning: boolean): Promise<ZoneFinding> {
  const here = serverZone();
  const times = Object.entries(WRITTEN).flatMap(([table, columns]) => {
    const relation = relations.get(table);
    if (!relation?.rights.has('select')) return [];
    const there = columns.filter((column) => relation.columns.has(column));
    return there.map((column) => sql`(select max(${sql.ref(column)}) from public.${sql.ref(table)})`);
  });
  if (times.length === 0) return { here, verdict: 'unknown', aheadMinutes: undefined };
  const { rows } = await sql<{ minutes: number | null }>`
    select extract(epoch from greatest(${sql.join(times)}) - clock_timestamp() at time zone ${here})::float / 60 as minutes
  `.execute(db);
  const exact = rows[0]?.minutes ?? undefined;
  const beats = relations.get('jobconfiguration')?.columns.has('lastalive') === true;
  return {
    here,
    verdict: exact === undefined ? 'unknown' : verdictOf(exact, dhis2IsRunning && beats),
    aheadMinutes: exact === undefined ? undefined : Math.round(exact),
  };
}

/** Exported for its test: `ahead` in minutes. */
export function verdictOf(ahead: number, isRunning: boolean): ZoneFinding['verdict'] {
  if (ahead > TOLERATED_MINUTES) return 'differs';
  if (ahead > -TOLERATED_MINUTES) return 'agrees';
  const distance = Math.abs(ahead - Math.round(ahead / STEP_MINUTES) * STEP_MINUTES);
  return isRunning && distance <= TOLERATED_MINUTES && ahead > -FARTHEST_MINUTES ? 'differs' : 'unknown';
}
