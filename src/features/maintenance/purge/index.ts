import { type Db, transaction } from '../../../database/index.js';
import type { Effects, OperationContext, Skipped } from '../operation.js';
import { requesterName } from '../requester.js';
import type { CollectedTable } from './belongings.js';
import { collect, keepReferred, prepare, takeRoots } from './collect.js';
import { auditLostRelationships, countLostRelationships, lostWarnings } from './lost-relationships.js';
import { type Collected, type PurgeMap, readPurgeMap } from './map.js';
import { type Counts, countGoing, removeGoing } from './remove.js';

/** Roots that go in one transaction: few enough that nobody waits long for a lock, enough that the tables which refer to them are not read often. */
const ROOTS_AT_ONCE = 25_000;
/** A row that refers to what goes may come between the look and the deletion. */
const TRIES = 3;
const WORTH_ANOTHER_TRY = new Set(['23503', '40P01']);

const rootsOf = ({ collected }: PurgeMap, name: CollectedTable): readonly Collected[] =>
  collected.filter((table) => table.name === name);

/** What the purge of soft-deleted rows of the table that 2.42 calls `name` would remove. Only temporary tables are written. */
export async function previewPurge({ db }: OperationContext, name: CollectedTable): Promise<Effects> {
  const map = await readPurgeMap(db);
  return await transaction(
    db,
    async (handle) => {
      await prepare(handle, map);
      for (const root of rootsOf(map, name)) await takeRoots(handle, root);
      await collect(handle, map, name);
      const skipped = await keepReferred(handle, map);
      const warnings = lostWarnings(await countLostRelationships(handle, map));
      return { counts: await countGoing(handle, map), skipped, warnings };
    },
    { isolation: 'repeatable read' },
  );
}

/**
 * Removes soft-deleted rows of the table that 2.42 calls `name` with all that hangs on them (contract: schema.md §3.3), in batches that each happen or do not: what was
 * done before a run is cancelled or killed stays done, and the next run does the rest.
 */
export async function purge(context: OperationContext, name: CollectedTable): Promise<Effects> {
  const { db, stage, requestedBy } = context;
  const map = await readPurgeMap(db);
  const username = (await requesterName(db, requestedBy)) ?? '';
  const counts: Record<string, number> = {};
  const skipped: Skipped[] = [];
  let lost = 0;
  let number = 0;
  for (const root of rootsOf(map, name)) {
    for (let last: number | null = 0; last !== null; ) {
      number += 1;
      const after: number = last;
      const batch: Batch = await stage.item(
        `batch ${number}`,
        () => severalTries(() => transaction(db, (handle) => purgeBatch(handle, map, root, after, username))),
        ({ gone }) => String(gone[name] ?? 0),
      );
      for (const [table, count] of Object.entries(batch.gone)) counts[table] = (counts[table] ?? 0) + count;
      skipped.push(...batch.skipped);
      lost += batch.lost;
      last = batch.last;
    }
  }
  return { counts, skipped, warnings: lostWarnings(lost) };
}

interface Batch {
  /** Key of its last root; null when there was none. */
  readonly last: number | null;
  readonly gone: Counts;
  readonly skipped: readonly Skipped[];
  readonly lost: number;
}

async function purgeBatch(db: Db, map: PurgeMap, root: Collected, after: number, username: string): Promise<Batch> {
  await prepare(db, map);
  const last = await takeRoots(db, root, { after, atMost: ROOTS_AT_ONCE });
  if (last === null) return { last, gone: {}, skipped: [], lost: 0 };
  await collect(db, map, root.name);
  const skipped = await keepReferred(db, map);
  const lost = await auditLostRelationships(db, map, username);
  return { last, gone: await removeGoing(db, map), skipped, lost };
}

async function severalTries<Result>(work: () => Promise<Result>): Promise<Result> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      const { code } = error as { readonly code?: string };
      if (attempt === TRIES || code === undefined || !WORTH_ANOTHER_TRY.has(code)) throw error;
    }
  }
}
