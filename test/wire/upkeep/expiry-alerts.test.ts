import { sql } from 'kysely';
import { beforeEach, describe, expect, it } from 'vitest';
import { jobsOf } from '../../support/jobs.js';
import { testMailServer } from '../../support/mail.js';
import { testServer } from '../../support/server.js';
import { configureServer } from '../../support/settings.js';
import { makeUsers } from '../../support/users.js';

const NOW = new Date(2026, 2, 15, 10, 30);
const server = testServer({ clock: { now: () => NOW } });
const jobs = jobsOf(server);
const users = makeUsers(server);
const post = testMailServer();

/** The day some days from now, at a time. */
const at = (days: number, time: string) => {
  const day = new Date(2026, 2, 15 + days, 12);
  return `${day.getFullYear()}-${String(day.getMonth() + 1).padStart(2, '0')}-${String(day.getDate()).padStart(2, '0')} ${time}`;
};

async function person(email: string, column: string, value: string, more = 'disabled = null') {
  const { uid } = await users.make([], { email });
  await sql`update userinfo set ${sql.ref(column)} = ${value}::timestamp, ${sql.raw(more)} where uid = ${uid}`.execute(
    server.db,
  );
}

const state = async () => {
  const { rows } = await sql`select to_jsonb(userinfo) - 'lastlogin' from userinfo order by userinfoid`.execute(
    server.db,
  );
  return rows;
};

beforeEach(async () => {
  await sql`update userinfo set email = null`.execute(server.db);
  await configureServer(server, post.settings);
});

describe('the alert of passwords', () => {
  const ON = { credentialsExpiryAlert: 'true', credentialsExpires: '3', credentialsExpiresReminderInDays: '7' };

  it('comes 7, 3 and 1 days before a password is ninety days old', async () => {
    await configureServer(server, ON);
    const set = 'passwordlastupdated';
    for (const days of [0, 1, 2, 3, 4, 6, 7, 8]) await person(`d${days}@example.org`, set, at(days - 90, '23:59'));
    await person('closed@example.org', set, at(-89, '08:00'), 'disabled = true');
    await person('elsewhere@example.org', set, at(-89, '08:00'), 'externalauth = true');
    await person('invited@example.org', set, at(-89, '08:00'), 'invitation = true');
    const before = await state();
    const run = await jobs.run('CREDENTIALS_EXPIRY_ALERT');
    expect(run).toMatchObject({ state: 'done', message: '3 reminders sent' });
    expect(post.mails.map(({ to, subject }) => [...to, subject])).toEqual([
      ['d7@example.org', 'Your password of DHIS 2 expires in 7 days'],
      ['d3@example.org', 'Your password of DHIS 2 expires in 3 days'],
      ['d1@example.org', 'Your password of DHIS 2 expires tomorrow'],
    ]);
    expect(await state()).toEqual(before);
  });

  it.each([
    [{ credentialsExpiryAlert: 'false' }, 'the setting credentialsExpiryAlert is off'],
    [{ credentialsExpires: '0' }, 'passwords do not expire (setting credentialsExpires)'],
    [{ keyEmailHostName: '' }, 'no mail server is configured'],
  ])('does not come with %j, and the job says so', async (settings, why) => {
    await configureServer(server, { ...ON, ...settings });
    await person('one@example.org', 'passwordlastupdated', at(-89, '08:00'));
    const run = await jobs.run('CREDENTIALS_EXPIRY_ALERT');
    expect(run).toMatchObject({ state: 'done', message: `No reminders sent, because ${why}` });
    expect(post.mails).toEqual([]);
    await configureServer(server, { credentialsExpires: '0' });
  });
});

describe('the alert of accounts', () => {
  it('comes in the last seven days', async () => {
    await configureServer(server, { accountExpiryAlert: 'true' });
    const ends = 'accountexpiry';
    await person('over@example.org', ends, at(0, '10:29'));
    await person('today@example.org', ends, at(0, '10:31'));
    await person('last@example.org', ends, at(7, '10:30'));
    await person('later@example.org', ends, at(7, '10:31'));
    await person('closed@example.org', ends, at(2, '00:00'), 'disabled = true');
    const before = await state();
    const run = await jobs.run('ACCOUNT_EXPIRY_ALERT');
    expect(run).toMatchObject({ state: 'done', message: '2 reminders sent' });
    expect(post.mails.map(({ to, subject }) => [...to, subject]).toSorted()).toEqual([
      ['last@example.org', 'Your user account of DHIS 2 expires on 2026-03-22'],
      ['today@example.org', 'Your user account of DHIS 2 expires on 2026-03-15'],
    ]);
    expect(await state()).toEqual(before);
    await configureServer(server, { accountExpiresInDays: '8' });
    expect((await jobs.run('ACCOUNT_EXPIRY_ALERT')).message).toBe('3 reminders sent');
    await configureServer(server, { accountExpiresInDays: '' });
  });

  it.each([
    [{ accountExpiryAlert: 'false' }, 'the setting accountExpiryAlert is off'],
    [{ keyEmailUsername: '' }, 'no mail server is configured'],
  ])('does not come with %j, and the job says so', async (settings, why) => {
    await configureServer(server, { accountExpiryAlert: 'true', ...settings });
    await person('one@example.org', 'accountexpiry', at(2, '00:00'));
    const run = await jobs.run('ACCOUNT_EXPIRY_ALERT');
    expect(run).toMatchObject({ state: 'done', message: `No reminders sent, because ${why}` });
    expect(post.mails).toEqual([]);
  });

  it('is given up when the mail server takes none', async () => {
    await configureServer(server, { accountExpiryAlert: 'true' });
    for (let index = 0; index < 7; index += 1) await person(`p${index}@example.org`, 'accountexpiry', at(2, '00:00'));
    post.refuse();
    const run = await jobs.run('ACCOUNT_EXPIRY_ALERT');
    expect(run).toMatchObject({ state: 'done', message: '0 reminders sent, 7 could not be sent' });
    expect(post.refused).toBe(5);
  });
});
