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
const configure = (settings: Readonly<Record<string, string>>) => configureServer(server, settings);
const users = makeUsers(server);
const post = testMailServer();

const away = async (uid: string, lastLogin: string | null, columns = 'disabled = null') => {
  await sql`
    update userinfo set lastlogin = ${lastLogin}::timestamp, ${sql.raw(columns)} where userinfo.uid = ${uid}
  `.execute(server.db);
};

async function person(lastLogin: string | null, { columns, authorities = [], email }: Partial<Options> = {}) {
  const made = await users.make(authorities, email === undefined ? {} : { email });
  await away(made.uid, lastLogin, columns);
  return made;
}

interface Options {
  readonly columns: string;
  readonly authorities: readonly string[];
  readonly email: string;
}

async function open(): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ uid: string }>`select uid from userinfo where disabled is not true`.execute(server.db);
  return new Set(rows.map(({ uid }) => uid));
}

beforeEach(async () => {
  await sql`update userinfo set lastlogin = null, email = null, disabled = (username <> 'admin')`.execute(server.db);
});

describe('disabling', () => {
  it('is for those who have been away for the months, to the midnight', async () => {
    const gone = await person('2025-12-15 00:00');
    const longGone = await person('2020-01-01 08:00', { columns: 'disabled = false' });
    const here = await person('2025-12-15 00:00:01');
    const never = await person(null);
    const headers = await users.enter(gone.uid);
    const seen = await users.enter(here.uid);
    const run = await jobs.run('DISABLE_INACTIVE_USERS', { inactiveMonths: 3 });
    expect(run).toMatchObject({ state: 'done', message: '2 users disabled' });
    const left = await open();
    expect([gone, longGone, here, never].map(({ uid }) => left.has(uid))).toEqual([false, false, true, true]);
    expect((await server.request('/api/me', { user: null, headers })).status).toBe(401);
    expect((await server.request('/api/me', { user: null, headers: seen })).status).toBe(200);
  });

  it('leaves the one of all super users who was here last', async () => {
    const before = await person('2024-01-01 08:00', { authorities: ['ALL'] });
    const last = await person('2024-06-01 08:00', { authorities: ['ALL'] });
    const expired = await person('2024-07-01 08:00', {
      authorities: ['ALL'],
      columns: "accountexpiry = '2024-08-01', disabled = false",
    });
    const plain = await person('2024-07-01 08:00');
    await sql`update userinfo set disabled = true where username = 'admin'`.execute(server.db);
    const run = await jobs.run('DISABLE_INACTIVE_USERS', { inactiveMonths: 1 });
    expect(run).toMatchObject({ state: 'done', message: '3 users disabled' });
    const left = await open();
    expect([before, last, expired, plain].map(({ uid }) => left.has(uid))).toEqual([false, true, false, false]);
    await sql`update userinfo set disabled = null where username = 'admin'`.execute(server.db);
    expect((await jobs.run('DISABLE_INACTIVE_USERS', { inactiveMonths: 1 })).message).toBe('1 user disabled');
  });

  it.each([{}, { inactiveMonths: 0 }, { inactiveMonths: 25 }, { inactiveMonths: 3, reminderDaysBefore: 29 }])(
    'does not take %j',
    async (parameters) => {
      await expect(jobs.run('DISABLE_INACTIVE_USERS', parameters)).rejects.toThrow(/^Job parameter /);
    },
  );
});

describe('reminders', () => {
  it('are not sent without a mail server, and the job says so', async () => {
    await configure({ keyEmailHostName: '' });
    await person('2025-12-16 08:00', { email: 'one@example.org' });
    const run = await jobs.run('DISABLE_INACTIVE_USERS', { inactiveMonths: 3, reminderDaysBefore: 7 });
    expect(run.message).toBe('0 users disabled; no reminders sent, because no mail server is configured');
  });

  it('come 7, 3 and 1 days before, to each their own', async () => {
    await configure(post.settings);
    const login = (day: number) => `2025-12-${day} 08:00`;
    // Disabled at the first midnight that is three months after the login: tomorrow for the 15th.
    for (const day of [15, 16, 17, 18, 19, 20, 21, 22]) await person(login(day), { email: `d${day - 14}@example.org` });
    await person(login(15), { email: 'closed@example.org', columns: 'disabled = true' });
    await person(login(15), { email: 'no address' });
    const run = await jobs.run('DISABLE_INACTIVE_USERS', { inactiveMonths: 3, reminderDaysBefore: 7 });
    expect(run.message).toBe('0 users disabled; 3 reminders sent, 1 could not be sent');
    expect(post.mails.map(({ to, subject }) => [to, subject])).toEqual([
      [['d7@example.org'], 'Your user account of DHIS 2 will be disabled in 7 days'],
      [['d3@example.org'], 'Your user account of DHIS 2 will be disabled in 3 days'],
      [['d1@example.org'], 'Your user account of DHIS 2 will be disabled tomorrow'],
    ]);
  });

  it('do not keep anybody in whose mail is refused, nor others from their mail', async () => {
    await configure(post.settings);
    const gone = await person('2025-01-01 08:00');
    await person('2025-12-15 08:00', { email: 'a@example.org' });
    await person('2025-12-15 08:00', { email: 'b@example.org' });
    post.refuse('a@example.org');
    const run = await jobs.run('DISABLE_INACTIVE_USERS', { inactiveMonths: 3, reminderDaysBefore: 1 });
    expect(run).toMatchObject({ state: 'done', message: '1 user disabled; 1 reminder sent, 1 could not be sent' });
    expect(run.messages).toContainEqual(
      expect.objectContaining({
        level: 'WARN',
        message: 'The email to a@example.org could not be sent: the mail server refused it (550).',
      }),
    );
    expect((await open()).has(gone.uid)).toBe(false);
  });
});
