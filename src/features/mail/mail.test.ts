import { createServer, type Server } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { testDatabase } from '../../../test/support/database.js';
import { testMailServer } from '../../../test/support/mail.js';
import { writeSettingTexts } from '../settings/settings.js';
import { isMailAddress, sendCircular, sendMail } from './index.js';

const database = testDatabase();
const post = testMailServer();
const message = {
  to: 'ana@example.org',
  subject: 'Ünder way',
  text: 'A line.\nGrüße, and a very long line: '.padEnd(300, 'x'),
};

async function configure(settings: Readonly<Record<string, string>>): Promise<void> {
  await writeSettingTexts(database.db, new Map(Object.entries(settings)));
}

beforeEach(async () => {
  await configure(post.settings);
});

describe('sending mail', () => {
  it('hands the message to the server of the settings', async () => {
    await sendMail(database.db, message);
    expect(post.mails).toHaveLength(1);
    expect(post.mails[0]).toMatchObject({ from: 'orderly@example.org', to: ['ana@example.org'] });
    expect(post.mails[0]?.text.trim().replaceAll('\r\n', '\n')).toBe(message.text);
  });

  it('asks a relay without a password for no login', async () => {
    await configure({ keyEmailPassword: '' });
    await sendMail(database.db, message);
    expect(post.mails).toHaveLength(1);
  });

  it('refuses while no server is configured', async () => {
    await configure({ keyEmailHostName: ' ' });
    await expect(sendMail(database.db, message)).rejects.toMatchObject({ status: 409, code: 'E6203' });
  });

  it('says that the password of the settings is wrong', async () => {
    await configure({ keyEmailPassword: 'wrong' });
    await expect(sendMail(database.db, message)).rejects.toMatchObject({
      status: 409,
      message: expect.stringContaining('does not accept the user name and password of the settings'),
    });
    expect(post.mails).toHaveLength(0);
  });

  it('says that the server takes no mail for the address', async () => {
    post.refuse();
    await expect(sendMail(database.db, message)).rejects.toMatchObject({
      status: 409,
      message: 'The email to ana@example.org could not be sent: the mail server refused it (550).',
    });
  });

  it('gives no password to a server without encryption when encryption is asked for', async () => {
    await configure({ keyEmailTls: 'true' });
    await expect(sendMail(database.db, message)).rejects.toMatchObject({
      status: 409,
      message: expect.stringContaining('does not offer encryption'),
    });
    expect(post.mails).toHaveLength(0);
  });

  describe('with nobody there', () => {
    let closed: Server;
    let port = 0;
    beforeAll(async () => {
      closed = createServer();
      await new Promise<void>((resolve) => closed.listen(0, '127.0.0.1', resolve));
      const address = closed.address();
      port = typeof address === 'object' && address !== null ? address.port : 0;
      await new Promise((resolve) => closed.close(resolve));
    });
    afterAll(() => closed.close());

    it('says that the server cannot be reached, and not where it is', async () => {
      await configure({ keyEmailPort: String(port) });
      await expect(sendMail(database.db, message)).rejects.toMatchObject({
        status: 409,
        message: 'The email to ana@example.org could not be sent: the mail server cannot be reached.',
      });
    });
  });
});

describe('sending one text to many', () => {
  const addresses = (count: number) => Array.from({ length: count }, (_, index) => `reader${index}@example.org`);
  const circular = (to: readonly string[]) => ({ to, subject: 'To all', text: 'Hello' });

  it('is done in mails of a hundred, in which nobody sees the others', async () => {
    expect(await sendCircular(database.db, circular(addresses(250)))).toBe(0);
    expect(post.mails.map(({ to }) => to.length)).toEqual([100, 100, 50]);
    expect(new Set(post.mails.flatMap(({ to }) => to)).size).toBe(250);
    for (const { text } of post.mails) expect(text.trim()).toBe('Hello');
  });

  it('goes on after addresses that the server does not take', async () => {
    post.refuse('reader3@example.org');
    expect(await sendCircular(database.db, circular(addresses(5)))).toBe(1);
    expect(post.mails.map(({ to }) => to.length)).toEqual([4]);
    post.refuse();
    expect(await sendCircular(database.db, circular(addresses(120)))).toBe(120);
    expect(post.mails).toHaveLength(1);
  });

  it('fails where the server takes nothing', async () => {
    await configure({ keyEmailPassword: 'wrong' });
    await expect(sendCircular(database.db, circular(addresses(2)))).rejects.toMatchObject({
      status: 409,
      message:
        'The email could not be sent: the mail server does not accept the user name and password of the settings.',
    });
    await configure({ keyEmailHostName: ' ' });
    await expect(sendCircular(database.db, circular(addresses(2)))).rejects.toMatchObject({ code: 'E6203' });
  });
});

describe('mail addresses', () => {
  it.each(['ana@example.org', 'a.b+c@mail.example.org', 'ü@bücher.example'])('takes %s', (address) => {
    expect(isMailAddress(address)).toBe(true);
  });

  it.each([
    '',
    'ana',
    'ana@example',
    'ana@example.org,bo@example.org',
    'Ana <ana@example.org>',
    'ana@example.org\r\nBcc: bo@example.org',
    `${'a'.repeat(250)}@example.org`,
    null,
    17,
  ])('refuses %s', (address) => {
    expect(isMailAddress(address)).toBe(false);
  });
});
