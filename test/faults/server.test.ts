import { mkdtempSync, readdirSync, readFileSync, readlinkSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { interrupt, kill, type ServerProcess, startProcess } from '../support/process.js';

const QUERY = '/api/analytics?dimension=dx:fbfJHSPpUQD&dimension=pe:LAST_12_MONTHS&dimension=ou:LEVEL-2';
/** Moments of a run, in milliseconds after its request; it takes some four seconds on this country. */
const MOMENTS = [5, 400, 1_000, 1_800, 2_600, 3_600];

let folder: string;
let env: Readonly<Record<string, string>>;

beforeAll(() => {
  // The blank is on purpose: paths may hold one.
  folder = mkdtempSync(join(tmpdir(), 'orderly fault '));
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

describe('the embedded server', () => {
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

describe('a server killed in the middle of a table run', () => {
  it.each(MOMENTS)(
    'after %d ms leaves the old tables and ends the run at the next start',
    async (moment) => {
      const first = startProcess(env);
      const before = (await first.request(QUERY)).json;
      expect(before.rows.length).toBeGreaterThan(0);
      const endpoint = await startRun(first);
      await sleep(moment);
      await kill(first);

      const second = startProcess(env);
      const after = await second.request(QUERY);
      expect(after.status, after.text).toBe(200);
      expect(after.json.rows).toEqual(before.rows);
      expect(await endOf(second, endpoint)).toMatchObject({ level: 'INFO' });
      expect((await second.request(QUERY)).json.rows).toEqual(before.rows);
      expect(await interrupt(second)).toBe(0);
    },
    60_000,
  );
});
