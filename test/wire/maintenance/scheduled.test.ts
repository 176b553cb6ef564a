import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { jobsOf } from '../../support/jobs.js';
import { testServer } from '../../support/server.js';
import { makeUsers } from '../../support/users.js';

const server = testServer({ demo: true });
const jobs = jobsOf(server);
const users = makeUsers(server);

const job = (operations: readonly string[], more = {}) => ({
  name: `Nightly ${operations.join()}`,
  jobType: 'MAINTENANCE',
  cronExpression: `0 ${operations.join().length % 60} 2 ? * *`,
  jobParameters: { operations, ...more },
});
const make = (body: unknown, user?: string) =>
  server.request('/api/jobConfigurations', { method: 'POST', body, ...(user !== undefined && { user }) });
const countDeleted = async () => {
  const { rows } = await sql<{ count: number }>`select count(*) as count from datavalue where deleted`.execute(
    server.db,
  );
  return rows[0]?.count ?? -1;
};

it('operations can be scheduled, and what they did is the summary of the run', async () => {
  const deleted = await countDeleted();
  expect(deleted).toBeGreaterThan(0);
  const made = await make(job(['periodPruning', 'softDeletedDataValueRemoval']));
  expect(made.status, made.text).toBe(201);
  const { uid } = made.json.response;
  expect((await server.request(`/api/jobConfigurations/${uid}/execute`, { method: 'POST' })).status).toBe(200);
  await expect
    .poll(async () => (await server.request(`/api/jobConfigurations/${uid}`)).json.lastExecutedStatus)
    .toBe('COMPLETED');
  expect(await countDeleted()).toBe(0);
  const { json } = await server.request('/api/system/taskSummaries/MAINTENANCE');
  const [report] = Object.values(json);
  expect(report).toMatchObject({
    operations: [
      { operation: 'softDeletedDataValueRemoval', counts: { datavalue: deleted } },
      { operation: 'periodPruning' },
    ],
  });
});

it('a scheduled dry run writes nothing', async () => {
  await sql`update datavalue set deleted = true where value = '1'`.execute(server.db);
  const deleted = await countDeleted();
  const run = await jobs.run('MAINTENANCE', { operations: ['softDeletedDataValueRemoval'], dryRun: true });
  expect(run.message).toBe(`Would do: softDeletedDataValueRemoval: ${deleted} datavalue`);
  expect(await countDeleted()).toBe(deleted);
});

it('what cannot be scheduled is refused: unknown operations, none, and those on a single object', async () => {
  for (const operations of [['nonsense'], [], ['organisationUnitDataPruning'], ['dataElementDataPruning']]) {
    const { status, text } = await make(job(operations));
    expect(status, text).toBe(409);
  }
  const run = await jobs.run('MAINTENANCE', { operations: ['nonsense'] });
  expect(run).toMatchObject({ state: 'failed', message: 'There is no maintenance operation nonsense.' });
});

it('scheduling an operation needs the authority to do it', async () => {
  const { login } = await users.make(['F_SCHEDULING_ADMIN']);
  const refused = await make(job(['cacheClear']), login);
  expect([refused.status, refused.json.message]).toEqual([
    403,
    'Access is denied, requires one Authority from [F_PERFORM_MAINTENANCE]',
  ]);
  const { login: both } = await users.make(['F_SCHEDULING_ADMIN', 'F_PERFORM_MAINTENANCE']);
  expect((await make(job(['cacheClear']), both)).status).toBe(201);
});
