import { expect, it } from 'vitest';
import { testBrowser } from '../support/browser.js';
import { testServer } from '../support/server.js';

const server = testServer();
const browser = testBrowser();

it('the overview shows what has failed, and leads to why', async () => {
  const { json } = await server.request('/api/jobConfigurations', {
    method: 'POST',
    body: {
      name: 'Exchange with the ministry',
      jobType: 'TEST',
      cronExpression: '0 0 3 ? * MON',
      jobParameters: { stages: 2, failAtStage: 1, failWithMessage: 'The other server is away.' },
    },
  });
  await server.request(`/api/jobConfigurations/${json.response.uid}/execute`, { method: 'POST' });
  const page = await browser.openConsole(server);
  const failed = page.getByRole('region', { name: 'Failed in the last 7 days' });
  await failed.getByRole('link', { name: 'Exchange with the ministry' }).click();
  await page.getByRole('heading', { name: 'Exchange with the ministry', level: 1 }).waitFor();
  await page.getByText('The other server is away.').first().waitFor();
});

it('a part that cannot be read says so, and the others are there', async () => {
  const page = await browser.openConsole(server, { user: null });
  await page.route('**/api/dataSummary', (route) =>
    route.fulfill({ status: 500, json: { message: 'The statement took too long.' } }),
  );
  await page.getByLabel('User name').fill('admin');
  await page.getByLabel('Password').fill('district');
  await page.keyboard.press('Enter');
  await page.getByText('The statement took too long.').waitFor();
  await page.getByRole('region', { name: 'Servers' }).getByText('leader').waitFor();
  await page.unrouteAll();
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.getByRole('table', { name: 'Changed lately' }).waitFor();
  expect(await page.getByRole('alert').count()).toBe(0);
});
