import { expect, it } from 'vitest';
import { findRun } from '../../../src/jobs/index.js';
import { testServer } from '../../support/server.js';

const server = testServer();

it('the job that sleeps is woken by being cancelled', async () => {
  const { jobs } = server.services;
  const { uid } = await jobs.queue(server.db, { type: 'MOCK', parameters: { message: 'Slept' } });
  const state = async () => (await findRun(server.db, uid))?.state;
  await expect.poll(state, { timeout: 5_000 }).toBe('running');
  expect(await jobs.cancel(server.db, uid)).toBe(true);
  await expect.poll(state, { timeout: 5_000 }).toBe('cancelled');
});
