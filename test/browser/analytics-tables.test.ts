import { describe, expect, it } from 'vitest';
import { expectAccessible, testBrowser } from '../support/browser.js';
import { testServer } from '../support/server.js';

const server = testServer({ demo: true });
const browser = testBrowser();

describe('analytics tables', () => {
  it('need a full update before the latest data', async () => {
    const page = await browser.openConsole(server, { path: '/analytics-tables' });
    await page.getByLabel('What').selectOption('latest');
    await page.getByRole('button', { name: 'Build analytics tables' }).click();
    await page.getByText('A full analytics table update must be run prior', { exact: false }).waitFor();
    await expectAccessible(page);
  });

  it('are built as the form says, followed, and then told with rows and sizes', async () => {
    const page = await browser.openConsole(server, { path: '/analytics-tables' });
    await page.getByLabel('What').selectOption('last');
    await page.getByLabel('Number of years').fill('0');
    expect(await page.getByRole('button', { name: 'Build analytics tables' }).isDisabled()).toBe(true);
    await page.getByLabel('Number of years').fill('2');
    await page.getByText('Options', { exact: true }).click();
    const tables = page.getByRole('group', { name: 'Leave out these tables' }).first();
    for (const name of ['Events', 'Enrollments', 'Ownership', 'Tracked entities, their events and enrollments'])
      await tables.getByLabel(name, { exact: true }).check();
    await page.getByRole('group', { name: 'Leave out these programs' }).first().getByRole('checkbox').first().check();
    await page.getByLabel('Without statistics for outlier detection').check();
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Build analytics tables' }).click();
    const run = page.getByRole('region', { name: 'Last run' });
    await run.getByText('Done').first().waitFor({ timeout: 60_000 });
    await run.locator('ol li').first().waitFor();
    const row = page.getByRole('table', { name: 'Tables', exact: true }).getByRole('row', { name: /^Data values/ });
    await row.getByText('Ready').waitFor();
    expect(await row.innerText()).toMatch(/\d[\d,]* [\s\S]*(kB|MB)/);
    await expectAccessible(page);
    const { json } = await server.request('/api/jobConfigurations/runs?type=ANALYTICS_TABLE');
    const details = await server.request(`/api/jobConfigurations/runs/${json.runs[0].id}`);
    expect(details.json.parameters).toMatchObject({ lastYears: 2, skipOutliers: true, skipResourceTables: false });
    expect(details.json.parameters.skipPrograms).toHaveLength(1);
    expect(details.json.parameters.skipTableTypes).toContain('OWNERSHIP');
  });
});
