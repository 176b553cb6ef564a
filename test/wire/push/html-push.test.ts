import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { sql } from 'kysely';
import { simpleParser } from 'mailparser';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { findRun, runEvents } from '../../../src/jobs/index.js';
import { generateUid } from '../../../src/kernel/uid.js';
import { testMailServer } from '../../support/mail.js';
import { testServer } from '../../support/server.js';
import { configureServer } from '../../support/settings.js';
import { makeUsers } from '../../support/users.js';

const server = testServer();
const post = testMailServer();
const users = makeUsers(server);

/** A PNG of one point. */
const POINT = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
const SECRET = 'geheim';

let answer: (request: IncomingMessage, response: ServerResponse) => void;
let asked: { readonly url: string; readonly authorization: string | undefined }[] = [];
let active = 0;
let mostActive = 0;
const service = createServer((request, response) => {
  asked.push({ url: request.url ?? '', authorization: request.headers.authorization });
  active += 1;
  mostActive = Math.max(mostActive, active);
  response.on('close', () => {
    active -= 1;
  });
  answer(request, response);
});
let port = 0;

const page = (request: IncomingMessage, response: ServerResponse): void => {
  const body = `<html><body><p>Grüße, ${request.url}</p><img alt="chart" src="data:image/png;base64,${POINT}"></body></html>`;
  response.setHeader('content-type', 'text/html; charset=utf-8').end(body);
};

beforeAll(async () => {
  await new Promise<void>((resolve) => service.listen(0, '127.0.0.1', resolve));
  const address = service.address();
  port = typeof address === 'object' && address !== null ? address.port : 0;
});
afterAll(async () => {
  service.closeAllConnections();
  await new Promise((resolve) => service.close(resolve));
});
beforeEach(async () => {
  asked = [];
  mostActive = 0;
  answer = page;
  await configureServer(server, { ...post.settings, keyHtmlPushAnalyticsUrl: template() });
});

const template = (on = port): string =>
  `http://robot:${SECRET}@127.0.0.1:${on}/dashboards/{id}?user={username}&locale={locale}`;

async function makeGroup(): Promise<{ readonly dashboard: string; readonly group: string }> {
  const [dashboard, group] = [generateUid(), generateUid()];
  const body = {
    userGroups: [{ id: group, name: `Group ${group}` }],
    dashboards: [{ id: dashboard, name: `Dashboard ${dashboard}` }],
  };
  const { status, text } = await server.request('/api/metadata', { method: 'POST', body });
  if (status !== 200) throw new Error(text);
  return { dashboard, group };
}

/** Runs the job under a name, as a user; gives how it ended, with all that it said. */
async function run(parameters: Readonly<Record<string, unknown>>, requestedBy?: string) {
  const queued = await server.services.jobs.queue(server.db, {
    type: 'HTML_PUSH_ANALYTICS',
    name: 'Weekly numbers',
    parameters,
    ...(requestedBy !== undefined && { requestedBy }),
  });
  const ended = async () => {
    const found = await findRun(server.db, queued.uid);
    return found && !['queued', 'running'].includes(found.state) ? found : undefined;
  };
  await expect.poll(async () => (await ended()) !== undefined, { timeout: 20_000 }).toBe(true);
  const found = await ended();
  const said = (await runEvents(server.db, queued.uid)).map(({ message }) => message).join('\n');
  return { state: found?.state, message: found?.message, said };
}

async function mailOf(address: string) {
  const mail = post.mails.find(({ to }) => to.includes(address));
  return await simpleParser(Buffer.from(mail?.raw ?? '', 'latin1'), { skipImageLinks: true });
}

const addressees = () => post.mails.map(({ to }) => to.join()).toSorted();

describe('HTML_PUSH_ANALYTICS', () => {
  it('fetches once as whoever runs it, and mails it to each receiver', async () => {
    const { dashboard, group } = await makeGroup();
    const executor = await users.make([]);
    await users.make([], { groups: [group], email: 'a@example.org' });
    await users.make([], { groups: [group], email: 'b@example.org' });
    await users.make([], { groups: [group] });
    const { state, message } = await run({ dashboard, receivers: group, mode: 'EXECUTOR' }, executor.uid);
    expect([state, message]).toEqual(['done', `2 of 2 mails sent for dashboard ${dashboard}`]);
    expect(asked).toEqual([
      {
        url: `/dashboards/${dashboard}?user=${executor.username}&locale=en`,
        authorization: `Basic ${Buffer.from(`robot:${SECRET}`).toString('base64')}`,
      },
    ]);
    expect(addressees()).toEqual(['a@example.org', 'b@example.org']);
    const { subject, html, attachments } = await mailOf('a@example.org');
    expect(subject).toBe('Weekly numbers');
    expect(html).toContain(`Grüße, /dashboards/${dashboard}`);
    expect(attachments.map(({ content }) => content.toString('base64'))).toEqual([POINT]);
    expect(html).toContain(`src="cid:${attachments[0]?.cid}"`);
    // The id of a message ends with the name of the server, and may end like an address.
    const raw = post.mails.find(({ to }) => to.includes('a@example.org'))?.raw;
    expect(raw).toMatch(/[\s<]a@example\.org/);
    expect(raw).not.toMatch(/[\s<,]b@example\.org/);
  });

  it('fetches for each receiver in their language, eight at a time', async () => {
    const { dashboard, group } = await makeGroup();
    const receivers = [];
    for (let number = 0; number < 12; number += 1)
      receivers.push(await users.make([], { groups: [group], email: `r${number}@example.org` }));
    const [first] = receivers;
    await server.request(`/api/userSettings/keyUiLocale?userId=${first?.uid}&value=pt_BR`, { method: 'POST' });
    // The first ones wait for the eighth, and a moment longer for a ninth that must not come.
    const held: (() => void)[] = [];
    answer = (request, response) => {
      held.push(() => page(request, response));
      if (asked.length === 8) setTimeout(() => held.splice(0).forEach((go) => void go()), 100);
      if (asked.length > 8) held.splice(0).forEach((go) => void go());
    };
    const { state } = await run({ dashboard, receivers: group, mode: 'RECEIVER' });
    expect(state).toBe('done');
    expect(asked).toHaveLength(12);
    expect(mostActive).toBe(8);
    for (const [number, { username }] of receivers.entries()) {
      const { html } = await mailOf(`r${number}@example.org`);
      const locale = number === 0 ? 'pt_BR' : 'en';
      expect(html).toContain(`/dashboards/${dashboard}?user=${username}&locale=${locale}`);
    }
  });

  it('has the name of the scheduled job as its subject and runs as whoever made that', async () => {
    const { dashboard, group } = await makeGroup();
    await users.make([], { groups: [group], email: 'planned@example.org' });
    const name = `Numbers of ${group}`;
    const made = await server.request('/api/jobConfigurations', {
      method: 'POST',
      body: {
        name,
        jobType: 'HTML_PUSH_ANALYTICS',
        cronExpression: '0 0 5 1 1 ?',
        jobParameters: { dashboard, receivers: group, mode: 'EXECUTOR' },
      },
    });
    expect(made.status, made.text).toBe(201);
    const { status } = await server.request(`/api/jobConfigurations/${made.json.response.uid}/execute`, {
      method: 'POST',
    });
    expect(status).toBeLessThan(300);
    await expect.poll(addressees, { timeout: 20_000 }).toEqual(['planned@example.org']);
    expect((await mailOf('planned@example.org')).subject).toBe(name);
    expect(asked.map(({ url }) => url)).toEqual([`/dashboards/${dashboard}?user=admin&locale=en`]);
  });

  it('cannot be scheduled while no mail server is configured', async () => {
    const { dashboard, group } = await makeGroup();
    await configureServer(server, { keyEmailHostName: '' });
    const { status, text } = await server.request('/api/jobConfigurations', {
      method: 'POST',
      body: {
        name: `Numbers of ${group}`,
        jobType: 'HTML_PUSH_ANALYTICS',
        cronExpression: '0 0 6 1 1 ?',
        jobParameters: { dashboard, receivers: group, mode: 'RECEIVER' },
      },
    });
    expect(status).toBe(409);
    expect(text).toContain('Failed to validate job runtime: `EMAIL gateway configuration does not exist`');
  });

  it('says for whom it failed, sends to the others, and keeps the credentials to itself', async () => {
    const { dashboard, group } = await makeGroup();
    const [good, bad, wrong] = [
      await users.make([], { groups: [group], email: 'good@example.org' }),
      await users.make([], { groups: [group], email: 'bad@example.org' }),
      await users.make([], { groups: [group], email: 'wrong@example.org' }),
    ];
    answer = (request, response) => {
      if (request.url?.includes(bad.username)) response.writeHead(500).end('no');
      else if (request.url?.includes(wrong.username)) response.setHeader('content-type', 'application/json').end('{}');
      else page(request, response);
    };
    const { state, message, said } = await run({ dashboard, receivers: group, mode: 'RECEIVER' });
    expect([state, message]).toEqual(['done', `1 of 3 mails sent for dashboard ${dashboard}`]);
    expect(addressees()).toEqual(['good@example.org']);
    expect(said).toContain(
      `The dashboard as ${bad.username} sees it could not be fetched: the service answered with status 500.`,
    );
    expect(said).toContain(
      `The dashboard as ${wrong.username} sees it could not be fetched: the service answered with something that is no HTML.`,
    );
    expect(said).not.toContain(`as ${good.username}`);
    expect(said).not.toContain(SECRET);
  });

  it.each<[string, (request: IncomingMessage, response: ServerResponse) => void]>([
    [
      'the page is larger than 20 MB.',
      (_, response) => void response.setHeader('content-type', 'text/html').end('x'.repeat(21 * 1024 * 1024)),
    ],
    ['the page is empty.', (_, response) => void response.setHeader('content-type', 'text/html').end()],
    ['the service cannot be reached.', (request) => void request.socket.destroy()],
  ])('refuses what is no page: %s', async (reason, how) => {
    const { dashboard, group } = await makeGroup();
    const executor = await users.make([], { groups: [group], email: 'one@example.org' });
    answer = how;
    const { state, message, said } = await run({ dashboard, receivers: group, mode: 'EXECUTOR' }, executor.uid);
    expect([state, message]).toEqual([
      'failed',
      `The dashboard as ${executor.username} sees it could not be fetched: ${reason}`,
    ]);
    expect(said).not.toContain(SECRET);
    expect(post.mails).toHaveLength(0);
  });

  it.each([
    ['The setting keyHtmlPushAnalyticsUrl is missing.', { keyHtmlPushAnalyticsUrl: '' }],
    [
      'The setting keyHtmlPushAnalyticsUrl is not the address of a web page.',
      { keyHtmlPushAnalyticsUrl: `file:///etc/{id}#${SECRET}` },
    ],
    ['SMTP server/email sending is not available', { keyEmailHostName: '' }],
  ])('needs its settings: %s', async (reason, settings: Readonly<Record<string, string>>) => {
    const { dashboard, group } = await makeGroup();
    await users.make([], { groups: [group], email: 'one@example.org' });
    await configureServer(server, settings);
    const { state, message } = await run({ dashboard, receivers: group, mode: 'RECEIVER' });
    expect([state, message]).toEqual(['failed', reason]);
    expect(asked).toHaveLength(0);
  });

  it('needs somebody to send to, something to send, and somebody to be', async () => {
    const { dashboard, group } = await makeGroup();
    const disabled = await users.make([], { groups: [group], email: 'disabled@example.org' });
    await sql`update userinfo set disabled = true where uid = ${disabled.uid}`.execute(server.db);
    const unknown = generateUid();
    const mode = 'EXECUTOR';
    expect((await run({ dashboard, receivers: group, mode })).message).toBe(
      `User group Group ${group} has no active member with a mail address.`,
    );
    expect((await run({ dashboard, receivers: unknown, mode })).message).toBe(`User group ${unknown} does not exist.`);
    expect((await run({ dashboard: unknown, receivers: group, mode })).message).toBe(
      `Dashboard ${unknown} does not exist.`,
    );
    await users.make([], { groups: [group], email: 'somebody@example.org' });
    expect((await run({ dashboard, receivers: group, mode })).message).toBe(
      'The job has no user to run as: set executedBy.',
    );
    expect((await run({ dashboard, receivers: group, mode }, disabled.uid)).message).toBe(
      `User ${disabled.uid} is gone or disabled.`,
    );
    expect(asked).toHaveLength(0);
  });
});
