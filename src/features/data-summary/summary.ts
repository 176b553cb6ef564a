import { sql } from 'kysely';
import type { Db } from '../../database/index.js';
import { API_VERSION, objectCounts } from '../system/index.js';
import { type DayCounts, dayCounts } from './day-counts.js';

/** Names that kinds of objects had before 2.42; clients of both know them (contract: data-admin.md §3.2). */
const OLD_NAMES = {
  trackedEntityInstance: 'trackedEntity',
  programInstance: 'enrollment',
  programStageInstance: 'event',
} as const;

/** Everything of the summary that the database has to count. */
export interface Counts extends DayCounts {
  readonly objectCounts: Readonly<Record<string, number>>;
  /** Kinds in `objectCounts` whose number is an estimate. */
  readonly objectCountsEstimated: readonly string[];
}

export interface SystemFacts {
  /** The DHIS2 version whose API this is. */
  readonly version: string;
  /** Orderly's own version. */
  readonly revision: string;
  readonly buildTime: Date;
  readonly systemId: string | undefined;
}

export interface Summary extends Counts {
  readonly system: SystemFacts;
}

/** Counts objects, and what was done lately. */
export async function readCounts(db: Db, now: Date): Promise<Counts> {
  const [{ counts, estimated }, days] = await Promise.all([objectCounts(db), dayCounts(db, now)]);
  const old = Object.entries(OLD_NAMES);
  return {
    objectCounts: { ...counts, ...Object.fromEntries(old.map(([name, now]) => [name, counts[now] ?? 0])) },
    objectCountsEstimated: [...estimated, ...old.filter(([, name]) => estimated.includes(name)).map(([name]) => name)],
    ...days,
  };
}

/** Which server this is. */
export async function systemFacts(
  db: Db,
  { revision, buildTime }: Pick<SystemFacts, 'revision' | 'buildTime'>,
): Promise<SystemFacts> {
  const { rows } = await sql<{ id: string | null }>`
    select configuration.systemid as id from configuration limit 1
  `.execute(db);
  return { version: API_VERSION, revision, buildTime, systemId: rows[0]?.id ?? undefined };
}
