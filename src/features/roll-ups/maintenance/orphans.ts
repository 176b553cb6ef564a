import { sql } from 'kysely';
import { type Db, transaction } from '../../../database/index.js';
import { dropParts } from '../build/part-tables.js';
import { raiseCatalogueVersion } from '../standing.js';
import { inStep, type Work } from './work.js';

/** What was cleared away. */
export interface Cleared {
  /** Tables that were dropped. */
  readonly tables: readonly string[];
  /** Tables that somebody was still reading. The next run drops them. */
  readonly busy: readonly string[];
}

/** No query that was told of a table when it was in use takes so long (contract: aggregates.md §6.7 `orphans`). */
const GRACE = sql`interval '1 hour'`;
/** Whoever reads such a table is left in peace. */
const LOCK_TIMEOUT_MS = 1_000;
/** For how long one sees what there was: as long as the history of the runs that built it. */
const KEPT = sql`interval '90 days'`;

const LOCK_NOT_AVAILABLE = '55P03';

/**
 * Drops tables that nobody can be reading: those that a newer one or a newer instance has taken the place of an hour ago, and those of which nothing is known, which a run that died has left. What is
 * said of tables that do not exist goes, too; and definitions that were retired, with their last table.
 *
 * No other run of the organization is at work; tables of others are left to theirs.
 */
export async function clearOrphans(db: Db, organization: string): Promise<Cleared> {
  const cleared = await dropEach(db, [
    ...(await unknownTables(db, organization)),
    ...(await outOfUse(db, organization)),
  ]);
  await forgetMissing(db, organization);
  return cleared;
}

/** Drops the tables whose time is over, and nothing else: often, so that they do not pile up. */
export async function clearSuperseded(db: Db, organization: string): Promise<Cleared> {
  const cleared = await dropEach(db, await outOfUse(db, organization));
  await forgetMissing(db, organization);
  return cleared;
}

/** Drops tables that nobody reads any more. */
export async function stepOfOrphans(
  work: Work,
  clear: (db: Db, organization: string) => Promise<Cleared>,
): Promise<void> {
  const { db, organization, progress } = work;
  await inStep(work, 'orphans', () =>
    progress.stage('Remove old aggregate tables', async () => {
      const { tables, busy } = await clear(db, organization);
      if (tables.length > 0) await progress.message(`${tables.length} tables removed`);
      if (busy.length > 0)
        await progress.message(`Still being read, and left to the next run: ${busy.join(', ')}`, 'WARN');
    }),
  );
}

/** Tables of which there is no word: of an instance of the organization, or of one that is nowhere known. */
async function unknownTables(db: Db, organization: string): Promise<readonly string[]> {
  const { rows } = await sql<{ table: string }>`
    select pg_class.relname as "table"
    from pg_class
    where pg_class.relnamespace = 'orderly_agg'::regnamespace and pg_class.relkind = 'r'
      and not exists (select from orderly.roll_up_part as part where part.table_name = pg_class.relname)
      and not exists (
        select from orderly.roll_up_instance as instance
        join orderly.roll_up using (roll_up_id)
        where starts_with(pg_class.relname, instance.table_name || '_') and roll_up.organization_id <> ${organization}
      )
    order by pg_class.relname
  `.execute(db);
  return rows.map(({ table }) => table);
}

async function outOfUse(db: Db, organization: string): Promise<readonly string[]> {
  const { rows } = await sql<{ table: string }>`
    select part.table_name as "table"
    from orderly.roll_up_part as part
    join orderly.roll_up_instance as instance using (instance_id)
    join orderly.roll_up using (roll_up_id)
    where roll_up.organization_id = ${organization}
      and least(part.superseded_at, instance.deleted_at) < clock_timestamp() - ${GRACE}
    order by part.table_name
  `.execute(db);
  return rows.map(({ table }) => table);
}

/** One at a time, so that a reader of one does not keep the others, and no transaction needs many locks. */
async function dropEach(db: Db, tables: readonly string[]): Promise<Cleared> {
  const dropped: string[] = [];
  const busy: string[] = [];
  for (const table of tables) {
    try {
      await transaction(db, (handle) => dropParts(handle, [table]), { lockTimeoutMs: LOCK_TIMEOUT_MS });
      dropped.push(table);
    } catch (error) {
      if ((error as { code?: unknown }).code !== LOCK_NOT_AVAILABLE) throw error;
      busy.push(table);
    }
  }
  return { tables: dropped, busy };
}

/** An active instance is left as it is: it is for the check of health to find what it lacks. */
async function forgetMissing(db: Db, organization: string): Promise<void> {
  await transaction(db, async (handle) => {
    await sql`
      delete from orderly.roll_up_part as part
      using orderly.roll_up_instance as instance
      join orderly.roll_up using (roll_up_id)
      where instance.instance_id = part.instance_id and roll_up.organization_id = ${organization}
        and (part.superseded_at is not null or instance.status <> 'active')
        and not exists (
          select from pg_class where pg_class.relname = part.table_name and pg_class.relnamespace = 'orderly_agg'::regnamespace
        )
    `.execute(handle);
    await sql`
      delete from orderly.roll_up
      where roll_up.organization_id = ${organization} and ${RETIRED} and not exists (
        select from orderly.roll_up_part as part
        join orderly.roll_up_instance as instance using (instance_id)
        where instance.roll_up_id = roll_up.roll_up_id
      )
    `.execute(handle);
    await sql`
      delete from orderly.roll_up_instance as instance
      using orderly.roll_up
      where roll_up.roll_up_id = instance.roll_up_id and roll_up.organization_id = ${organization} and instance.status in ('invalid', 'deleted')
        and instance.deleted_at < clock_timestamp() - ${KEPT}
        and exists (
          select from orderly.roll_up_instance as newer where newer.roll_up_id = instance.roll_up_id and newer.created_at > instance.created_at
        )
    `.execute(handle);
    await raiseCatalogueVersion(handle);
  });
}

/** The condition on `roll_up` that the system once chose it and needs it no more: nothing of it is left but instances that were removed. A blocked one stays, so that it is not chosen again. */
export const RETIRED = sql`(
  roll_up.kind = 'system_defined' and not roll_up.blocked
  and exists (select from orderly.roll_up_instance as instance where instance.roll_up_id = roll_up.roll_up_id)
  and not exists (
    select from orderly.roll_up_instance as instance where instance.roll_up_id = roll_up.roll_up_id and instance.status <> 'deleted'
  )
)`;
