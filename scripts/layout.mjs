/**
 * Runs tests of features beside a DHIS2 instead of on a database of Orderly's own: `npm run test:layout -- 2.43 test/wire/maintenance`, or `all` for the five versions
 * one after the other.
 */
import { spawnSync } from 'node:child_process';

const VERSIONS = ['2.40', '2.41', '2.42', '2.43', '2.44'];
const [layout, ...files] = process.argv.slice(2);
const layouts = layout === 'all' ? VERSIONS : VERSIONS.filter((version) => version === layout);
if (layouts.length === 0 || files.length === 0) {
  console.error(`Say which version (${VERSIONS.join(', ')} or all) and which tests.`);
  process.exit(2);
}
let failed = 0;
for (const version of layouts) {
  console.log(`\nBeside DHIS2 ${version}`);
  const { status } = spawnSync(process.execPath, ['node_modules/vitest/vitest.mjs', 'run', ...files], {
    stdio: 'inherit',
    env: { ...process.env, ORDERLY_TEST_LAYOUT: version },
  });
  if (status !== 0) failed += 1;
}
process.exitCode = failed === 0 ? 0 : 1;
