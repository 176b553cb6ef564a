/**
 * Pictures of the pages of the console for the documents: starts a server with the demo country, does a few things that leave traces, and writes
 * docs/images/<page>.png (1280 pixels wide) and <page>-390.png. `npm run screenshots -- jobs tasks` makes those alone.
 */
import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { installApps, useAggregates } from './screenshot-traces.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const images = join(root, 'docs', 'images');
const WIDTHS = [1280, 390];
/** Views that no link of the navigation leads to. */
const FURTHER = ['account/tokens', 'system/settings?group=mail', 'system/cluster', 'system/database'];
const AUTHORIZATION = `Basic ${Buffer.from('admin:district').toString('base64')}`;
const wanted = process.argv.slice(2);
const home = mkdtempSync(join(tmpdir(), 'orderly-screenshots-'));

const server = spawn(process.execPath, [join(root, 'bin', 'orderly.mjs'), 'serve'], {
  env: {
    ...process.env,
    ORDERLY_PORT: '0',
    ORDERLY_HOME: home,
    ORDERLY_NODE: 'server-1',
    ORDERLY_ADMIN_PASSWORD: 'district',
    ORDERLY_LOG_FORMAT: 'json',
  },
  stdio: ['ignore', 'pipe', 'inherit'],
});
try {
  const url = await ready();
  await leaveTraces(url);
  await takePictures(url);
} finally {
  const ended = new Promise((resolve) => server.once('close', resolve));
  server.kill('SIGINT');
  await ended;
  rmSync(home, { recursive: true, force: true });
}

function ready() {
  return new Promise((resolve, reject) => {
    let output = '';
    server.stdout.setEncoding('utf8').on('data', (text) => {
      output += text;
      const url = /is ready at (\S+)/.exec(output)?.[1];
      if (url) resolve(url);
    });
    server.once('close', () => reject(new Error(`The server did not start:\n${output}`)));
  });
}

async function ask(url, method, path, body) {
  const answer = await fetch(`${url}/api/${path}`, {
    method,
    headers: {
      authorization: AUTHORIZATION,
      'content-type': 'application/json',
    },
    ...(body && { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  return text === '' ? undefined : JSON.parse(text);
}

/** Runs and jobs, so that the pages have something to show. */
async function leaveTraces(url) {
  const jobs = [
    {
      name: 'Nightly analytics',
      jobType: 'ANALYTICS_TABLE',
      cronExpression: '0 0 3 ? * *',
      jobParameters: { lastYears: 3 },
    },
    { name: 'Latest analytics', jobType: 'CONTINUOUS_ANALYTICS_TABLE', delay: 600, jobParameters: {} },
    {
      name: 'Data integrity',
      jobType: 'DATA_INTEGRITY',
      cronExpression: '0 30 4 ? * MON',
      jobParameters: { type: 'SUMMARY' },
    },
  ];
  for (const job of jobs) await ask(url, 'POST', 'jobConfigurations', { enabled: job.delay === undefined, ...job });
  const analytics = await ask(url, 'POST', 'resourceTables/analytics');
  await ended(url, 'ANALYTICS_TABLE', analytics.response.id);
  const failing = await ask(url, 'POST', 'jobConfigurations', {
    name: 'Exchange with the ministry',
    jobType: 'TEST',
    cronExpression: '0 0 6 ? * *',
    jobParameters: {
      stages: 3,
      items: 4,
      failAtStage: 2,
      failWithMessage: 'hmis.example.org did not answer within 30 seconds',
    },
  });
  await ask(url, 'POST', `jobConfigurations/${failing.response.uid}/execute`);
  for (const type of ['DASHBOARD', 'DASHBOARD', 'DASHBOARD', 'VISUALIZATION', 'VISUALIZATION', 'MAP'])
    await ask(url, 'POST', `dataStatistics?eventType=${type}_VIEW`);
  await ask(url, 'POST', 'dataStatistics/snapshot');
  await ask(url, 'POST', 'apiTokens', {
    code: 'Nightly export',
    attributes: [{ type: 'MethodAllowedList', allowedMethods: ['GET'] }],
  });
  await ask(url, 'POST', 'apiTokens', { code: 'Exchange with the ministry' });
  await installApps(url, AUTHORIZATION);
  await useAggregates(
    (method, path, body) => ask(url, method, path, body),
    (type, id) => ended(url, type, id),
  );
  const running = await ask(url, 'POST', 'jobConfigurations', {
    name: 'Import from district offices',
    jobType: 'TEST',
    cronExpression: '0 0 5 ? * *',
    jobParameters: { stages: 5, items: 40, itemDuration: 900 },
  });
  // Two jobs of a type never run at the same time.
  await new Promise((resolve) => setTimeout(resolve, 3_000));
  await ask(url, 'POST', `jobConfigurations/${running.response.uid}/execute`);
  await new Promise((resolve) => setTimeout(resolve, 3_000));
}

async function ended(url, type, id) {
  for (;;) {
    const messages = await ask(url, 'GET', `system/tasks/${type}/${id}`);
    if (!Array.isArray(messages)) throw new Error(`${type}: ${messages?.message}`);
    if (messages[0]?.completed) return;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

async function takePictures(url) {
  const { executable, env } = JSON.parse(
    execFileSync(process.execPath, [join(root, 'scripts', 'browser.mjs')], { encoding: 'utf8' }),
  );
  mkdirSync(images, { recursive: true });
  const browser = await chromium.launch({
    executablePath: executable,
    args: ['--no-sandbox', '--disable-gpu'],
    env: { ...process.env, ...env },
  });
  for (const width of WIDTHS) {
    const context = await browser.newContext({
      viewport: { width, height: 900 },
      locale: 'en-GB',
      reducedMotion: 'reduce',
    });
    const page = await context.newPage();
    const take = async (name) => {
      if (wanted.length > 0 && !wanted.includes(name)) return;
      await page.waitForLoadState('networkidle').catch(() => undefined);
      await page.waitForTimeout(700);
      await page.screenshot({
        path: join(images, `${name}${width === WIDTHS[0] ? '' : `-${width}`}.png`),
        fullPage: true,
      });
    };
    await page.goto(url);
    await page.getByLabel('User name').waitFor();
    await take('log-in');
    await page.getByLabel('User name').fill('admin');
    await page.getByLabel('Password').fill('district');
    await page.keyboard.press('Enter');
    await page.locator('nav#navigation').waitFor({ state: 'attached' });
    const paths = await page
      .locator('nav#navigation a')
      .evaluateAll((links) => links.map((link) => link.hash.slice(2)));
    for (const path of paths) {
      await page.goto(`${url}/#/${path}`);
      await page.locator('main h1').waitFor();
      await take(path === '' ? 'overview' : path.replaceAll('/', '-'));
    }
    for (const path of FURTHER) {
      await page.goto(`${url}/#/${path}`);
      await page.locator('main h1').waitFor();
      await take(path.replace(/\?.*/, '').replaceAll('/', '-'));
    }
    await page.goto(`${url}/#/users?text=user003`);
    await page.getByRole('table', { name: 'Users' }).getByRole('link').first().click();
    await page.getByRole('heading', { name: 'Rights' }).waitFor();
    await take('user');
    await page.goto(`${url}/#/jobs`);
    await page.getByRole('link', { name: 'Import from district offices' }).click();
    await page.getByRole('heading', { name: 'This run' }).waitFor();
    await take('job');
    await page.goto(`${url}/#/jobs/new`);
    await page.getByLabel('Type').selectOption({ label: 'Analytics table' });
    await page.getByLabel('Often used').selectOption({ label: 'Every Monday at 3:00' });
    await page.getByText('Next runs').waitFor();
    await take('job-new');
    await page.goto(`${url}/#/lock-exceptions/new`);
    await page.getByLabel('Data set').selectOption({ label: 'Return 01 (monthly)' });
    await page.getByLabel('Period').selectOption({ index: 4 });
    await page.getByRole('button', { name: 'Units below' }).click();
    await page.getByRole('list', { name: 'Organisation units' }).getByRole('checkbox').nth(1).check();
    await page.getByText(/^Opens /).waitFor();
    await take('lock-exceptions-new');
    await page.goto(`${url}/#/min-max`);
    await page.getByLabel('Reproductive health (monthly)').check();
    await page.getByRole('list', { name: 'Organisation units' }).getByRole('checkbox').check();
    await page.getByRole('table', { name: 'What there is' }).waitFor();
    await take('min-max');
    await context.close();
  }
  await browser.close();
}
