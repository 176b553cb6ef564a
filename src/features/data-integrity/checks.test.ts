import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { testDatabase } from '../../../test/support/database.js';
import { layoutFrom } from '../../../test/support/dhis2/layout.js';
import { FAULTS } from '../../../test/support/integrity-faults.js';
import { point } from '../../../test/support/integrity-faults-of-geometries.js';
import { period, unit, validationRule } from '../../../test/support/integrity-objects.js';
import { onTrial } from '../../database/index.js';
import { CHECKS } from './checks/index.js';
import { examine } from './statements.js';

/** From 2.43 on there are no push analyses, and an event without registration has a date. */
const IMPOSSIBLE = layoutFrom('2.43') ? ['push_analysis_no_recipients', 'single_events_null_occurred_date'] : [];

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

  it.each(CHECKS.filter(({ name }) => !IMPOSSIBLE.includes(name)))(
    '$name finds its fault, and counts what it lists',
    async (check) => {
      const fault = FAULTS[check.name];
      if (!fault) throw new Error(`There is no fault for ${check.name}.`);
      await onTrial(sound.db, async (db) => {
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
    },
  );

  it('give the share of objects, each once however many issues it has, with a fraction', async () => {
    await onTrial(sound.db, async (db) => {
      const share = async (name: string, total: string) => {
        const check = CHECKS.find((known) => known.name === name);
        const { summary } = await examine(db, check as (typeof CHECKS)[number], BOTH);
        const { rows } = await sql<{ all: number }>`select count(*)::int as all from ${sql.table(total)}`.execute(db);
        return { ...summary, all: rows[0]?.all ?? 0 };
      };
      const rounded = (objects: number, all: number) => Math.round((objects * 10_000) / all) / 100;
      // Both sides of one rule.
      await sql`alter table expression alter column missingvaluestrategy drop not null`.execute(db);
      const rule = await validationRule(db);
      await sql`
        update expression set missingvaluestrategy = null from validationrule as rule
        where rule.uid = ${rule.uid} and expressionid in (rule.leftexpressionid, rule.rightexpressionid)
      `.execute(db);
      const rules = await share('validation_rules_missing_value_strategy_null', 'validationrule');
      expect(rules.count).toBe(2);
      expect(rules.percentage).toBe(rounded(1, rules.all));
      // Objects without uids.
      for (const year of [1901, 1902, 1903]) await period(db, `${year}-01-01`, `${year}-01-31`);
      const periods = await share('periods_distant_past', 'period');
      expect(periods.percentage).toBe(rounded(3, periods.all));
      // What the program finds.
      for (let count = 0; count < 3; count += 1) await unit(db, { geometry: point(0, 91) });
      const units = await share('orgunits_invalid_geometry', 'organisationunit');
      expect(units.percentage).toBe(rounded(3, units.all));
      expect(units.percentage).not.toBe(Math.trunc(units.percentage ?? 0));
    });
  });

  it.each(CHECKS)('$name runs on an empty database', async (check) => {
    const { issues, summary } = await examine(empty.db, check, BOTH);
    expect(summary?.count).toBe(issues?.length);
  });
});
