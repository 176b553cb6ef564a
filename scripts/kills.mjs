/** `npm run test:kills [-- <number>]`: the fault test that kills servers under load, in its long form. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
const { status } = spawnSync(process.execPath, [vitest, 'run', 'test/faults/job-kills.test.ts'], {
  cwd: root,
  env: { ...process.env, ORDERLY_TEST_KILLS: process.argv[2] ?? '100' },
  stdio: 'inherit',
});
process.exitCode = status ?? 1;
