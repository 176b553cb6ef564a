import { sql } from 'kysely';
import {
  analyzeTable,
  type DependentView,
  dependentViews,
  dropViews,
  publicTable,
  sweepWorkshops,
} from '../../database/build/index.js';
import { type Db, transaction } from '../../database/index.js';
import { runningRuns } from '../../jobs/index.js';
import { dropParts, forgetRollUps } from '../roll-ups/index.js';
import { standingTables as tablesOf } from './standing.js';
import { ANALYTICS_TABLES } from './types/index.js';

/** The tables of one analytics table type that stand now, and the views on them. */
export interface StandingTables {
  readonly type: string;
  /** The table that is read, and its partitions. */
  readonly tables: readonly string[];
  readonly views: readonly DependentView[];
}

/** The analytics tables that stand now, by type. */
export async function standingTables(db: Db): Promise<readonly StandingTables[]> {
  const all = await tablesOf(db, ANALYTICS_TABLES);
  const found: StandingTables[] = [];
  for (const type of new Set(all.map((standing) => standing.type))) {
    const tables = all.filter((standing) => standing.type === type).map(({ table }) => table);
    found.push({ type, tables, views: await dependentViews(db, tables.map(publicTable)) });
  }
  return found;
}

/** Longest wait for those who read a table that is to go; they would find nothing of it afterwards. */
const LOCK_TIMEOUT_MS = 60_000;

/**
 * Drops the tables of one type, the views on them and the roll-ups made of them, by name and without a cascade: what nobody knew of keeps them. A type is gone as a whole or stays.
 */
export async function dropStandingTables(db: Db, { type, tables, views }: StandingTables): Promise<void> {
  const parts = await transaction(
    db,
    async (handle) => {
      await dropViews(handle, views);
      await sql`drop table ${sql.join(tables.map((table) => sql.id('public', table)))}`.execute(handle);
      await sql`delete from orderly.analytics_partition where table_type = ${type}`.execute(handle);
      return await forgetRollUps(handle, type);
    },
    { lockTimeoutMs: LOCK_TIMEOUT_MS },
  );
  await dropParts(db, parts);
}

/** Removes what runs that died left of unfinished tables. */
export const dropUnfinishedTables = async (db: Db): Promise<number> =>
  (await sweepWorkshops(db, await runningRuns(db))).length;

export const analyzeStandingTable = (db: Db, table: string): Promise<void> => analyzeTable(db, publicTable(table));
