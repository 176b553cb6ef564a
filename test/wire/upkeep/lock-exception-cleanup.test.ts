import { sql } from 'kysely';
import { beforeEach, expect, it } from 'vitest';
import { jobsOf } from '../../support/jobs.js';
import { testServer } from '../../support/server.js';

/** The last day of a month, half a year after a month that has no such day. */
const server = testServer({ clock: { now: () => new Date(2026, 7, 31, 10, 30) } });
const jobs = jobsOf(server);

const left = async () => {
  const { rows } = await sql<{ day: string }>`
    select to_char(lockexception.created, 'YYYY-MM-DD HH24:MI') as day from lockexception order by lockexception.created
  `.execute(server.db);
  return rows.map(({ day }) => day);
};

const DAYS = ['2025-08-30 23:59', '2025-08-31 00:00', '2026-02-27 23:59', '2026-02-28 00:00', '2026-08-31 10:00'];

beforeEach(async () => {
  await sql`delete from lockexception`.execute(server.db);
  await sql`
    insert into lockexception (lockexceptionid, created)
    select nextval('hibernate_sequence'), day::timestamp from unnest(${DAYS}::text[]) as day
  `.execute(server.db);
});

it('deletes what is older than half a year', async () => {
  const run = await jobs.run('LOCK_EXCEPTION_CLEANUP');
  expect(run).toMatchObject({ state: 'done', message: '3 lock exceptions deleted' });
  expect(await left()).toEqual(DAYS.slice(3));
});

it('deletes what is older than the months it is told', async () => {
  const run = await jobs.run('LOCK_EXCEPTION_CLEANUP', { expiresAfterMonths: 12 });
  expect(run).toMatchObject({ state: 'done', message: '1 lock exception deleted' });
  expect(await left()).toEqual(DAYS.slice(1));
});

it.each([0, 13, 1.5, 'six'])('does not take %s months', async (expiresAfterMonths) => {
  await expect(jobs.run('LOCK_EXCEPTION_CLEANUP', { expiresAfterMonths })).rejects.toThrow(
    /^Job parameter expiresAfterMonths /,
  );
  expect(await left()).toEqual(DAYS);
});
