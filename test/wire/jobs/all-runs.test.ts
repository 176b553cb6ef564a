import { describe, expect, it } from 'vitest';
import { testServer } from '../../support/server.js';
import { makeUsers } from '../../support/users.js';

const server = testServer();
const users = makeUsers(server);

describe('GET /api/jobConfigurations/runs', () => {
  it('lists the runs of all jobs, by state, type and page, and each with what it did', async () => {
    await server.runJob('/api/resourceTables');
    const { json } = await server.request(
      '/api/jobConfigurations/runs?state=done,failed&type=resource_table&pageSize=1',
    );
    expect(json.pager).toEqual({ page: 1, total: 1, pageSize: 1, pageCount: 1 });
    const [run] = json.runs;
    expect(run).toMatchObject({ type: 'RESOURCE_TABLE', state: 'done', scheduled: false, requestedBy: 'admin' });
    expect(run.job).toBe(run.id);
    const one = await server.request(`/api/jobConfigurations/runs/${run.id}`);
    expect(one.json).toMatchObject({ ...run, progress: { sequence: [{ status: 'SUCCESS' }] } });
    expect((await server.request('/api/jobConfigurations/runs?state=queued')).json.runs).toEqual([]);
    const later = new Date(Date.now() + 60_000).toISOString();
    expect((await server.request(`/api/jobConfigurations/runs?state=done&since=${later}`)).json.runs).toEqual([]);
  });

  it('shows others their own runs only', async () => {
    const { login } = await users.make([]);
    expect((await server.request('/api/jobConfigurations/runs', { user: login })).json.pager.total).toBe(0);
    const all = await server.request('/api/jobConfigurations/runs');
    const hidden = await server.request(`/api/jobConfigurations/runs/${all.json.runs[0].id}`, { user: login });
    expect(hidden.status).toBe(404);
  });

  it('says which states there are', async () => {
    const { status, json } = await server.request('/api/jobConfigurations/runs?state=asleep');
    expect([status, json.message]).toEqual([
      400,
      'There is no state `asleep` of a run; there are: queued, running, done, failed, cancelled, skipped.',
    ]);
    expect((await server.request('/api/jobConfigurations/runs?since=soon')).status).toBe(400);
  });
});

describe('GET /api/scheduler/cron', () => {
  it('gives the next times of an expression', async () => {
    const { json } = await server.request(
      `/api/scheduler/cron?expression=${encodeURIComponent('0 0 3 ? * MON')}&count=3`,
    );
    const times = json.nextExecutionTimes.map((time: string) => new Date(time));
    expect(times.map((time: Date) => [time.getDay(), time.getHours()])).toEqual([
      [1, 3],
      [1, 3],
      [1, 3],
    ]);
    const once = await server.request(`/api/scheduler/cron?expression=${encodeURIComponent('0 0 0 29 2 ?')}`);
    expect(once.json.nextExecutionTimes).toHaveLength(10);
  });

  it('refuses what the scheduler would refuse', async () => {
    const { status, json } = await server.request(
      `/api/scheduler/cron?expression=${encodeURIComponent('0 0 0 0 * ?')}`,
    );
    expect([status, json.errorCode]).toEqual([409, 'E7005']);
  });
});

describe('GET /api/cluster/nodes', () => {
  it('lists the servers on this database, for those who may see servers', async () => {
    const { json } = await server.request('/api/cluster/nodes');
    expect(json).toEqual([expect.objectContaining({ leader: true, current: true, running: 0 })]);
    const { login } = await users.make([]);
    expect((await server.request('/api/cluster/nodes', { user: login })).status).toBe(403);
  });
});
