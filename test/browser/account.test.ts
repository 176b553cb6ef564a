import { describe, expect, it } from 'vitest';
import { expectAccessible, testBrowser } from '../support/browser.js';
import { testServer } from '../support/server.js';
import { makeUsers, PASSWORD } from '../support/users.js';

const server = testServer();
const browser = testBrowser();
const users = makeUsers(server);

describe('access tokens', () => {
  it('are made within limits, shown once, used, and deleted after a question', async () => {
    const { login } = await users.make([]);
    const page = await browser.openConsole(server, { user: login, path: '/account/tokens' });
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.getByText('You have no token yet.').waitFor();
    await page.getByRole('button', { name: 'New token' }).click();
    await page.getByLabel('Name').fill('Nightly export');
    await page.getByLabel('Last day').fill('2099-12-31');
    await page.getByLabel('GET').check();
    await page.getByLabel('Only from these IP addresses').fill('127.0.0.1\n::1, ::ffff:127.0.0.1');
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Make token' }).click();
    const dialog = page.getByRole('dialog', { name: 'Token Nightly export is made' });
    await dialog.waitFor();
    await expectAccessible(page);
    await page.keyboard.press('Escape');
    const key = await dialog.getByText(/^d2p_/).innerText();
    await dialog.getByRole('button', { name: 'Copy' }).click();
    await dialog.getByText('It is copied.').waitFor();
    expect(await page.evaluate('navigator.clipboard.readText()')).toBe(key);
    await dialog.getByRole('button', { name: 'I have kept it' }).click();

    const tokens = page.getByRole('table', { name: 'Access tokens' });
    await tokens.getByText('Only GET').waitFor();
    await tokens.getByText('From 127.0.0.1, ::1, ::ffff:127.0.0.1').waitFor();
    await tokens.getByText('31 Dec 2099').waitFor();
    expect(await page.locator('body').innerText()).not.toContain(key);
    const ask = async (method: string) =>
      (
        await server.request('/api/system/ping', {
          method,
          user: null,
          headers: { authorization: `ApiToken ${key}` },
        })
      ).status;
    expect([await ask('GET'), await ask('HEAD')]).toEqual([200, 401]);

    await tokens.getByRole('button', { name: 'Delete token Nightly export' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
    expect(await ask('GET')).toBe(200);
    await tokens.getByRole('button', { name: 'Delete token Nightly export' }).click();
    await page
      .getByRole('dialog', { name: 'Delete token Nightly export?' })
      .getByRole('button', { name: 'Delete token' })
      .click();
    await page.getByText('You have no token yet.').waitFor();
    expect(await ask('GET')).toBe(401);
  });

  it('say when the server could not make one', async () => {
    const page = await browser.openConsole(server, { path: '/account/tokens/new' });
    await page.getByLabel('Name').fill('Never made');
    await page.route('**/api/apiTokens', (route) => route.fulfill({ status: 500, body: '' }));
    await page.getByRole('button', { name: 'Make token' }).click();
    await page.getByRole('alert').getByText('The server met an error that it did not expect.').waitFor();
    expect(await page.getByRole('dialog').count()).toBe(0);
  });
});

describe('the own account', () => {
  it('has its profile, password and language changed', async () => {
    const { login, username } = await users.make([]);
    const page = await browser.openConsole(server, { user: login });
    await page.getByRole('link', { name: 'My account' }).click();
    await page.getByLabel('First name').fill('Grace');
    await page.getByLabel('Surname').fill('Mwila');
    await page.getByRole('button', { name: 'Save profile' }).click();
    await page.getByText('The profile is saved.').waitFor();
    await page.getByRole('link', { name: 'Grace Mwila' }).waitFor();

    await page.getByLabel('Old password').fill('wrong');
    await page.getByLabel('New password').fill('Renewed1!');
    await page.getByRole('button', { name: 'Change password' }).click();
    await page.getByText('OldPassword is incorrect').waitFor();
    await page.getByLabel('Old password').fill(PASSWORD);
    await page.getByRole('button', { name: 'Change password' }).click();
    await page.getByText('The password is changed.', { exact: false }).waitFor();
    expect((await server.request('/api/me', { user: `${username}:Renewed1!` })).json.name).toBe('Grace Mwila');

    await page.getByLabel('Language of the interface').selectOption({ label: 'Français' });
    await page.getByRole('heading', { name: 'Mon compte', level: 1 }).waitFor();
    await page.getByRole('link', { name: 'Jetons d’accès' }).click();
    await page.getByText('Vous n’avez pas encore de jeton.').waitFor();
  });
});
