import { sql } from 'kysely';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { generateUid } from '../../../src/kernel/uid.js';
import { testServer } from '../../support/server.js';
import { type MadeUser, makeUsers } from '../../support/users.js';

const server = testServer();
const users = makeUsers(server);
const groupUid = generateUid();

let worker: MadeUser;
let helper: MadeUser;
let stranger: MadeUser;

const text = { 'content-type': 'text/plain' };
const feedback = (who: MadeUser, subject = 'Help', body = 'The page stays empty.') =>
  server.request(`/api/messageConversations/feedback?subject=${encodeURIComponent(subject)}`, {
    method: 'POST',
    user: who.login,
    body,
    headers: text,
  });
const list = async (who: MadeUser, query = '') =>
  (await server.request(`/api/messageConversations?fields=id,subject,status${query}`, { user: who.login })).json
    .messageConversations;
const act = (who: MadeUser, path: string, method = 'POST') =>
  server.request(`/api/messageConversations/${path}`, { method, user: who.login });
const messagesOf = async (who: MadeUser, uid: string) =>
  (
    await server.request(`/api/messageConversations/${uid}?fields=messages[text]`, { user: who.login })
  ).json.messages.map((message: { text: string }) => message.text);

beforeAll(async () => {
  await sql`
    insert into usergroup (usergroupid, uid, created, lastupdated, name)
    values (nextval('hibernate_sequence'), ${groupUid}, localtimestamp, localtimestamp, 'Help desk')
  `.execute(server.db);
  worker = await users.make([]);
  helper = await users.make([], { groups: [groupUid] });
  stranger = await users.make([]);
});

describe('feedback without somebody to give it to', () => {
  it('is refused', async () => {
    const { status, json } = await feedback(worker);
    expect({ status, code: json.errorCode, message: json.message }).toEqual({
      status: 409,
      code: 'E6200',
      message: 'Feedback message recipients user group not defined',
    });
  });
});

describe('tickets', () => {
  let uid: string;
  beforeEach(async () => {
    const body = groupUid;
    await server.request('/api/configuration/feedbackRecipients', { method: 'POST', body, headers: text });
    expect((await feedback(worker)).json).toMatchObject({ httpStatusCode: 201, message: 'Feedback created' });
    uid = (await list(worker))[0].id;
  });

  it('are open and with those who get feedback', async () => {
    expect((await list(helper))[0]).toEqual({ id: uid, subject: 'Help', status: 'OPEN' });
    expect(await list(stranger)).toEqual([]);
    const { json } = await server.request(`/api/messageConversations/${uid}?fields=messageType,messages[text]`, {
      user: helper.login,
    });
    expect(json).toEqual({ messageType: 'TICKET', messages: [{ text: 'The page stays empty.' }] });
  });

  it('need a subject and a text', async () => {
    const without = await server.request('/api/messageConversations/feedback', {
      method: 'POST',
      body: 'x',
      headers: text,
    });
    expect(without.status).toBe(400);
    expect((await feedback(worker, '')).json.message).toBe('Missing required property `subject`');
    expect((await feedback(worker, 'Help', ' ')).json.message).toBe('Missing required property `text`');
  });

  it('are seen by those who come to the group later', async () => {
    const late = await users.make([], { groups: [groupUid] });
    expect((await list(late)).map(({ id }: { id: string }) => id)).toContain(uid);
    expect(await messagesOf(late, uid)).toEqual(['The page stays empty.']);
  });

  it('hold words among helpers that nobody else sees, nor can find', async () => {
    const say = (who: MadeUser, body: string, query = '') =>
      server.request(`/api/messageConversations/${uid}${query}`, {
        method: 'POST',
        user: who.login,
        body,
        headers: text,
      });
    await act(worker, `${uid}/read`);
    expect((await say(helper, 'Between us: it is the cable', '?internal=true')).status).toBe(201);
    expect((await say(worker, 'Secret', '?internal=true')).status).toBe(403);
    expect(await messagesOf(helper, uid)).toEqual(['The page stays empty.', 'Between us: it is the cable']);
    expect(await messagesOf(worker, uid)).toEqual(['The page stays empty.']);
    expect(await list(worker, '&queryString=cable')).toEqual([]);
    expect(await list(worker, '&filter=messages.text:ilike:cable')).toEqual([]);
    expect(await list(helper, '&queryString=cable')).toHaveLength(1);
    // Nothing new for those who cannot see it.
    const seen = async ({ login }: MadeUser) =>
      (await server.request(`/api/messageConversations/${uid}?fields=read,messageCount`, { user: login })).json;
    expect(await seen(worker)).toEqual({ read: true, messageCount: 1 });
    expect(await seen(helper)).toMatchObject({ messageCount: 2 });
  });

  it('get priority, status and somebody who looks after them', async () => {
    expect((await act(helper, `${uid}/priority?messageConversationPriority=HIGH`)).json).toEqual({ HIGH: [uid] });
    expect((await act(helper, `${uid}/status?messageConversationStatus=PENDING`)).json).toEqual({ PENDING: [uid] });
    const assigned = await act(helper, `${uid}/assign?userId=${helper.uid}`);
    expect(assigned.json).toEqual({ message: `User Test ${helper.uid} was assigned successfully` });
    const read = async () =>
      (
        await server.request(`/api/messageConversations/${uid}?fields=priority,status,assignee[id]`, {
          user: worker.login,
        })
      ).json;
    expect(await read()).toEqual({ priority: 'HIGH', status: 'PENDING', assignee: { id: helper.uid } });
    expect((await act(helper, `${uid}/assign`, 'DELETE')).json).toEqual({
      message: 'Message is no longer assigned to user',
    });
    expect(await read()).toEqual({ priority: 'HIGH', status: 'PENDING' });
  });

  it.each([
    ['a word that is no priority', (one: string) => `${one}/priority?messageConversationPriority=URGENT`, 400],
    ['no priority', (one: string) => `${one}/priority`, 400],
    ['a word that is no status', (one: string) => `${one}/status?messageConversationStatus=DONE`, 400],
    ['nobody', (one: string) => `${one}/assign`, 400],
    ['an unknown user', (one: string) => `${one}/assign?userId=abcdefghij1`, 404],
    ['an unknown ticket', () => 'abcdefghij1/status?messageConversationStatus=OPEN', 404],
  ])('do not get %s', async (_what, path, status) => {
    expect((await act(helper, path(uid))).status).toBe(status);
  });

  it('are not given to somebody who is no helper', async () => {
    const { status, json } = await act(helper, `${uid}/assign?userId=${worker.uid}`);
    expect({ status, message: json.message }).toEqual({
      status: 409,
      message: "User provided is not a member of the system's feedback recipient group",
    });
  });

  it('are decided about by helpers only', async () => {
    const own = await act(worker, `${uid}/status?messageConversationStatus=SOLVED`);
    expect({ status: own.status, message: own.json.message }).toEqual({
      status: 403,
      message: 'Not authorized to modify this object.',
    });
    expect((await act(stranger, `${uid}/priority?messageConversationPriority=LOW`)).status).toBe(403);
    expect((await act(stranger, `${uid}/assign?userId=${helper.uid}`)).status).toBe(403);
    expect((await act(stranger, `${uid}/assign`, 'DELETE')).status).toBe(403);
  });

  it('give helpers no look into conversations of others', async () => {
    const body = { subject: 'Private', text: 'T', users: [{ id: stranger.uid }] };
    const { headers } = await server.request('/api/messageConversations', { method: 'POST', user: worker.login, body });
    const other = headers.get('location')?.split('/').at(-1) ?? '';
    expect((await server.request(`/api/messageConversations/${other}`, { user: helper.login })).status).toBe(403);
    expect((await list(helper)).map(({ id }: { id: string }) => id)).not.toContain(other);
    expect((await act(helper, `${other}/status?messageConversationStatus=OPEN`)).status).toBe(403);
  });
});
