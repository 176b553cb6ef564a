import { sql } from 'kysely';
import type { Db } from '../database/index.js';

/** The PostgreSQL behind a database, and what the role that asks may do there. */
export interface ServerFacts {
  /** `15.4` */
  readonly version: string;
  /** `150004` */
  readonly versionNumber: number;
  /** It follows another server and takes no writes. */
  readonly isReplica: boolean;
  /** Transactions of this role are read-only unless they ask for more. */
  readonly isReadOnly: boolean;
  /** Zone of sessions that do not ask for one. */
  readonly timeZone: string;
  /** Seconds by which its clock is ahead of this process's. */
  readonly clockAheadSeconds: number;
  readonly encoding: string;
  readonly maxConnections: number;
  readonly connections: number;
  /** Locks that all sessions together can hold; a swap of a thousand tables takes thousands. */
  readonly maxLocks: number;
  readonly databaseBytes: number | undefined;
  readonly role: RoleFacts;
  /** Those that are installed, by name. */
  readonly extensions: readonly Extension[];
  /** Those that could be installed. */
  readonly availableExtensions: readonly string[];
}

export interface RoleFacts {
  readonly name: string;
  readonly isSuperuser: boolean;
  readonly mayCreateRoles: boolean;
  /** May make schemas in this database. */
  readonly mayCreateSchemas: boolean;
  readonly mayMakeTemporaryTables: boolean;
  readonly mayUsePublic: boolean;
  /** May make tables in `public`. */
  readonly mayCreateInPublic: boolean;
  /** Sees what sessions of others do. */
  readonly seesActivity: boolean;
}

export interface Extension {
  readonly name: string;
  readonly version: string;
  /** Outside `public` its functions have to be named with it (contract: schema.md §6). */
  readonly schema: string;
}

/** Extensions that DHIS2 needs or Orderly makes use of (contract: schema.md §6). */
export const KNOWN_EXTENSIONS = ['postgis', 'pg_trgm', 'btree_gin'] as const;

export async function readServerFacts(db: Db): Promise<ServerFacts> {
  const { rows } = await sql<Omit<ServerFacts, 'clockAheadSeconds'> & { clock: number }>`
    with here as (
      select pg_roles.oid, pg_roles.rolname, pg_roles.rolsuper, pg_roles.rolcreaterole from pg_roles where pg_roles.rolname = current_user
    ),
    public as (select pg_namespace.oid from pg_namespace where pg_namespace.nspname = 'public')
    select
      split_part(current_setting('server_version'), ' ', 1) as version,
      current_setting('server_version_num')::int as "versionNumber",
      pg_is_in_recovery() as "isReplica",
      -- the transaction is read-only in any case
      current_setting('default_transaction_read_only') = 'on' as "isReadOnly",
      current_setting('TimeZone') as "timeZone",
      extract(epoch from clock_timestamp())::float as clock,
      current_setting('server_encoding') as encoding,
      current_setting('max_connections')::int as "maxConnections",
      (select count(*)::int from pg_stat_activity where pg_stat_activity.backend_type = 'client backend') as connections,
      current_setting('max_connections')::int * current_setting('max_locks_per_transaction')::int as "maxLocks",
      case when has_database_privilege(current_database(), 'connect') then pg_database_size(current_database()) end as "databaseBytes",
      json_build_object(
        'name', here.rolname,
        'isSuperuser', here.rolsuper,
        'mayCreateRoles', here.rolsuper or here.rolcreaterole,
        'mayCreateSchemas', has_database_privilege(current_database(), 'create'),
        'mayMakeTemporaryTables', has_database_privilege(current_database(), 'temporary'),
        'mayUsePublic', coalesce((select has_schema_privilege(public.oid, 'usage') from public), false),
        'mayCreateInPublic', coalesce((select has_schema_privilege(public.oid, 'create') from public), false),
        'seesActivity', pg_has_role(here.oid, 'pg_read_all_stats', 'usage')
      ) as role,
      coalesce((
        select json_agg(json_build_object('name', pg_extension.extname, 'version', pg_extension.extversion, 'schema', pg_namespace.nspname) order by pg_extension.extname)
        from pg_extension
        join pg_namespace on pg_namespace.oid = pg_extension.extnamespace
        where pg_extension.extname <> 'plpgsql'
      ), '[]') as extensions,
      array(
        select pg_available_extensions.name::text
        from pg_available_extensions
        where pg_available_extensions.name = any(${[...KNOWN_EXTENSIONS]}::text[]) and pg_available_extensions.installed_version is null
        order by pg_available_extensions.name
      ) as "availableExtensions"
    from here
  `.execute(db);
  const now = Date.now() / 1_000;
  const [row] = rows;
  if (!row) throw new Error('The server told nothing about itself.');
  const { clock, databaseBytes, ...facts } = row;
  return { ...facts, databaseBytes: databaseBytes ?? undefined, clockAheadSeconds: Math.round(clock - now) };
}
