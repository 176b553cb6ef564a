import { sql } from 'kysely';
import { type Database, transaction } from '../../database/index.js';
import { formatTimestamp } from '../../kernel/clock.js';

/** A table or materialized view; one that others are parts of, as partitions or by inheritance, counts with them. */
export interface TableSize {
  readonly schema: string;
  readonly name: string;
  /** 0 when it has none. */
  readonly partitions: number;
  /** As the last vacuum or analyze estimated it. */
  readonly rows: number;
  /** With indexes and what is stored beside the rows. */
  readonly bytes: number;
  readonly indexBytes: number;
}

/** What a person who looks after the database wants to see first. */
export interface DatabaseReport {
  /** Whose tables are in `public`: Orderly's own, or those of a DHIS2 beside which it works. */
  readonly mode: 'standalone' | 'attached';
  /** That DHIS2: its version, e.g. `2.42`, and the newest script that has brought its tables to it, where its history tells. */
  readonly dhis2?: { readonly version: string; readonly script?: string };
  readonly name: string;
  /** `PostgreSQL 16.4` */
  readonly version: string;
  readonly started: string;
  readonly bytes: number;
  readonly extensions: readonly { readonly name: string; readonly version: string }[];
  /** Of all programs to this database; the limit is that of the whole database server. */
  readonly connections: {
    readonly limit: number;
    readonly open: number;
    readonly active: number;
    readonly idleInTransaction: number;
  };
  /** Of the server that answers. */
  readonly pool: {
    readonly limit: number;
    readonly open: number;
    readonly idle: number;
    readonly waiting: number;
  };
  /** The largest first. */
  readonly tables: readonly TableSize[];
}

type Facts = Omit<DatabaseReport, 'mode' | 'dhis2' | 'started' | 'pool'> & { readonly startedAt: Date };

/** Sizes wait for whoever replaces a table; a page that shows them does not wait for ever. */
const PATIENCE_MS = 10_000;
const TABLES = 30;

/** Version, size, connections, extensions and largest tables. @throws OrderlyError 409 when the database is too busy to tell */
export async function databaseReport({ db, pool, dhis2 }: Database): Promise<DatabaseReport> {
  const [facts] = await transaction(db, async (handle) => (await statement().execute(handle)).rows, {
    statementTimeoutMs: PATIENCE_MS,
  });
  if (!facts) throw new Error('The database tells nothing of itself.');
  const { startedAt, ...rest } = facts;
  return {
    mode: dhis2 ? 'attached' : 'standalone',
    ...(dhis2 && { dhis2: { version: dhis2.name, ...(dhis2.script !== undefined && { script: dhis2.script }) } }),
    ...rest,
    started: formatTimestamp(startedAt),
    pool: {
      limit: pool.options.max,
      open: pool.totalCount,
      idle: pool.idleCount,
      waiting: pool.waitingCount,
    },
  };
}

const statement = () => sql<Facts>`
  with part as (
    select relation.oid,
      coalesce(
        pg_partition_root(relation.oid),
        (select min(link.inhparent::oid) from pg_inherits as link where link.inhrelid = relation.oid),
        relation.oid
      ) as whole,
      greatest(relation.reltuples, 0) as rows, pg_total_relation_size(relation.oid) as bytes, pg_indexes_size(relation.oid) as index_bytes
    from pg_class as relation
    where relation.relkind in ('r', 'm') and relation.relpersistence <> 't'
      and relation.relnamespace not in ('pg_catalog'::regnamespace, 'information_schema'::regnamespace)
  ),
  largest as (
    select part.whole, count(*) filter (where part.oid <> part.whole) as partitions, sum(part.rows)::bigint as rows, sum(part.bytes)::bigint as bytes,
      sum(part.index_bytes)::bigint as index_bytes
    from part
    group by part.whole
    order by sum(part.bytes) desc, part.whole
    limit ${TABLES}
  ),
  backend as (
    select count(*)::int as open, (count(*) filter (where activity.state = 'active'))::int as active,
      (count(*) filter (where activity.state like 'idle in transaction%'))::int as waiting
    from pg_stat_activity as activity
    where activity.datname = current_database() and activity.backend_type = 'client backend'
  )
  select current_database() as name,
    'PostgreSQL ' || split_part(current_setting('server_version'), ' ', 1) as version,
    pg_postmaster_start_time() as "startedAt", pg_database_size(current_database()) as bytes,
    (
      select coalesce(json_agg(json_build_object('name', extension.extname, 'version', extension.extversion) order by extension.extname), '[]')
      from pg_extension as extension
    ) as extensions,
    (
      select json_build_object(
        'limit', current_setting('max_connections')::int, 'open', backend.open, 'active', backend.active, 'idleInTransaction', backend.waiting
      )
      from backend
    ) as connections,
    (
      select coalesce(json_agg(json_build_object(
        'schema', relation.relnamespace::regnamespace::text, 'name', relation.relname, 'partitions', largest.partitions, 'rows', largest.rows,
        'bytes', largest.bytes, 'indexBytes', largest.index_bytes
      ) order by largest.bytes desc, relation.relname), '[]')
      from largest
      join pg_class as relation on relation.oid = largest.whole
    ) as tables
`;
