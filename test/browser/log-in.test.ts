import { createHmac } from 'node:crypto';
import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { expectAccessible, testBrowser } from '../support/browser.js';
import { testMailServer } from '../support/mail.js';
import { testServer } from '../support/server.js';
import { makeUsers, PASSWORD } from '../support/users.js';

const server = testServer();
const mailServer = testMailServer();
const browser = testBrowser();
const users = makeUsers(server);

/** What an authenticator app shows for the secret `JBSWY3DPEHPK3PXP`, which is `Hello!` and four bytes in base 32 (RFC 6238). */
function codeNow(): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000)));
  const digest = createHmac('sha1', Buffer.from('48656c6c6f21deadbeef', 'hex')).update(counter).digest();
  const offset = (digest.at(-1) ?? 0) & 0xf;
  return String((digest.readUInt32BE(offset) & 0x7fff_ffff) % 1_000_000).padStart(6, '0');
}

async function openLogIn(username: string, password: string) {
  const page = await browser.openConsole(server, { user: null });
  await page.getByLabel('User name').fill(username);
  await page.getByLabel('Password').fill(password);
  await page.keyboard.press('Enter');
  return page;
}

describe('a login that wants more than a password', () => {
  it('asks for the code of the authenticator app, and for another one when it is wrong', async () => {
    const { uid, username } = await users.make([]);
    await sql`
      update userinfo set twofactortype = 'TOTP_ENABLED', secret = 'JBSWY3DPEHPK3PXP' where uid = ${uid}
    `.execute(server.db);
    const page = await openLogIn(username, PASSWORD);
    const code = page.getByLabel('Code of your authenticator app');
    await code.waitFor();
    await expectAccessible(page);
    await code.fill('12345');
    await page.keyboard.press('Enter');
    await page.getByText('The code is wrong or has run out.').waitFor();
    await code.fill(codeNow());
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Overview', level: 1 }).waitFor();
  });

  it('has a new password chosen for one that has expired', async () => {
    const { uid, username } = await users.make([]);
    await server.request('/api/systemSettings', { method: 'POST', body: { credentialsExpires: 3 } });
    await sql`update userinfo set passwordlastupdated = '2020-01-01' where uid = ${uid}`.execute(server.db);
    const page = await openLogIn(username, PASSWORD);
    await page.getByText('The password has expired. Choose a new one.').waitFor();
    await expectAccessible(page);
    await page.getByLabel('New password').fill('weak');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').waitFor();
    await page.getByLabel('New password').fill('Renewed1!');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Overview', level: 1 }).waitFor();
    await server.request('/api/systemSettings/credentialsExpires', { method: 'DELETE' });
  });

  it('says that an account is disabled, and what to do', async () => {
    const { uid, username } = await users.make([]);
    await server.request(`/api/users/${uid}/disabled`, { method: 'POST' });
    const page = await openLogIn(username, PASSWORD);
    await page.getByText('The account is disabled. Ask an administrator to enable it.').waitFor();
  });
});

describe('an invitation', () => {
  it('makes an account through its link, which works once', async () => {
    await server.request('/api/systemSettings', { method: 'POST', body: mailServer.settings });
    await server.request('/api/users/invite', {
      method: 'POST',
      body: { email: 'ana@example.org', userRoles: [{ id: 'yrB6vc5Ip3r' }] },
    });
    const link = /http\S+/.exec(mailServer.mails[0]?.text ?? '')?.[0] ?? '';
    const page = await browser.openConsole(server, { user: null });
    await page.goto(link);
    await page.getByRole('heading', { name: 'Welcome' }).waitFor();
    await expectAccessible(page);
    const fill = async (): Promise<void> => {
      await page.getByLabel('User name').fill('ana.bello');
      await page.getByLabel('First name').fill('Ana');
      await page.getByLabel('Surname').fill('Bello');
      await page.getByLabel('New password').fill('Chosen1!');
      await page.getByRole('button', { name: 'Create the account' }).click();
    };
    await fill();
    await page.getByRole('heading', { name: 'Overview', level: 1 }).waitFor();
    await page.getByRole('link', { name: 'Ana Bello' }).waitFor();
    await page.context().clearCookies();
    await page.goto(link);
    await page.reload();
    await fill();
    await page.getByText('Invitation link not valid').waitFor();
    expect((await server.request('/api/me', { user: 'ana.bello:Chosen1!' })).status).toBe(200);
  });
});
