import { pino } from 'pino';
import { afterAll, beforeAll } from 'vitest';
import { type App, startApp } from '../../../src/app.js';
import type { ConfigFlags } from '../../../src/config/index.js';
import { detect } from '../../../src/database/dhis2/index.js';
import { type Db, visit } from '../../../src/database/index.js';
import { type Clock, systemClock } from '../../../src/kernel/clock.js';
import { connectionTo } from '../database.js';
import { type RequestOptions, runJobOf, send, testConfig } from '../server.js';
import { GIVE_ADMIN_PASSWORD } from '../users.js';
import { type Dhis2Version, onDatabase, testDhis2 } from './index.js';

export interface AttachedServerOptions {
  readonly flags?: ConfigFlags;
  readonly clock?: Clock;
  /** Ran on the database of the DHIS2 before Orderly comes. */
  readonly before?: readonly string[];
  /** The role as which Orderly works; the superuser unless given. */
  readonly user?: string;
  /** Prepares what a statement cannot; after `before`. */
  readonly prepare?: (name: string) => Promise<void>;
}

/** A server beside a DHIS2 of the version, whose `admin` has the password `district`, spoken to as a client would. */
export function attachedServer(
  version: Dhis2Version,
  { flags, clock = systemClock, before = [], user, prepare }: AttachedServerOptions = {},
) {
  const { name } = testDhis2(version);
  let app: App | undefined;
  const running = (): App => {
    if (!app) throw new Error('The attached server runs within tests only.');
    return app;
  };
  const start = async (): Promise<void> => {
    const { dhis2 } = await visit(connectionTo(name), detect);
    if (!dhis2) throw new Error(`${name} holds no DHIS2.`);
    app = await startApp({
      config: testConfig(flags),
      connection: { ...connectionTo(name), ...(user !== undefined && { user }), dhis2 },
      log: pino({ level: 'silent' }),
      version: '0.0.0',
      clock,
    });
  };
  beforeAll(async () => {
    await onDatabase(name, async (client) => {
      await client.query(GIVE_ADMIN_PASSWORD);
      for (const statement of before) await client.query(statement);
    });
    await prepare?.(name);
    await start();
  });
  afterAll(async () => {
    await app?.stop();
  });
  return {
    name,
    start,
    async stop(): Promise<void> {
      await app?.stop();
      app = undefined;
    },
    get url() {
      return running().url;
    },
    get services() {
      return running().services;
    },
    /** As Orderly's statements see the tables, in the names of 2.42. */
    get db(): Db {
      return running().services.database.db;
    },
    request: (path: string, request: RequestOptions = {}) => send(`${running().url}${path}`, request),
    runJob: (path: string) => runJobOf(running().url, path),
  };
}
