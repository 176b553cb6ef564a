import { describe, expect, it } from 'vitest';
import { orderlyAt } from '../support/command-line.js';
import { CREDENTIALS, type RemoteReply, testRemote } from '../support/remote.js';

const remote = testRemote();
const run = orderlyAt(() => remote.url, { ORDERLY_USER: `${CREDENTIALS.username}:${CREDENTIALS.password}` });

const MAINTENANCE = '/hmis/aggregates/maintenance/orgId/default';
const START = '/hmis/api/1.0/aggregates/maintenance/orgId/default/run-immediately';

const envelope = (response: unknown, code = 0, message = '200 OK'): RemoteReply => ({
  body: { status: { code, message }, responseCreated: '2026-03-15T02:00:00.000000Z', response },
});
const history = (...data: readonly object[]) => envelope({ data, limit: 10, offset: 0, force_pull: false });
const job = (id: string, status: string, more: object = {}) => ({
  id,
  organizationId: 'default',
  triggerType: 'TimeBasedMaintenance',
  creationTime: '2026-03-15T02:00:00.123456Z',
  startTime: '2026-03-15T02:00:00.123457Z',
  endTime: null,
  status,
  errorInformation: {},
  ...more,
});
const YESTERDAY = job('yesterday', 'done');

/** Answers one after the other; the last one stays. */
const inTurn = (...replies: readonly RemoteReply[]) => {
  const left = [...replies];
  return () => (left.length > 1 ? left.shift() : left[0]) ?? {};
};

describe('orderly aggregates', () => {
  it.each([
    ['done', {}, 0, /^Status +done$/m],
    [
      'failed',
      { errorInformation: { message: 'no space left', step: 'build', aggregates: [] } },
      1,
      /^Failure +no space left$/m,
    ],
  ])('run --watch waits for the job that it asked for, which ends as %s', async (status, more, code, shown) => {
    remote.on(START, envelope(null, 200, 'Maintenance successfully started for default'));
    remote.on(
      `${MAINTENANCE}/history`,
      inTurn(
        history(YESTERDAY),
        history(YESTERDAY),
        history(job('today', 'new'), YESTERDAY),
        history(job('tomorrow', 'new'), job('today', 'inprogress'), YESTERDAY),
        history(job('tomorrow', 'new'), job('today', status, more), YESTERDAY),
      ),
    );
    const end = await run('aggregates run --watch');
    expect([end.code, end.out]).toEqual([code, expect.stringMatching(shown)]);
    expect(end.out).toMatch(/^Id +today$/m);
    expect(end.err).toMatch(/^Maintenance successfully started for default\nIt waits .*\nIt is being done\.\n/);
    if (code === 1) expect(end.err).toMatch(/The maintenance ended as failed at the step build: no space left\n$/);
    expect(remote.to(START).map(({ method }) => method)).toEqual(['POST']);
  });

  it('tells what is done and was done, and what there is', async () => {
    remote.on(MAINTENANCE, envelope(null));
    remote.on(`${MAINTENANCE}/history`, history(job('today', 'inprogress'), YESTERDAY));
    const definition = {
      id: '6f1c',
      name: 'Months and districts',
      subtype: 'demand_defined',
      stats: { average_build_duration: 4_200, query_utilization: 17 },
      latest_instance: { id: 'x', status: 'active', stats: { number_of_rows: 12 } },
    };
    remote.on('/hmis/aggregates/orgId/default', envelope({ data: [definition], limit: 100, offset: 0, total: 3 }));
    const [status, past, all] = await Promise.all(
      ['status', 'history', 'list'].map((word) => run(`aggregates ${word}`)),
    );
    expect(status?.out).toBe('No maintenance is being done.\n');
    expect(past?.out.trimEnd().split('\n')).toHaveLength(3);
    expect(all?.out).toMatch(/^Months and districts +demand defined +active +12 +4\.2 s +17$/m);
    expect(all?.out).toMatch(/and 2 more\n$/);
  });

  it('says what is wrong', async () => {
    const path = '/hmis/aggregates/orgId/sierra';
    const said: RemoteReply = {
      status: 404,
      body: { status: { code: 404, message: 'Organization not found: sierra' }, response: null },
    };
    remote.on(path, said);
    remote.on('/hmis/aggregates/orgId/default', {
      status: 404,
      body: { httpStatusCode: 404, message: 'HTTP 404 Not Found' },
    });
    const [organization, server] = await Promise.all([run('aggregates list --org sierra'), run('aggregates list')]);
    expect([organization.code, organization.err]).toEqual([5, 'Organization not found: sierra\n']);
    expect([server.code, server.err]).toEqual([5, expect.stringMatching(/has no \/aggregates\/orgId\/default\.\n$/)]);
  });
});
