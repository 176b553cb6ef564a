import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { findRun } from '../../../src/jobs/index.js';
import { jobsOf } from '../../support/jobs.js';
import { testServer } from '../../support/server.js';

const server = testServer();
const jobs = jobsOf(server);

const messagesOf = (run: Awaited<ReturnType<typeof jobs.run>>) =>
  run.messages.map(({ message }) => message.replace(/ in \d\d:\d\d:\d\d\.\d{3}$/, ''));

it('has one stage unless told otherwise', async () => {
  const run = await jobs.run('TEST');
  expect(run).toMatchObject({ state: 'done', message: 'Test job done: 1 stage' });
  expect(messagesOf(run)).toEqual(['Queued', 'Test job', 'Stage 1', 'Stage 1: done', 'Test job done: 1 stage']);
});

it('waits, and has the stages and items that it is told, for as long', async () => {
  const run = await jobs.run('TEST', {
    waitMillis: 100,
    stages: 2,
    items: 3,
    itemDuration: 30,
    runStagesParallel: true,
  });
  expect(messagesOf(run)).toEqual([
    'Queued',
    'Test job',
    'Waiting for 100 ms',
    'Waiting for 100 ms: done',
    'Stage 1',
    '[3/3] Stage 1: Item 3',
    'Stage 1: done',
    'Stage 2',
    '[3/3] Stage 2: Item 3',
    'Stage 2: done',
    'Test job done: 2 stages',
  ]);
  expect((run.finishedAt?.getTime() ?? 0) - (run.startedAt?.getTime() ?? 0)).toBeGreaterThanOrEqual(270);
});

const BASE = { stages: 3, items: 3, failAtStage: 2 };
const FAILED = 'Simulated error';
const DONE = 'Test job done: 3 stages';
const SKIPPED = 'Test job done: 3 stages, 1 of them failed';

it.each([
  ['the whole job', {}, 'failed', FAILED],
  ['the whole job', { failAtItem: 2, failWithPolicy: 'FAIL' }, 'failed', FAILED],
  ['the whole job', { failWithPolicy: 'PARENT', failWithException: true }, 'failed', FAILED],
  ['the whole job', { failWithMessage: 'On purpose.', failWithPostCondition: true }, 'failed', 'On purpose.'],
  ['the whole job', { items: 0, failWithPolicy: 'SKIP_ITEM' }, 'failed', FAILED],
  ['its stage', { failWithPolicy: 'SKIP_STAGE' }, 'done', SKIPPED],
  ['its stage', { failWithPolicy: 'SKIP_STAGE', failWithException: true }, 'done', SKIPPED],
  ['its stage', { failWithPolicy: 'SKIP_STAGE', failWithPostCondition: true }, 'done', SKIPPED],
  ['its item', { failWithPolicy: 'SKIP_ITEM' }, 'done', DONE],
  ['its item', { failWithPolicy: 'SKIP_ITEM_OUTLIER', failAtItem: 2 }, 'done', DONE],
  ['the whole job', { failWithPolicy: 'SKIP_ITEM_OUTLIER', failAtItem: 1 }, 'failed', FAILED],
  ['nothing', { failAtStage: 4 }, 'done', DONE],
] as const)('fails %s with %j', async (_what, parameters, state, message) => {
  const run = await jobs.run('TEST', { ...BASE, ...parameters });
  expect(run).toMatchObject({ state, message });
  const messages = messagesOf(run);
  expect(messages.includes('Stage 1: done')).toBe(true);
  expect(messages.includes('Stage 3: done')).toBe(state === 'done');
});

it('goes on after the item that failed', async () => {
  const run = await jobs.run('TEST', { ...BASE, failAtItem: 2, failWithPolicy: 'SKIP_ITEM', failWithMessage: 'Oh.' });
  expect(run.messages).toContainEqual(
    expect.objectContaining({ level: 'WARN', message: '[2/3] Stage 2: Item 2: Oh.' }),
  );
  expect(messagesOf(run)).toContain('Stage 2: done');
});

it('is cancelled while it waits', async () => {
  const { uid } = await server.services.jobs.queue(server.db, { type: 'TEST', parameters: { waitMillis: 60_000 } });
  await expect.poll(async () => (await findRun(server.db, uid))?.state).toBe('running');
  await sleep(50);
  expect(await server.services.jobs.cancel(server.db, uid)).toBe(true);
  await expect.poll(async () => (await findRun(server.db, uid))?.state).toBe('cancelled');
});

it('does not take a policy that there is not', async () => {
  await expect(jobs.run('TEST', { failWithPolicy: 'PANIC' })).rejects.toThrow(/^Job parameter failWithPolicy /);
});
