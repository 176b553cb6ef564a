import { type RawBuilder, sql } from 'kysely';
import type { Db } from './database.js';
import { setLocal } from './transaction.js';

/** Rows that a column of new rows refers to. */
export interface HeldKeys {
  readonly column: string;
  /** Table that the column refers to, and its key. */
  readonly table: string;
  readonly key: string;
  /** Relation of one column: the keys that the new rows have, but for those of rows that this transaction has itself put in. */
  readonly keys: RawBuilder<unknown>;
}

/**
 * Puts many rows into a table whose foreign keys point to few rows: those are locked once against deletion until the end of the transaction, which is what the checks of the foreign
 * keys come to, and then the checks, which look at each new row five times over, are left out. Where the database does not let us, or the table has keys that are not named here,
 * or triggers on insertion that would be left out with the checks, the rows are put in with the checks.
 */
export async function insertHolding<Result>(
  db: Db,
  table: string,
  references: readonly HeldKeys[],
  insert: () => Promise<Result>,
): Promise<Result> {
  if (!(await mayHold(db, table, references))) return await insert();
  for (const reference of references) if (!(await hold(db, reference))) return await insert();
  await setLocal(db, 'session_replication_role', 'replica');
  const result = await insert();
  await setLocal(db, 'session_replication_role', 'origin');
  return result;
}

/** The bit of `pg_trigger.tgtype` for triggers that fire on insertion. */
const ON_INSERT = sql.lit(4);

/** Whether the checks may be switched off, and are exactly the ones that are known. */
async function mayHold(db: Db, table: string, references: readonly HeldKeys[]): Promise<boolean> {
  const known = references.map(({ column, table: to, key }) => `${column} ${to} ${key}`);
  const { rows } = await sql<{ may: boolean }>`
    with target as (select to_regclass(${table}) as oid)
    select current_setting('is_superuser') = 'on'
      and current_setting('session_replication_role') = 'origin'
      and not exists (select from pg_trigger, target where pg_trigger.tgrelid = target.oid and not pg_trigger.tgisinternal and pg_trigger.tgtype & ${ON_INSERT} <> 0 and pg_trigger.tgenabled <> 'A')
      and not exists (
        select from pg_constraint as link, target
        where link.conrelid = target.oid and link.contype = 'f' and (cardinality(link.conkey) > 1 or (
          select concat_ws(' ', own.attname, link.confrelid::regclass, other.attname)
          from pg_attribute as own, pg_attribute as other
          where own.attrelid = link.conrelid and own.attnum = link.conkey[1] and other.attrelid = link.confrelid and other.attnum = link.confkey[1]
        ) <> all (${known}::text[]))
      ) as may
    from target
  `.execute(db);
  return rows[0]?.may === true;
}

/** Locks the rows in the order of their keys; false when one of them is not there any more. */
async function hold(db: Db, { table, key, keys }: HeldKeys): Promise<boolean> {
  const { rows } = await sql<{ wanted: number; held: number }>`
    with wanted as (select distinct given.key from (${keys}) as given (key) where given.key is not null),
    held as (
      select held.${sql.id(key)} from ${sql.table(table)} as held where held.${sql.id(key)} in (select wanted.key from wanted)
      order by held.${sql.id(key)} for key share
    )
    select (select count(*) from wanted) as wanted, (select count(*) from held) as held
  `.execute(db);
  return rows[0]?.wanted === rows[0]?.held;
}
