import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { ensureLibraryLinks, nativeFolder } from './binaries.js';
import { lockDataDirectory } from './lock.js';
import { type LaunchMode, launchMode, parentDeathPrefix } from './mode.js';
import { clearLeftovers } from './recovery.js';
import { serverSettings } from './settings.js';

export interface EmbeddedServerOptions {
  /** Folder of the server: its data, its log and its lock. */
  readonly folder: string;
  readonly log: (message: string) => void;
  /** Settings that differ from Orderly's own. */
  readonly settings?: Readonly<Record<string, string>>;
}

export interface EmbeddedServer {
  readonly socketDirectory: string;
  readonly port: number;
  readonly user: string;
  readonly database: string;
  readonly dataDirectory: string;
  /** Ends when PostgreSQL does, wanted or not. */
  readonly exited: Promise<void>;
  stop(): Promise<void>;
}

const USER = 'orderly';
const DATABASE = 'orderly';
const PORT = 5432;
const START_TIMEOUT_MS = 120_000;
const STOP_TIMEOUT_MS = 30_000;
const LARGEST_LOG_BYTES = 10 * 1024 * 1024;

/**
 * Starts PostgreSQL on the data in `folder`, creating them the first time. It listens on a private socket only. It stops with `stop`, and by itself when this
 * process is killed; what a killed one left is cleared away first.
 *
 * @throws DataDirectoryInUse when another Orderly has the folder; Error with the end of the server's log when it does not start
 */
export async function startEmbeddedServer({
  folder,
  log,
  settings = {},
}: EmbeddedServerOptions): Promise<EmbeddedServer> {
  mkdirSync(folder, { recursive: true });
  const home = realpathSync(folder);
  const unlock = lockDataDirectory(join(home, 'orderly.lock'), home);
  try {
    const native = nativeFolder();
    await ensureLibraryLinks(native);
    const dataDirectory = join(home, 'postgres');
    await clearLeftovers(dataDirectory);
    const mode = launchMode(dataDirectory);
    const first = !existsSync(join(dataDirectory, 'PG_VERSION'));
    if (first) await initialise(native, home, dataDirectory, mode, log);
    const socketDirectory = privateSocketDirectory(dataDirectory, mode);
    const logFile = join(home, 'postgres.log');
    const child = launch(native, dataDirectory, socketDirectory, logFile, mode, settings);
    const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    await waitUntilReady(child, socketDirectory, logFile);
    if (first) await createDatabase(socketDirectory);
    return {
      socketDirectory,
      port: PORT,
      user: USER,
      database: DATABASE,
      dataDirectory,
      exited,
      async stop() {
        await stop(child, exited);
        rmSync(socketDirectory, { recursive: true, force: true });
        unlock();
      },
    };
  } catch (error) {
    unlock();
    throw error;
  }
}

/** Creates the data beside their place and moves them there, so that a start that is interrupted leaves nothing half made. */
async function initialise(
  native: string,
  home: string,
  dataDirectory: string,
  mode: LaunchMode,
  log: (message: string) => void,
): Promise<void> {
  log(`Creating a database in ${dataDirectory}`);
  const draft = join(home, 'postgres.new');
  rmSync(draft, { recursive: true, force: true });
  rmSync(dataDirectory, { recursive: true, force: true });
  mkdirSync(draft, { mode: 0o700 });
  if (mode.user) chownSync(draft, mode.user.uid, mode.user.gid);
  const args = [
    '-D',
    draft,
    '-U',
    USER,
    '-A',
    'trust',
    '-E',
    'UTF8',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--locale=C',
  ];
  await runToEnd([...mode.prefix, join(native, 'bin', 'initdb'), ...args], mode);
  renameSync(draft, dataDirectory);
}

/** Socket paths are limited to 107 bytes, so the socket lives under the temporary folder, named after the data. */
function privateSocketDirectory(dataDirectory: string, mode: LaunchMode): string {
  const name = createHash('sha256').update(dataDirectory).digest('hex').slice(0, 16);
  const folder = join(tmpdir(), `orderly-${name}`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { mode: 0o700, recursive: true });
  chmodSync(folder, 0o700);
  if (mode.user) chownSync(folder, mode.user.uid, mode.user.gid);
  return folder;
}

function launch(
  native: string,
  dataDirectory: string,
  socketDirectory: string,
  logFile: string,
  mode: LaunchMode,
  settings: Readonly<Record<string, string>>,
): ChildProcess {
  const oversize = existsSync(logFile) && statSync(logFile).size > LARGEST_LOG_BYTES;
  const output = openSync(logFile, oversize ? 'w' : 'a', 0o600);
  const postgres = [join(native, 'bin', 'postgres'), '-D', dataDirectory, '-k', socketDirectory, '-p', String(PORT)];
  // Entering the namespace clears the death signal, so it is set after that.
  const [command = '', ...args] = [...mode.prefix, ...parentDeathPrefix(), ...postgres, ...serverSettings(settings)];
  // A session of its own: Ctrl-C is for Orderly, which stops PostgreSQL when it has finished with it.
  const child = spawn(command, args, { stdio: ['ignore', output, output], detached: true, ...mode.user });
  closeSync(output);
  child.unref();
  return child;
}

async function waitUntilReady(child: ChildProcess, socketDirectory: string, logFile: string): Promise<void> {
  const deadline = Date.now() + START_TIMEOUT_MS;
  let failure: unknown;
  child.once('error', (error) => {
    failure = error;
  });
  while (Date.now() < deadline && child.exitCode === null && child.signalCode === null && failure === undefined) {
    const client = new pg.Client({ host: socketDirectory, port: PORT, user: USER, database: 'postgres' });
    try {
      await client.connect();
      await client.end();
      return;
    } catch {
      await sleep(20);
    }
  }
  if (child.exitCode === null) child.kill('SIGQUIT');
  const lines = readFileSync(logFile, 'utf8').trimEnd().split('\n').slice(-8).join('\n');
  throw new Error(`PostgreSQL did not start. The end of ${logFile}:\n${lines}`, { cause: failure });
}

async function createDatabase(socketDirectory: string): Promise<void> {
  const client = new pg.Client({ host: socketDirectory, port: PORT, user: USER, database: 'postgres' });
  await client.connect();
  try {
    await client.query(`create database ${DATABASE}`);
  } finally {
    await client.end();
  }
}

async function stop(child: ChildProcess, exited: Promise<void>): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.ref();
  child.kill('SIGINT');
  const impatience = setTimeout(() => child.kill('SIGQUIT'), STOP_TIMEOUT_MS);
  await exited;
  clearTimeout(impatience);
}

async function runToEnd([command = '', ...args]: readonly string[], mode: LaunchMode): Promise<void> {
  const child = spawn(command, args, { stdio: ['ignore', 'ignore', 'pipe'], ...mode.user });
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors += text;
  });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code !== 0) throw new Error(`The database could not be created: ${errors.trim()}`);
}
