import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { DEMO_DATE, testDatabase } from '../../../test/support/database.js';
import { parsePeriod } from '../../kernel/periods/index.js';
import { analyse, type Violation } from './analyse.js';
import { readRules } from './rules.js';
import { storeViolations } from './store-results.js';

const test = testDatabase({ demo: true });
const MONTH = parsePeriod('202602');
if (!MONTH) throw new Error('A month is a period.');

async function violations(count: number): Promise<readonly Violation[]> {
  const { rows } = await sql<{ rule: number; unit: number; combo: number }>`
    select (select min(validationruleid) from validationrule) as rule, organisationunitid as unit,
      (select min(categoryoptioncomboid) from categoryoptioncombo) as combo
    from organisationunit order by organisationunitid limit ${count}
  `.execute(test.db);
  return rows.map(({ rule, unit, combo }) => ({
    ruleId: rule,
    period: MONTH as NonNullable<typeof MONTH>,
    organisationUnitId: unit,
    attributeOptionComboId: combo,
    leftSideValue: 1,
    rightSideValue: 2,
  }));
}

const units = (found: readonly Violation[]) => found.map(({ organisationUnitId }) => organisationUnitId);

describe('the most that is stored', () => {
  it('is counted in new results only', async () => {
    await sql`delete from validationresult`.execute(test.db);
    const all = await violations(5);
    expect(units(await storeViolations(test.db, all, DEMO_DATE, 2))).toEqual(units(all.slice(0, 2)));
    expect(units(await storeViolations(test.db, all, DEMO_DATE, 2))).toEqual(units(all.slice(2, 4)));
    expect(units(await storeViolations(test.db, all, DEMO_DATE, 2))).toEqual(units(all.slice(4)));
    expect(await storeViolations(test.db, all, DEMO_DATE, 0)).toEqual([]);
  });

  it('ends a search by what counts, not by what is found', async () => {
    const rules = await readRules(test.db, { of: 'all' });
    const request = {
      rules: rules.map((rule) => ({ ...rule, operator: 'exclusive_pair' as const, right: rule.left })),
      periods: new Map(rules.map(({ periodType }) => [periodType, [MONTH]])),
      units: {},
      limit: 3,
    };
    const collected = await analyse(test.db, request);
    expect([collected.violations.length, collected.isFull]).toEqual([3, true]);
    let taken = 0;
    const known = await analyse(test.db, {
      ...request,
      take: (found) => {
        taken += found.length;
        return Promise.resolve(0);
      },
    });
    expect(known.found).toBeGreaterThan(3);
    expect([known.violations, known.isFull, known.found]).toEqual([[], false, taken]);
  });
});
