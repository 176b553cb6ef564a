import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { jobsOf } from '../../support/jobs.js';
import { testServer } from '../../support/server.js';
import { configureServer } from '../../support/settings.js';
import { makeUsers } from '../../support/users.js';

const server = testServer({ clock: { now: () => new Date(2026, 2, 15, 10, 30) } });
const jobs = jobsOf(server);
const users = makeUsers(server);

const ONCE = { once: true, enabled: false, status: 'DISABLED', finished: '2026-03-14 10:29', cron: null };
const CONFIGURATIONS = {
  finished: ONCE,
  'finished lately': { ...ONCE, finished: '2026-03-14 10:31' },
  'finished never': { ...ONCE, finished: null },
  running: { ...ONCE, enabled: true, status: 'RUNNING' },
  scheduled: { ...ONCE, once: false },
  'old and scheduled': { ...ONCE, cron: '0 0 1 ? * *' },
  'switched off': { once: false, enabled: false, status: 'SCHEDULED', finished: null, cron: '0 0 1 ? * *' },
  'switched on': { once: false, enabled: true, status: 'SCHEDULED', finished: null, cron: '0 0 1 ? * *' },
};

const uidOf = (name: string) => name.replaceAll(' ', '').slice(0, 11);

const statuses = async () => {
  const { rows } = await sql<{ name: string; status: string }>`
    select name, jobstatus as status from jobconfiguration order by name
  `.execute(server.db);
  return Object.fromEntries(rows.map(({ name, status }) => [name, status]));
};

const accounts = async () => {
  const { rows } = await sql<{ name: string }>`
    select account_hash as name from orderly.failed_login order by account_hash
  `.execute(server.db);
  return rows.map(({ name }) => name);
};

it('does its chores and nothing else', async () => {
  await sql`delete from jobconfiguration`.execute(server.db);
  for (const [name, { once, enabled, status, finished, cron }] of Object.entries(CONFIGURATIONS)) {
    await sql`
      insert into jobconfiguration (
        jobconfigurationid, uid, created, lastupdated, name, enabled, jobtype, jobstatus, lastexecutedstatus, schedulingtype, lastfinished, cronexpression
      ) values (
        nextval('hibernate_sequence'), ${uidOf(name)}, '2026-01-01', '2026-01-01', ${name}, ${enabled}, 'METADATA_IMPORT',
        ${status}, 'COMPLETED', ${once ? 'ONCE_ASAP' : 'CRON'}, ${finished}::timestamp, ${cron}
      )
    `.execute(server.db);
  }
  for (const name of ['finished', 'running']) {
    await sql`
      insert into fileresource (fileresourceid, uid, created, lastupdated, name, contenttype, contentlength, contentmd5, storagekey, isassigned, domain)
      values (nextval('hibernate_sequence'), ${uidOf(name)}, '2026-01-01', '2026-01-01', ${name}, 'text/plain', 1, '', ${name}, true, 'JOB_DATA')
    `.execute(server.db);
  }
  const person = await users.make([]);
  const [idle, busy] = [await users.enter(person.uid), await users.enter(person.uid)];
  await sql`
    update orderly.http_session set seen_at = now() - interval '61 minutes'
    where id_hash = encode(sha256(convert_to(${idle.cookie?.split('=')[1]}, 'UTF8')), 'hex')
  `.execute(server.db);
  await sql`
    insert into orderly.failed_login (account_hash, failed_at, expires_at)
    values ('past', array[now()], now() - interval '1 second'), ('present', array[now()], now() + interval '1 minute')
  `.execute(server.db);

  const run = await jobs.run('HOUSEKEEPING');
  expect(run).toMatchObject({ state: 'done', message: 'Housekeeping done: 4 rows' });
  const { finished: _, ...rest } = CONFIGURATIONS;
  expect(await statuses()).toEqual({
    ...Object.fromEntries(Object.entries(rest).map(([name, { status }]) => [name, status])),
    'switched off': 'DISABLED',
  });
  expect(await accounts()).toEqual(['present']);
  const { rows } = await sql`select name, isassigned from fileresource order by name`.execute(server.db);
  expect(rows).toEqual([
    { name: 'finished', isassigned: false },
    { name: 'running', isassigned: true },
  ]);
  const { rows: sessions } = await sql`select from orderly.http_session`.execute(server.db);
  expect(sessions).toHaveLength(1);
  expect((await server.request('/api/me', { user: null, headers: busy })).status).toBe(200);

  await configureServer(server, { jobsCleanupAfterMinutes: '60' });
  expect((await jobs.run('HOUSEKEEPING')).message).toBe('Housekeeping done: 1 row');
  expect(Object.keys(await statuses())).not.toContain('finished lately');
});

it('goes on when a chore fails', async () => {
  await sql`alter table orderly.failed_login rename to elsewhere`.execute(server.db);
  await sql`update jobconfiguration set jobstatus = 'SCHEDULED' where name = 'switched off'`.execute(server.db);
  const run = await jobs.run('HOUSEKEEPING');
  await sql`alter table orderly.elsewhere rename to failed_login`.execute(server.db);
  expect(run).toMatchObject({ state: 'done', message: 'Housekeeping done: 1 row, 1 of 4 chores failed' });
  expect(run.messages).toContainEqual(
    expect.objectContaining({ level: 'WARN', message: expect.stringMatching(/^Forgetting failed logins/) }),
  );
  expect((await statuses())['switched off']).toBe('DISABLED');
});
