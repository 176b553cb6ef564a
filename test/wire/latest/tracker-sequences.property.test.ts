import fc from 'fast-check';
import { sql } from 'kysely';
import { beforeAll, expect, it } from 'vitest';
import { AGGREGATE_CHANGES, noticed } from '../../support/analytics-changes.js';
import { DEMO_DATE } from '../../support/database.js';
import { jobsOf } from '../../support/jobs.js';
import { testServer } from '../../support/server.js';
import { configureServer } from '../../support/settings.js';
import { tableContents } from '../../support/table-contents.js';
import { TRACKER_CHANGES } from '../../support/tracker-changes.js';

const server = testServer({ demo: true, clock: { now: () => new Date(`${DEMO_DATE}T12:00:00`) } });
const jobs = jobsOf(server);

const OTHERS = ['DATA_VALUE', 'COMPLETENESS', 'COMPLETENESS_TARGET', 'ORG_UNIT_TARGET'];
const UNIT_CHANGES = ['a unit moves', 'a unit leaves its groups', 'an option changes its group'];
const CHANGES = noticed({
  ...TRACKER_CHANGES,
  ...Object.fromEntries(Object.entries(AGGREGATE_CHANGES).filter(([name]) => UNIT_CHANGES.includes(name))),
});

async function update(parameters: Readonly<Record<string, unknown>>): Promise<void> {
  const run = await jobs.run('ANALYTICS_TABLE', { skipTableTypes: OTHERS, ...parameters });
  if (run.state !== 'done') throw new Error(`${JSON.stringify(parameters)}: ${run.message}`);
}

/** The tables of the tracker's types that stand, without their partitions. */
async function tables(): Promise<readonly string[]> {
  const { rows } = await sql<{ name: string }>`
    select relname as name from pg_class
    where relkind = 'r' and relnamespace = 'public'::regnamespace and relname ~ '^analytics_(event|enrollment|te|ownership|validation)'
      and not exists (select from pg_inherits where inhrelid = pg_class.oid)
    order by relname
  `.execute(server.db);
  return rows.map(({ name }) => name);
}

beforeAll(async () => {
  await configureServer(server, { keyAnalyticsPeriodYearsOffset: '15' });
  await update({});
}, 120_000);

const step = fc.oneof(
  { weight: 8, arbitrary: fc.record({ change: fc.constantFrom(...Object.keys(CHANGES)), seed: fc.nat(9_999) }) },
  { weight: 3, arbitrary: fc.constant({ run: { lastYears: 0 } }) },
  { weight: 1, arbitrary: fc.constant({ run: { lastYears: 2 } }) },
  { weight: 1, arbitrary: fc.constant({ purge: true }) },
);
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never;

/** Each kind of change at least once. */
const EVERY_CHANGE: Step[] = Object.keys(CHANGES).map((change, index) => ({ change, seed: 37 * index + 1 }));
/** What was marked as deleted since the last run is gone before the next one. */
const PURGED: Step[] = [
  ...Object.keys(CHANGES).map((change, index) => ({ change, seed: 41 * index + 3 })),
  { purge: true },
];

async function take(step: Step): Promise<void> {
  if ('change' in step) await CHANGES[step.change]?.(server.db, step.seed);
  else if ('run' in step) await update(step.run);
  else {
    for (const kind of ['Event', 'Enrollment', 'TrackedEntity']) {
      const { status } = await server.request(`/api/maintenance/softDeleted${kind}Removal`, { method: 'POST' });
      expect(status).toBe(204);
    }
  }
}

it('any sequence of changes of the tracker and of runs ends in the content of one full run', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 6, maxLength: 14 }), async (steps) => {
      for (const one of steps) await take(one);
      await update({ lastYears: 0 });
      const [latest, names] = [await tableContents(server.db, await tables()), await tables()];
      await update({});
      const full = await tableContents(server.db, await tables());
      expect(names).toEqual(await tables());
      for (const table of names) expect([table, latest.get(table)]).toEqual([table, full.get(table)]);
    }),
    { numRuns: Number(process.env.LATEST_RUNS ?? 2), examples: [[EVERY_CHANGE], [PURGED]], endOnFailure: true },
  );
}, 300_000);
