import type { Logger } from 'pino';
import { type Database, Ear, lockInTransaction, transaction } from '../../database/index.js';
import type { CurrentUser } from '../../http/index.js';
import { OrderlyError } from '../../kernel/errors/index.js';
import { type App, describeApp } from './app.js';
import { AppCache } from './app-cache.js';
import {
  APPS_CHANNEL,
  announceApps,
  deleteNamespaces,
  deleteStoredApp,
  readStoredApps,
  type StoredApp,
  storeApp,
} from './app-store.js';
import { type PreparedApp, prepareApp } from './installation.js';
import { readLocalApps, removeLocalApp } from './local-apps.js';
import { namespacesOf, readManifest } from './manifest.js';
import { refusal } from './refusals.js';
import { readTranslations } from './translations.js';

const LOCK = 'apps';

/**
 * The apps of this server: those of the database, which are the same on all servers, and those in its home. The map is built anew whenever something changes, and then
 * put in the place of the old one, so that there is never a moment without apps (contract: maintenance.md §6).
 */
export class AppRegistry {
  readonly cache: AppCache;
  readonly #database: Database;
  readonly #home: string;
  readonly #log: Logger;
  readonly #ear: Ear;
  #apps: ReadonlyMap<string, App> = new Map();
  #loading: Promise<void> = Promise.resolve();
  #queued: Promise<void> | undefined;

  constructor(database: Database, home: string, log: Logger) {
    this.#database = database;
    this.#home = home;
    this.#log = log;
    this.cache = new AppCache(home);
    this.#ear = new Ear(database, {
      channel: APPS_CHANNEL,
      name: 'orderly app news',
      onNews: () => this.#refreshAside(),
      onLost: () => log.warn('news of apps cannot be heard; those of other servers come when they can'),
    });
  }

  async start(): Promise<void> {
    await this.#ear.start();
    await this.refresh();
    await this.cache.sweep(this.#digests());
  }

  async stop(): Promise<void> {
    await this.#ear.stop();
    await this.#loading;
  }

  list(): readonly App[] {
    return [...this.#apps.values()];
  }

  /** The app of a key, or of a short name. */
  find(name: string): App | undefined {
    return this.#apps.get(name) ?? this.list().find(({ manifest }) => manifest.shortName === name);
  }

  /** Reads the apps again, here and on all other servers; gives their keys. */
  async reload(): Promise<readonly string[]> {
    await announceApps(this.#database.db);
    await this.refresh();
    return [...this.#apps.keys()];
  }

  /** Reads the apps again on this server. Who asks while others wait for the next reading shares it. */
  refresh(): Promise<void> {
    if (this.#queued) return this.#queued;
    const queued = this.#loading.then(async () => {
      this.#queued = undefined;
      await this.#load();
    });
    this.#queued = queued;
    this.#loading = queued.catch(() => undefined);
    return queued;
  }

  /**
   * Installs the app of an archive in the place of the one with its key. Until all is done the old version is served, and it stays if anything fails.
   *
   * @throws OrderlyError 409 with the peer's sentence when it is refused
   */
  async install(archive: string, user: CurrentUser): Promise<App> {
    const prepared = await prepareApp(archive, this.cache);
    try {
      this.#refuseHidden(prepared);
      await transaction(this.#database.db, async (handle) => {
        await lockInTransaction(handle, LOCK);
        this.#refuseTakenNamespaces(prepared, await readStoredApps(handle));
        await storeApp(handle, { ...prepared, installedBy: user.uid });
        await announceApps(handle);
      });
      await this.refresh();
    } finally {
      // It failed, or somebody replaced it already.
      if (!this.#digests().has(prepared.digest)) await this.cache.forget(prepared.digest);
    }
    const { key, manifestRead, digest } = prepared;
    this.#log.info({ key, version: manifestRead.version, user: user.username }, 'an app was installed');
    return this.#describe(prepared, this.cache.root(digest));
  }

  /** Removes an app from all servers, and from the home of this one; with its data if that is wanted. */
  async remove(app: App, { withData }: { readonly withData: boolean }): Promise<void> {
    await transaction(this.#database.db, async (handle) => {
      await lockInTransaction(handle, LOCK);
      await deleteStoredApp(handle, app.key);
      if (withData) await deleteNamespaces(handle, namespacesOf(app.manifest));
      await announceApps(handle);
    });
    if (app.source === 'LOCAL') await removeLocalApp(this.#home, app);
    await this.refresh();
    this.#log.info({ key: app.key, withData }, 'an app was removed');
  }

  #refreshAside(): void {
    this.refresh().catch((error: unknown) => this.#log.error({ err: error }, 'the apps could not be read again'));
  }

  async #load(): Promise<void> {
    const previous = this.#apps;
    const apps = new Map((await readLocalApps(this.#home, this.#log)).map((app) => [app.key, app]));
    for (const stored of await readStoredApps(this.#database.db)) {
      if (apps.has(stored.key)) {
        this.#log.warn({ key: stored.key }, 'an installed app is hidden by one in the home of this server');
        continue;
      }
      const app = await this.#read(stored).catch((error: unknown) => {
        this.#log.error({ err: error, key: stored.key }, 'an app could not be read');
        return previous.get(stored.key);
      });
      if (app) apps.set(app.key, app);
    }
    this.#apps = apps;
    const used = this.#digests();
    for (const { digest } of previous.values()) {
      if (digest !== undefined && !used.has(digest)) await this.cache.forget(digest);
    }
  }

  /** Digests of the archives whose files are served. */
  #digests(): ReadonlySet<string> {
    return new Set(this.list().flatMap(({ digest }) => digest ?? []));
  }

  async #read(stored: StoredApp): Promise<App> {
    return this.#describe(stored, await this.cache.restore(this.#database.db, stored));
  }

  #describe({ key, manifest, translations, digest }: Omit<StoredApp, 'id'>, root: string): App {
    return describeApp(readManifest(manifest), {
      manifestJson: manifest,
      translations: readTranslations(translations),
      source: 'JCLOUDS',
      folderName: `apps/${key}`,
      root,
      digest,
    });
  }

  /** An app in the home of this server comes first, so that nobody would ever see the one that is installed. */
  #refuseHidden({ key }: PreparedApp): void {
    const local = this.#apps.get(key);
    if (local?.source === 'LOCAL')
      throw new OrderlyError(
        409,
        `The app '${key}' is in the folder apps/${local.folderName} of the server: remove it there or with DELETE first.`,
      );
  }

  #refuseTakenNamespaces({ key, manifestRead }: PreparedApp, stored: readonly StoredApp[]): void {
    const wanted = namespacesOf(manifestRead);
    const others = [
      ...stored.map((app) => ({ key: app.key, namespaces: namespacesOf(readManifest(app.manifest)) })),
      ...this.list()
        .filter(({ source }) => source === 'LOCAL')
        .map((app) => ({ key: app.key, namespaces: namespacesOf(app.manifest) })),
    ];
    for (const other of others) {
      const taken = other.key === key ? undefined : other.namespaces.find((namespace) => wanted.includes(namespace));
      if (taken !== undefined) throw refusal('namespaceTaken', `${taken} belongs to the app ${other.key}`);
    }
  }
}
