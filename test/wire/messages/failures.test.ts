import { sql } from 'kysely';
import { pino } from 'pino';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startApp } from '../../../src/app.js';
import type { JobType } from '../../../src/jobs/index.js';
import { generateUid } from '../../../src/kernel/uid.js';
import { connectionTo } from '../../support/database.js';
import { jobsOf } from '../../support/jobs.js';
import { testMailServer } from '../../support/mail.js';
import { testConfig, testServer } from '../../support/server.js';
import { configureServer } from '../../support/settings.js';
import { type MadeUser, makeUsers } from '../../support/users.js';

/** How long it is waited for what happens after an answer. */
const PATIENCE = { timeout: 15_000 };

const server = testServer({ flags: { baseUrl: 'https://health.example.org' } });
const users = makeUsers(server);
const jobs = jobsOf(server);
const post = testMailServer();
const groupUid = generateUid();
let helper: MadeUser;

const failing = (type: string, notifyFailure: boolean): JobType => ({
  type,
  label: type,
  takeOver: 'fail',
  notifyFailure,
  startMessage: type,
  run: () => Promise.reject(new Error('The disk is full.')),
});

interface Told {
  readonly subject: string;
  readonly text: string;
}

const told = async (): Promise<readonly Told[]> =>
  (
    await server.request('/api/messageConversations?fields=subject,messages[text]&paging=false', { user: helper.login })
  ).json.messageConversations.map((conversation: { subject: string; messages: readonly { text: string }[] }) => ({
    subject: conversation.subject,
    text: conversation.messages[0]?.text,
  }));

beforeAll(async () => {
  await sql`
    insert into usergroup (usergroupid, uid, created, lastupdated, name)
    values (nextval('hibernate_sequence'), ${groupUid}, localtimestamp, localtimestamp, 'Help desk')
  `.execute(server.db);
  helper = await users.make([], { groups: [groupUid], email: 'helper@example.org' });
  await server.request('/api/userSettings/keyMessageEmailNotification?value=true', {
    method: 'POST',
    user: helper.login,
  });
  for (const notifyFailure of [true, false]) {
    server.services.jobs.register(failing(notifyFailure ? 'LOUD' : 'QUIET', notifyFailure));
  }
});

const setRecipients = async (uid: string | undefined) =>
  await server.request('/api/configuration/feedbackRecipients', {
    ...(uid === undefined
      ? { method: 'DELETE' }
      : { method: 'POST', body: uid, headers: { 'content-type': 'text/plain' } }),
  });

beforeEach(async () => {
  await setRecipients(groupUid);
  await sql`truncate messageconversation_usermessages, messageconversation_messages, usermessage, messageattachments, message cascade`.execute(
    server.db,
  );
  await sql`delete from messageconversation`.execute(server.db);
});

describe('when a job fails', () => {
  it('those who get feedback have a message about it, and a mail', async () => {
    await configureServer(server, { ...post.settings, applicationTitle: 'Health' });
    const run = await jobs.run('LOUD');
    expect(run).toMatchObject({ state: 'failed', message: 'The disk is full.' });
    await expect.poll(told, PATIENCE).toHaveLength(1);
    const [message] = await told();
    expect(message?.subject).toBe(`Job failed: ${run.name}`);
    for (const line of [
      'System: Health',
      'Address: https://health.example.org',
      'Job type: LOUD',
      'Reason: The disk is full.',
    ])
      expect(message?.text.split('\n')).toContain(line);
    await expect.poll(() => post.mails.length, PATIENCE).toBe(1);
    expect(post.mails[0]).toMatchObject({ to: ['helper@example.org'] });
    expect(post.mails[0]?.text).toContain('The disk is full.');
  });

  it('of a type that says nothing, nobody is told', async () => {
    await jobs.run('QUIET');
    await jobs.run('LOUD');
    await expect.poll(told, PATIENCE).toHaveLength(1);
    expect((await told())[0]?.text).toContain('LOUD');
  });

  it('and nobody gets feedback, nobody is told, not even later', async () => {
    await setRecipients(undefined);
    const { uid } = await jobs.run('LOUD');
    const toldAt = async () =>
      (
        await sql<{ at: Date | null }>`select failure_told_at as at from orderly.job_run where uid = ${uid}`.execute(
          server.db,
        )
      ).rows[0]?.at;
    await expect.poll(toldAt, PATIENCE).not.toBeNull();
    await setRecipients(groupUid);
    await jobs.run('QUIET');
    expect(await told()).toEqual([]);
  });

  it('once, however many servers there are', async () => {
    const { rows } = await sql<{ name: string }>`select current_database() as name`.execute(server.db);
    const second = await startApp({
      config: testConfig(),
      connection: connectionTo(rows[0]?.name ?? ''),
      log: pino({ level: 'silent' }),
      version: '0.0.0',
    });
    try {
      second.services.jobs.register(failing('LOUD', true));
      for (let count = 0; count < 4; count += 1) await jobs.run('LOUD');
      await expect.poll(told, PATIENCE).toHaveLength(4);
    } finally {
      // A server that stops has told what it was about to tell.
      await second.stop();
    }
    expect(new Set((await told()).map(({ subject }) => subject)).size).toBe(4);
  });

  it('because its server died, they are told by another', async () => {
    await sql`
      with gone as (
        insert into orderly.node (name, alive_at) values ('ward-server', now() - interval '1 hour') returning node_id
      )
      insert into orderly.job_run (uid, type, name, trigger, state, exclusive, node_id, attempt, started_at)
      select ${generateUid()}, 'LOUD', 'Nightly work', 'request', 'running', array['LOUD'], gone.node_id, 1, now() from gone
    `.execute(server.db);
    await expect.poll(told, PATIENCE).toHaveLength(1);
    const [message] = await told();
    expect(message?.subject).toBe('Job failed: Nightly work');
    expect(message?.text).toMatch(
      /Reason: The server that ran this job \(ward-server\) stopped at .* before it was done/,
    );
  });
});

it('is told of the types that the peer tells of', () => {
  const types = server.services.jobs.types().flatMap(({ type, notifyFailure }) => (notifyFailure ? [type] : []));
  expect(types).toEqual(
    expect.arrayContaining([
      'ANALYTICS_TABLE',
      'DATA_SET_NOTIFICATION',
      'METADATA_IMPORT',
      'MONITORING',
      'PROGRAM_NOTIFICATIONS',
      'SYSTEM_VERSION_UPDATE_CHECK',
      'VALIDATION_RESULTS_NOTIFICATION',
    ]),
  );
  for (const type of ['RESOURCE_TABLE', 'HOUSEKEEPING', 'DATA_STATISTICS']) expect(types).not.toContain(type);
});
