import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { TestProject } from 'vitest/node';
import { type EmbeddedServer, startEmbeddedServer } from '../../src/database/embedded/index.js';
import { makeDatabaseFolder } from './folder.js';

/** Where the tests' PostgreSQL listens. */
export interface TestPostgres {
  readonly host: string;
  readonly port: number;
  readonly user: string;
}

declare module 'vitest' {
  export interface ProvidedContext {
    readonly postgres: TestPostgres;
  }
}

let server: EmbeddedServer | undefined;
let folder: string | undefined;

/**
 * One PostgreSQL for the whole run, in a folder of its own; it forgets everything in a crash and is therefore fast. Or the one that ORDERLY_TEST_POSTGRES names, as
 * `postgres://superuser@host:port`, e.g. of another version or with PostGIS.
 */
export async function setup(project: TestProject): Promise<void> {
  // `npm test` has built the console already; whoever runs tests of it alone wants those of the sources as they are.
  if (process.argv.some((argument) => argument.includes('browser')))
    execFileSync(process.execPath, [fileURLToPath(new URL('../../scripts/build.mjs', import.meta.url)), 'console'], {
      stdio: 'inherit',
    });
  const given = process.env.ORDERLY_TEST_POSTGRES;
  if (given !== undefined) {
    const { hostname, port, username } = new URL(given);
    project.provide('postgres', { host: hostname, port: Number(port || 5432), user: username });
    return;
  }
  folder = makeDatabaseFolder('orderly test ');
  server = await startEmbeddedServer({
    folder,
    log: () => undefined,
    settings: { fsync: 'off', full_page_writes: 'off', shared_buffers: '128MB', autovacuum: 'off' },
  });
  project.provide('postgres', { host: server.socketDirectory, port: server.port, user: server.user });
}

export async function teardown(): Promise<void> {
  await server?.stop();
  if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
}
