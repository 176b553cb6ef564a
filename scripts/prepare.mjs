/** Before `npm start` and `npm test`: installs what is missing and compiles what changed. Needs nothing but Node.js. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const stampFile = join(root, 'node_modules', '.orderly-stamp');
const lockFile = join(root, '.cache', 'prepare.lock');
const ABANDONED_MS = 15 * 60_000;
/** Settings of the network and of the registry; all other npm settings of the surroundings are for another project. */
const KEPT =
  /^npm_config_(registry|userconfig|globalconfig|cache|proxy|https?_?proxy|https-proxy|noproxy|cafile|ca|strict_ssl|offline|prefer_offline|.*:registry|.*_?auth.*)$/i;

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  fail(`Orderly needs Node.js 20.19 or newer; this is ${process.versions.node}.`);
}

await withLock(async () => {
  if (!isInstalled()) install();
  const { buildIfChanged } = await import('./build.mjs');
  try {
    await buildIfChanged();
  } catch (error) {
    fail(error.message);
  }
});

function isInstalled() {
  return existsSync(stampFile) && readFileSync(stampFile, 'utf8') === wantedStamp();
}

function wantedStamp() {
  const hash = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
  return `${hash} node${major} ${process.platform}-${process.arch}`;
}

function install() {
  console.error('Installing what is missing, once …');
  const env = Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) => name !== 'NODE_ENV' && (!/^npm_config_/i.test(name) || KEPT.test(name)),
    ),
  );
  const npm = process.env.npm_execpath;
  const [command, prefix] = npm?.endsWith('.js') ? [process.execPath, [npm]] : ['npm', []];
  const args = [...prefix, 'install', '--no-audit', '--no-fund', '--no-save', '--loglevel=error'];
  const { status } = spawnSync(command, args, {
    cwd: root,
    env,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  });
  if (status !== 0) fail('npm could not install what Orderly needs; see above.');
  writeFileSync(stampFile, wantedStamp());
}

/** Two commands started together must not install into one folder at the same time. */
async function withLock(work) {
  mkdirSync(dirname(lockFile), { recursive: true });
  for (;;) {
    try {
      closeSync(openSync(lockFile, 'wx'));
      break;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    if (abandoned()) rmSync(lockFile, { force: true });
    else await new Promise((resolve) => setTimeout(resolve, 200));
  }
  process.on('exit', () => rmSync(lockFile, { force: true }));
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1));
  await work();
}

function abandoned() {
  try {
    return Date.now() - statSync(lockFile).mtimeMs > ABANDONED_MS;
  } catch {
    return false;
  }
}

function fail(sentence) {
  console.error(sentence);
  process.exit(1);
}
