/**
 * How long the console takes until it can be used, in a real Chromium: from the navigation to a log-in form that takes what is typed, and to an overview whose links work and whose cards are
 * filled. With an empty cache and with a full one, on this machine and as over a line of 10 Mbit/s with 40 ms each way.
 */
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { median, printTable, withCountry } from '../support.mjs';

const LINES = {
  'this machine': undefined,
  '10 Mbit/s, 40 ms': { offline: false, latency: 80, downloadThroughput: 1_250_000, uploadThroughput: 1_250_000 },
};
/** What has to be there; told in the page, so that the time of the tool that drives the browser is not in it. */
const USABLE = {
  'log-in': `document.querySelector('form input') !== null`,
  overview: `document.querySelector('main h1') !== null && document.querySelector('nav#navigation a') !== null`,
  'overview, filled': `document.querySelectorAll('main section').length > 4 && document.querySelector('main [class*="loading"]') === null`,
};
const SETTLE_MS = 400;
const LOOK_EVERY_MS = 50;

export async function run({ scale, home, runs = 9 }) {
  return await withCountry({ scale, home }, async ({ app }) => {
    const { executable, env } = JSON.parse(
      execFileSync(process.execPath, [fileURLToPath(new URL('../../scripts/browser.mjs', import.meta.url))], {
        encoding: 'utf8',
      }),
    );
    const browser = await chromium.launch({
      executablePath: executable,
      args: ['--no-sandbox', '--disable-gpu'],
      env: { ...process.env, ...env },
    });
    const times = new Map();
    const open = async (line, cache, context, views) => {
      const seen = await timed(context, app.url, LINES[line], views);
      for (const view of views) {
        const key = `${line}|${view}|${cache}`;
        times.set(key, [...(times.get(key) ?? []), seen[view]]);
      }
    };
    try {
      for (let index = 0; index < runs; index += 1)
        for (const line of Object.keys(LINES))
          for (const isInside of [false, true]) {
            const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: 'en-GB' });
            if (isInside) await logIn(context, app.url);
            const views = isInside ? ['overview', 'overview, filled'] : ['log-in'];
            await open(line, 'empty', context, views);
            await open(line, 'full', context, views);
            await context.close();
          }
    } finally {
      await browser.close();
    }
    const rows = [...times].map(([key, all]) => {
      const [line, usable, cache] = key.split('|');
      return {
        line,
        usable,
        cache,
        'median, ms': Math.round(median(all)),
        'longest, ms': Math.round(Math.max(...all)),
      };
    });
    printTable(`Milliseconds from the navigation, ${runs} times each`, rows);
    return { rows };
  });
}

async function logIn(context, url) {
  const answer = await context.request.post(`${url}/api/auth/login`, {
    data: { username: 'admin', password: 'district' },
  });
  if (!answer.ok()) throw new Error(`The login answered ${answer.status()}.`);
}

/** When each of the views could be used: it was there, was painted, and the page had nothing else to do. */
async function timed(context, url, conditions, views) {
  const page = await context.newPage();
  if (conditions) {
    const session = await context.newCDPSession(page);
    await session.send('Network.enable');
    await session.send('Network.emulateNetworkConditions', conditions);
  }
  await page.addInitScript(`
    globalThis.usable = {};
    const conditions = {${views.map((view) => `${JSON.stringify(view)}: () => ${USABLE[view]}`).join(', ')}};
    const look = () => {
      for (const [view, isThere] of Object.entries(conditions))
        if (isThere()) {
          delete conditions[view];
          requestAnimationFrame(() => setTimeout(() => { globalThis.usable[view] = performance.now(); }));
        }
      if (Object.keys(conditions).length > 0) requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  `);
  await page.goto(url, { waitUntil: 'commit' });
  let seen = {};
  while (Object.keys(seen).length < views.length) {
    await page.waitForTimeout(LOOK_EVERY_MS);
    seen = await page.evaluate('globalThis.usable');
  }
  // What is kept for the next time is written after the answer.
  await page.waitForTimeout(SETTLE_MS);
  await page.close();
  return seen;
}
