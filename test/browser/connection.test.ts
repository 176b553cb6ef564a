import { afterAll, beforeAll, expect, it } from 'vitest';
import { expectAccessible, testBrowser } from '../support/browser.js';
import { startProxy } from '../support/proxy.js';
import { testServer } from '../support/server.js';

const server = testServer();
const browser = testBrowser();
const LOST = 'The connection to the server is lost.';
let network: Awaited<ReturnType<typeof startProxy>>;

beforeAll(async () => {
  network = await startProxy(Number(new URL(server.url).port));
});
afterAll(() => network.stop());

/** The server as it is seen through the network. */
const remote = () => ({ ...server, url: `http://127.0.0.1:${network.port}` });

it('a run that goes on while the connection is lost is caught up with', async () => {
  const { json } = await server.request('/api/jobConfigurations', {
    method: 'POST',
    body: {
      name: 'Long work',
      jobType: 'TEST',
      cronExpression: '0 0 3 ? * MON',
      jobParameters: { stages: 1, items: 300, itemDuration: 150 },
    },
  });
  await server.request(`/api/jobConfigurations/${json.response.uid}/execute`, { method: 'POST' });
  const runs = async () => (await server.request('/api/jobConfigurations/runs?type=TEST')).json.runs;
  await expect.poll(async () => (await runs())[0]?.state).toBe('running');
  const page = await browser.openConsole(remote(), { path: `/tasks/${(await runs())[0].id}` });
  const bar = page.getByRole('progressbar');
  await bar.waitFor();
  const done = async (): Promise<number> => Number(await bar.getAttribute('value'));

  network.cut();
  await page.getByText(LOST, { exact: false }).waitFor();
  const before = await done();
  await expectAccessible(page);
  network.thaw();
  // It goes on by itself, without anything being pressed.
  await page.getByText(LOST, { exact: false }).waitFor({ state: 'detached' });
  await expect.poll(done, { timeout: 15_000 }).toBeGreaterThan(before);
  await page.getByRole('button', { name: 'Cancel run' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel run' }).click();
  await page.getByText('Cancelled').first().waitFor();
});

it('a console that opens while the server is away goes on when it is back', async () => {
  const page = await browser.openConsole(server, { path: '/apps' });
  await page.getByRole('heading', { name: 'Apps', level: 1 }).waitFor();
  await page.route('**/api/**', (route) => route.abort());
  await page.reload();
  await page.getByText('The server cannot be reached.').waitFor();
  await expectAccessible(page);
  await page.unroute('**/api/**');
  await page.getByRole('heading', { name: 'Apps', level: 1 }).waitFor();
});

it('a slow server is waited for, and an answer that does not come is told', async () => {
  const page = await browser.openConsole(server);
  let answer = (): void => undefined;
  const wanted = new Promise<void>((resolve) => {
    answer = resolve;
  });
  await page.route('**/api/apps', async (route) => {
    await wanted;
    await route.continue();
  });
  await page.getByRole('link', { name: 'Apps' }).click();
  await page.getByText('Loading').waitFor();
  await expectAccessible(page);
  answer();
  await page.getByText('No app is installed yet.', { exact: false }).waitFor();
  await page.unroute('**/api/apps');

  // Nobody waits for half a minute in a test.
  await page.evaluate(`
    const limit = AbortSignal.timeout.bind(AbortSignal);
    AbortSignal.timeout = (ms) => limit(ms / 20);
  `);
  await page.route('**/api/apps', (route) => (route.request().method() === 'PUT' ? undefined : route.continue()));
  await page.getByRole('button', { name: 'Reload apps' }).click();
  await page.getByText('The server has not answered for 30 seconds.').waitFor();
  await page.getByText('Look whether the work was done before you start it again.', { exact: false }).waitFor();
});
