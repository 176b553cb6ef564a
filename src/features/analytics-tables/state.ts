import { type RawBuilder, sql } from 'kysely';
import { type Db, transaction } from '../../database/index.js';
import type { BuildResult } from './build.js';
import { marksOf, oldestMark, writeMark } from './latest/watermark.js';

/**
 * Writes what a run put in place for one type; rows of partitions that are gone go too.
 *
 * @param forms how each table was made
 */
export async function rememberPartitions(
  db: Db,
  type: string,
  run: { readonly uid: string; readonly startedAt: Date },
  { partitions, watermark, seen }: BuildResult,
  forms: ReadonlyMap<string, string>,
): Promise<void> {
  await transaction(db, async (handle) => {
    if (partitions.length > 0) {
      await sql`
        insert into orderly.analytics_partition
          (table_type, table_name, table_oid, year, run_uid, snapshot, started_at, row_estimate, bytes)
        select
          ${type}, built.name, to_regclass('public.' || quote_ident(built.name))::oid, built.year, ${run.uid}, ${watermark.snapshot}, ${run.startedAt}::timestamptz,
          built.rows, built.bytes
        from unnest(
          ${partitions.map(({ table }) => table)}::text[],
          ${partitions.map(({ year }) => year ?? null)}::int[],
          ${partitions.map(({ rows }) => rows)}::bigint[],
          ${partitions.map(({ bytes }) => bytes)}::bigint[]
        ) as built (name, year, rows, bytes)
        on conflict (table_name) do update set
          table_type = excluded.table_type, table_oid = excluded.table_oid, year = excluded.year, run_uid = excluded.run_uid, snapshot = excluded.snapshot,
          started_at = excluded.started_at, finished_at = now(), row_estimate = excluded.row_estimate, bytes = excluded.bytes, lost = false
      `.execute(handle);
    }
    for (const { table, fromYear, acrossYears } of seen) {
      // A series of values has statistics that stand in all of its years: while some of these are behind, its changes are to be seen again.
      const marked = acrossYears && fromYear > 0 ? oldestMark(await marksOf(handle, [table])) : watermark;
      if (marked) await writeMark(handle, { ...marked, table, fromYear, form: forms.get(table) ?? '' });
    }
    await forgetMissing(handle);
  });
}

async function forgetMissing(db: Db): Promise<void> {
  await sql`
    delete from orderly.analytics_partition as known
    where not exists (
      select from pg_class
      where pg_class.relname = known.table_name and pg_class.relnamespace = 'public'::regnamespace
    )
  `.execute(db);
  await sql`
    delete from orderly.analytics_watermark as mark
    where mark.table_name <> '' and not exists (
      select from pg_class
      where pg_class.relname = mark.table_name and pg_class.relnamespace = 'public'::regnamespace
    )
  `.execute(db);
}

/**
 * Marks the partitions that a crash of the database emptied: unlogged tables come back without rows, while the last run said that they had some
 * (contract: tables.md §10.3 no. 25).
 *
 * @returns the types that lost something
 */
export async function markLostPartitions(db: Db): Promise<readonly string[]> {
  const { rows } = await sql<{ type: string }>`
    update orderly.analytics_partition as known
    set lost = true
    from pg_class
    where pg_class.relname = known.table_name and pg_class.relnamespace = 'public'::regnamespace
      and known.row_estimate > 0 and pg_relation_size(pg_class.oid) = 0
    returning known.table_type as type
  `.execute(db);
  return [...new Set(rows.map(({ type }) => type))];
}

/** Whether a table of the type is waiting to be built anew after a crash. */
export async function isLost(db: Db, type: string): Promise<boolean> {
  const { rows } = await lostStatement(type).execute(db);
  return rows[0]?.lost === true;
}

/** The same, for those who read it together with other things. */
export const lostStatement = (type: string): RawBuilder<{ readonly lost: boolean }> => sql`
  select exists (
    select from orderly.analytics_partition as known where known.table_type = ${type} and known.lost
  ) as lost
`;

/** Bytes of all analytics tables that stand now. */
export async function currentBytes(db: Db): Promise<number> {
  const { rows } = await sql<{ bytes: number }>`
    select coalesce(sum(known.bytes), 0)::bigint as bytes from orderly.analytics_partition as known
  `.execute(db);
  return rows[0]?.bytes ?? 0;
}
