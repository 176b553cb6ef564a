import { describe, expect, it } from 'vitest';
import { expectAccessible, pagesOf, testBrowser } from '../support/browser.js';
import { testServer } from '../support/server.js';

const server = testServer();
const browser = testBrowser();

describe('every page of the navigation', () => {
  it.each([1280, 390])('has a heading and a title, and is accessible at %i pixels', async (width) => {
    const page = await browser.openConsole(server, { width });
    const pages = await pagesOf(page);
    expect(pages.length).toBeGreaterThan(2);
    for (const { path, title } of pages) {
      await page.goto(`${server.url}/#${path}`);
      await page.getByRole('heading', { level: 1, name: title, exact: true }).waitFor();
      await page.waitForLoadState('networkidle');
      expect(await page.title()).toMatch(`${title} · `);
      await expectAccessible(page);
    }
  });

  it('speaks French to who reads French', async () => {
    const page = await browser.openConsole(server, { locale: 'fr-FR', user: null });
    await page.getByRole('heading', { name: 'Se connecter à Orderly' }).waitFor();
    expect(await page.locator('html').getAttribute('lang')).toBe('fr');
    await expectAccessible(page);
  });
});
