import { beforeAll, describe, expect, it } from 'vitest';
import { testServer } from '../../support/server.js';

const server = testServer({ demo: true });
const READER = 'user003:District1!';
const CRON = '0 0 3 ? * *';

const send = (path: string, method: string, body?: unknown, user?: string) =>
  server.request(path, { method, ...(body !== undefined && { body }), ...(user !== undefined && { user }) });
const queue = (name: string) => `/api/scheduler/queues/${encodeURIComponent(name)}`;

let minute = 0;
async function makeJob(name: string, rest: object = {}): Promise<string> {
  minute += 1;
  const body = { name, jobType: 'RESOURCE_TABLE', cronExpression: `0 ${minute} 7 ? * *`, ...rest };
  const { json, text } = await send('/api/jobConfigurations', 'POST', body);
  expect(json.response.errorReports, text).toEqual([]);
  return json.response.uid;
}
const shown = async (uid: string) => (await server.request(`/api/jobConfigurations/${uid}`)).json;

let [first, second, third] = ['', '', ''];
beforeAll(async () => {
  [first, second, third] = [await makeJob('First'), await makeJob('Second'), await makeJob('Third')];
});

describe('a queue', () => {
  it('takes jobs in, of which the first has its expression', async () => {
    const made = await send(queue('Nightly run'), 'POST', { cronExpression: CRON, sequence: [first, second] });
    expect([made.status, made.text]).toEqual([201, '']);
    expect((await server.request(queue('Nightly run'))).json).toEqual({
      name: 'Nightly run',
      cronExpression: CRON,
      sequence: [first, second],
    });
    expect((await server.request('/api/scheduler/queues')).json).toEqual(['Nightly run']);
    expect(await shown(first)).toMatchObject({ queueName: 'Nightly run', queuePosition: 0, cronExpression: CRON });
    const member = await shown(second);
    expect([member.queuePosition, member.cronExpression, member.nextExecutionTime]).toEqual([1, undefined, undefined]);
    const entry = (await server.request('/api/scheduler')).json.find(
      ({ type }: { type: string }) => type === 'Sequence',
    );
    expect(entry).toMatchObject({ name: 'Nightly run', cronExpression: CRON, status: 'SCHEDULED', configurable: true });
    expect(entry.sequence.map(({ id }: { id: string }) => id)).toEqual([first, second]);
    const free = (await server.request('/api/scheduler/queueable')).json.map(({ name }: { name: string }) => name);
    // Beside it the schedule that every organization of aggregates has.
    expect(free).toEqual(['Aggregate maintenance of default (0 0 4 ? * *)', 'Third']);
  });

  it('runs its members one after the other, and says that it is done', async () => {
    expect((await send(`/api/jobConfigurations/${first}/execute`, 'POST')).status).toBe(200);
    const rounds = async () => (await server.request(`${queue('Nightly run')}/rounds`)).json.rounds;
    await expect.poll(async () => (await rounds())[0]?.ended, { timeout: 20_000 }).toBeDefined();
    expect((await rounds())[0]).toMatchObject({ position: 1 });
    expect((await rounds())[0].reason).toBeUndefined();
    const runsOf = async (uid: string) => (await server.request(`/api/jobConfigurations/${uid}/runs`)).json.runs;
    const [[one], [other]] = [await runsOf(first), await runsOf(second)];
    expect([one.state, other.state]).toEqual(['done', 'done']);
    expect(other.queued >= one.finished).toBe(true);
  });

  it('is renamed and changed without disabling anybody', async () => {
    const changed = { name: 'Morning', cronExpression: '0 0 6 ? * *', sequence: [second, third] };
    const put = await send(queue('Nightly run'), 'PUT', changed);
    expect([put.status, put.text]).toEqual([204, '']);
    expect((await server.request(queue('Morning'))).json).toEqual(changed);
    expect((await server.request(queue('Nightly run'))).json).toMatchObject({
      httpStatusCode: 404,
      errorCode: 'E7020',
      message: 'Job queue does not exist: `Nightly run`',
    });
    expect(await shown(second)).toMatchObject({ enabled: true, queuePosition: 0, cronExpression: '0 0 6 ? * *' });
    // Who left has the expression of before, and does not start by surprise.
    expect(await shown(first)).toMatchObject({ enabled: false, cronExpression: '0 1 7 ? * *' });
    expect((await shown(first)).queueName).toBeUndefined();
  });

  it.each([
    ['a name that is taken', 'Morning', () => ({ cronExpression: CRON, sequence: [first, third] }), 409, 'E7021'],
    ['no expression', 'Q', () => ({ sequence: [first, third] }), 409, 'E7005'],
    ['an expression that is none', 'Q', () => ({ cronExpression: 'x', sequence: [first, third] }), 409, 'E7005'],
    ['one job', 'Q', () => ({ cronExpression: CRON, sequence: [first] }), 409, 'E7024'],
    [
      'one job that is there and one that is not',
      'Q',
      () => ({ cronExpression: CRON, sequence: [first, 'notThere001'] }),
      409,
      'E7024',
    ],
    ['a job of another queue', 'Q', () => ({ cronExpression: CRON, sequence: [first, third] }), 409, 'E7022'],
    ['a job twice', 'Q', () => ({ cronExpression: CRON, sequence: [first, first, third] }), 409, 'E1004'],
    [
      'a name that is too long',
      'x'.repeat(51),
      () => ({ cronExpression: CRON, sequence: [first, third] }),
      409,
      'E4001',
    ],
  ])('with %s is refused', async (_what, name, body, status, code) => {
    const answer = await send(queue(name), 'POST', body());
    expect([answer.status, answer.json.errorCode], answer.text).toEqual([status, code]);
    expect((await server.request('/api/scheduler/queues')).json).toEqual(['Morning']);
  });

  it.each([['[]'], [{ cronExpression: CRON, sequence: 'x' }], [{ cronExpression: CRON, sequence: [5] }]])(
    'is not made of %j',
    async (body) => {
      expect((await send(queue('Q'), 'POST', body)).status).toBeGreaterThanOrEqual(400);
      expect((await send(queue('Q'), 'POST', body)).status).toBeLessThan(500);
    },
  );

  it('is changed by those only who may schedule', async () => {
    for (const method of ['POST', 'PUT', 'DELETE'])
      expect((await send(queue('Morning'), method, {}, READER)).status, method).toBe(403);
  });

  it('goes without its members', async () => {
    expect((await send(queue('Morning'), 'DELETE')).status).toBe(204);
    expect((await send(queue('Morning'), 'DELETE')).status).toBe(404);
    expect(await shown(third)).toMatchObject({ enabled: false, cronExpression: '0 3 7 ? * *' });
  });
});

describe('a queue whose members are deleted', () => {
  const remove = async (uid: string) =>
    expect((await send(`/api/jobConfigurations/${uid}`, 'DELETE')).status).toBe(200);

  it('goes on with the next one, and ends when one is left', async () => {
    const [one, two, three] = [await makeJob('One'), await makeJob('Two'), await makeJob('Last')];
    await send(queue('Shrinking'), 'POST', { cronExpression: CRON, sequence: [one, two, three] });
    await remove(one);
    expect((await server.request(queue('Shrinking'))).json).toMatchObject({
      cronExpression: CRON,
      sequence: [two, three],
    });
    const heir = await shown(two);
    expect(heir).toMatchObject({ queuePosition: 0, cronExpression: CRON, enabled: true });
    expect(heir.nextExecutionTime).toBeDefined();
    await remove(two);
    expect((await server.request(queue('Shrinking'))).status).toBe(404);
    const alone = await shown(three);
    expect(alone).toMatchObject({ cronExpression: CRON, enabled: true, schedulingType: 'CRON' });
    expect([alone.queueName, alone.queuePosition]).toEqual([undefined, undefined]);
    expect(alone.nextExecutionTime).toBeDefined();
  });
});
