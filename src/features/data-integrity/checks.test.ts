import { describe, expect, it } from 'vitest';
import { testDatabase } from '../../../test/support/database.js';
import { FAULTS } from '../../../test/support/integrity-faults.js';
import { undone } from '../../../test/support/undone.js';
import { CHECKS } from './checks/index.js';
import { examine } from './statements.js';

const BOTH = ['summary', 'details'] as const;
const sound = testDatabase({ demo: true });
const empty = testDatabase();

describe('the checks', () => {
  it('have names and codes of their own', () => {
    expect(new Set(CHECKS.map(({ name }) => name)).size).toBe(CHECKS.length);
    expect(new Set(CHECKS.map(({ code }) => code)).size).toBe(CHECKS.length);
    // 2.42's 96 in SQL and 15 in its program, and three of later versions.
    expect(CHECKS).toHaveLength(96 + 15 + 3);
    expect(CHECKS.find(({ name }) => name === 'categories_no_options')?.code).toBe('CNO');
  });

  it.each(CHECKS)('$name finds its fault, and counts what it lists', async (check) => {
    const fault = FAULTS[check.name];
    if (!fault) throw new Error(`There is no fault for ${check.name}.`);
    await undone(sound.db, async (db) => {
      const look = async () => {
        const { issues = [], summary } = await examine(db, check, BOTH);
        return { keys: issues.map((issue) => issue.id ?? issue.name), ...summary };
      };
      const before = await look();
      const wanted = await fault(db);
      const { keys, count, percentage } = await look();
      expect(before.keys, 'the fault is there already').not.toContain(wanted);
      expect(keys).toContain(wanted);
      expect(count).toBe(keys.length);
      if (check.of === undefined) expect(percentage).toBeNull();
      else {
        expect(percentage).toBeGreaterThan(0);
        expect(percentage).toBeLessThanOrEqual(100);
      }
    });
  });

  it.each(CHECKS)('$name runs on an empty database', async (check) => {
    const { issues, summary } = await examine(empty.db, check, BOTH);
    expect(summary?.count).toBe(issues?.length);
  });
});
