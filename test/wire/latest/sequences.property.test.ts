import fc from 'fast-check';
import { sql } from 'kysely';
import { beforeAll, expect, it } from 'vitest';
import { AGGREGATE_CHANGES, noticed } from '../../support/analytics-changes.js';
import { DEMO_DATE } from '../../support/database.js';
import { jobsOf } from '../../support/jobs.js';
import { testServer } from '../../support/server.js';
import { configureServer } from '../../support/settings.js';
import { tableContents } from '../../support/table-contents.js';

const server = testServer({ demo: true, clock: { now: () => new Date(`${DEMO_DATE}T12:00:00`) } });
const jobs = jobsOf(server);

const CHANGES = noticed(AGGREGATE_CHANGES);
const SETTINGS: readonly (readonly [string, readonly string[]])[] = [
  ['keyIncludeZeroValuesInAnalytics', ['true', 'false']],
  ['keyIgnoreAnalyticsApprovalYearThreshold', ['-1', '0', '2']],
  ['keyRespectMetaDataStartEndDatesInAnalyticsTableExport', ['true', 'false']],
];
const OTHERS = [
  'TRACKED_ENTITY_INSTANCE',
  'TRACKED_ENTITY_INSTANCE_EVENTS',
  'TRACKED_ENTITY_INSTANCE_ENROLLMENTS',
  'OWNERSHIP',
  'EVENT',
  'VALIDATION_RESULT',
  'ENROLLMENT',
];
const TABLES = ['analytics', 'analytics_completeness', 'analytics_completenesstarget', 'analytics_orgunittarget'];

const set = (key: string, value: string) => configureServer(server, { [key]: value });

async function update(parameters: Readonly<Record<string, unknown>>): Promise<void> {
  const run = await jobs.run('ANALYTICS_TABLE', { skipTableTypes: OTHERS, ...parameters });
  if (run.state !== 'done') throw new Error(`${JSON.stringify(parameters)}: ${run.message}`);
}

beforeAll(async () => {
  // Few values of many kinds, and few days: what is left takes a full run a moment.
  await sql`delete from datavalue where md5(datavalue::text) > '06' and periodid % 5 > 0`.execute(server.db);
  await sql`delete from datavalue where sourceid % 4 > 0`.execute(server.db);
  await sql`delete from completedatasetregistration where sourceid % 4 > 0`.execute(server.db);
  await sql`analyze`.execute(server.db);
  await set('keyAnalyticsPeriodYearsOffset', '15');
  await update({});
}, 120_000);

const step = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({ change: fc.constantFrom(...Object.keys(CHANGES)), seed: fc.nat(9_999) }),
  },
  { weight: 1, arbitrary: fc.record({ setting: fc.constantFrom(...SETTINGS), seed: fc.nat(9) }) },
  { weight: 4, arbitrary: fc.constant({ run: { lastYears: 0 } }) },
  { weight: 1, arbitrary: fc.record({ run: fc.record({ lastYears: fc.constantFrom(1, 2) }) }) },
  { weight: 1, arbitrary: fc.constant({ resources: true }) },
);
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never;

/** Each kind of change at least once. */
const EVERY_CHANGE: Step[] = [
  { setting: ['keyIgnoreAnalyticsApprovalYearThreshold', ['0']], seed: 0 },
  { run: { lastYears: 0 } },
  ...Object.keys(CHANGES).map((change, index) => ({ change, seed: 37 * index + 1 })),
];

/** A partial run rebuilds years whose values are in the statistics of years that it does not rebuild. */
const STATISTICS_OF_OLDER_YEARS: Step[] = [
  ...[1, 2, 3, 4, 5].map((seed) => ({ change: 'values change', seed })),
  { run: { lastYears: 2 } },
];

async function take(step: Step, skipOutliers: boolean): Promise<void> {
  if ('change' in step) await CHANGES[step.change]?.(server.db, step.seed);
  else if ('setting' in step) {
    const [key, values] = step.setting;
    await set(key, values[step.seed % values.length] ?? '');
  } else if ('run' in step) await update({ ...step.run, skipOutliers });
  else await jobs.run('RESOURCE_TABLE');
}

it('any sequence of changes and runs ends in the content of one full run', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 6, maxLength: 14 }), fc.boolean(), async (steps, skipOutliers) => {
      for (const one of steps) await take(one, skipOutliers);
      await update({ lastYears: 0, skipOutliers });
      const latest = await tableContents(server.db, TABLES);
      await update({ skipOutliers });
      const full = await tableContents(server.db, TABLES);
      for (const table of TABLES) expect(latest.get(table)).toEqual(full.get(table));
    }),
    {
      numRuns: Number(process.env.LATEST_RUNS ?? 4),
      examples: [
        [EVERY_CHANGE, false],
        [STATISTICS_OF_OLDER_YEARS, false],
      ],
      endOnFailure: true,
    },
  );
}, 300_000);
