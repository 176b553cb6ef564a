/** `npm run test:attached`: the tests of attached mode beside every version of DHIS2, of which the whole suite does a few. */
import { spawnSync } from 'node:child_process';

const files = ['test/wire/attached', 'test/cli/attached.test.ts', 'src/doctor', 'src/database'];
const { status } = spawnSync(process.execPath, ['node_modules/vitest/vitest.mjs', 'run', ...files], {
  stdio: 'inherit',
  env: { ...process.env, ORDERLY_TEST_ATTACHED: 'all' },
});
process.exitCode = status ?? 1;
