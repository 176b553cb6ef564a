import { sql } from 'kysely';
import type { Db } from './database.js';
import { transaction } from './transaction.js';

/** One state of the database that several transactions can look at together. */
export interface SharedSnapshot {
  /** Name under which other transactions take it. */
  readonly id: string;
  /** The state itself, in the text form of `pg_snapshot`: what had committed when it was taken. */
  readonly state: string;
}

/** Runs `work` while a snapshot is held open; statements under `inSnapshot` see exactly that state, however long the work takes. */
export async function withSnapshot<Result>(
  db: Db,
  work: (snapshot: SharedSnapshot) => Promise<Result>,
): Promise<Result> {
  return await transaction(
    db,
    async (holder) => {
      const { rows } = await sql<SharedSnapshot>`
        select pg_export_snapshot() as id, pg_current_snapshot()::text as state
      `.execute(holder);
      const [snapshot] = rows;
      if (!snapshot) throw new Error('PostgreSQL exported no snapshot.');
      return await work(snapshot);
    },
    { isolation: 'repeatable read' },
  );
}

/** Runs `work` in a transaction that sees the state of `snapshot`. */
export async function inSnapshot<Result>(
  db: Db,
  snapshot: SharedSnapshot,
  work: (transaction: Db) => Promise<Result>,
): Promise<Result> {
  return await transaction(
    db,
    async (handle) => {
      // `set transaction snapshot` takes a literal only.
      await sql`set transaction snapshot ${sql.lit(snapshot.id)}`.execute(handle);
      return await work(handle);
    },
    { isolation: 'repeatable read' },
  );
}
