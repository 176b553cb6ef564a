import { sql } from 'kysely';
import { beforeEach, describe, expect, it } from 'vitest';
import { generateUid } from '../../../src/kernel/uid.js';
import { jobsOf } from '../../support/jobs.js';
import { testMailServer } from '../../support/mail.js';
import { testServer } from '../../support/server.js';
import { configureServer } from '../../support/settings.js';
import { makeUsers } from '../../support/users.js';

const server = testServer({ flags: { baseUrl: 'https://hmis.example.org' } });
const nameless = testServer();
const post = testMailServer();
const users = makeUsers(server);

type Server = ReturnType<typeof testServer>;

beforeEach(async () => {
  for (const one of [server, nameless]) await configureServer(one, post.settings);
});

/** A push analysis of a dashboard with a text, sent to one group, or to none. */
async function makePush(
  { request }: Server,
  { groups = 1, sharing = 'r-------' }: { readonly groups?: number; readonly sharing?: string } = {},
) {
  const [uid, dashboard, group] = [generateUid(), generateUid(), generateUid()];
  const { status, text } = await request('/api/metadata', {
    method: 'POST',
    body: {
      userGroups: [{ id: group, name: `Group ${group}` }],
      dashboards: [
        {
          id: dashboard,
          name: `Dashboard ${dashboard}`,
          sharing: { public: sharing },
          dashboardItems: [{ id: generateUid(), text: 'Hello' }],
        },
      ],
      pushAnalysis: [
        {
          id: uid,
          name: `Push ${uid}`,
          enabled: true,
          dashboard: { id: dashboard },
          recipientUserGroups: groups === 0 ? [] : [{ id: group }],
        },
      ],
    },
  });
  if (status !== 200) throw new Error(text);
  return { uid, dashboard, group };
}

const run = async (on: Server, ...pushAnalysis: readonly string[]) =>
  await jobsOf(on).run('PUSH_ANALYSIS', { pushAnalysis });

const addressees = () => post.mails.flatMap(({ to }) => to).toSorted();

describe('PUSH_ANALYSIS', () => {
  it('sends to everybody with an address once, and says who has none', async () => {
    const { uid, group } = await makePush(server);
    const other = generateUid();
    await server.request('/api/userGroups', { method: 'POST', body: { id: other, name: `Group ${other}` } });
    await sql`
      insert into pushanalysisrecipientusergroups (usergroupid, elt)
      select pushanalysisid, usergroupid from pushanalysis, usergroup where pushanalysis.uid = ${uid} and usergroup.uid = ${other}
    `.execute(server.db);
    await users.make([], { groups: [group, other], email: 'both@example.org' });
    await users.make([], { groups: [other], email: ' other@example.org ' });
    const silent = await users.make([], { groups: [group], email: 'a@example.org, b@example.org' });
    const gone = await users.make([], { groups: [group], email: 'gone@example.org' });
    await sql`update userinfo set disabled = true where uid = ${gone.uid}`.execute(server.db);
    const over = await users.make([], { groups: [group], email: 'over@example.org' });
    await sql`update userinfo set accountexpiry = localtimestamp - interval '1 day' where uid = ${over.uid}`.execute(
      server.db,
    );
    const { state, message, messages } = await run(server, uid);
    expect([state, message]).toEqual(['done', '2 mails sent']);
    expect(addressees()).toEqual(['both@example.org', 'other@example.org']);
    expect(post.mails.map(({ subject }) => subject)).toEqual([`Push ${uid}`, `Push ${uid}`]);
    expect(messages).toContainEqual(
      expect.objectContaining({
        level: 'WARN',
        message: `User ${silent.username} has no valid mail address and gets nothing`,
      }),
    );
  });

  it('goes on to the next where one is unknown or has no groups', async () => {
    const [good, groupless, unknown] = [await makePush(server), await makePush(server, { groups: 0 }), generateUid()];
    await users.make([], { groups: [good.group], email: 'good@example.org' });
    const { state, message, messages } = await run(server, unknown, groupless.uid, good.uid);
    expect([state, message]).toEqual(['done', `1 mail sent; not sent: ${unknown}, ${groupless.uid}`]);
    expect(addressees()).toEqual(['good@example.org']);
    const texts = messages.map((event) => event.message).join('\n');
    expect(texts).toContain(`Push analysis ${unknown} does not exist.`);
    expect(texts).toContain(`Push analysis Push ${groupless.uid} (${groupless.uid}) has no user groups to send to.`);
  });

  it('fails where nothing could be sent', async () => {
    const { uid } = await makePush(server, { groups: 0 });
    const { state, message } = await run(server, uid);
    expect([state, message]).toEqual(['failed', `0 mails sent; not sent: ${uid}. The messages of the run say why.`]);
  });

  it('needs the address of the server', async () => {
    const { uid } = await makePush(nameless);
    const { state, messages } = await run(nameless, uid);
    expect(state).toBe('failed');
    expect(messages.map(({ message }) => message).join('\n')).toContain(
      'its links need the address of this server, ORDERLY_BASE_URL.',
    );
  });

  it('needs a mail server', async () => {
    await configureServer(server, { keyEmailHostName: '' });
    const { uid } = await makePush(server);
    const { state, message } = await run(server, uid);
    expect([state, message]).toEqual(['failed', 'SMTP server/email sending is not available']);
  });

  it('sends to the others where a mail is refused or the dashboard is not for a member', async () => {
    const { uid, group, dashboard } = await makePush(server, { sharing: '--------' });
    await users.make(['ALL'], { groups: [group], email: 'one@example.org' });
    await users.make(['ALL'], { groups: [group], email: 'two@example.org' });
    const outsider = await users.make([], { groups: [group], email: 'outsider@example.org' });
    post.refuse('one@example.org');
    const { state, message, messages } = await run(server, uid);
    expect([state, message]).toEqual(['done', '1 mail sent']);
    expect(addressees()).toEqual(['two@example.org']);
    const texts = messages.map((event) => event.message).join('\n');
    expect(texts).toContain('The email to one@example.org could not be sent: the mail server refused it (550).');
    expect(texts).toContain(`User ${outsider.username} is not allowed to read the dashboard ${dashboard}.`);
  });

  it('stops asking a mail server that takes nothing', async () => {
    const { uid, group } = await makePush(server);
    for (let number = 0; number < 8; number += 1)
      await users.make([], { groups: [group], email: `u${number}@example.org` });
    post.refuse();
    const { state, message } = await run(server, uid);
    expect([state, message]).toEqual([
      'failed',
      'The mail server did not take the last 5 mails; the others are not tried.',
    ]);
    expect(post.refused).toBe(5);
  });
});

describe('the endpoints of a push analysis', () => {
  it('run it as the caller', async () => {
    const { uid, group } = await makePush(server);
    await users.make([], { groups: [group], email: 'called@example.org' });
    const caller = await users.make(['F_PUSH_ANALYSIS_ADD']);
    const { status, text } = await server.request(`/api/pushAnalysis/${uid}/run`, {
      method: 'POST',
      user: caller.login,
    });
    expect([status, text]).toEqual([204, '']);
    await expect.poll(addressees, { timeout: 20_000 }).toEqual(['called@example.org']);
    const { rows } = await sql`
      select type, requested_by, parameters from orderly.job_run where requested_by = ${caller.uid}
    `.execute(server.db);
    expect(rows).toEqual([{ type: 'PUSH_ANALYSIS', requested_by: caller.uid, parameters: { pushAnalysis: [uid] } }]);
  });

  it('are not for everybody, and know what is not there', async () => {
    const { uid } = await makePush(server);
    const nobody = await users.make([]);
    const post = { method: 'POST' };
    expect((await server.request(`/api/pushAnalysis/${uid}/run`, { ...post, user: nobody.login })).status).toBe(403);
    const unknown = generateUid();
    for (const request of [
      server.request(`/api/pushAnalysis/${unknown}/run`, post),
      server.request(`/api/pushAnalysis/${unknown}/render`),
    ]) {
      const { status, json } = await request;
      expect([status, json.errorCode]).toEqual([404, 'E1005']);
      expect(json.message).toBe(`PushAnalysis with id ${unknown} could not be found.`);
    }
    expect((await server.request(`/api/pushAnalysis/${uid}/render`, { headers: { accept: 'text/html' } })).status).toBe(
      200,
    );
  });
});
