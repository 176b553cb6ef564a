import { readdirSync, readFileSync, readlinkSync, realpathSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type RawBuilder, sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Database, type Db, openDatabase, transaction } from '../../src/database/index.js';
import { makeDatabaseFolder } from '../support/folder.js';
import { interrupt, kill, type ServerProcess, startProcess } from '../support/process.js';
import { installGates } from '../support/table-kills/gate.js';

const QUERY = '/api/analytics?dimension=dx:fbfJHSPpUQD&dimension=pe:LAST_12_MONTHS&dimension=ou:LEVEL-2';

let folder: string;
let env: Readonly<Record<string, string>>;

beforeAll(() => {
  // The blank is on purpose: paths may hold one.
  folder = makeDatabaseFolder('orderly fault ');
  env = { ORDERLY_HOME: folder };
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** Processes of the embedded PostgreSQL that are still there. */
function postgresProcesses(): readonly number[] {
  const data = join(realpathSync(folder), 'postgres');
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((name) => {
      try {
        return readlinkSync(`/proc/${name}/cwd`) === data;
      } catch {
        return false;
      }
    })
    .map(Number);
}

async function startRun(server: ServerProcess): Promise<string> {
  const { json } = await server.request('/api/33/resourceTables/analytics', { method: 'POST' });
  return json.response.relativeNotifierEndpoint;
}

async function endOf(
  server: ServerProcess,
  endpoint: string,
): Promise<{ readonly level: string; readonly message: string }> {
  for (;;) {
    const { json } = await server.request(endpoint);
    if (json[0].completed) return json[0];
    await sleep(100);
  }
}

describe('the embedded server', { timeout: 60_000 }, () => {
  it('starts from nothing, refuses a second server on its data, and stops cleanly', async () => {
    const server = startProcess(env);
    await server.ready;
    expect(server.output()).toContain('Log in as admin with password district');
    const second = startProcess(env);
    expect(await second.ended).toBe(1);
    expect(second.output().trim()).toMatch(/^Another Orderly \(process \d+\) is using .+ORDERLY_HOME\.$/);
    expect((await server.request('/api/system/ping')).text).toBe('pong');
    expect(await interrupt(server)).toBe(0);
    expect(postgresProcesses()).toEqual([]);
  });

  it('starts again on what it left, and builds the tables', async () => {
    const server = startProcess(env);
    await server.ready;
    expect(await endOf(server, await startRun(server))).toMatchObject({ level: 'INFO' });
    expect(await interrupt(server)).toBe(0);
  });

  it('takes PostgreSQL with it when it is killed', async () => {
    const server = startProcess(env);
    await server.ready;
    await kill(server);
    await expect.poll(postgresProcesses, { timeout: 10_000 }).toEqual([]);
  });

  it('starts again over the leavings of another program', async () => {
    const { writeFileSync } = await import('node:fs');
    // A process id that belongs to somebody else by now.
    writeFileSync(join(folder, 'postgres', 'postmaster.pid'), `${process.pid}\n${join(folder, 'postgres')}\n`);
    const server = startProcess(env);
    await server.ready;
    expect(await interrupt(server)).toBe(0);
    expect(readFileSync(join(folder, 'postgres.log'), 'utf8')).toContain('database system is ready');
  });
});

/** A connection to the server's own PostgreSQL, where its `postmaster.pid` says that it listens. */
function connectionOf(): Database {
  const host = readFileSync(join(folder, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[4] ?? '';
  return openDatabase({ connection: { host, port: 5432, user: 'orderly', database: 'orderly' }, poolSize: 4 });
}

const until = async (db: Db, condition: RawBuilder<unknown>): Promise<void> => {
  while ((await condition.execute(db)).rows.length === 0) await sleep(20);
};
const HERE = sql`database = (select oid from pg_database where datname = current_database())`;

/** Begins a run and waits until it is there; `reader` is a transaction. */
type Reach = (db: Db, reader: Db, begin: () => Promise<string>) => Promise<string>;

/** Where a server is killed that takes its database with it. The stages of each type by themselves are those of `table-kills.test.ts`. */
const PLACES: Readonly<Record<string, Reach>> = {
  async 'while it fills its first tables'(db, reader, begin) {
    await installGates(db);
    // The run gets no further than the resource tables before it is known by its name.
    const endpoint = await transaction(db, async (first) => {
      await sql`lock table analytics_rs_orgunitstructure in access share mode`.execute(first);
      const begun = await begin();
      await sql`select pg_advisory_lock(4712, 1)`.execute(reader);
      await sql`insert into fault.armed values ('load', 1)`.execute(db);
      await sql`insert into fault.subject values (${begun.split('/').at(-1)}, 1)`.execute(db);
      return begun;
    });
    await until(
      db,
      sql`select from pg_locks where not granted and locktype = 'advisory' and classid = 4712 and ${HERE}`,
    );
    return endpoint;
  },
  async 'while it waits for a reader to swap the tables of values'(db, reader, begin) {
    await sql`select from analytics limit 1`.execute(reader);
    const endpoint = await begin();
    await until(db, sql`select from pg_locks where not granted and relation = 'analytics'::regclass and ${HERE}`);
    return endpoint;
  },
};

describe('a server killed in the middle of a table run', () => {
  it.each(Object.entries(PLACES))(
    '%s leaves the old tables and ends the run at the next start',
    async (_place, reach) => {
      const first = startProcess(env);
      const before = (await first.request(QUERY)).json;
      expect(before.rows.length).toBeGreaterThan(0);
      const { db, close } = connectionOf();
      const endpoint = await new Promise<string>((resolve, reject) => {
        transaction(db, async (reader) => {
          resolve(await reach(db, reader, () => startRun(first)));
          await kill(first);
        })
          // Its end is that of the database.
          .catch(reject);
      });
      await first.ended;
      await close();

      const second = startProcess(env);
      const after = await second.request(QUERY);
      expect(after.status, after.text).toBe(200);
      expect(after.json.rows).toEqual(before.rows);
      expect(await endOf(second, endpoint)).toMatchObject({ level: 'INFO' });
      expect((await second.request(QUERY)).json.rows).toEqual(before.rows);
      expect(await interrupt(second)).toBe(0);
    },
    90_000,
  );
});
