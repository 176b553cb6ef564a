/**
 * Runs tests of features beside a DHIS2 instead of on a database of Orderly's own: `npm run test:layout -- 2.43 test/wire/maintenance`, or `all` for the five versions
 * one after the other. Without names of tests it runs those of all features that work beside a DHIS2.
 */
import { spawnSync } from 'node:child_process';

const VERSIONS = ['2.40', '2.41', '2.42', '2.43', '2.44'];
/** What is not here is left to DHIS2 (docs/attached.md), or does not depend on whose tables these are. */
const FEATURES = [
  ...['maintenance/', 'roll-ups/', 'data-integrity/'].map((name) => `src/features/${name}`),
  ...[
    ...[
      'maintenance/',
      'data-integrity',
      'sql-views/',
      'tables.test',
      'latest/',
      'analytics',
      'event-analytics/',
      'aggregates/',
    ],
    ...[
      'data-value-export/',
      'data-value-sets/',
      'complete-data-sets/',
      'single-values/',
      'data-values/',
      'tracker-export/',
    ],
    ...['validation/', 'tasks.test', 'data-statistics', 'data-summary', 'lock-exceptions/lists', 'min-max/values'],
  ].map((name) => `test/wire/${name}`),
  ...[
    ...['access', 'csv', 'export', 'favourites', 'fields', 'filter-combination', 'filters', 'gist'],
    ...['order-and-paging', 'organisation-units', 'read-properties', 'sharing', 'statements', 'types'],
  ].map((name) => `test/wire/metadata/${name}.test`),
];
const [layout, ...named] = process.argv.slice(2);
const files = named.length > 0 ? named : FEATURES;
const layouts = layout === 'all' ? VERSIONS : VERSIONS.filter((version) => version === layout);
if (layouts.length === 0) {
  console.error(`Say which version: ${VERSIONS.join(', ')} or all.`);
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
