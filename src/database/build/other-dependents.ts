import { sql } from 'kysely';
import type { Db } from '../database.js';

/**
 * Tables go by name and without a cascade: what nobody knew of, such as a function or a foreign key of an administrator's, keeps them. Their views have gone before.
 *
 * @param tables of `public`
 * @throws Error that names what depends on them
 */
export async function requireNoOthers(db: Db, tables: readonly string[]): Promise<void> {
  const { rows } = await sql<{ dependent: string; table: string }>`
    with going as materialized (
      select pg_class.oid, pg_class.relname, array[pg_type.oid, pg_type.typarray] as types
      from pg_class join pg_type on pg_type.oid = pg_class.reltype
      where pg_class.relname = any (${[...tables]}::text[]) and pg_class.relnamespace = 'public'::regnamespace
    ),
    referred as (
      select going.relname, 'pg_class'::regclass as class, going.oid from going
      union all
      select going.relname, 'pg_type'::regclass, type.oid from going cross join unnest(going.types) as type (oid)
    )
    select pg_describe_object(dependent.classid, dependent.objid, dependent.objsubid) as dependent, referred.relname as "table"
    from referred
    join pg_depend as dependent on dependent.refclassid = referred.class and dependent.refobjid = referred.oid and dependent.deptype = 'n'
    where not (dependent.classid = 'pg_class'::regclass and dependent.objid in (select going.oid from going))
      -- what belongs to one of the tables goes with it
      and not exists (
        select from pg_depend as owner join going on going.oid = owner.refobjid
        where owner.classid = dependent.classid and owner.objid = dependent.objid and owner.refclassid = 'pg_class'::regclass and owner.deptype <> 'n'
      )
    limit 1
  `.execute(db);
  const [other] = rows;
  if (other) throw new Error(`The table ${other.table} cannot be replaced, because ${other.dependent} depends on it.`);
}
