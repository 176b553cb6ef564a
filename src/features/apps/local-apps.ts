import { readdir, readFile, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { generateUid } from '../../kernel/uid.js';
import { type App, describeApp } from './app.js';
import { discard } from './app-cache.js';
import { LARGEST_MANIFEST, MANIFEST_FILE, TRANSLATIONS_FILE } from './installation.js';
import { parseManifest, readManifest } from './manifest.js';
import { readTranslations } from './translations.js';

/**
 * Apps that an administrator put into `<home>/apps` of this server, a folder each (contract: maintenance.md §6). One whose manifest cannot be read is passed over
 * with a line in the log; of two with one key the first by name counts.
 */
export async function readLocalApps(home: string, log: Logger): Promise<readonly App[]> {
  const parent = join(home, 'apps');
  const names = await readdir(parent).catch(() => []);
  const apps = new Map<string, App>();
  for (const name of names.filter((one) => !one.startsWith('.')).sort()) {
    const app = await readLocalApp(join(parent, name), name).catch((error: unknown) => {
      log.warn({ err: error, folder: name }, 'an app was passed over: its manifest cannot be read');
      return undefined;
    });
    if (!app) continue;
    if (apps.has(app.key)) log.warn({ folder: name, key: app.key }, 'an app was passed over: another one has its key');
    else apps.set(app.key, app);
  }
  return [...apps.values()];
}

/** The app of a folder; undefined when it has no manifest. @throws Error when it cannot be read */
async function readLocalApp(root: string, folderName: string): Promise<App | undefined> {
  const file = join(root, MANIFEST_FILE);
  const { size } = await stat(file).catch(() => ({ size: undefined }));
  if (size === undefined) return undefined;
  if (size > LARGEST_MANIFEST) throw new Error(`The manifest is larger than ${LARGEST_MANIFEST} bytes.`);
  const manifestJson = parseManifest(await readFile(file, 'utf8'));
  const translations = await readFile(join(root, TRANSLATIONS_FILE), 'utf8').then(
    (text) => readTranslations(JSON.parse(text)),
    () => [],
  );
  const manifest = readManifest(manifestJson);
  return describeApp(manifest, { manifestJson, translations, source: 'LOCAL', folderName, root, digest: undefined });
}

/** Removes the folder of an app, first its name and then its files, so that nobody sees half of it; of a link only the link goes. */
export async function removeLocalApp(home: string, app: App): Promise<void> {
  const aside = join(home, 'apps', `.${generateUid()}`);
  await rename(join(home, 'apps', app.folderName), aside);
  await discard(aside);
}
