import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { isNameOfBundled } from './app.js';
import { type AppCache, discard } from './app-cache.js';
import type { NewApp } from './app-store.js';
import { type Archive, openArchive } from './archive.js';
import {
  areNamespacesDefined,
  InvalidManifest,
  isStorable,
  keyOf,
  type Manifest,
  namespacesOf,
  parseManifest,
  readManifest,
} from './manifest.js';
import { refusal } from './refusals.js';
import { readTranslations, type Translation } from './translations.js';

export const MANIFEST_FILE = 'manifest.webapp';
export const TRANSLATIONS_FILE = 'manifest.webapp.translations.json';
export const LARGEST_MANIFEST = 1024 * 1024;

/** Namespaces of the data store that the server itself keeps things in; no app may call them its own. */
const OWN_NAMESPACES = new Set(['METADATASTORE']);

/** An app whose archive was checked and unpacked; all that is left is to put it in its place. */
export interface PreparedApp extends Omit<NewApp, 'installedBy'> {
  readonly manifestRead: Manifest;
  readonly translations: readonly Translation[];
}

/**
 * Checks an archive and unpacks it into the cache. No other server and no user sees anything of it yet.
 *
 * @throws OrderlyError 409 with the peer's sentence when it is refused; nothing of it is left then
 */
export async function prepareApp(archiveFile: string, cache: AppCache): Promise<PreparedApp> {
  const archive = await openArchive(archiveFile);
  try {
    const { manifestJson, translations } = await readTexts(archive);
    const manifest = checkedManifest(manifestJson);
    const digest = await digestOf(archiveFile);
    await unpackInto(cache, archive, digest);
    const { size: archiveBytes } = await stat(archiveFile);
    return {
      key: keyOf(manifest.shortName),
      manifest: manifestJson,
      manifestRead: manifest,
      translations,
      digest,
      archiveBytes,
      archive: archiveFile,
    };
  } finally {
    archive.close();
  }
}

async function readTexts(archive: Archive) {
  const text = await archive.text(MANIFEST_FILE, LARGEST_MANIFEST);
  if (text === undefined) throw refusal('manifestMissing');
  const translations = await archive.text(TRANSLATIONS_FILE, LARGEST_MANIFEST);
  return { manifestJson: parsed(text), translations: translations === undefined ? [] : translationsIn(translations) };
}

function translationsIn(text: string): readonly Translation[] {
  try {
    const json: unknown = JSON.parse(text);
    return isStorable(json) ? readTranslations(json) : [];
  } catch {
    return [];
  }
}

const parsed = (text: string) => orRefused(() => parseManifest(text));

function checkedManifest(json: Readonly<Record<string, unknown>>): Manifest {
  const manifest = orRefused(() => readManifest(json));
  if (isNameOfBundled(manifest.shortName) && !manifest.coreApp) throw refusal('coreAppExpected');
  if (!isNameOfBundled(manifest.shortName) && manifest.coreApp) throw refusal('coreAppUnexpected');
  if (!areNamespacesDefined(manifest)) throw refusal('namespaceInvalid');
  const own = namespacesOf(manifest).find((namespace) => OWN_NAMESPACES.has(namespace));
  if (own !== undefined) throw refusal('namespaceTaken', `${own} belongs to the server`);
  return manifest;
}

function orRefused<Result>(read: () => Result): Result {
  try {
    return read();
  } catch (error) {
    if (error instanceof InvalidManifest) throw refusal('manifestInvalid', error.message, error);
    throw error;
  }
}

/** Unpacked aside, then moved to its place in one step. */
async function unpackInto(cache: AppCache, archive: Archive, digest: string): Promise<void> {
  const draft = await cache.draft();
  try {
    await archive.unpack(draft);
    await cache.keep(draft, digest);
  } finally {
    await discard(draft);
  }
}

async function digestOf(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}
