import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import axe from 'axe-core';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { send, type testServer } from './server.js';

type TestServer = ReturnType<typeof testServer>;

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const HEIGHT = 900;
/** A real browser on a busy machine; what is there is found at once. */
const PATIENCE_MS = 15_000;

export interface ConsoleOptions {
  /** What follows `#`, e.g. `/jobs`. */
  readonly path?: string;
  /** `name:password`; admin unless given, nobody for null. */
  readonly user?: string | null;
  /** Pixels. */
  readonly width?: number;
  /** As the browser says it. */
  readonly locale?: string;
}

/** Starts the Chromium that npm brought. */
export async function startBrowser(): Promise<Browser> {
  const { executable, env } = JSON.parse(
    execFileSync(process.execPath, ['scripts/browser.mjs'], { cwd: ROOT, encoding: 'utf8' }),
  ) as { readonly executable: string; readonly env: Readonly<Record<string, string>> };
  return await chromium.launch({
    executablePath: executable,
    headless: true,
    args: ['--no-sandbox', '--disable-gpu'],
    env: { ...process.env, ...env } as Record<string, string>,
  });
}

/**
 * A browser for the tests of one file. Whatever a page logs as an error, or throws, fails the test that opened it, and so does a request to another machine.
 */
export function testBrowser() {
  let browser: Browser | undefined;
  const contexts = new Map<BrowserContext, { readonly faults: string[] }>();
  beforeAll(async () => {
    browser = await startBrowser();
  });
  afterEach(async () => {
    const faults: string[] = [];
    for (const [context, seen] of contexts) {
      faults.push(...seen.faults);
      await context.close();
    }
    contexts.clear();
    expect(faults).toEqual([]);
  });
  afterAll(async () => {
    await browser?.close();
  });
  return {
    /** Opens the console of a server, logged in. */
    async openConsole(server: TestServer, options: ConsoleOptions = {}): Promise<Page> {
      if (!browser) throw new Error('The browser runs within tests only.');
      const context = await openContext(browser, server.url, options);
      const seen = { faults: [] as string[] };
      contexts.set(context, seen);
      const page = await context.newPage();
      page.setDefaultTimeout(PATIENCE_MS);
      page.on('pageerror', (error) => seen.faults.push(`thrown: ${error.message}`));
      page.on('console', (message) => {
        if (message.type() === 'error' && !isAnswer(message.text())) seen.faults.push(`logged: ${message.text()}`);
      });
      page.on('request', (request) => {
        const url = request.url();
        if (!url.startsWith(server.url) && !url.startsWith('data:') && !url.startsWith('blob:'))
          seen.faults.push(`asked elsewhere: ${url}`);
      });
      await page.goto(`${server.url}/#${options.path ?? '/'}`);
      await page.waitForSelector('main');
      return page;
    },
  };
}

/** The browser itself logs every answer above 399, and lost connections; tests bring them about on purpose. */
const isAnswer = (text: string): boolean => text.startsWith('Failed to load resource');

/** A browser window of somebody who is logged in. */
export async function openContext(
  browser: Browser,
  url: string,
  { user = 'admin:district', width = 1280, locale = 'en-GB' }: ConsoleOptions,
): Promise<BrowserContext> {
  const context = await browser.newContext({
    viewport: { width, height: HEIGHT },
    locale,
    reducedMotion: 'reduce',
  });
  if (user !== null) await context.addCookies([await sessionCookie(url, user)]);
  return context;
}

async function sessionCookie(url: string, user: string) {
  const [username = '', ...rest] = user.split(':');
  const answer = await send(`${url}/api/auth/login`, {
    method: 'POST',
    user: null,
    body: { username, password: rest.join(':') },
  });
  const [, name, value] = /^([^=]+)=([^;]*)/.exec(answer.headers.get('set-cookie') ?? '') ?? [];
  if (name === undefined || value === undefined) throw new Error(`${username} could not log in: ${answer.text}`);
  return { name, value, url: `${url}/` };
}

/** No violation of WCAG 2.2, level AA, that axe finds, and nothing that sticks out of the window to the side. */
export async function expectAccessible(page: Page): Promise<void> {
  await page.locator("main[aria-busy='true']").waitFor({ state: 'detached' });
  await page.evaluate(axe.source);
  const found = await page.evaluate(async () => {
    const { axe } = globalThis as unknown as { readonly axe: typeof import('axe-core') };
    const { violations } = await axe.run({
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    });
    return violations.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map(({ html }) => html).join(' ')}`);
  });
  expect(found).toEqual([]);
  const overflow = await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
  expect(overflow, 'pixels that the page is wider than the window').toBe(0);
}

/** All pages that the user's navigation has: address, e.g. `/jobs`, and title. */
export async function pagesOf(page: Page): Promise<readonly { readonly path: string; readonly title: string }[]> {
  return await page.locator('nav#navigation a').evaluateAll((links) =>
    links.map((link) => ({
      path: link.getAttribute('href')?.replace(/^[^#]*#/, '') ?? '',
      title: link.textContent ?? '',
    })),
  );
}
