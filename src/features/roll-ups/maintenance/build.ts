import { type RawBuilder, sql } from 'kysely';
import { type Db, transaction } from '../../../database/index.js';
import { workerLimit } from '../../../kernel/parallel.js';
import { type BuildOutcome, bringUpToDate, buildInstance, dueOf } from '../build/instance.js';
import type { Cube } from '../definition.js';
import { addInstances, endInstances, type Instance, instancesWhere } from '../instances.js';
import { raiseCatalogueVersion } from '../standing.js';
import { RETIRED } from './orphans.js';
import { withReadings } from './read.js';
import { forEachRollUp, type Work } from './work.js';

/** So often a definition is tried before it is left until somebody asks for a full build (contract: aggregates.md §6.7 `build`). */
const ATTEMPTS = 3;

/**
 * Builds what waits: instances that nobody finished, and definitions without one that answers. Each answers as soon as it is built.
 */
export async function buildWaiting(work: Work, cube: Cube, { anew = false } = {}): Promise<void> {
  const { db, organization, run, workers } = work;
  const ofCube = openOf(organization, cube);
  if (anew) {
    await transaction(db, async (handle) => {
      await sql`update orderly.roll_up set failures = 0 where ${ofCube}`.execute(handle);
      await addInstances(handle, sql`${ofCube} and not ${RETIRED}`);
    });
  } else {
    await addInstances(db, sql`${ofCube} and ${UNSERVED}`);
  }
  const waiting = await instancesWhere(db, sql`${ofCube} and instance.status = 'pending'`);
  await withReadings(work, cube, waiting, async (readings) => {
    const options = { among: anew ? [run] : undefined, readings, limit: workerLimit(workers) };
    await forEachRollUp(
      work,
      { step: 'build', title: `Build aggregates: ${cube}` },
      waiting,
      async (instance) => summaryOf(await buildInstance(db, instance, run, options)),
      async (instance, message) => {
        await noteFailure(db, instance);
        await endInstances(db, 'invalid', [{ instance: instance.instance, message }]);
      },
    );
  });
}

/** The condition on `roll_up` that it is of a cube of an organization and may be built. */
const openOf = (organization: string, cube: Cube): RawBuilder<unknown> =>
  sql`(roll_up.organization_id = ${organization} and roll_up.cube = ${cube} and not roll_up.blocked)`;

/** The condition on `roll_up` that it should have an instance that answers, and has none. */
const UNSERVED = sql`(
  roll_up.failures < ${sql.lit(ATTEMPTS)} and not ${RETIRED} and not exists (
    select from orderly.roll_up_instance as active where active.roll_up_id = roll_up.roll_up_id and active.status = 'active'
  )
)`;

/** Whether there is something that `buildWaiting` would build. */
export async function isAnyWaiting(db: Db, organization: string, cube: Cube): Promise<boolean> {
  const { rows } = await sql<{ waits: boolean }>`
    select exists (
      select from orderly.roll_up
      where ${openOf(organization, cube)} and (${UNSERVED} or exists (
        select from orderly.roll_up_instance as instance where instance.roll_up_id = roll_up.roll_up_id and instance.status = 'pending'
      ))
    ) as waits
  `.execute(db);
  return rows[0]?.waits === true;
}

/** Builds anew the years that changed since, of instances that answer; until then these years are answered from the analytics table (contract: aggregates.md §6.8). */
export async function refreshStale(work: Work, cube: Cube): Promise<void> {
  const { db, organization, workers } = work;
  const stale = await staleInstances(db, organization, cube);
  await withReadings(work, cube, stale, async (readings) => {
    const options = { readings, limit: workerLimit(workers) };
    await forEachRollUp(
      work,
      { step: 'refresh', title: `Refresh aggregates: ${cube}` },
      stale,
      async (instance) => summaryOf(await bringUpToDate(db, instance, options)),
      async (instance, message) => {
        // What it has of the other years is right; it is given up only when it fails again and again.
        if ((await noteFailure(db, instance)) >= ATTEMPTS)
          await endInstances(db, 'invalid', [{ instance: instance.instance, message }]);
      },
    );
  });
}

/** The active instances of which a year is behind, those with most rows first. */
export async function staleInstances(db: Db, organization: string, cube: Cube): Promise<readonly Instance[]> {
  const active = await instancesWhere(db, sql`${openOf(organization, cube)} and instance.status = 'active'`);
  const due = await dueOf(
    db,
    cube,
    active.map(({ instance }) => instance),
  );
  return active.filter(({ instance }) => {
    const own = due.get(instance);
    return own !== undefined && (own.build.length > 0 || own.gone.length > 0);
  });
}

/** @returns failures since it last succeeded */
async function noteFailure(db: Db, { rollUp }: Instance): Promise<number> {
  return await transaction(db, async (handle) => {
    const { rows } = await sql<{ failures: number }>`
      update orderly.roll_up set failures = roll_up.failures + 1 where roll_up.roll_up_id = ${rollUp} returning roll_up.failures
    `.execute(handle);
    await raiseCatalogueVersion(handle);
    return rows[0]?.failures ?? 0;
  });
}

function summaryOf({ parts, gone, isBehind }: BuildOutcome): string {
  const rows = parts.reduce((sum, part) => sum + part.rows, 0);
  const years = parts.map(({ year }) => year).toSorted((a, b) => a - b);
  return [
    parts.length > 0 ? `${years.join(', ')} with ${rows} rows` : 'nothing to build',
    ...(gone.length > 0 ? [`${gone.join(', ')} removed`] : []),
    ...(isBehind ? ['put off, because the analytics table is being replaced'] : []),
  ].join('; ');
}
