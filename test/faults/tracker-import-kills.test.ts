import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Db } from '../../src/database/index.js';
import { ensureAdminPassword } from '../../src/http/index.js';
import { testDatabase, urlOf } from '../support/database.js';
import { kill, type ServerProcess, startProcess } from '../support/process.js';

const ENTITIES = 500;

const test = testDatabase({ demo: true });
const started: ServerProcess[] = [];

async function start(): Promise<ServerProcess> {
  const { database } = test.connection as { database: string };
  const server = startProcess({ ORDERLY_DATABASE_URL: urlOf(database) });
  started.push(server);
  await server.ready;
  return server;
}

beforeAll(async () => {
  await ensureAdminPassword(test.db, 'district');
}, 60_000);

afterAll(async () => {
  for (const server of started) if (server.child.exitCode === null) await kill(server);
});

/** New tracked entities, each with an enrollment and an event. */
async function payload(prefix: string) {
  const { rows } = await sql<{ program: string; stage: string; type: string; unit: string }>`
    select program.uid as program, stage.uid as stage, type.uid as type, (
      select unit.uid from program_organisationunits as link join organisationunit as unit using (organisationunitid)
      where link.programid = program.programid limit 1
    ) as unit
    from program join programstage as stage using (programid) join trackedentitytype as type using (trackedentitytypeid)
    order by program.programid limit 1
  `.execute(test.db);
  await sql`update program_attributes set mandatory = false`.execute(test.db);
  await sql`update trackedentitytypeattribute set mandatory = false`.execute(test.db);
  const { program, stage, type, unit: orgUnit } = rows[0] as (typeof rows)[number];
  return {
    trackedEntities: Array.from({ length: ENTITIES }, (_, index) => ({
      trackedEntity: `${prefix}${String(index).padStart(11 - prefix.length, '0')}`,
      trackedEntityType: type,
      orgUnit,
      enrollments: [
        {
          program,
          orgUnit,
          enrolledAt: '2024-01-01',
          events: [{ program, programStage: stage, orgUnit, occurredAt: '2024-01-01' }],
        },
      ],
    })),
  };
}

const stored = async (prefix: string): Promise<number> =>
  (
    await sql<{ number: number }>`
      select count(*) as number from event join enrollment using (enrollmentid) join trackedentity as entity using (trackedentityid)
      where entity.uid like ${`${prefix}%`}
    `.execute(test.db)
  ).rows[0]?.number ?? 0;

/** Runs `work` while the import is held up where it stores events, after it has stored everything before. */
async function heldUp(work: () => Promise<void>): Promise<void> {
  await test.db.transaction().execute(async (db: Db) => {
    await sql`lock table event in share mode`.execute(db);
    await work();
  });
}

async function waiting(): Promise<void> {
  for (;;) {
    const { rows } = await sql`
      select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and query ilike '%insert into event (%'
    `.execute(test.db);
    if (rows.length > 0) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function report(server: ServerProcess, id: string) {
  for (;;) {
    const { status, json } = await server.request(`/api/tracker/jobs/${id}/report`);
    if (status === 200) return json;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

it('an import whose server was killed is done by the next one, once', async () => {
  const first = await start();
  const { json } = await first.request('/api/tracker', { method: 'POST', body: await payload('Kill') });
  await heldUp(async () => {
    await waiting();
    await kill(first);
  });
  expect(await stored('Kill')).toBe(0);
  const second = await start();
  const { status, stats } = await report(second, json.response.id);
  expect([status, stats.created, stats.total]).toEqual(['OK', 3 * ENTITIES, 3 * ENTITIES]);
  expect(await stored('Kill')).toBe(ENTITIES);
}, 120_000);

it('an import that is cancelled leaves nothing but a report', async () => {
  const server = await start();
  const { json } = await server.request('/api/tracker', { method: 'POST', body: await payload('Stop') });
  const { id } = json.response;
  await heldUp(async () => {
    await waiting();
    const { status } = await server.request(`/api/jobConfigurations/${id}/cancel`, { method: 'POST' });
    expect(status).toBe(204);
    const { status: outcome, message, stats } = await report(server, id);
    expect([outcome, stats.created]).toEqual(['ERROR', 0]);
    expect(message).not.toBe('');
  });
  expect(await stored('Stop')).toBe(0);
}, 120_000);
