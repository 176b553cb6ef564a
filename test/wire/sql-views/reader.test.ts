import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTable, publicTable, swapTables } from '../../../src/database/build/index.js';
import { prepareReader } from '../../../src/database/guard/index.js';
import { type Database, type Db, migrate, openDatabase } from '../../../src/database/index.js';
import { readViewData } from '../../../src/features/sql-views/data.js';
import { dropViewRelations, makeViewRelations } from '../../../src/features/sql-views/index.js';
import { dataParameters } from '../../../src/features/sql-views/parameters.js';
import { refreshRelation } from '../../../src/features/sql-views/refresh-relation.js';
import { readSqlViews } from '../../../src/metadata/index.js';
import { connectionTo, testDatabase } from '../../support/database.js';

const admin = testDatabase();
const id = `${process.pid}_${Math.random().toString(36).slice(2, 8)}`;
const made: { readonly database: Database; readonly name: string }[] = [];
const users: string[] = [];

/** A database that belongs to a user of its own who is no super user. */
async function databaseOf(
  rights: 'createrole' | 'nocreaterole',
): Promise<{ readonly database: Database; readonly user: string }> {
  const user = `user_${made.length}_${id}`;
  const name = `test_reader_${made.length}_${id}`;
  await sql`create role ${sql.id(user)} login ${sql.raw(rights)}`.execute(admin.db);
  users.push(user);
  await sql`create database ${sql.id(name)} owner ${sql.id(user)}`.execute(admin.db);
  const database = openDatabase({ connection: { ...connectionTo(name), user }, poolSize: 6 });
  made.push({ database, name });
  return { database, user };
}

const mayRead = async (db: Db, role: string, table: string): Promise<boolean> => {
  const { rows } = await sql<{ may: boolean }>`select has_table_privilege(${role}, ${table}, 'select') as may`.execute(
    db,
  );
  return rows[0]?.may === true;
};

afterAll(async () => {
  const readers: string[] = [];
  for (const { database, name } of made) {
    const { rows } = await sql<{ role: string }>`
      select rolname as role from pg_roles
      where rolname = 'orderly_reader_' || (select oid from pg_database where datname = current_database())
    `.execute(database.db);
    readers.push(...rows.map(({ role }) => role));
    await database.close();
    await sql`drop database ${sql.id(name)} with (force)`.execute(admin.db);
  }
  for (const role of [...readers, ...users]) await sql`drop role ${sql.id(role)}`.execute(admin.db);
});

describe('an owner of a database who may make roles', () => {
  let database: Database;
  let other: Database;

  beforeAll(async () => {
    ({ database } = await databaseOf('createrole'));
    ({ database: other } = await databaseOf('createrole'));
    for (const { db } of [database, other]) {
      await sql`create table userinfo (password text)`.execute(db);
      await sql`create table dataelement (name text)`.execute(db);
      await sql`create schema orderly`.execute(db);
      await sql`create table orderly.secret (word text)`.execute(db);
    }
  });

  it('gets one for each database, however many servers ask at once', async () => {
    const asked = [database, other, database, other, database, other].map(({ db }) => prepareReader(db));
    const names = await Promise.all(asked);
    expect(new Set(names).size).toBe(2);
    expect(names[0]).toMatch(/^orderly_reader_\d+$/);
    expect(await prepareReader(database.db)).toBe(names[0]);
  });

  it('which may read what is there and what comes later, and nothing protected', async () => {
    const { db } = database;
    const role = await prepareReader(db);
    await sql`create table made_later (n int)`.execute(db);
    expect(await mayRead(db, role, 'made_later')).toBe(true);
    expect(await mayRead(db, role, 'dataelement')).toBe(true);
    expect(await mayRead(db, role, 'userinfo')).toBe(false);
    // The rights of future tables hold in every schema, but nobody comes into this one.
    const { rows } = await sql`select has_schema_privilege(${role}, 'orderly', 'usage') as may`.execute(db);
    expect(rows).toEqual([{ may: false }]);
    await sql`create table api_token (key text)`.execute(db);
    await sql`create view over_token as select * from api_token`.execute(db);
    await prepareReader(db);
    expect([await mayRead(db, role, 'api_token'), await mayRead(db, role, 'over_token')]).toEqual([false, false]);
  });

  it('who may not log in, nor do anything else', async () => {
    const role = await prepareReader(database.db);
    const { rows } = await sql`
      select rolcanlogin, rolsuper, rolcreaterole, rolcreatedb, rolbypassrls, rolreplication from pg_roles where rolname = ${role}
    `.execute(database.db);
    expect(new Set(Object.values(rows[0] as object))).toEqual(new Set([false]));
  });

  it('may make, fill, swap, read and drop views', async () => {
    const { database: own } = await databaseOf('createrole');
    const { db } = own;
    await migrate(db);
    await prepareReader(db);
    await sql`create table analytics_x as select 1 as n`.execute(db);
    await sql`
      insert into sqlview (sqlviewid, uid, created, lastupdated, name, sqlquery, type, cachestrategy) values
        (1, 'SqlViewAAAA', now(), now(), 'Kept', 'select n from analytics_x', 'MATERIALIZED_VIEW', 'NO_CACHE'),
        (2, 'SqlViewBBBB', now(), now(), 'Plain', 'select n from _view_kept', 'VIEW', 'NO_CACHE')
    `.execute(db);
    for (const _round of [1, 2]) {
      const report = await makeViewRelations(db);
      expect(report).toEqual({ done: ['_view_kept', '_view_plain'], failed: [] });
    }
    const views = await readSqlViews(db);
    const rows = async () => {
      const plain = views.find(({ name }) => name === 'Plain');
      if (!plain) throw new Error('gone');
      const user = { id: 1, uid: 'x', username: 'x', name: 'x', authorities: new Set<string>(), isSuper: true };
      const options = { user, timeoutMs: 10_000, limit: undefined, page: undefined, counted: false };
      const { grid } = await readViewData(own, plain, dataParameters({}), options);
      const all: unknown[] = [];
      for await (const batch of grid.rows as AsyncIterable<readonly unknown[]>) all.push(...batch);
      return all;
    };
    expect(await rows()).toEqual([[1]]);
    await sql`create schema workshop`.execute(db);
    const draft = { schema: 'workshop', table: 'analytics_x_temp' };
    await createTable(db, draft, [{ name: 'n', type: 'integer' }]);
    await sql`insert into workshop.analytics_x_temp values (2)`.execute(db);
    const swapped = await swapTables(db, {
      workshop: 'workshop',
      drop: ['analytics_x'],
      move: [{ from: draft, to: 'analytics_x' }],
      inherit: [],
    });
    expect(swapped.lostViews).toEqual([]);
    expect(await rows()).toEqual([[2]]);
    await sql`insert into ${sql.id(publicTable('analytics_x').table)} values (3)`.execute(db);
    const kept = views.find(({ name }) => name === 'Kept');
    if (kept) await refreshRelation(db, kept);
    expect(await rows()).toEqual([[2], [3]]);
    expect(await dropViewRelations(db)).toEqual({ done: ['_view_plain', '_view_kept'], failed: [] });
  });
});

describe('an owner of a database who may not make roles', () => {
  it('is told what the administrator has to do, and nothing is run', async () => {
    const { database, user } = await databaseOf('nocreaterole');
    const { db } = database;
    await sql`create table userinfo (password text)`.execute(db);
    const { rows } = await sql<{ name: string }>`
      select 'orderly_reader_' || oid as name from pg_database where datname = current_database()
    `.execute(db);
    const name = rows[0]?.name ?? '';
    await expect(prepareReader(db)).rejects.toThrow(`create role ${name} nologin; grant ${name} to`);
    await sql`create role ${sql.id(name)} nologin`.execute(admin.db);
    await sql`grant ${sql.id(name)} to ${sql.id(user)}`.execute(admin.db);
    expect(await prepareReader(db)).toBe(name);
    expect(await mayRead(db, name, 'userinfo')).toBe(false);
  });
});
