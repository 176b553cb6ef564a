import { readFile } from 'node:fs/promises';
import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { orderly } from '../support/command-line.js';
import { testDatabase, urlOf } from '../support/database.js';
import { onDatabase, testDhis2 } from '../support/dhis2/index.js';
import { interrupt, kill, type ServerProcess, startProcess } from '../support/process.js';

const dhis2 = testDhis2('2.42');
const own = testDatabase();
const TIMEOUT_MS = 120_000;

const ask = async <Row extends object>(text: string): Promise<readonly Row[]> =>
  await onDatabase(dhis2.name, async (client) => (await client.query<Row>(text)).rows);

/** Everything that a database holds besides what PostgreSQL itself has: relations, functions and types with their owners and rights, and the roles of SQL views. */
const everything = async (): Promise<readonly unknown[]> =>
  await ask(`
    select nspname::text as schema, '' as name, nspacl::text as rights from pg_namespace where nspname !~ '^pg_(toast_)?temp'
    union all select relnamespace::regnamespace::text, relname || ' ' || relkind::text || relowner || coalesce(reloptions::text, ''), relacl::text from pg_class
      where relnamespace::regnamespace::text !~ '^pg_'
    union all select pronamespace::regnamespace::text, oid::regprocedure::text, proacl::text from pg_proc where pronamespace <> 'pg_catalog'::regnamespace
    union all select tgrelid::regclass::text, tgname, null from pg_trigger
    union all select 'role', rolname, null from pg_roles where rolname = 'orderly_reader_' || (select oid from pg_database where datname = current_database())
    union all select 'default', defaclacl::text, null from pg_default_acl
    order by 1, 2`);
const lens = async (): Promise<number> =>
  (await ask("select from pg_namespace where nspname = 'orderly_dhis2'")).length;
const start = async (): Promise<ServerProcess> => {
  const server = startProcess({ ORDERLY_DATABASE_URL: urlOf(dhis2.name) });
  await server.ready;
  return server;
};
const detach = async (...more: readonly string[]) =>
  await orderly(['detach', '--database-url', urlOf(dhis2.name), ...more]);

describe('beside a DHIS2', () => {
  it(
    'there is nothing to remove before Orderly was there, and nothing may be removed of its own',
    async () => {
      const nothing = await detach('--yes');
      expect([nothing.code, nothing.out]).toEqual([
        0,
        `There is nothing to remove: Orderly is not attached to the database "${dhis2.name}".\n`,
      ]);
      const { rows } = await sql<{ name: string }>`select current_database() as name`.execute(own.db);
      const refused = await orderly(['detach', '--yes', '--database-url', urlOf(rows[0]?.name ?? '')]);
      expect([refused.code, refused.err]).toEqual([
        1,
        expect.stringMatching(/is Orderly's own[^\n]*nothing was removed\.\n$/),
      ]);
    },
    TIMEOUT_MS,
  );

  it(
    'migrate makes the own tables and leaves no view in the way of an upgrade',
    async () => {
      const { code, out } = await orderly(['migrate', '--database-url', urlOf(dhis2.name)]);
      expect([code, out]).toEqual([
        0,
        expect.stringMatching(/^Applied .*\. It is beside DHIS2 2\.42, of which nothing was changed\.\n$/),
      ]);
      expect(await lens()).toBe(0);
    },
    TIMEOUT_MS,
  );

  it(
    'the views are there while a server is, go with the last one, and are made anew after a crash and an upgrade',
    async () => {
      const [first, second] = await Promise.all([start(), start()]);
      expect(first.output()).toMatch(/beside DHIS2 2\.42 \(2\.42\.54\)/);
      const busy = await detach('--yes');
      expect([busy.code, busy.err]).toEqual([
        1,
        `2 servers of Orderly are connected to the database "${dhis2.name}"; stop them first.\n`,
      ]);
      expect(await interrupt(first)).toBe(0);
      expect(await lens()).toBe(1);
      await kill(second);
      expect(await lens()).toBe(1);
      // What an operator does before an upgrade when a server did not end by itself.
      await expect.poll(async () => (await orderly(['migrate', '--database-url', urlOf(dhis2.name)])).code).toBe(0);
      await expect.poll(lens).toBe(0);
      const step = await readFile(new URL('../support/dhis2/2.43.sql', import.meta.url), 'utf8');
      await onDatabase(dhis2.name, async (client) => {
        // The superuser of the tests is called as a schema of Orderly, which it would make the tables in.
        await client.query('set search_path to public');
        await client.query(step);
        await client.query("update flyway_schema_history set version = '2.43.67' where version = '2.42.54'");
      });
      const upgraded = await start();
      expect(upgraded.output()).toMatch(/beside DHIS2 2\.43 \(2\.43\.67\)/);
      const { rows } = await onDatabase(
        dhis2.name,
        async (client) => await client.query('select count(*)::int as count from orderly_dhis2.event'),
      );
      expect(rows[0].count).toBeGreaterThan(0);
      expect(await interrupt(upgraded)).toBe(0);
      expect(await lens()).toBe(0);
    },
    TIMEOUT_MS,
  );

  it(
    'detaching asks first, and leaves nothing',
    async () => {
      const asked = await detach();
      expect([asked.code, asked.err]).toEqual([
        2,
        expect.stringMatching(/^Nothing was done: nobody can be asked here\./),
      ]);
      const { code, out, err } = await detach('--yes');
      expect([code, err]).toEqual([0, '']);
      expect(out).toMatch(/^Removed schema orderly, schema orderly_agg\.\n/);
      expect(out).toMatch(/stay in schema public: DHIS2 reads them and replaces them itself\.\n$/);
      const after = await everything();
      expect(JSON.stringify(after)).not.toMatch(/orderly_|"orderly"/);
    },
    TIMEOUT_MS,
  );
});

describe('beside a DHIS2 that is not upgraded meanwhile', () => {
  it(
    'everything is as before',
    async () => {
      const unattached = await everything();
      const server = await start();
      expect(await lens()).toBe(1);
      expect(await interrupt(server)).toBe(0);
      expect(await everything()).not.toEqual(unattached);
      const { code } = await detach('--yes');
      expect(code).toBe(0);
      expect(await everything()).toEqual(unattached);
    },
    TIMEOUT_MS,
  );
});
