import { describe, expect, it } from 'vitest';
import { expectAccessible, testBrowser } from '../support/browser.js';
import { testMailServer } from '../support/mail.js';
import { testServer } from '../support/server.js';
import { makeUsers } from '../support/users.js';

const server = testServer({ flags: { contextPath: '/hmis', baseUrl: 'https://hmis.example.org/hmis' } });
const mailServer = testMailServer();
const browser = testBrowser();
const users = makeUsers(server);

describe('log in and out, below a context path', () => {
  it('comes in with name and password, where the address says, and goes out', async () => {
    const page = await browser.openConsole(server, { user: null, path: '/tasks' });
    await page.getByLabel('User name').fill('admin');
    await page.getByLabel('Password').fill('wrong');
    await page.getByRole('button', { name: 'Log in' }).click();
    await page.getByText('User name or password is wrong.').waitFor();
    await expectAccessible(page);
    await page.getByLabel('Password').fill('district');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Tasks', level: 1 }).waitFor();
    await page.getByRole('button', { name: 'Log out' }).click();
    await page.getByRole('heading', { name: 'Log in to Orderly' }).waitFor();
    await page.reload();
    await page.getByRole('heading', { name: 'Log in to Orderly' }).waitFor();
  });

  it('writes numbers and times also where the browser names no real language', async () => {
    const page = await browser.openConsole(server);
    await page.addInitScript("Object.defineProperty(navigator, 'languages', { get: () => ['en-US@posix'] })");
    await page.reload();
    await page.getByRole('heading', { name: 'Overview', level: 1 }).waitFor();
    expect(await page.getByText('This page cannot be shown').count()).toBe(0);
  });

  it('asks again when the session has ended, and goes on with what was being done', async () => {
    const page = await browser.openConsole(server, { path: '/jobs/new' });
    await page.getByLabel('Name').fill('Nightly upkeep');
    await page.getByLabel('Type').selectOption({ label: 'Resource table' });
    await page.getByLabel('Often used').selectOption({ label: 'Every day at 3:00' });
    await page.getByText('Next runs').waitFor();
    await page.context().clearCookies();
    await page.getByRole('button', { name: 'Save' }).click();
    const dialog = page.getByRole('dialog', { name: 'Your session has ended' });
    await dialog.waitFor();
    await expectAccessible(page);
    await dialog.getByLabel('Password').fill('district');
    await dialog.getByRole('button', { name: 'Log in' }).click();
    // The request that was refused goes out again, and the job is there.
    await page.getByRole('heading', { name: 'Nightly upkeep' }).waitFor();
  });

  it('says that the server is away, and goes on when it is back', async () => {
    const page = await browser.openConsole(server, { path: '/tasks' });
    await page.getByRole('heading', { name: 'Tasks', level: 1 }).waitFor();
    await page.route('**/api/**', (route) => route.abort());
    await page.getByRole('link', { name: 'Jobs' }).click();
    await page.getByText('The connection to the server is lost.', { exact: false }).waitFor();
    await page.unroute('**/api/**');
    await page.getByRole('table', { name: 'Jobs' }).waitFor();
    await expect.poll(() => page.getByText('The connection to the server is lost.', { exact: false }).count()).toBe(0);
  });

  it('tells who may not open a page what they lack', async () => {
    const { login } = await users.make(['F_JOB_LOG_READ']);
    const page = await browser.openConsole(server, { user: login, path: '/jobs' });
    await page.getByText('F_SCHEDULING_ADMIN').waitFor();
    expect(await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Jobs' }).count()).toBe(0);
    await expectAccessible(page);
  });
});

describe('a forgotten password', () => {
  it('is replaced through the link of a mail, which works once', async () => {
    const settings = {
      ...mailServer.settings,
      keyEmailUsername: 'post',
      keyEmailPassword: 'secret',
      keyAccountRecovery: true,
    };
    await server.request('/api/systemSettings', { method: 'POST', body: settings });
    const { username } = await users.make([], { email: 'someone@example.org' });
    const page = await browser.openConsole(server, { user: null });
    await page.getByRole('link', { name: 'Forgotten password' }).click();
    await page.getByLabel('User name or mail address').fill(username);
    await page.getByRole('button', { name: 'Send the mail' }).click();
    await page.getByText('a link to choose a new password is on its way', { exact: false }).waitFor();
    await expectAccessible(page);
    await expect.poll(() => mailServer.mails.length).toBe(1);
    const link = /https:\/\/hmis\.example\.org\/hmis(\S+)/.exec(mailServer.mails[0]?.text ?? '')?.[1] ?? '';
    await page.goto(`${server.url}${link}`);
    await page.getByLabel('New password').fill('Renewed1!');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('The new password is saved.', { exact: false }).waitFor();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Account recovery failed').waitFor();
    await page.getByRole('link', { name: 'To the login' }).click();
    await page.getByLabel('User name').fill(username);
    await page.getByLabel('Password').fill('Renewed1!');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Overview' }).waitFor();
  });
});
