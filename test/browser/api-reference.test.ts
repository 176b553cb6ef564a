import axe from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openContext, startBrowser } from '../support/browser.js';
import { testServer } from '../support/server.js';

const server = testServer({ flags: { contextPath: '/hmis' } });
/** A real browser on a busy machine; the page reads half a megabyte of description. */
const PATIENCE_MS = 120_000;

let browser: Browser;
let page: Page;
const asked: string[] = [];
const faults: string[] = [];

beforeAll(async () => {
  browser = await startBrowser();
  const context = await openContext(browser, server.url, {});
  page = await context.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  page.on('request', (request) => asked.push(request.url()));
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(message.text());
  });
  await page.goto(`${server.url}/docs`);
  await page.waitForSelector('html[data-ready]');
}, PATIENCE_MS);

afterAll(async () => {
  await browser?.close();
});

describe('the API reference', { timeout: PATIENCE_MS }, () => {
  it('shows every section, and asks nobody but the server', async () => {
    const sections = await page
      .locator('h3.opblock-tag')
      .evaluateAll((headings) => headings.map((heading) => heading.getAttribute('data-tag')));
    expect(sections).toContain('Maintenance');
    expect(sections).toContain('Metadata');
    expect(asked.filter((url) => !url.startsWith(`${server.url}/docs`) && !url.startsWith('data:'))).toEqual([]);
    expect(faults).toEqual([]);
  });

  it('meets WCAG 2.2 AA, as far as axe finds', async () => {
    await page.evaluate(axe.source);
    const found = await page.evaluate(async () => {
      const { axe } = globalThis as unknown as { readonly axe: typeof import('axe-core') };
      const { violations } = await axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] });
      return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
    });
    expect(found).toEqual([]);
  });

  it('tries an operation with the session of the user', async () => {
    await page.locator('#operations-tag-System').click();
    const operation = page.locator('[id="operations-System-get_api_system_id"]');
    await operation.locator('.opblock-summary-control').click();
    await operation.getByRole('button', { name: 'Try it out' }).click();
    const [answer] = await Promise.all([
      page.waitForResponse(`${server.url}/api/system/id*`),
      operation.getByRole('button', { name: 'Execute' }).click(),
    ]);
    expect(answer.status()).toBe(200);
    expect((await answer.json()).codes).toHaveLength(1);
  });
});
