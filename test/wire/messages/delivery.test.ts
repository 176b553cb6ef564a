import { sql } from 'kysely';
import { beforeEach, describe, expect, it } from 'vitest';
import { transaction } from '../../../src/database/index.js';
import { sendMessage, storeMessage } from '../../../src/features/messages/index.js';
import { generateUid } from '../../../src/kernel/uid.js';
import { testMailServer } from '../../support/mail.js';
import { testServer } from '../../support/server.js';
import { configureServer } from '../../support/settings.js';
import { makeUsers } from '../../support/users.js';

const server = testServer();
const users = makeUsers(server);
const post = testMailServer();

const wanted = async (login: string, key = 'keyMessageEmailNotification', value = 'true'): Promise<void> => {
  const { status } = await server.request(`/api/userSettings/${key}?value=${value}`, { method: 'POST', user: login });
  expect(status).toBe(200);
};

beforeEach(async () => {
  await configureServer(server, { ...post.settings, keyMessageEmailNotification: '', applicationTitle: 'Health' });
});

interface Mark {
  readonly uid: string;
  readonly read: boolean;
}

async function marksOf(conversation: string): Promise<readonly Mark[]> {
  const { rows } = await sql<Mark>`
    select userinfo.uid, usermessage.isread as read
    from messageconversation
    join messageconversation_usermessages as link on link.messageconversationid = messageconversation.messageconversationid
    join usermessage on usermessage.usermessageid = link.usermessageid
    join userinfo on userinfo.userinfoid = usermessage.userid
    where messageconversation.uid = ${conversation}
    order by usermessage.isread, userinfo.uid
  `.execute(server.db);
  return rows;
}

describe('sending a message', () => {
  it('stores one conversation with a mark for everybody who has it', async () => {
    const [author, reader] = [await users.make([]), await users.make([])];
    const uid = await sendMessage(server.db, {
      subject: 'Stock-out',
      text: 'There is no vaccine left.',
      type: 'PRIVATE',
      recipients: [reader.uid, author.uid, generateUid()],
      sender: author.uid,
    });
    expect(await marksOf(uid)).toEqual([
      { uid: reader.uid, read: false },
      { uid: author.uid, read: true },
    ]);
    const { rows } = await sql`
      select conversation.subject, conversation.messagetype, conversation.priority, conversation.status, conversation.messagecount,
        message.messagetext, message.internal, author.uid as author, sender.uid as "lastSender"
      from messageconversation as conversation
      join messageconversation_messages as link on link.messageconversationid = conversation.messageconversationid
      join message on message.messageid = link.messageid
      join userinfo as author on author.userinfoid = message.userid
      join userinfo as sender on sender.userinfoid = conversation.lastsenderid
      where conversation.uid = ${uid}
    `.execute(server.db);
    expect(rows).toEqual([
      {
        subject: 'Stock-out',
        messagetype: 'PRIVATE',
        priority: 'NONE',
        status: 'NONE',
        messagecount: 1,
        messagetext: 'There is no vaccine left.',
        internal: false,
        author: author.uid,
        lastSender: author.uid,
      },
    ]);
  });

  it('refuses a message that nobody would get, and stores nothing', async () => {
    const count = async () =>
      (await sql<{ n: number }>`select count(*) as n from messageconversation`.execute(server.db)).rows[0]?.n;
    const before = await count();
    const message = { subject: 'S', text: 'T', type: 'SYSTEM', recipients: [generateUid()] } as const;
    await expect(sendMessage(server.db, message)).rejects.toMatchObject({
      status: 409,
      message: 'No recipients selected.',
    });
    expect(await count()).toBe(before);
  });

  it('does not wait for the network within a transaction', async () => {
    const { uid } = await users.make([]);
    const message = { subject: 'S', text: 'T', type: 'SYSTEM', recipients: [uid] } as const;
    await expect(transaction(server.db, (handle) => sendMessage(handle, message))).rejects.toThrow('not within');
  });

  it('is a handful of statements, to however many it goes', async () => {
    await sql`
      insert into userinfo (userinfoid, uid, created, lastupdated, surname, firstname, username, uuid, email)
      select nextval('hibernate_sequence'), 'u' || lpad(n::text, 10, '0'), localtimestamp, localtimestamp, 'Many', 'One', 'many' || n, gen_random_uuid(),
        'many' || n || '@example.org'
      from generate_series(1, 10000) as n
    `.execute(server.db);
    const recipients = Array.from({ length: 10_000 }, (_, index) => `u${String(index + 1).padStart(10, '0')}`);
    let statements = 0;
    const counting = server.db.withPlugin({
      transformQuery: ({ node }) => {
        statements += 1;
        return node;
      },
      transformResult: async ({ result }) => result,
    });
    const uid = await sendMessage(counting, { subject: 'To all', text: 'Hello', type: 'SYSTEM', recipients });
    expect(await marksOf(uid)).toHaveLength(10_000);
    expect(statements).toBeLessThan(12);
    expect(post.mails).toHaveLength(0);
  });
});

describe('mail copies', () => {
  it('go to those who want them, so that nobody sees the others', async () => {
    const author = await users.make([], { email: 'author@example.org' });
    const willing = await users.make([], { email: 'willing@example.org' });
    const second = await users.make([], { email: 'second@example.org' });
    const unwilling = await users.make([], { email: 'unwilling@example.org' });
    const nowhere = await users.make([], { email: 'nowhere' });
    for (const { login } of [author, willing, second, nowhere]) await wanted(login);
    await sendMessage(server.db, {
      subject: 'Review',
      text: 'The review is on Monday.',
      type: 'PRIVATE',
      recipients: [willing, second, unwilling, nowhere].map(({ uid }) => uid),
      sender: author.uid,
      link: 'https://health.example.org/review',
    });
    expect(post.mails).toHaveLength(1);
    const [mail] = post.mails;
    expect(mail?.to.toSorted()).toEqual(['second@example.org', 'willing@example.org']);
    expect(mail?.subject).toBe('[Health] Review');
    expect(mail?.text.replaceAll('\r\n', '\n').trim()).toBe(
      `The review is on Monday.\n\nTest ${author.uid}\nauthor@example.org\n\nhttps://health.example.org/review`,
    );
    expect(mail?.text).not.toContain('second@');
  });

  it('go by what the system has set for those who set nothing', async () => {
    await configureServer(server, { keyMessageEmailNotification: 'true' });
    const silent = await users.make([], { email: 'silent@example.org' });
    const refusing = await users.make([], { email: 'refusing@example.org' });
    await wanted(refusing.login, 'keyMessageEmailNotification', 'false');
    const recipients = [silent.uid, refusing.uid];
    await sendMessage(server.db, { subject: 'S', text: 'T', type: 'SYSTEM', recipients });
    expect(post.mails.map(({ to }) => to)).toEqual([['silent@example.org']]);
  });

  it('do not go to people whose account is disabled', async () => {
    const gone = await users.make([], { email: 'gone@example.org' });
    await wanted(gone.login);
    await sql`update userinfo set disabled = true where userinfo.uid = ${gone.uid}`.execute(server.db);
    await sendMessage(server.db, { subject: 'S', text: 'T', type: 'SYSTEM', recipients: [gone.uid] });
    expect(post.mails).toHaveLength(0);
  });

  it('keep no one else from theirs when the server does not know an address', async () => {
    const [good, bad] = [
      await users.make([], { email: 'good@example.org' }),
      await users.make([], { email: 'bad@example.org' }),
    ];
    for (const { login } of [good, bad]) await wanted(login);
    post.refuse('bad@example.org');
    const problems: string[] = [];
    const message = { subject: 'S', text: 'T', type: 'SYSTEM', recipients: [good.uid, bad.uid] } as const;
    const uid = await sendMessage(server.db, message, (problem) => problems.push(problem));
    expect(post.mails.map(({ to }) => to)).toEqual([['good@example.org']]);
    expect(problems).toEqual(['The mail server refused 1 of 2 addresses.']);
    expect(await marksOf(uid)).toHaveLength(2);
  });

  it('fail without harm to the message', async () => {
    const reader = await users.make([], { email: 'reader@example.org' });
    await wanted(reader.login);
    await configureServer(server, { keyEmailPassword: 'wrong' });
    const problems: string[] = [];
    const message = { subject: 'S', text: 'T', type: 'SYSTEM', recipients: [reader.uid] } as const;
    const uid = await sendMessage(server.db, message, (problem) => problems.push(problem));
    expect(await marksOf(uid)).toEqual([{ uid: reader.uid, read: false }]);
    expect(problems).toEqual([
      'The email could not be sent: the mail server does not accept the user name and password of the settings.',
    ]);
  });
});

describe('storing a message within a transaction', () => {
  it('leaves nothing of it when that fails', async () => {
    const reader = await users.make([]);
    const message = { subject: 'Undone', text: 'T', type: 'SYSTEM', recipients: [reader.uid] } as const;
    const work = transaction(server.db, async (handle) => {
      await storeMessage(handle, message);
      throw new Error('undone');
    });
    await expect(work).rejects.toThrow('undone');
    const { rows } =
      await sql`select from usermessage join userinfo on userinfo.userinfoid = usermessage.userid where userinfo.uid = ${reader.uid}`.execute(
        server.db,
      );
    expect(rows).toHaveLength(0);
  });
});
