import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { testBrowser } from '../support/browser.js';
import { testServer } from '../support/server.js';

const LIMIT_BYTES = 300_000;

const server = testServer();
const browser = testBrowser();

it('the first load has less than 300 kB of script, packed, and nothing of it is written into the page', async () => {
  const page = await browser.openConsole(server);
  await page.locator('main h1').waitFor();
  const scripts = await page.evaluate(() =>
    performance
      .getEntriesByType('resource')
      .map(({ name }) => name)
      .filter((name) => /\.js(\?|$)/.test(name)),
  );
  expect(scripts.length).toBeGreaterThan(0);
  let bytes = 0;
  for (const script of new Set(scripts)) {
    const answer = await server.request(new URL(script).pathname, { user: null });
    expect(answer.headers.get('cache-control')).toContain('immutable');
    bytes += gzipSync(answer.text).byteLength;
  }
  expect(bytes).toBeLessThan(LIMIT_BYTES);
});
