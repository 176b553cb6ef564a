import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { type EmbeddedServer, startEmbeddedServer } from '../../src/database/embedded/index.js';

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

let server: EmbeddedServer;
let folder: string;

/** One PostgreSQL for the whole run, in a folder of its own; it forgets everything in a crash and is therefore fast. */
export async function setup(project: TestProject): Promise<void> {
  folder = mkdtempSync(join(tmpdir(), 'orderly test '));
  server = await startEmbeddedServer({
    folder,
    log: () => undefined,
    settings: { fsync: 'off', full_page_writes: 'off', shared_buffers: '128MB', autovacuum: 'off' },
  });
  project.provide('postgres', { host: server.socketDirectory, port: server.port, user: server.user });
}

export async function teardown(): Promise<void> {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
}
