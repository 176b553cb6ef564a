import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startEmbeddedServer } from '../../dist/database/embedded/index.js';
import { migrate, openDatabase } from '../../dist/database/index.js';
import { ensureAdminPassword } from '../../dist/http/index.js';

const PROGRAM = fileURLToPath(new URL('../../bin/orderly.mjs', import.meta.url));
const CREDENTIALS = `Basic ${Buffer.from('admin:district').toString('base64')}`;

/** An embedded database that server processes of their own may share. */
export async function withDatabase(work) {
  const folder = mkdtempSync(join(tmpdir(), 'orderly-bench-'));
  const embedded = await startEmbeddedServer({ folder, log: () => {} });
  const { socketDirectory: host, port, user, database: name } = embedded;
  const database = openDatabase({ connection: { host, port, user, database: name }, poolSize: 10 });
  try {
    await migrate(database.db);
    await ensureAdminPassword(database.db, 'district');
    const url = `postgres://${user}@${encodeURIComponent(host)}:${port}/${name}`;
    return await work({ database, url });
  } finally {
    await database.close();
    await embedded.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** `count` servers on the database, stopped after `work`. */
export async function withServers(url, count, work) {
  const servers = await Promise.all(
    Array.from({ length: count }, (_, index) => startServer(url, `bench ${index + 1}`)),
  );
  try {
    return await work(servers);
  } finally {
    await Promise.all(servers.map((server) => server.stop()));
  }
}

async function startServer(databaseUrl, node) {
  const child = spawn(process.execPath, [PROGRAM, 'serve'], {
    env: {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      ORDERLY_PORT: '0',
      ORDERLY_LOG_LEVEL: 'error',
      ORDERLY_NODE: node,
      ORDERLY_DATABASE_URL: databaseUrl,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const url = await new Promise((resolve, reject) => {
    let output = '';
    child.stdout.on('data', (data) => {
      output += data;
      const ready = /is ready at (\S+)/.exec(output)?.[1];
      if (ready) resolve(ready);
    });
    child.once('close', () => reject(new Error(`A server did not start:\n${output}`)));
  });
  return {
    post: async (path) => {
      const response = await fetch(`${url}${path}`, { method: 'POST', headers: { authorization: CREDENTIALS } });
      await response.arrayBuffer();
      if (!response.ok) throw new Error(`${path} answered ${response.status}`);
    },
    stop: async () => {
      child.kill('SIGTERM');
      await new Promise((resolve) => child.once('close', resolve));
    },
  };
}
