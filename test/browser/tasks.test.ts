import { expect, it } from 'vitest';
import { expectAccessible, testBrowser } from '../support/browser.js';
import { testServer } from '../support/server.js';

const server = testServer();
const browser = testBrowser();

it('a task is seen while it runs, cancelled from the list, and found by its state', async () => {
  const { json } = await server.request('/api/jobConfigurations', {
    method: 'POST',
    body: {
      name: 'Long work',
      jobType: 'TEST',
      cronExpression: '0 0 3 ? * MON',
      jobParameters: { stages: 1, items: 100, itemDuration: 300 },
    },
  });
  await server.request(`/api/jobConfigurations/${json.response.uid}/execute`, { method: 'POST' });
  const page = await browser.openConsole(server, { path: '/tasks' });
  const row = page.getByRole('row', { name: /Long work/ });
  await row.getByText('Running').waitFor();
  // The first answer is a refusal: the dialog stays, and says why.
  await page.route('**/cancel', (route) =>
    route.fulfill({ status: 409, json: { message: 'The run is being ended already.' } }),
  );
  await row.getByRole('button', { name: 'Cancel run' }).click();
  const dialog = page.getByRole('dialog', { name: 'Cancel this run?' });
  await dialog.getByRole('button', { name: 'Cancel run' }).click();
  await dialog.getByText('The run is being ended already.').waitFor();
  await expectAccessible(page);
  await page.unrouteAll();
  await dialog.getByRole('button', { name: 'Cancel run' }).click();
  await row.getByText('Cancelled').first().waitFor();
  expect(await dialog.count()).toBe(0);
  await page.getByLabel('State').selectOption({ label: 'Failed' });
  await page.getByText('No run is in this state.').waitFor();
});
