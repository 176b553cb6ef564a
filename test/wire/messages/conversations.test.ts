import { sql } from 'kysely';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { generateUid } from '../../../src/kernel/uid.js';
import { testMailServer } from '../../support/mail.js';
import { type RequestOptions, testServer } from '../../support/server.js';
import { configureServer } from '../../support/settings.js';
import { type MadeUser, makeUsers } from '../../support/users.js';

/** How long it is waited for what happens after an answer. */
const PATIENCE = { timeout: 15_000 };

const server = testServer();
const users = makeUsers(server);
const post = testMailServer();

let ana: MadeUser;
let bo: MadeUser;
let cy: MadeUser;
const sessions = new Map<string, Readonly<Record<string, string>>>();

const as = async (who: MadeUser, path: string, request: Omit<RequestOptions, 'user'> = {}) => {
  const session = sessions.get(who.uid) ?? (await users.enter(who.uid));
  sessions.set(who.uid, session);
  return await server.request(path, { ...request, user: null, headers: { ...session, ...request.headers } });
};

beforeAll(async () => {
  [ana, bo, cy] = [await users.make([]), await users.make([]), await users.make([])];
});

const write = async (from: MadeUser, to: readonly MadeUser[], subject = 'Stock', text = 'No vaccine left.') => {
  const body = { subject, text, users: to.map(({ uid }) => ({ id: uid })) };
  const { status, headers, json } = await as(from, '/api/messageConversations', { method: 'POST', body });
  expect({ status, message: json.message }).toEqual({ status: 201, message: 'Message conversation created' });
  return headers.get('location')?.split('/').at(-1) ?? '';
};
const read = async (who: MadeUser, uid: string, fields = 'subject,read,followUp,messages[text,internal,sender[id]]') =>
  (await as(who, `/api/messageConversations/${uid}?fields=${fields}`)).json;
const ids = async (who: MadeUser, query = '') =>
  (await as(who, `/api/messageConversations?fields=id${query}`)).json.messageConversations.map(
    ({ id }: { id: string }) => id,
  );
const reply = async (who: MadeUser, uid: string, text: string, query = '') =>
  await as(who, `/api/messageConversations/${uid}${query}`, {
    method: 'POST',
    body: text,
    headers: { 'content-type': 'text/plain' },
  });
const unread = async (who: MadeUser) => (await as(who, '/api/me/dashboard')).json.unreadMessageConversations;
const count = async () =>
  (
    await sql<{ n: number }>`
      select (select count(*) from messageconversation) + (select count(*) from message) + (select count(*) from usermessage) as n
    `.execute(server.db)
  ).rows[0]?.n;

describe('writing to people', () => {
  it('reaches users, members of groups and users of organisation units, each once', async () => {
    const [groupUid, unitUid] = [generateUid(), generateUid()];
    const [member, resident] = [await users.make([]), await users.make([])];
    await sql`
      with made as (
        insert into usergroup (usergroupid, uid, created, lastupdated, name)
        values (nextval('hibernate_sequence'), ${groupUid}, localtimestamp, localtimestamp, 'Group of messages') returning usergroupid
      ), unit as (
        insert into organisationunit (organisationunitid, uid, created, lastupdated, name, shortname, openingdate, path, hierarchylevel)
        values (nextval('hibernate_sequence'), ${unitUid}, localtimestamp, localtimestamp, 'Unit', 'Unit', '2020-01-01', ${`/${unitUid}`}, 1)
        returning organisationunitid
      ), members as (
        insert into usergroupmembers (usergroupid, userid)
        select made.usergroupid, userinfo.userinfoid from made, userinfo where userinfo.uid in (${member.uid}, ${bo.uid})
      )
      insert into usermembership (organisationunitid, userinfoid)
      select unit.organisationunitid, userinfo.userinfoid from unit, userinfo where userinfo.uid in (${resident.uid}, ${bo.uid})
    `.execute(server.db);
    const body = {
      subject: 'To all',
      text: 'Hello',
      users: [{ id: bo.uid }],
      userGroups: [{ id: groupUid }],
      organisationUnits: [{ id: unitUid }],
    };
    const { status, headers } = await as(ana, '/api/messageConversations', { method: 'POST', body });
    expect(status).toBe(201);
    const location = headers.get('location') ?? '';
    expect(location).toMatch(/^http.*\/api\/messageConversations\/[A-Za-z][A-Za-z0-9]{10}$/);
    const uid = location.split('/').at(-1) ?? '';
    const { userMessages } = await read(ana, uid, 'userMessages[read,user[id]]');
    const readers = userMessages.map((mark: { read: boolean; user: { id: string } }) => [mark.user.id, mark.read]);
    expect(Object.fromEntries(readers)).toEqual({
      [ana.uid]: true,
      [bo.uid]: false,
      [member.uid]: false,
      [resident.uid]: false,
    });
    expect(readers).toHaveLength(4);
  });

  it('shows what was written, by whom, with what program', async () => {
    const body = { subject: 'S', text: 'Ünd – “so” 🙂', users: [{ id: bo.uid }] };
    const { headers } = await as(ana, '/api/messageConversations', {
      method: 'POST',
      body,
      headers: { 'user-agent': 'Ward 1' },
    });
    const uid = headers.get('location')?.split('/').at(-1) ?? '';
    const conversation = await read(bo, uid, ':all,messages[:all,sender[id]]');
    expect(conversation).toMatchObject({
      id: uid,
      subject: 'S',
      displayName: 'S',
      messageType: 'PRIVATE',
      priority: 'NONE',
      status: 'NONE',
      messageCount: 1,
      read: false,
      followUp: false,
      userFirstname: 'Test',
      userSurname: ana.uid,
      lastSenderSurname: ana.uid,
      messages: [
        {
          text: 'Ünd – “so” 🙂',
          internal: false,
          sender: { id: ana.uid },
          metaData: 'User-agent: Ward 1',
          attachments: [],
        },
      ],
    });
  });

  it.each([
    ['no recipients', { subject: 'S', text: 'T' }, 409, 'No recipients selected.'],
    [
      'an unknown user',
      { subject: 'S', text: 'T', users: [{ id: 'abcdefghij1' }] },
      409,
      'User does not exist: abcdefghij1',
    ],
    [
      'an unknown unit',
      { subject: 'S', text: 'T', organisationUnits: [{ id: 'abcdefghij1' }] },
      409,
      'Organisation Unit does not exist: abcdefghij1',
    ],
    [
      'an unknown group',
      { subject: 'S', text: 'T', userGroups: [{ id: 'abcdefghij1' }] },
      404,
      'UserGroup with id abcdefghij1 could not be found.',
    ],
    ['no list', { subject: 'S', text: 'T', users: 'all' }, 400, 'Property users has to be a list of objects with ids.'],
    ['no subject', { text: 'T', users: [] }, 409, 'Missing required property `subject`'],
    ['no text', { subject: 'S', text: ' ' }, 409, 'Missing required property `text`'],
    ['a text that is none', { subject: 'S', text: 17 }, 400, 'Property text has to be a text.'],
    [
      'a long subject',
      { subject: 's'.repeat(256), text: 'T' },
      409,
      'Maximum length of property `subject`is 255, but given length was 256',
    ],
    [
      'attachments',
      { subject: 'S', text: 'T', attachments: [{ id: 'abcdefghij1' }] },
      409,
      'This server does not take attachments of messages.',
    ],
    ['no object', [], 400, 'JSON parse error: an object is needed as the body.'],
  ])('is refused with %s, and nothing is stored', async (_what, body, status, message) => {
    const before = await count();
    const answer = await as(ana, '/api/messageConversations', { method: 'POST', body });
    expect({ status: answer.status, message: answer.json.message }).toEqual({ status, message });
    expect(await count()).toBe(before);
  });

  it('is refused with a character that no text can hold', async () => {
    const before = await count();
    const body = { subject: 'S', text: 'a\u0000b', users: [{ id: bo.uid }] };
    expect((await as(ana, '/api/messageConversations', { method: 'POST', body })).status).toBe(400);
    expect(await count()).toBe(before);
  });

  it('sends mail copies without keeping the writer waiting for them', async () => {
    await configureServer(server, post.settings);
    const reader = await users.make([], { email: 'reader@example.org' });
    await as(reader, '/api/userSettings/keyMessageEmailNotification?value=true', { method: 'POST' });
    const uid = await write(ana, [reader], 'Mailed', 'Look here');
    await expect.poll(() => post.mails.length, PATIENCE).toBe(1);
    expect(post.mails[0]).toMatchObject({ to: ['reader@example.org'], subject: '[DHIS 2] Mailed' });
    await reply(bo, uid, 'not mine');
    await reply(ana, uid, 'One more thing');
    await expect.poll(() => post.mails.length, PATIENCE).toBe(2);
    expect(post.mails[1]?.text).toContain('One more thing');
    await reply(reader, uid, 'Thanks');
    expect(post.mails).toHaveLength(2);
  });
});

describe('conversations', () => {
  beforeEach(async () => {
    await sql`truncate messageconversation_usermessages, messageconversation_messages, usermessage, messageattachments, message cascade`.execute(
      server.db,
    );
    await sql`delete from messageconversation`.execute(server.db);
  });

  it('are listed for those who have them, newest first, page by page', async () => {
    const first = await write(ana, [bo], 'First');
    const second = await write(bo, [ana], 'Second');
    const third = await write(ana, [bo], 'Third');
    expect(await ids(ana)).toEqual([third, second, first]);
    expect(await ids(bo)).toEqual([third, second, first]);
    expect(await ids(cy)).toEqual([]);
    await reply(bo, first, 'Yes');
    expect(await ids(ana)).toEqual([first, third, second]);
    const { json } = await as(ana, '/api/messageConversations?pageSize=2&page=2&fields=subject');
    expect(json).toMatchObject({
      pager: { page: 2, total: 3, pageCount: 2 },
      messageConversations: [{ subject: 'Second' }],
    });
    expect(await ids(ana, '&order=subject:asc')).toEqual([first, second, third]);
  });

  it('can be filtered', async () => {
    const first = await write(ana, [bo], 'First');
    const second = await write(ana, [bo], 'Second');
    await as(bo, `/api/messageConversations/${first}/read`, { method: 'POST' });
    expect(await ids(bo, '&filter=read:eq:true')).toEqual([first]);
    expect(await ids(bo, '&filter=read:eq:false')).toEqual([second]);
    expect(await ids(ana, '&filter=read:eq:true')).toHaveLength(2);
    expect(await ids(bo, '&filter=messageType:eq:TICKET')).toEqual([]);
    expect(await ids(bo, `&filter=messages.sender.id:eq:${ana.uid}&filter=subject:like:Fir`)).toEqual([first]);
    expect((await as(bo, '/api/messageConversations?filter=nonsense')).status).toBe(400);
  });

  it('are found by words of subject, messages and senders', async () => {
    const first = await write(ana, [bo], 'Cold chain broken', 'The fridge stands still');
    const second = await write(ana, [bo], 'Meeting', '100% sure');
    const found = (text: string, query = '') => ids(bo, `&queryString=${encodeURIComponent(text)}${query}`);
    expect(await found('chain COLD')).toEqual([first]);
    expect(await found('fridge')).toEqual([first]);
    expect(await found('cold fridge')).toEqual([]);
    expect(await found(ana.uid)).toEqual([second, first]);
    expect(await found('%')).toEqual([second]);
    expect(await found('meeting', '&queryOperator=like')).toEqual([]);
    expect(await found('meeting', '&queryOperator=ilike')).toEqual([second]);
    expect(await found('Meeting', '&queryOperator=eq')).toEqual([second]);
    expect((await as(bo, '/api/messageConversations?queryString=x&queryOperator=no')).status).toBe(400);
  });

  it('are read by those who have them and by super users only', async () => {
    const uid = await write(ana, [bo]);
    expect((await as(bo, `/api/messageConversations/${uid}`)).status).toBe(200);
    const foreign = await as(cy, `/api/messageConversations/${uid}`);
    expect({ status: foreign.status, message: foreign.json.message }).toEqual({
      status: 403,
      message: 'Not authorized to access this conversation.',
    });
    expect((await server.request(`/api/messageConversations/${uid}`)).status).toBe(200);
    const missing = await as(bo, '/api/messageConversations/abcdefghij1');
    expect({ status: missing.status, message: missing.json.message }).toEqual({
      status: 404,
      message: 'MessageConversation with id abcdefghij1 could not be found.',
    });
    expect((await as(bo, '/api/messageConversations/no-uid-at-all')).status).toBe(404);
  });

  it('are answered, and are unread then for the others', async () => {
    const uid = await write(ana, [bo, cy]);
    expect(await unread(bo)).toBe(1);
    await as(bo, `/api/messageConversations/${uid}?markRead=true`);
    expect(await unread(bo)).toBe(0);
    const { status, headers } = await reply(ana, uid, 'And no syringes either.');
    expect({ status, location: headers.get('location')?.endsWith(uid) }).toEqual({ status: 201, location: true });
    expect(await unread(bo)).toBe(1);
    expect(await unread(ana)).toBe(0);
    expect(await read(bo, uid)).toEqual({
      subject: 'Stock',
      read: false,
      followUp: false,
      messages: [
        { text: 'No vaccine left.', internal: false, sender: { id: ana.uid } },
        { text: 'And no syringes either.', internal: false, sender: { id: ana.uid } },
      ],
    });
    expect(await read(bo, uid, 'messageCount,lastSender[id]')).toEqual({
      messageCount: 2,
      lastSender: { id: ana.uid },
    });
  });

  it('keep the order of many replies at once', async () => {
    const uid = await write(ana, [bo]);
    const statuses = await Promise.all(
      Array.from({ length: 8 }, async (_, n) => (await reply(n % 2 ? ana : bo, uid, `Reply ${n}`)).status),
    );
    expect(statuses).toEqual(Array(8).fill(201));
    const { messages, messageCount } = await read(ana, uid, 'messageCount,messages[text]');
    expect(messageCount).toBe(9);
    expect(messages).toHaveLength(9);
  });

  it('are not answered by strangers, nor with nothing', async () => {
    const uid = await write(ana, [bo]);
    expect((await reply(cy, uid, 'Me too')).status).toBe(403);
    expect((await reply(ana, 'abcdefghij1', 'Hello')).json.message).toBe(
      'Message conversation does not exist: abcdefghij1',
    );
    expect((await reply(ana, uid, ' ')).json.message).toBe('Missing required property `text`');
    expect((await reply(ana, uid, 'T', '?internal=true')).json.message).toBe(
      'Not authorized to send internal messages',
    );
    expect((await read(ana, uid)).messages).toHaveLength(1);
  });

  it('are given to more people', async () => {
    const uid = await write(ana, [bo]);
    const add = (who: MadeUser, body: unknown) =>
      as(who, `/api/messageConversations/${uid}/recipients`, { method: 'POST', body });
    expect((await add(cy, { users: [{ id: cy.uid }] })).status).toBe(403);
    expect((await add(bo, { users: [{ id: cy.uid }, { id: ana.uid }] })).status).toBe(204);
    expect(await ids(cy)).toEqual([uid]);
    expect((await read(ana, uid, 'userMessages~size')).userMessages).toBe(3);
    expect((await add(bo, { users: [{ id: 'abcdefghij1' }] })).status).toBe(409);
  });

  it('are marked as read and to be followed up, by each for themselves', async () => {
    const [first, second] = [await write(ana, [bo]), await write(ana, [bo])];
    const mark = async (who: MadeUser, word: string, body: unknown = [first, second], query = '') => {
      const { status, json } = await as(who, `/api/messageConversations/${word}${query}`, { method: 'POST', body });
      return { status, json };
    };
    const both = [first, second].toSorted();
    expect(await mark(bo, 'read')).toEqual({ status: 200, json: { markedRead: both } });
    expect(await unread(bo)).toBe(0);
    expect(await mark(bo, 'unread', [first])).toEqual({ status: 200, json: { markedUnread: [first] } });
    expect(await unread(bo)).toBe(1);
    expect(await mark(bo, 'followup')).toEqual({ status: 200, json: { markedFollowup: both } });
    expect(await read(bo, first, 'followUp')).toEqual({ followUp: true });
    expect(await read(ana, first, 'followUp')).toEqual({ followUp: false });
    expect(await mark(bo, 'unfollowup', [first])).toEqual({ status: 200, json: { unmarkedFollowup: [first] } });
    expect(await read(bo, first, 'followUp')).toEqual({ followUp: false });
    expect((await as(bo, `/api/messageConversations/${first}/read`, { method: 'POST' })).json).toEqual({
      markedRead: [first],
    });
    expect((await as(bo, `/api/messageConversations/${first}/unread`, { method: 'POST' })).json).toEqual({
      markedUnread: [first],
    });
    expect((await mark(cy, 'read')).status).toBe(404);
    expect((await mark(bo, 'read', [])).status).toBe(404);
    expect((await mark(bo, 'read', { ids: [first] })).status).toBe(400);
    expect((await mark(cy, 'read', [first], `?user=${bo.uid}`)).status).toBe(403);
    const admin = await server.request(`/api/messageConversations/read?user=${bo.uid}`, {
      method: 'POST',
      body: [first],
    });
    expect(admin.json).toEqual({ markedRead: [first] });
    const nobody = await server.request('/api/messageConversations/read?user=abcdefghij1', {
      method: 'POST',
      body: [first],
    });
    expect({ status: nobody.status, message: nobody.json.message }).toEqual({
      status: 404,
      message: 'No user with uid: abcdefghij1',
    });
  });

  it('are taken away by each for themselves', async () => {
    const [first, second, third] = [await write(ana, [bo]), await write(ana, [bo]), await write(ana, [bo])];
    const remove = (who: MadeUser, path: string) => as(who, `/api/messageConversations${path}`, { method: 'DELETE' });
    expect((await remove(cy, `/${first}/${bo.uid}`)).status).toBe(403);
    expect((await remove(bo, `/${first}/${bo.uid}`)).json).toEqual({ removed: [first] });
    expect((await remove(bo, `/${first}/${bo.uid}`)).status).toBe(404);
    expect((await remove(bo, `?mc=${second}&mc=${third}`)).json).toEqual({ removed: [second, third].toSorted() });
    expect((await remove(bo, `?mc=${second}`)).status).toBe(404);
    expect((await remove(cy, `?mc=${second}&user=${ana.uid}`)).status).toBe(403);
    expect(await ids(bo)).toEqual([]);
    expect(await ids(ana)).toHaveLength(3);
    const { rows } = await sql`
      select from usermessage where not exists (
        select from messageconversation_usermessages as link where link.usermessageid = usermessage.usermessageid
      )
    `.execute(server.db);
    expect(rows).toHaveLength(0);
  });

  it('are deleted for everybody by those who may', async () => {
    const uid = await write(ana, [bo]);
    await reply(bo, uid, 'Yes');
    expect((await as(ana, `/api/messageConversations/${uid}`, { method: 'DELETE' })).status).toBe(403);
    expect((await server.request(`/api/messageConversations/${uid}`, { method: 'DELETE' })).status).toBe(200);
    expect(await count()).toBe(0);
    expect((await as(ana, `/api/messageConversations/${uid}`)).status).toBe(404);
  });
});
