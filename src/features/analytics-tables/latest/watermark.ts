import { type RawBuilder, sql } from 'kysely';
import { type Db, transaction } from '../../../database/index.js';

/** How far a table has seen its sources. Times are text, because the database's are finer than those of JavaScript. */
export interface Watermark {
  /** What had committed when its rows were read, as text of a `pg_snapshot`. */
  readonly snapshot: string;
  /** The oldest transaction of this database that was writing then. */
  readonly openSince: string | null;
  /** No transaction that the rows were read without began before. */
  readonly since: string;
}

/** What is known before the rows are read. */
export interface Quiet {
  readonly since: string;
  /** Transactions that write in other databases of the server, and matter to nobody here. */
  readonly foreign: readonly string[];
}

/** For clocks that are not quite that of the database, and for what it shows of a transaction a moment after it began. */
const MARGIN = sql`interval '1 minute'`;
/** How long a transaction may have been open that this server's role is not allowed to see. */
const LONGEST_TRANSACTION = sql`interval '1 day'`;

/**
 * The beginning of the oldest transaction that is open now. Whatever a later snapshot does not show is of that transaction or of one that began after it, so it carries no
 * earlier time (contract: tables.md §10.2 no. 11).
 */
export async function quietTime(db: Db): Promise<Quiet> {
  const { rows } = await sql<{ since: string; foreign: readonly string[] }>`
    select
      (least(
        clock_timestamp(),
        min(activity.xact_start) filter (where ${HERE}),
        case when bool_or(not ${VISIBLE}) filter (where ${HERE}) then clock_timestamp() - ${LONGEST_TRANSACTION} end,
        (select min(prepared.prepared) - ${LONGEST_TRANSACTION} from pg_prepared_xacts as prepared where prepared.database = current_database())
      ) - ${MARGIN})::text as since,
      ${FOREIGN} as foreign
    from pg_stat_activity as activity
  `.execute(db);
  const [row] = rows;
  if (!row) throw new Error('PostgreSQL shows no activity.');
  return row;
}

const HERE = sql`(
  activity.datname = current_database() and activity.pid <> pg_backend_pid() and activity.backend_type <> 'autovacuum worker'
)`;
const VISIBLE = sql`(pg_has_role(activity.usesysid, 'usage') or pg_has_role('pg_read_all_stats', 'usage'))`;
const FOREIGN = sql`coalesce(
  array_agg(activity.backend_xid::text) filter (where activity.backend_xid is not null and activity.datname <> current_database()), '{}'
)`;

/**
 * The watermark of what is read under a snapshot.
 *
 * @param quiet from before it was taken
 */
export async function watermarkAt(db: Db, snapshot: string, { since, foreign }: Quiet): Promise<Watermark> {
  // A snapshot knows transactions, not savepoints: of those that were writing, everything since their beginning counts as not seen.
  const { rows } = await sql<{ xid: string }>`
    select running.xid::text as xid
    from pg_snapshot_xip(${snapshot}::pg_snapshot) as running (xid)
    where (running.xid::text::numeric % 4294967296)::text <> all (
      array_cat(${[...foreign]}::text[], (select ${FOREIGN} from pg_stat_activity as activity))
    )
    order by running.xid
    limit 1
  `.execute(db);
  return { snapshot, since, openSince: rows[0]?.xid ?? null };
}

/** A watermark that a table has, for its years from `fromYear` up to those of the next. */
export interface Mark extends Watermark {
  readonly table: string;
  readonly fromYear: number;
  readonly form: string;
}

/** The marks of the tables, those of a table by year. */
export async function marksOf(db: Db, tables: readonly string[]): Promise<readonly Mark[]> {
  const { rows } = await sql<Mark>`
    select
      mark.table_name as "table", mark.from_year as "fromYear", mark.form, mark.snapshot::text as snapshot,
      mark.open_since::text as "openSince", mark.since::text as since
    from orderly.analytics_watermark as mark
    where mark.table_name = any (${[...tables]}::text[])
    order by mark.table_name, mark.from_year
  `.execute(db);
  return rows;
}

/** The one that has seen least. */
export function oldestMark(marks: readonly Mark[]): Mark | undefined {
  const end = ({ snapshot }: Mark): bigint => BigInt(snapshot.split(':')[1] ?? 0);
  return marks.toSorted((one, other) => Number(end(one) - end(other)))[0];
}

/** Writes that the years of a table from `fromYear` on, 0 for all, have seen what the watermark has. */
export async function writeMark(db: Db, { table, fromYear, form, snapshot, openSince, since }: Mark): Promise<void> {
  await transaction(db, async (handle) => {
    await sql`
      delete from orderly.analytics_watermark where table_name = ${table} and from_year >= ${fromYear}
    `.execute(handle);
    await sql`
      insert into orderly.analytics_watermark (table_name, from_year, snapshot, open_since, since, form)
      values (${table}, ${fromYear}, ${snapshot}::pg_snapshot, ${openSince}::xid8, ${since}::timestamptz, ${form})
    `.execute(handle);
  });
}

/** From here on what goes without a trace is noted. Called before the first table is filled. */
export async function beginNoting(db: Db): Promise<void> {
  await sql`
    insert into orderly.analytics_watermark (table_name, from_year, snapshot, since, form)
    values ('', 0, pg_current_snapshot(), now(), '')
    on conflict do nothing
  `.execute(db);
}

/** The marks as a relation `mark` with `from_year`, `upto`, `snapshot` and `open_since`. */
export function markRelation(marks: readonly Mark[]): RawBuilder<unknown> {
  return sql`(
    select
      given.from_year, coalesce(lead(given.from_year) over (order by given.from_year), 2147483647) as upto,
      given.snapshot::pg_snapshot as snapshot, given.open_since::xid8 as open_since
    from unnest(
      ${marks.map(({ fromYear }) => fromYear)}::int[],
      ${marks.map(({ snapshot }) => snapshot)}::text[],
      ${marks.map(({ openSince }) => openSince)}::text[]
    ) as given (from_year, snapshot, open_since)
  ) as mark`;
}

/** Whether the mark is that of rows of the year; rows without one go with the oldest years. */
export const markOfYear = (year: RawBuilder<unknown>): RawBuilder<boolean> =>
  sql`(coalesce(${year}, 0) >= mark.from_year and coalesce(${year}, 0) < mark.upto)`;

/** Whether the row `alias` of a source may have been written by a transaction that the mark has not seen. */
export function unseenRow(alias: string): RawBuilder<boolean> {
  const written = transactionOf(alias);
  return sql`(not pg_visible_in_snapshot(${written}, mark.snapshot) or coalesce(${written} >= mark.open_since, false))`;
}

/** The same for a note, which holds the number of its transaction itself. */
export const unseenNote = (alias: string): RawBuilder<boolean> =>
  sql`(not pg_visible_in_snapshot(${sql.ref(`${alias}.written`)}, mark.snapshot))`;

/** The transaction that wrote a row, with the epoch that the row itself leaves out. */
function transactionOf(alias: string): RawBuilder<unknown> {
  const short = sql`${sql.ref(`${alias}.xmin`)}::text::bigint`;
  const next = sql`pg_snapshot_xmax(pg_current_snapshot())::text::bigint`;
  const epochs = sql`greatest(${next} / 4294967296 - case when ${short} > ${next} % 4294967296 then 1 else 0 end, 0)`;
  return sql`(${epochs} * 4294967296 + ${short})::text::xid8`;
}

/**
 * The earliest time that rows unseen by the marks can carry, as a `timestamp` of the server's zone. Clocks that were put back since, as in autumn, make it earlier.
 */
export async function earliestChange(db: Db, marks: readonly Mark[]): Promise<string> {
  const { rows } = await sql<{ earliest: string }>`
    select least(
      min(mark.since)::timestamp,
      (min(mark.since) at time zone 'UTC') + (localtimestamp - (now() at time zone 'UTC'))
    )::text as earliest
    from unnest(${marks.map(({ since }) => since)}::timestamptz[]) as mark (since)
  `.execute(db);
  return rows[0]?.earliest ?? '-infinity';
}
