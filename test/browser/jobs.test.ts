import { describe, expect, it } from 'vitest';
import { expectAccessible, testBrowser } from '../support/browser.js';
import { testServer } from '../support/server.js';

const server = testServer();
const browser = testBrowser();

let jobs = 0;

/** A job that does nothing but take time. No two jobs of a type may have the same schedule. */
async function makeJob(name: string, jobParameters: Readonly<Record<string, unknown>>): Promise<string> {
  jobs += 1;
  const { json } = await server.request('/api/jobConfigurations', {
    method: 'POST',
    body: { name, jobType: 'TEST', cronExpression: `0 ${jobs} 3 ? * MON`, jobParameters },
  });
  return json.response.uid;
}

describe('jobs', () => {
  it('are made with a form of their parameters, in words that the server confirms', async () => {
    const page = await browser.openConsole(server, { path: '/jobs/new' });
    await page.getByLabel('Name').fill('Analytics of three years');
    await page.getByLabel('Type').selectOption({ label: 'Analytics table' });
    await page.getByLabel('Last years').fill('3');
    await page.getByLabel('Skip outliers').check();
    await page
      .getByRole('group', { name: 'Skip table types' })
      .first()
      .getByLabel('Completeness', { exact: true })
      .check();
    const cron = page.getByLabel('Cron expression');
    await cron.fill('0 0 3 ? * MOON');
    await page.getByText('Cron expression is invalid', { exact: false }).waitFor();
    await expectAccessible(page);
    await cron.fill('0 0 3 ? * MON');
    await page.getByText('At 03:00, only on Monday').waitFor();
    await expect.poll(() => page.locator('ol li time').count()).toBe(10);
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('heading', { name: 'Analytics of three years' }).waitFor();
    const { json } = await server.request('/api/jobConfigurations?filter=name:eq:Analytics of three years&fields=*');
    expect(json.jobConfigurations[0]).toMatchObject({
      cronExpression: '0 0 3 ? * MON',
      jobParameters: { lastYears: 3, skipOutliers: true, skipTableTypes: ['COMPLETENESS'], skipResourceTables: false },
    });
    await expectAccessible(page);
  });

  it('say at the field what is wrong with it', async () => {
    await makeJob('Taken', {});
    const page = await browser.openConsole(server, { path: '/jobs/new' });
    await page.getByLabel('Name').fill('Taken');
    await page.getByLabel('Type').selectOption({ label: 'Resource table' });
    await page.getByLabel('Cron expression').fill('0 0 3 ? * MON');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('alert').waitFor();
    await expect.poll(() => page.getByLabel('Name').getAttribute('aria-invalid')).toBe('true');
  });

  it('are run now, followed live, cancelled, and have a history', async () => {
    const uid = await makeJob('Long work', { stages: 2, items: 100, itemDuration: 300 });
    const page = await browser.openConsole(server, { path: `/jobs/${uid}` });
    await page.getByText('It has not run yet.').first().waitFor();
    await page.getByRole('button', { name: 'Run now' }).click();
    await page.getByRole('heading', { name: 'This run' }).waitFor();
    const bar = page.getByRole('progressbar');
    await expect.poll(async () => Number(await bar.first().getAttribute('value'))).toBeGreaterThan(0);
    for (const width of [390, 1280]) {
      await page.setViewportSize({ width, height: 900 });
      await expectAccessible(page);
    }
    await page.getByRole('button', { name: 'Cancel run' }).click();
    const dialog = page.getByRole('dialog', { name: 'Cancel this run?' });
    await expectAccessible(page);
    await dialog.getByRole('button', { name: 'Cancel run' }).click();
    const history = page.getByRole('table', { name: 'History' });
    await history.getByText('Cancelled').first().waitFor();
    await history.getByRole('link').click();
    await page.getByRole('heading', { name: 'Long work', level: 1 }).waitFor();
    await page.getByText('Messages (').click();
    await expectAccessible(page);
  });

  it('are followed by asking where events do not pass, and catch up', async () => {
    const uid = await makeJob('Behind a proxy', { stages: 1, items: 20, itemDuration: 200 });
    await server.request(`/api/jobConfigurations/${uid}/execute`, { method: 'POST' });
    const page = await browser.openConsole(server, { user: null });
    await page.route('**/progress/stream', (route) => route.fulfill({ status: 502, body: 'Bad gateway' }));
    await page.getByLabel('User name').fill('admin');
    await page.getByLabel('Password').fill('district');
    await page.keyboard.press('Enter');
    await page.getByRole('link', { name: 'Behind a proxy' }).click();
    await page.getByRole('progressbar').first().waitFor();
    await page.getByText('Done').first().waitFor();
  });

  it('are enabled, disabled and deleted, the last after a question', async () => {
    const uid = await makeJob('Not wanted', {});
    const page = await browser.openConsole(server, { path: `/jobs/${uid}` });
    await page.getByRole('button', { name: 'Disable' }).click();
    await page.getByRole('button', { name: 'Enable' }).waitFor();
    await page.route('**/api/jobConfigurations/*', async (route) => {
      if (route.request().method() !== 'DELETE') return await route.continue();
      return await route.fulfill({ status: 500, json: { message: 'The disk is full.' } });
    });
    await page.getByRole('button', { name: 'Delete' }).click();
    const dialog = page.getByRole('dialog', { name: 'Delete job Not wanted?' });
    await dialog.getByRole('button', { name: 'Delete job' }).click();
    await dialog.getByText('The disk is full.').waitFor();
    await page.unrouteAll();
    await dialog.getByRole('button', { name: 'Delete job' }).click();
    await page.getByRole('heading', { name: 'Jobs', level: 1 }).waitFor();
    expect((await server.request(`/api/jobConfigurations/${uid}`)).status).toBe(404);
  });

  it('of the server have a schedule to change, and nothing else', async () => {
    const page = await browser.openConsole(server, { path: '/jobs?name=statistics' });
    await page.getByRole('table', { name: 'Jobs' }).getByRole('link').first().click();
    expect(await page.getByRole('button', { name: 'Delete' }).count()).toBe(0);
    await page.getByRole('button', { name: 'Edit' }).click();
    await page.getByLabel('Cron expression').fill('0 0 5 ? * *');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('At 05:00').waitFor();
  });
});

describe('queues', () => {
  it('are made, put into another order and deleted; a refusal of the server is shown', async () => {
    for (const name of ['First', 'Second', 'Third']) await makeJob(`${name} in turn`, {});
    const page = await browser.openConsole(server, { path: '/jobs/queues' });
    await page.getByText('There is no queue yet.').waitFor();
    await page.getByRole('button', { name: 'New queue' }).click();
    await page.getByLabel('Name').fill('Nightly');
    await page.getByLabel('Often used').selectOption({ label: 'Every day at 3:00' });
    for (const name of ['First', 'Third', 'Second'])
      await page.getByLabel('Add a job').selectOption({ label: `${name} in turn` });
    await page
      .getByRole('listitem')
      .filter({ hasText: 'Second in turn' })
      .getByRole('button', { name: 'Earlier' })
      .click();
    await expectAccessible(page);
    await page.route('**/api/scheduler/queues/*', (route) =>
      route.fulfill({ status: 409, json: { message: 'Job queue already exist: `Nightly`' } }),
    );
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Job queue already exist', { exact: false }).waitFor();
    await page.unrouteAll();
    await page.getByRole('button', { name: 'Save' }).click();
    const row = page.getByRole('row', { name: /Nightly/ });
    await row.waitFor();
    expect(await row.getByRole('listitem').allInnerTexts()).toEqual([
      'First in turn',
      'Second in turn',
      'Third in turn',
    ]);
    await expectAccessible(page);
    await row.getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete queue' }).click();
    await page.getByText('There is no queue yet.').waitFor();
  });
});
