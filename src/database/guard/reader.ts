import { sql } from 'kysely';
import { conflict } from '../../kernel/errors/index.js';
import type { Db } from '../database.js';
import { lockInTransaction } from '../locks.js';
import { transaction } from '../transaction.js';
import { PROTECTED_TABLES } from './protected-tables.js';

/** The role as which free queries run. */
export interface Reader {
  readonly name: string;
  readonly exists: boolean;
  /** This connection may act as it. */
  readonly usable: boolean;
  /** The owner of the tables, when that is another role than this connection's and does not have the reader's rights: a DHIS2 reads and replaces the views, too. */
  readonly outsider: string | null;
}

interface Rights {
  /** May make relations in `public`. */
  readonly makes: boolean;
  /** Tables that are made from now on will be open to it. */
  readonly defaults: boolean;
  readonly missing: readonly string[];
  readonly excess: readonly string[];
}

const ATTEMPTS = 3;

/**
 * Makes ready the role as which free queries run, and which owns SQL views: it may read the tables of `public` except the protected ones and the views that show these, and
 * nothing else. A role belongs to the whole server of PostgreSQL, so each database has its own, named after the database's number. Safe to call at any time from several
 * servers; when nothing is missing it only looks.
 *
 * @returns the role's name
 * @throws OrderlyError 409 with what the database's administrator has to do, when Orderly may not make the role or a right
 */
export async function prepareReader(db: Db): Promise<string> {
  const reader = await readReader(db);
  if (reader.usable && reader.outsider === null && isReady(await readRights(db, reader.name))) return reader.name;
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await transaction(db, makeReady);
    } catch (error) {
      const code = (error as { code?: string }).code;
      if (code === '42501') throw mayNot(reader.name, error);
      // A table was swapped, or its rights were changed, between the look and the grant.
      const passing = code === '42P01' || code === 'XX000' || code === '40P01' || code === '42710';
      if (db.isTransaction || !passing || attempt === ATTEMPTS) throw error;
    }
  }
}

async function makeReady(db: Db): Promise<string> {
  await lockInTransaction(db, 'sql-view-reader');
  const { name, exists, usable, outsider } = await readReader(db);
  const role = sql.id(name);
  if (!exists) await sql`create role ${role} nologin`.execute(db);
  if (!usable) await sql`grant ${role} to current_user`.execute(db);
  if (outsider !== null) await sql`grant ${role} to ${sql.id(outsider)}`.execute(db);
  const rights = await readRights(db, name);
  if (!rights.makes) await sql`grant create, usage on schema public to ${role}`.execute(db);
  if (!rights.defaults) await sql`alter default privileges grant select on tables to ${role}`.execute(db);
  const list = (tables: readonly string[]) => sql.join(tables.map((table) => sql.id('public', table)));
  if (rights.excess.length > 0) await sql`revoke all on table ${list(rights.excess)} from ${role}`.execute(db);
  if (rights.missing.length > 0) await sql`grant select on table ${list(rights.missing)} to ${role}`.execute(db);
  const [open] = rights.excess.length > 0 ? (await readRights(db, name)).excess : [];
  if (open !== undefined)
    throw conflict(
      `SQL views cannot be run because everybody may read ${open}. Take that right back: revoke all on ${open} from public`,
    );
  return name;
}

const isReady = ({ makes, defaults, missing, excess }: Rights): boolean =>
  makes && defaults && missing.length === 0 && excess.length === 0;

function mayNot(name: string, cause: unknown) {
  return conflict(
    `SQL views cannot be run because Orderly's database user may not prepare the role ${name}. Let an administrator of the database run: ` +
      `alter role <user of Orderly> createrole; or create role ${name} nologin; grant ${name} to <user of Orderly>, <owner of the tables>; grant create, usage on schema public to ${name}`,
    { cause, devMessage: cause instanceof Error ? cause.message : String(cause) },
  );
}

/** Looks whether the role is there. */
export async function readReader(db: Db): Promise<Reader> {
  const { rows } = await sql<Reader>`
    select
      reader.name,
      pg_roles.oid is not null as exists,
      coalesce(
        case
          -- From 16 on one may be given a role and not be allowed to act as it.
          when current_setting('server_version_num')::int >= 160000 then pg_has_role(current_user, pg_roles.oid, 'SET')
          else pg_has_role(current_user, pg_roles.oid, 'MEMBER')
        end,
        false
      ) as usable,
      (
        select owner.rolname
        from pg_class
        join pg_roles as owner on owner.oid = pg_class.relowner
        where pg_class.relname = 'organisationunit' and pg_class.relnamespace = 'public'::regnamespace and owner.rolname <> current_user
          and (pg_roles.oid is null or not pg_has_role(owner.oid, pg_roles.oid, 'usage'))
          and not owner.rolsuper
      ) as outsider
    from (
      select 'orderly_reader_' || pg_database.oid as name from pg_database where pg_database.datname = current_database()
    ) as reader
    left join pg_roles on pg_roles.rolname = reader.name
  `.execute(db);
  const [reader] = rows;
  if (!reader) throw new Error('The database did not say which it is.');
  return reader;
}

/**
 * Takes the role away: what it owns goes to the owner of the tables, what it may do is taken back. A role that may not be dropped stays without rights.
 *
 * @returns undefined where there is no such role
 */
export async function removeReader(db: Db): Promise<{ readonly name: string; readonly gone: boolean } | undefined> {
  const { name, exists, usable } = await readReader(db);
  if (!exists) return undefined;
  if (!usable) return { name, gone: false };
  const role = sql.id(name);
  await transaction(db, async (handle) => {
    const { rows } = await sql<{ owner: string }>`
      select coalesce(
        (
          select pg_get_userbyid(pg_class.relowner) from pg_class
          where pg_class.relname = 'organisationunit' and pg_class.relnamespace = 'public'::regnamespace and pg_has_role(pg_class.relowner, 'usage')
        ),
        current_user
      ) as owner
    `.execute(handle);
    await sql`reassign owned by ${role} to ${sql.id(rows[0]?.owner ?? '')}`.execute(handle);
    await sql`drop owned by ${role}`.execute(handle);
  });
  try {
    await sql`drop role ${role}`.execute(db);
    return { name, gone: true };
  } catch (error) {
    // Only who may make roles may drop them.
    if ((error as { code?: string }).code !== '42501') throw error;
    return { name, gone: false };
  }
}

/**
 * A view runs with the rights of its owner. One that is not the reader's own is therefore closed to it when anything below it is, however many views are between; one of its own
 * cannot show more than the reader may see.
 */
async function readRights(db: Db, name: string): Promise<Rights> {
  const { rows } = await sql<Rights>`
    with recursive reader as materialized (
      select pg_roles.oid from pg_roles where pg_roles.rolname = ${name}
    ),
    relation as materialized (
      select
        pg_class.oid, pg_class.relname, pg_class.relnamespace = 'public'::regnamespace as public, pg_class.relowner = reader.oid as own,
        case
          when pg_class.relnamespace = 'public'::regnamespace then pg_class.relname = any (${[...PROTECTED_TABLES]}::text[])
          else not has_schema_privilege(reader.oid, pg_class.relnamespace, 'usage') or not has_table_privilege(reader.oid, pg_class.oid, 'select')
        end as protected,
        has_table_privilege(reader.oid, pg_class.oid, 'select') as readable,
        has_any_column_privilege(reader.oid, pg_class.oid, 'select, insert, update') as touchable
      from pg_class, reader
      where pg_class.relkind in ('r', 'p', 'f', 'v', 'm') and pg_class.relpersistence <> 't'
    ),
    closed (oid) as (
      select relation.oid from relation where relation.protected
      union
      select dependent.oid
      from closed
      join pg_depend on pg_depend.refobjid = closed.oid and pg_depend.refclassid = 'pg_class'::regclass and pg_depend.classid = 'pg_rewrite'::regclass
      join pg_rewrite on pg_rewrite.oid = pg_depend.objid
      join relation as dependent on dependent.oid = pg_rewrite.ev_class and not dependent.own
    ),
    judged as (
      select relation.*, relation.oid in (select closed.oid from closed) as closed from relation where relation.public and not relation.own
    )
    select
      has_schema_privilege(reader.oid, 'public', 'create') and has_schema_privilege(reader.oid, 'public', 'usage') as makes,
      exists (
        select
        from pg_default_acl, aclexplode(pg_default_acl.defaclacl) as acl
        where pg_default_acl.defaclrole = current_user::regrole and pg_default_acl.defaclnamespace = 0 and pg_default_acl.defaclobjtype = 'r'
          and acl.grantee = reader.oid and acl.privilege_type = 'SELECT'
      ) as defaults,
      array(select judged.relname::text from judged where not judged.closed and not judged.readable order by 1) as missing,
      array(select judged.relname::text from judged where judged.closed and judged.touchable order by 1) as excess
    from reader
  `.execute(db);
  return rows[0] ?? { makes: false, defaults: false, missing: [], excess: [] };
}
