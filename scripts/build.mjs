/**
 * Compiles src to dist with the TypeScript compiler and copies the files beside the code, and makes console/dist of the console with Vite, both at the same time. What has
 * not changed is not made again. `node scripts/build.mjs console` makes the console alone.
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

export async function buildIfChanged() {
  await Promise.all([buildServerIfChanged(), buildConsoleIfChanged()]);
}

async function buildServerIfChanged() {
  const files = listFiles(source);
  const stamp = stampOf([
    ...files,
    join(root, 'tsconfig.json'),
    join(root, 'tsconfig.build.json'),
    join(root, 'package-lock.json'),
  ]);
  if (isFresh(output, stamp)) return;
  rmSync(output, { recursive: true, force: true });
  const compiler = join(root, 'node_modules', 'ts7', 'bin', 'tsc');
  if ((await run([compiler, '-p', join(root, 'tsconfig.build.json')], root)) !== 0) {
    rmSync(output, { recursive: true, force: true });
    throw new Error('The sources do not compile; see above.');
  }
  for (const file of files.filter((name) => ASSET.test(name))) {
    const target = join(output, relative(source, file));
    mkdirSync(dirname(target), { recursive: true });
    copyFileSync(file, target);
  }
  writeFileSync(join(output, STAMP), stamp);
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
