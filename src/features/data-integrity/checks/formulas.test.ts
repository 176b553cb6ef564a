import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { testDatabase } from '../../../../test/support/database.js';
import { programIndicator } from '../../../../test/support/integrity-faults-of-formulas.js';
import { indicator } from '../../../../test/support/integrity-objects.js';
import { anyRow } from '../../../../test/support/make-row.js';
import { type Db, onTrial } from '../../../database/index.js';
import { examine } from '../statements.js';
import { formulaChecks } from './formulas.js';

const test = testDatabase({ demo: true });

async function commentOn(db: Db, name: string, uid: string): Promise<string | undefined> {
  const check = formulaChecks.find((known) => known.name === name);
  if (!check) throw new Error(`There is no check ${name}.`);
  const { issues = [] } = await examine(db, check, ['details']);
  const found = issues.find(({ id }) => id === uid);
  return found && (found.comment ?? 'without a comment');
}

const TABLES: Readonly<Record<string, string>> = {
  element: 'dataelement',
  combo: 'categoryoptioncombo',
  elementGroup: 'dataelementgroup',
  optionGroup: 'categoryoptiongroup',
  option: 'categoryoption',
  program: 'program',
  stage: 'programstage',
  attribute: 'trackedentityattribute',
  programIndicator: 'programindicator',
  indicator: 'indicator',
  unitGroup: 'orgunitgroup',
  dataSet: 'dataset',
};

/** A formula with uids of the database in the place of `<element>` and its like. */
async function withUids(db: Db, formula: string): Promise<string> {
  let filled = formula;
  for (const [, kind = ''] of formula.matchAll(/<(\w+)>/g))
    filled = filled.replace(`<${kind}>`, (await anyRow(db, TABLES[kind] ?? kind)).uid);
  return filled;
}

describe('a numerator', () => {
  it.each([
    '1',
    '#{<element>} * 100 / greatest(#{<element>.<combo>}, 1)',
    'if(isNull(#{<element>}), 0, #{<element>.*})',
    // What this server reads, but does not work out yet.
    'I{<programIndicator>} + D{<program>.<element>} - A{<program>.<attribute>}',
    '#{<element>.coGroup:<optionGroup>} + #{deGroup:<elementGroup>} + #{<element>.co:<option>&<option>}',
    '#{<element>}.yearToDate() + #{<element>}.periodOffset(-1).aggregationType(LAST)',
    'subExpression(if(#{<element>} > 3, 1, 0))',
    'N{<indicator>} / OUG{<unitGroup>} * R{<dataSet>.REPORTING_RATE}',
    '[days] / 30',
  ])('%s is sound', async (formula) => {
    await onTrial(test.db, async (db) => {
      await programIndicator(db);
      const { uid } = await indicator(db, { numerator: await withUids(db, formula) });
      expect(await commentOn(db, 'indicators_with_invalid_numerator', uid)).toBeUndefined();
      expect(await commentOn(db, 'indicators_with_invalid_denominator', uid)).toBeUndefined();
    });
  });

  it.each([
    ['', 'The expression is empty.'],
    ['#{<element>', 'Unexpected "#" (at character 1)'],
    ['1 < 2', 'The expression gives a truth value, not a number.'],
    ['#{a1234567890}', 'There is no data element a1234567890.'],
    ['#{<element>.coGroup:a1234567890}', 'There is no category option group a1234567890.'],
    ['I{a1234567890}', 'There is no program indicator a1234567890.'],
    [
      'avg(#{<element>})',
      "Function 'avg' takes the values of many periods, which only a predictor has (at character 1)",
    ],
    ['V{enrollment_date}', 'Unknown item V{enrollment_date} (at character 1)'],
  ])('%s is not: %s', async (formula, comment) => {
    await onTrial(test.db, async (db) => {
      const { uid } = await indicator(db, { numerator: await withUids(db, formula) });
      expect(await commentOn(db, 'indicators_with_invalid_numerator', uid)).toBe(comment);
    });
  });

  it('is not where a reporting rate has a name that none has', async () => {
    await onTrial(test.db, async (db) => {
      const { uid } = await indicator(db, { numerator: await withUids(db, 'R{<dataSet>.LATENESS}') });
      expect(await commentOn(db, 'indicators_with_invalid_numerator', uid)).toMatch(
        /^Unknown reporting rate LATENESS;/,
      );
    });
  });
});

describe('a program indicator', () => {
  it.each([
    ['#{<stage>.<element>} + A{<attribute>}', 'd2:hasValue(#{<stage>.<element>})'],
    ['V{enrollment_count}', "V{event_status} == 'COMPLETED' and V{event_date} > '2026-01-01'"],
    [
      'd2:daysBetween(V{enrollment_date}, PS_EVENTDATE:<stage>)',
      'd2:countIfCondition(#{<stage>.<element>}, "< 5") > 1',
    ],
    ['sum(#{<stage>.<element>}.stageOffset(-1))', null],
    ['1', ' '],
  ])('with %s and filter %s is sound', async (expression, filter) => {
    await onTrial(test.db, async (db) => {
      const { uid } = await programIndicator(db, {
        expression: await withUids(db, expression),
        filter: filter && (await withUids(db, filter)),
      });
      expect(await commentOn(db, 'program_indicators_with_invalid_expressions', uid)).toBeUndefined();
      expect(await commentOn(db, 'program_indicators_with_invalid_filters', uid)).toBeUndefined();
    });
  });

  it.each([
    ['#{<element>.<stage>}', /^There is no program stage /],
    ['#{<element>}', /is no valid item/],
    ['d2:inOrgUnitGroup("a")', /^Unknown function 'd2:inOrgUnitGroup'/],
    ['A{a1234567890}', /^There is no tracked entity attribute a1234567890\.$/],
  ])('with %s is not', async (formula, comment) => {
    await onTrial(test.db, async (db) => {
      const text = await withUids(db, formula);
      const { uid } = await programIndicator(db, { expression: text, filter: text });
      expect(await commentOn(db, 'program_indicators_with_invalid_expressions', uid)).toMatch(comment);
      expect(await commentOn(db, 'program_indicators_with_invalid_filters', uid)).toMatch(comment);
    });
  });
});

it('indicators say the same if only blanks tell them apart, or what people do not see', async () => {
  await onTrial(test.db, async (db) => {
    const { uid: element } = await anyRow(db, 'dataelement');
    await sql`update dataelement set name = 'Births' where uid = ${element}`.execute(db);
    const make = async (numerator: string) => {
      const { uid } = await indicator(db, { numerator, name: `Made of ${numerator}` });
      return `Made of ${numerator}:${uid}`;
    };
    const same = [await make(`#{${element}}+ 4711`), await make(` #{${element}.*} +4711`)];
    await make(`4711 + #{${element}}`);
    const check = formulaChecks.find(({ name }) => name === 'indicators_with_identical_formulas');
    const { issues = [], summary } = await examine(db, check as (typeof formulaChecks)[number], ['summary', 'details']);
    expect(summary).toEqual({ count: issues.length, percentage: null });
    const [found, ...others] = issues.filter(({ name }) => name.includes('4711'));
    expect(found?.name.replaceAll(' ', '')).toBe('Births+4711/1');
    expect(found?.refs?.toSorted()).toEqual(same.toSorted());
    expect(others).toEqual([]);
  });
});
