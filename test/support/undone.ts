import { expect } from 'vitest';
import type { Db } from '../../src/database/index.js';

/** Runs `work` in a transaction of which nothing stays. */
export async function undone(db: Db, work: (handle: Db) => Promise<void>): Promise<void> {
  const rollback = new Error('rollback');
  await expect(
    db.transaction().execute(async (handle) => {
      await work(handle);
      throw rollback;
    }),
  ).rejects.toBe(rollback);
}
