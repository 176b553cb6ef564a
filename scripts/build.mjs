/**
 * Makes `dist` of `src`: the code in a few files, because a process takes long to load some thousand, and the files beside the code as they are; and console/dist of the console
 * with Vite, both at the same time. What has not changed is not made again. `node scripts/build.mjs console` makes the console alone. Types are a matter of `npm run types`.
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const source = join(root, 'src');
const output = join(root, 'dist');
const consoleFolder = join(root, 'console');
const STAMP = '.stamp';
const ASSET = /\.(sql|json|txt|csv|html|css)$/;
/** Libraries of many small modules, which become part of the code; all others are loaded as they were installed. */
const MADE_PART = /^(@fastify\/type-provider-typebox|kysely|typebox)(\/|$)/;
/** What benchmarks and processes of tests take from dist besides the server itself. */
const PARTS = [
  'app',
  'config/index',
  'database/build/index',
  'database/dhis2/index',
  'database/embedded/index',
  'database/index',
  'demo/index',
  'features/analytics-query/index',
  'features/analytics-query/request/understand',
  'features/analytics-query/statements/plan',
  'features/analytics-query/statements/statement',
  'features/analytics-tables/definition',
  'features/analytics-tables/index',
  'features/analytics-tables/types/data-value',
  'features/data-integrity/checks/index',
  'features/resource-tables/index',
  'features/roll-ups/index',
  'http/index',
  'jobs/index',
  'kernel/clock',
  'kernel/periods/index',
  'kernel/uid',
];

export async function buildIfChanged() {
  await Promise.all([buildServerIfChanged(), buildConsoleIfChanged()]);
}

async function buildServerIfChanged() {
  const files = listFiles(source);
  const stamp = stampOf([
    ...files,
    join(root, 'tsconfig.json'),
    fileURLToPath(import.meta.url),
    join(root, 'package-lock.json'),
  ]);
  if (isFresh(output, stamp)) return;
  rmSync(output, { recursive: true, force: true });
  await bundle();
  for (const file of files.filter((name) => ASSET.test(name))) {
    const target = join(output, relative(source, file));
    mkdirSync(dirname(target), { recursive: true });
    copyFileSync(file, target);
  }
  writeFileSync(join(output, STAMP), stamp);
}

async function bundle() {
  // Loaded only here, because it is not there before the first installation.
  const { build } = await import('rolldown');
  const isOfOthers = (id) => !id.startsWith('.') && !id.startsWith(root) && !MADE_PART.test(id);
  const entries = ['main', ...PARTS].map((name) => [name, join(source, `${name}.ts`)]);
  await build({
    cwd: root,
    input: Object.fromEntries(entries),
    platform: 'node',
    external: isOfOthers,
    tsconfig: join(root, 'tsconfig.json'),
    output: {
      dir: output,
      format: 'esm',
      keepNames: true,
      chunkFileNames: '[name]-[hash].js',
      // It finds the files beside the code by its own place, which is the same as in src.
      codeSplitting: { groups: [{ name: 'files', test: join(source, 'files.ts') }] },
    },
    // A name that is not there is an error, not a word of caution.
    onLog: (level, log) => {
      if (level === 'warn') throw new Error(log.message);
    },
  });
}

export async function buildConsoleIfChanged() {
  const made = join(consoleFolder, 'dist');
  const stamp = stampOf([
    ...listFiles(join(consoleFolder, 'src')),
    ...['index.html', 'vite.config.ts', 'package.json'].map((name) => join(consoleFolder, name)),
    join(root, 'package-lock.json'),
  ]);
  if (isFresh(made, stamp)) return;
  const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js');
  if ((await run([vite, 'build', '--logLevel', 'warn'], consoleFolder)) !== 0) {
    rmSync(made, { recursive: true, force: true });
    throw new Error('The console could not be built; see above.');
  }
  writeFileSync(join(made, STAMP), stamp);
}

const isFresh = (folder, stamp) => {
  const file = join(folder, STAMP);
  return existsSync(file) && readFileSync(file, 'utf8') === stamp;
};

const run = (args, cwd) =>
  new Promise((resolve) => {
    // What it says goes to the error output: the standard output belongs to the command that was asked for.
    // Vitest says that this is a test, and React would then be the one for developers.
    const env = { ...process.env, NODE_ENV: 'production' };
    const child = spawn(process.execPath, args, { cwd, env, stdio: ['ignore', 2, 2] });
    child.once('error', () => resolve(1));
    child.once('close', (code) => resolve(code ?? 1));
  });

function listFiles(folder) {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .sort();
}

function stampOf(files) {
  const hash = createHash('sha256').update(process.version);
  for (const file of files) {
    const { mtimeMs, size } = statSync(file);
    hash.update(`${relative(root, file)}\0${mtimeMs}\0${size}\n`);
  }
  return hash.digest('hex');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    await (process.argv[2] === 'console' ? buildConsoleIfChanged() : buildIfChanged());
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}
