/**
 * A Chromium for tests and screenshots, from npm alone: unpacked once into `.cache`. Prints as JSON where it is and the environment that it needs.
 */
import { createReadStream, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { createBrotliDecompress } from 'node:zlib';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const INSTALLED = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

console.log(JSON.stringify(await findBrowser()));

async function findBrowser() {
  const named = process.env.ORDERLY_TEST_BROWSER;
  if (named) return { executable: named, env: {} };
  // The binaries of the package are for this platform only.
  if (process.platform === 'linux' && process.arch === 'x64') return await unpacked();
  const executable = INSTALLED.find((file) => existsSync(file));
  if (!executable) throw new Error('No Chromium was found; ORDERLY_TEST_BROWSER names the program of one.');
  return { executable, env: {} };
}

async function unpacked() {
  const folder = dirname(createRequire(import.meta.url).resolve('@sparticuz/chromium')).replace(/build.*$/, '');
  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const target = join(root, '.cache', `chromium-${version}`);
  if (!existsSync(target)) await unpack(folder, target);
  return {
    executable: join(target, 'chromium'),
    env: {
      // Its own libraries stand behind those of the machine, which may have none.
      LD_LIBRARY_PATH: [process.env.LD_LIBRARY_PATH, join(target, 'libraries', 'lib')].filter(Boolean).join(':'),
      ...(!existsSync('/etc/fonts') && { FONTCONFIG_PATH: join(target, 'fonts') }),
    },
  };
}

/** Into a folder of this process first: others that look meanwhile find all of it or nothing. */
async function unpack(folder, target) {
  const own = `${target}.${process.pid}`;
  mkdirSync(own, { recursive: true });
  try {
    // The package unpacks into the temporary folder of its process.
    process.env.TMPDIR = own;
    const { default: chromium } = await import('@sparticuz/chromium');
    await chromium.executablePath();
    const { extract } = createRequire(join(folder, 'package.json'))('tar-fs');
    const libraries = createReadStream(join(folder, 'bin', 'al2023.tar.br'));
    await pipeline(libraries, createBrotliDecompress(), extract(join(own, 'libraries')));
    renameSync(own, target);
  } catch (error) {
    rmSync(own, { recursive: true, force: true });
    if (!existsSync(target)) throw error;
  }
}
