import { sql } from 'kysely';
import { type Db, transaction } from '../../../database/index.js';
import type { Effects, OperationContext, Skipped } from '../operation.js';
import { requesterName } from '../requester.js';
import { COLLECTED, type CollectedTable } from './belongings.js';
import { collect, going, keepReferred, type PurgeMap, prepare, readPurgeMap } from './collect.js';
import { auditLostRelationships, countLostRelationships, lostWarnings } from './lost-relationships.js';
import { type Counts, countGoing, removeGoing } from './remove.js';

/** Roots that go in one transaction: few enough that nobody waits long for a lock, enough that the tables which refer to them are not read often. */
const ROOTS_AT_ONCE = 25_000;
/** A row that refers to what goes may come between the look and the deletion. */
const TRIES = 3;
const WORTH_ANOTHER_TRY = new Set(['23503', '40P01']);

interface Root {
  readonly table: CollectedTable;
  readonly key: string;
}

const rootOf = (table: CollectedTable): Root => {
  const root = COLLECTED.find((collected) => collected.table === table);
  if (!root) throw new Error(`No purge of ${table}`);
  return root;
};

/** What the purge of soft-deleted rows of `table` would remove. Only temporary tables are written. */
export async function previewPurge({ db }: OperationContext, table: CollectedTable): Promise<Effects> {
  const root = rootOf(table);
  const map = await readPurgeMap(db);
  return await transaction(
    db,
    async (handle) => {
      await prepare(handle);
      await sql`
        insert into ${going(table)} (key, root)
        select ${sql.ref(`row.${root.key}`)}, ${sql.ref(`row.${root.key}`)} from ${sql.table(table)} as row where row.deleted
      `.execute(handle);
      await collect(handle, map, table);
      const skipped = await keepReferred(handle, map, root);
      const warnings = lostWarnings(await countLostRelationships(handle));
      return { counts: await countGoing(handle, map), skipped, warnings };
    },
    { isolation: 'repeatable read' },
  );
}

/**
 * Removes soft-deleted rows of `table` with all that hangs on them (contract: schema.md §3.3), in batches that each happen or do not: what was done before a run is
 * cancelled or killed stays done, and the next run does the rest.
 */
export async function purge(context: OperationContext, table: CollectedTable): Promise<Effects> {
  const { db, stage, requestedBy } = context;
  const root = rootOf(table);
  const map = await readPurgeMap(db);
  const username = (await requesterName(db, requestedBy)) ?? '';
  const counts: Record<string, number> = {};
  const skipped: Skipped[] = [];
  let lost = 0;
  let last = 0;
  for (let number = 1; ; number += 1) {
    const batch = await stage.item(
      `batch ${number}`,
      () => severalTries(() => transaction(db, (handle) => purgeBatch(handle, map, root, last, username))),
      ({ gone }) => String(gone[table] ?? 0),
    );
    if (batch.last === null) break;
    for (const [name, count] of Object.entries(batch.gone)) counts[name] = (counts[name] ?? 0) + count;
    skipped.push(...batch.skipped);
    lost += batch.lost;
    last = batch.last;
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

async function purgeBatch(db: Db, map: PurgeMap, root: Root, after: number, username: string): Promise<Batch> {
  await prepare(db);
  // Locked, so that none of them comes back to life while it goes.
  const { rows } = await sql<{ last: number | null }>`
    with roots as (
      select ${sql.ref(`row.${root.key}`)} as key from ${sql.table(root.table)} as row
      where row.deleted and ${sql.ref(`row.${root.key}`)} > ${after}
      order by 1 limit ${ROOTS_AT_ONCE}
      for update
    ),
    taken as (insert into ${going(root.table)} (key, root) select roots.key, roots.key from roots returning key)
    select max(taken.key) as last from taken
  `.execute(db);
  const last = rows[0]?.last ?? null;
  if (last === null) return { last, gone: {}, skipped: [], lost: 0 };
  await collect(db, map, root.table);
  const skipped = await keepReferred(db, map, root);
  const lost = await auditLostRelationships(db, username);
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
