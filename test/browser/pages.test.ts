import { describe, expect, it } from 'vitest';
import { expectAccessible, pagesOf, testBrowser } from '../support/browser.js';
import { testServer } from '../support/server.js';

const server = testServer();
const browser = testBrowser();

describe('every page of the navigation', () => {
  it.each([1280, 390])('has a heading and a title, and is accessible at %i pixels', async (width) => {
    const page = await browser.openConsole(server, { width });
    const paths = await pagesOf(page);
    expect(paths.length).toBeGreaterThan(2);
    for (const path of paths) {
      await page.goto(`${server.url}/#${path}`);
      const heading = page.locator('main h1');
      await heading.waitFor();
      await page.waitForLoadState('networkidle');
      const text = await heading.innerText();
      await expect.poll(() => page.title()).toContain(text);
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
