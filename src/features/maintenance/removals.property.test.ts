import fc from 'fast-check';
import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { connectionTo, createDatabase, dropDatabase } from '../../../test/support/database.js';
import {
  type AggregateWorld,
  aggregateWorld,
  writeAggregate,
} from '../../../test/support/maintenance/aggregate-world.js';
import {
  type Going,
  goingDeletedValues,
  goingPeriods,
  goingPruned,
  goingWith,
  goingZeros,
  lostRelationships,
  type Root,
} from '../../../test/support/maintenance/going-oracle.js';
import { type TrackerWorld, trackerWorld, writeTracker } from '../../../test/support/maintenance/tracker-world.js';
import {
  brokenReferences,
  countsOf,
  type ForeignKey,
  foreignKeys,
  missing,
  readWholeDatabase,
  textsOf,
  type WholeDatabase,
} from '../../../test/support/maintenance/whole-database.js';
import { type Database, openDatabase } from '../../database/index.js';
import { systemClock } from '../../kernel/clock.js';
import type { MaintenanceOperation, OperationContext, OperationOptions } from './operation.js';
import { dataElementPruning, organisationUnitPruning } from './operations/data-pruning.js';
import { periodPruning } from './operations/period-pruning.js';
import { softDeletedDataValueRemoval } from './operations/soft-deleted-data-values.js';
import { softDeletedEnrollmentRemoval } from './operations/soft-deleted-enrollments.js';
import { softDeletedEventRemoval } from './operations/soft-deleted-events.js';
import { softDeletedRelationshipRemoval } from './operations/soft-deleted-relationships.js';
import { softDeletedTrackedEntityRemoval } from './operations/soft-deleted-tracked-entities.js';
import { zeroDataValueRemoval } from './operations/zero-data-values.js';

const DATABASES = 4;

interface Removal {
  readonly operation: MaintenanceOperation;
  readonly options: OperationOptions;
  /** Which rows it has to remove, told by somebody else. */
  readonly going: (whole: WholeDatabase) => Going;
}

const purge = (operation: MaintenanceOperation, root: Root): Removal => ({
  operation,
  options: {},
  going: (whole) => goingWith(whole, root),
});

/** Prunes the nth object of a table by key. */
const prune = (
  operation: MaintenanceOperation,
  table: string,
  columns: Readonly<Record<string, string>>,
  uids: readonly string[],
  index: number,
): Removal => {
  const target = uids[index % uids.length] ?? '';
  return {
    operation,
    options: { target },
    going: (whole) => {
      const object = whole.get(table)?.find(({ values }) => values.uid === target);
      return goingPruned(whole, columns, object?.values[`${table}id`]);
    },
  };
};

const OF_UNIT = {
  dataapproval: 'organisationunitid',
  dataapprovalaudit: 'organisationunitid',
  completedatasetregistration: 'sourceid',
  datavalueaudit: 'organisationunitid',
  datavalue: 'sourceid',
};
const OF_ELEMENT = { eventchangelog: 'dataelementid', datavalueaudit: 'dataelementid', datavalue: 'dataelementid' };

async function removals(db: Database['db'], index: number): Promise<readonly Removal[]> {
  const uids = async (table: string) => {
    const { rows } = await sql<{ uid: string }>`
      select uid from ${sql.table(table)} order by ${sql.ref(`${table}id`)} limit 3
    `.execute(db);
    return rows.map(({ uid }) => uid);
  };
  return [
    purge(softDeletedRelationshipRemoval, 'relationship'),
    purge(softDeletedEventRemoval, 'event'),
    purge(softDeletedEnrollmentRemoval, 'enrollment'),
    purge(softDeletedTrackedEntityRemoval, 'trackedentity'),
    { operation: zeroDataValueRemoval, options: {}, going: (whole) => goingZeros(whole, 'peer') },
    { operation: zeroDataValueRemoval, options: { zeroPattern: 'all' }, going: (whole) => goingZeros(whole, 'all') },
    { operation: softDeletedDataValueRemoval, options: {}, going: goingDeletedValues },
    { operation: periodPruning, options: {}, going: goingPeriods },
    prune(organisationUnitPruning, 'organisationunit', OF_UNIT, await uids('organisationunit'), index),
    prune(dataElementPruning, 'dataelement', OF_ELEMENT, await uids('dataelement'), index),
  ];
}

const contextOf = (database: Database, options: OperationOptions): OperationContext => ({
  db: database.db,
  services: { database, clock: systemClock, dhis2Server: undefined, reloadApps: () => Promise.resolve([]) },
  requestedBy: undefined,
  options,
  stage: { item: (_name, work) => work() },
  signal: new AbortController().signal,
  job: undefined,
});

/** All that is said of an operation; gives what is left. */
async function prove(
  database: Database,
  removal: Removal,
  before: WholeDatabase,
  keys: readonly ForeignKey[],
): Promise<WholeDatabase> {
  const { db } = database;
  const { operation, options, going } = removal;
  const label = `${operation.name} ${JSON.stringify(options)}`;
  const context = contextOf(database, options);
  const expected = going(before);
  const counts = (effects: { counts: Readonly<Record<string, number>> }) =>
    Object.fromEntries(Object.entries(effects.counts).filter(([, count]) => count > 0));

  const preview = await operation.preview(context);
  expect(counts(preview), `preview of ${label}`).toEqual(countsOf(expected));
  const done = await operation.run(context);
  const after = await readWholeDatabase(db);
  expect(textsOf(missing(before, after)), `what ${label} removed`).toEqual(textsOf(expected));
  expect(counts(done), `report of ${label}`).toEqual(counts(preview));
  expect(done.warnings).toEqual(preview.warnings);
  expect([done.skipped, preview.skipped]).toEqual([[], []]);

  const { audit = [], ...others } = missing(after, before);
  expect(others, `what ${label} added or changed`).toEqual({});
  expect(audit.map(({ values }) => values.uid).sort(), `audit of ${label}`).toEqual(
    lostRelationships(before, expected),
  );
  expect(brokenReferences(after, keys), label).toEqual([]);

  expect(counts(await operation.preview(context)), `second preview of ${label}`).toEqual({});
  expect(counts(await operation.run(context)), `second run of ${label}`).toEqual({});
  const afterwards = await readWholeDatabase(db);
  expect([missing(after, afterwards), missing(afterwards, after)], `second run of ${label}`).toEqual([{}, {}]);
  return after;
}

/** A database with generated data, open while `work` goes on. */
async function withWorld(
  tracker: TrackerWorld,
  aggregate: AggregateWorld,
  work: (database: Database) => Promise<void>,
): Promise<void> {
  const name = `test_${process.pid}_${Math.random().toString(36).slice(2, 10)}`;
  await createDatabase(name, { demo: true });
  const database = openDatabase({ connection: connectionTo(name), poolSize: 4 });
  try {
    await writeTracker(database.db, tracker);
    await writeAggregate(database.db, aggregate);
    await work(database);
  } finally {
    await database.close();
    await dropDatabase(name);
  }
}

it(`removes exactly what previews count and nothing that lives, on ${DATABASES} generated databases`, async () => {
  let proofs = 0;
  const order = fc.shuffledSubarray([0, 1, 2, 3, 4, 5, 6, 7, 8, 9], { minLength: 10 });
  await fc.assert(
    fc.asyncProperty(trackerWorld, aggregateWorld, order, fc.nat(2), async (tracker, aggregate, places, index) => {
      await withWorld(tracker, aggregate, async (database) => {
        const { db } = database;
        const keys = await foreignKeys(db);
        const all = await removals(db, index);
        let whole = await readWholeDatabase(db);
        expect(brokenReferences(whole, keys)).toEqual([]);
        for (const place of places) {
          const removal = all[place];
          if (!removal) continue;
          whole = await prove(database, removal, whole, keys);
          proofs += 1;
        }
      });
    }),
    // A smaller example would need a database for each try; the seed tells which one it was.
    { numRuns: DATABASES, endOnFailure: true },
  );
  expect(proofs).toBe(DATABASES * 10);
}, 120_000);
