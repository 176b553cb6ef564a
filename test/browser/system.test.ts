import { describe, expect, it } from 'vitest';
import { definitionOf, SETTING_KEYS } from '../../src/features/settings/settings.js';
import { expectAccessible, testBrowser } from '../support/browser.js';
import { testServer } from '../support/server.js';
import { makeUsers } from '../support/users.js';

const server = testServer();
const browser = testBrowser();
const users = makeUsers(server);

const stored = async (key: string) =>
  (await server.request(`/api/systemSettings/${key}`, { headers: { accept: 'application/json' } })).json[key];

describe('settings of the system', () => {
  it('are found and saved one by one, and it is said what has changed', async () => {
    const page = await browser.openConsole(server, { path: '/system' });
    await page.getByRole('link', { name: 'Settings' }).click();
    await page.getByLabel('Setting contains').fill('name of the system');
    await page.getByRole('button', { name: 'Change Name of the system' }).click();
    const dialog = page.getByRole('dialog', { name: 'Change a setting' });
    await dialog.getByLabel('Name of the system').fill('Wamaland HMIS');
    await expectAccessible(page);
    await dialog.getByRole('button', { name: 'Save' }).click();
    await page.getByText('“Name of the system” was DHIS 2 and is now Wamaland HMIS.').waitFor();
    await page.getByRole('banner').getByText('Wamaland HMIS').waitFor();
    expect(await stored('applicationTitle')).toBe('Wamaland HMIS');

    await page.getByRole('button', { name: 'Change Name of the system' }).click();
    await dialog.getByRole('button', { name: 'Reset to default' }).click();
    const question = page.getByRole('dialog', { name: 'Reset “Name of the system” to its default?' });
    await question.getByText('The value that it has now goes: Wamaland HMIS').waitFor();
    await question.getByRole('button', { name: 'Reset to default' }).click();
    await page.getByText('“Name of the system” has its default again.').waitFor();
    expect(await stored('applicationTitle')).toBe('DHIS 2');
  });

  it('are refused when the value makes no sense, and secrets are not shown', async () => {
    await server.request('/api/systemSettings', { method: 'POST', body: { keyEmailPassword: 'hush-hush' } });
    const page = await browser.openConsole(server, { path: '/system/settings?group=mail' });
    await page.getByRole('button', { name: 'Change Port of the mail server' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Port of the mail server').fill('many');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.getByText('Not a valid value for setting keyEmailPort', { exact: false }).waitFor();
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Change Password at the mail server' }).click();
    expect(await dialog.getByLabel('Password at the mail server').inputValue()).toBe('');
    await dialog.getByLabel('Password at the mail server').fill('another');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await page.getByText('“Password at the mail server” has a new value.').waitFor();
    expect(await page.content()).not.toMatch(/hush-hush|another/);
    expect(await stored('keyEmailPassword')).toBe('another');
    await page.getByRole('button', { name: 'Change The connection to the mail server is encrypted' }).click();
    await dialog.getByLabel('The connection to the mail server is encrypted').uncheck();
    await dialog.getByRole('button', { name: 'Save' }).click();
    await page.getByText('was Yes and is now No.', { exact: false }).waitFor();
    expect(await stored('keyEmailTls')).toBe(false);
  });

  it('all have a place and a name, and those of few values have these', async () => {
    const page = await browser.openConsole(server, { path: '/system/settings?group=others' });
    await page.getByRole('table', { name: 'Others' }).waitFor();
    await page.evaluate("for (const group of document.querySelectorAll('details')) group.open = true");
    const rows = await page
      .locator('tbody tr')
      .evaluateAll((found) =>
        found.map((row) => [row.querySelector('th div div')?.textContent ?? '', row.closest('table')?.ariaLabel ?? '']),
      );
    const values = (await server.request('/api/systemSettings')).json;
    const isNoted = (key: string) => /^\d{4}-.*Z$/.test(values[key]) || key.endsWith('Runtime');
    const shown = rows.map(([key]) => key).sort();
    // Only this moment is for people to set.
    const wanted = SETTING_KEYS.filter((key) => !isNoted(key) || key === 'syncSkipSyncForDataChangedBefore');
    expect(shown).toEqual([...wanted].sort());
    const others = rows.filter(([, group]) => group === 'Others').map(([key]) => key);
    expect(others).toHaveLength(4);

    for (const key of wanted) {
      const choices = /^one of (.*)$/.exec(definitionOf(key).expects)?.[1]?.split(', ');
      if (!choices) continue;
      await page.locator('tr', { hasText: key }).getByRole('button').click();
      const options = await page
        .locator('dialog option')
        .evaluateAll((found) => found.map((one) => one.getAttribute('value')));
      expect(options.sort(), key).toEqual([...new Set(choices)].sort());
      await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
    }
  });

  it('are not offered to who may not set them', async () => {
    const { login } = await users.make([]);
    const page = await browser.openConsole(server, { user: login, path: '/system' });
    await page.getByRole('heading', { name: 'Version' }).waitFor();
    expect(await page.getByRole('navigation', { name: 'System' }).count()).toBe(0);
    expect(await page.getByRole('heading', { name: 'This server' }).count()).toBe(0);
    await expectAccessible(page);
    await page.goto(`${server.url}/#/system/settings`);
    await page.getByText('F_SYSTEM_SETTING', { exact: false }).waitFor();
    await page.goto(`${server.url}/#/system/database`);
    await page.getByText('F_VIEW_SERVER_INFO', { exact: false }).waitFor();
  });
});

describe('the system', () => {
  it('shows its servers and its database, and clears caches after a question', async () => {
    const page = await browser.openConsole(server, { path: '/system' });
    await page.getByText('Speaks DHIS2').waitFor();
    await page.getByRole('link', { name: 'Servers' }).click();
    const nodes = page.getByRole('table', { name: 'Servers' });
    await nodes.getByText('leader').waitFor();
    await nodes.getByText('answers you').waitFor();
    await page.getByText('Nothing waits.').waitFor();
    await expectAccessible(page);
    await page.getByRole('link', { name: 'Database' }).click();
    const tables = page.getByRole('table', { name: 'Largest tables' });
    await tables.getByRole('row').nth(5).waitFor();
    await page.getByText('plpgsql').waitFor();
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Clear caches' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Clear caches' }).click();
    await page.getByText('All servers have forgotten what they remembered for speed.').waitFor();
  });

  it('says that the database is too busy to tell, and what to do', async () => {
    const page = await browser.openConsole(server);
    await page.route('**/api/system/database', (route) =>
      route.fulfill({ status: 409, json: { message: 'Query failed because it timed out' } }),
    );
    await page.goto(`${server.url}/#/system/database`);
    await page.getByRole('alert').getByText('Query failed because it timed out').waitFor();
    await page.unroute('**/api/system/database');
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByRole('table', { name: 'Largest tables' }).waitFor();
  });
});
