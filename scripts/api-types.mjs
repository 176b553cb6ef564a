/** Writes the types of the API that the console uses, from the OpenAPI document of the server as its sources are. */
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
const { status } = spawnSync(process.execPath, [vitest, 'run', 'test/browser/api-types.test.ts'], {
  cwd: root,
  stdio: 'inherit',
  env: { ...process.env, WRITE_API_TYPES: '1' },
});
process.exitCode = status ?? 1;
