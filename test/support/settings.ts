import { writeSettingTexts } from '../../src/features/settings/settings.js';
import { layout } from './dhis2/layout.js';
import type { testServer } from './server.js';

/** Sets system settings as an administrator does; empty text sets one back. */
export async function configureServer(
  server: Pick<ReturnType<typeof testServer>, 'request' | 'db'>,
  settings: Readonly<Record<string, string>>,
): Promise<void> {
  // A DHIS2 is left its settings.
  if (layout !== undefined) return await writeSettingTexts(server.db, new Map(Object.entries(settings)));
  for (const [key, body] of Object.entries(settings)) {
    const headers = { 'content-type': 'text/plain' };
    const { status, text } = await server.request(`/api/systemSettings/${key}`, { method: 'POST', body, headers });
    if (status !== 200) throw new Error(`${key} answered ${status}: ${text}`);
  }
}
