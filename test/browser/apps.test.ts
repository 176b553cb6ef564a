import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { REAL_APP, temporaryHome } from '../support/apps.js';
import { expectAccessible, testBrowser } from '../support/browser.js';
import { testServer } from '../support/server.js';
import { appZip } from '../support/zips.js';

const server = testServer({ flags: { home: temporaryHome() } });
const browser = testBrowser();

const file = (buffer: Buffer) => ({ name: 'some app.zip', mimeType: 'application/zip', buffer });
const ICON = '<svg xmlns="http://www.w3.org/2000/svg" width="48" height="48"><rect width="48" height="48" /></svg>';
const NEWER = appZip(
  { name: 'Test App MinIO', short_name: 'test minio', version: '2.0.0', icons: { 48: 'icon.svg' } },
  { 'icon.svg': ICON },
);

it('apps are installed, replaced, opened and uninstalled after a question, and a refusal is told', async () => {
  const page = await browser.openConsole(server, { path: '/apps' });
  await page.getByText('No app is installed yet.', { exact: false }).waitFor();
  const archive = page.getByLabel('Zip archive');
  const install = page.getByRole('button', { name: 'Install', exact: true });
  expect(await install.isDisabled()).toBe(true);
  await archive.setInputFiles(file(appZip({ appType: 'GAME' })));
  await install.click();
  const refusal = page.getByRole('alert');
  await refusal.getByText('Invalid JSON in app manifest file').waitFor();
  await refusal.getByText('appType must be one of APP, RESOURCE, DASHBOARD_WIDGET').waitFor();
  await expectAccessible(page);

  await archive.setInputFiles(file(REAL_APP));
  await install.click();
  await page.getByText('Test App MinIO 1.0.0 was installed.').waitFor();
  expect(await refusal.count()).toBe(0);
  const row = page.getByRole('row', { name: /Test App MinIO/ });
  // Its archive does not have the icon that it names.
  const icon = row.locator('img');
  await expect.poll(() => icon.getAttribute('src')).toContain('/icons/app.svg');
  await archive.setInputFiles(file(NEWER));
  await install.click();
  await page.getByText('Test App MinIO 2.0.0 was installed in the place of 1.0.0.').waitFor();
  await expect.poll(() => icon.getAttribute('src')).toContain('/api/apps/test-minio/icon.svg');
  await expect
    .poll(() => icon.evaluate((element) => (element as unknown as { naturalWidth: number }).naturalWidth))
    .toBe(48);
  const [opened] = await Promise.all([
    page.waitForEvent('popup'),
    row.getByRole('link', { name: 'Open Test App MinIO in a new tab' }).click(),
  ]);
  await opened.getByText('made').waitFor();
  await opened.close();
  await page.getByRole('button', { name: 'Reload apps' }).click();
  await page.getByText('The server has read its apps again.').waitFor();

  await row.getByRole('button', { name: 'Uninstall' }).click();
  const dialog = page.getByRole('dialog', { name: 'Uninstall Test App MinIO?' });
  await dialog.getByText('Test App MinIO 2.0.0 goes from all servers', { exact: false }).waitFor();
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  expect((await server.request('/api/apps')).json).toHaveLength(1);
  await row.getByRole('button', { name: 'Uninstall' }).click();
  await dialog.getByRole('button', { name: 'Uninstall app' }).click();
  await page.getByText('Test App MinIO was uninstalled.').waitFor();
  await page.getByText('No app is installed yet.', { exact: false }).waitFor();
});

it('what an app keeps goes with it only when that is wanted', async () => {
  const page = await browser.openConsole(server, { path: '/apps' });
  await page.getByLabel('Zip archive').setInputFiles(file(REAL_APP));
  await page.getByRole('button', { name: 'Install', exact: true }).click();
  await page.getByText('Test App MinIO 1.0.0 was installed.').waitFor();
  await sql`
    insert into keyjsonvalue (keyjsonvalueid, uid, created, lastupdated, namespace, namespacekey, jbvalue)
    values (1, 'KeyJsonVal1', localtimestamp, localtimestamp, 'test-app-minio-ns', 'key', '1')
  `.execute(server.db);
  const kept = async () => (await sql`select from keyjsonvalue`.execute(server.db)).rows.length;
  await page.getByRole('button', { name: 'Uninstall' }).click();
  await page.getByLabel('Delete what it keeps in the data store, too').check();
  await page.getByText('One namespace: test-app-minio-ns.', { exact: false }).waitFor();
  // It stays when the server does not do it.
  await page.route('**/api/apps/test-minio*', (route) =>
    route.fulfill({ status: 409, json: { status: 'ERROR', message: 'Somebody else is changing the same data.' } }),
  );
  await page.getByRole('button', { name: 'Uninstall app' }).click();
  await page.getByRole('dialog').getByText('Somebody else is changing the same data.').waitFor();
  expect(await kept()).toBe(1);
  await page.unroute('**/api/apps/test-minio*');
  await page.getByRole('button', { name: 'Uninstall app' }).click();
  await page.getByText('Test App MinIO was uninstalled.').waitFor();
  expect(await kept()).toBe(0);
});

it('a list that cannot be read says so, and is read again', async () => {
  const page = await browser.openConsole(server);
  await page.route('**/api/apps', (route) => route.fulfill({ status: 500, json: { message: 'It broke.' } }));
  await page.getByRole('link', { name: 'Apps' }).click();
  const alert = page.getByRole('alert');
  await alert.getByText('It broke.').waitFor();
  await expectAccessible(page);
  await page.unroute('**/api/apps');
  await alert.getByRole('button', { name: 'Try again' }).click();
  await page.getByText('No app is installed yet.', { exact: false }).waitFor();
});
