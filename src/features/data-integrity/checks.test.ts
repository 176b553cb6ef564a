import { describe, expect, it } from 'vitest';
import { testDatabase } from '../../../test/support/database.js';
import { FAULTS } from '../../../test/support/integrity-faults.js';
import type { Db } from '../../database/index.js';
import { CHECKS } from './checks/index.js';
import { countIssues, listIssues } from './statements.js';

const sound = testDatabase({ demo: true });
const empty = testDatabase();

/** Runs `work` in a transaction of which nothing stays. */
async function undone(db: Db, work: (handle: Db) => Promise<void>): Promise<void> {
  const rollback = new Error('rollback');
  await expect(
    db.transaction().execute(async (handle) => {
      await work(handle);
      throw rollback;
    }),
  ).rejects.toBe(rollback);
}

describe('the checks', () => {
  it('have names and codes of their own', () => {
    expect(new Set(CHECKS.map(({ name }) => name)).size).toBe(CHECKS.length);
    expect(new Set(CHECKS.map(({ code }) => code)).size).toBe(CHECKS.length);
    expect(CHECKS.find(({ name }) => name === 'categories_no_options')?.code).toBe('CNO');
  });

  it.each(CHECKS)('$name finds its fault, and counts what it lists', async (check) => {
    const fault = FAULTS[check.name];
    if (!fault) throw new Error(`There is no fault for ${check.name}.`);
    await undone(sound.db, async (db) => {
      const keys = async () => (await listIssues(db, check)).map((issue) => issue.id ?? issue.name);
      const before = await keys();
      const wanted = await fault(db);
      const after = await keys();
      expect(before, 'the fault is there already').not.toContain(wanted);
      expect(after).toContain(wanted);
      const { count, percentage } = await countIssues(db, check);
      expect(count).toBe(after.length);
      if (check.of === undefined) expect(percentage).toBeNull();
      else {
        expect(percentage).toBeGreaterThan(0);
        expect(percentage).toBeLessThanOrEqual(100);
      }
    });
  });

  it.each(CHECKS)('$name runs on an empty database', async (check) => {
    const issues = await listIssues(empty.db, check);
    expect((await countIssues(empty.db, check)).count).toBe(issues.length);
  });
});
