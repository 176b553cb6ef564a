/** `npm test`: types, format and lint, import rule, then all tests; ends with the first that fails. */
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const module = (...path) => join(root, 'node_modules', ...path);

const steps = [
  ['types', [module('ts7', 'bin', 'tsc'), '-p', 'tsconfig.json', '--noEmit']],
  ['types of the console', [module('ts7', 'bin', 'tsc'), '-p', join('console', 'tsconfig.json')]],
  ['format and lint', [module('@biomejs', 'biome', 'bin', 'biome'), 'ci', '--error-on-warnings', '.']],
  ['import rule', [join(root, 'scripts', 'check-imports.mjs')]],
  ['tests', [module('vitest', 'vitest.mjs'), 'run', ...process.argv.slice(2)]],
];

for (const [name, args] of steps) {
  const started = Date.now();
  const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' });
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  if (status !== 0) {
    console.error(`${name}: failed after ${seconds} s`);
    process.exit(status ?? 1);
  }
  console.log(`${name}: passed in ${seconds} s`);
}
