import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import { testDatabase } from '../../../test/support/database.js';
import { ExpressionError, evaluate, type Value } from '../../kernel/expressions/index.js';
import { type Period, parsePeriod } from '../../kernel/periods/index.js';
import { storeDataValues } from '../data-values/index.js';
import { byAttribute, frameOf, loadFormulas, PeriodLine, readCells, unitFacts, unitsOf } from './index.js';

const test = testDatabase({ demo: true });
const MONTH = parsePeriod('203105') as Period;

let [number, flag, text] = ['', '', ''];
let unit = 0;
let combos: readonly { readonly id: number; readonly uid: string }[] = [];
let fallback = 0;

/** Values of a month without any: 2, 4 and 12 under three combos, of which the last belongs to an attribute option combo of its own. */
beforeAll(async () => {
  const one = async <Row>(query: ReturnType<typeof sql<Row>>): Promise<Row> =>
    (await query.execute(test.db)).rows[0] as Row;
  const element = async (condition: ReturnType<typeof sql>) =>
    await one(sql<{ id: number; uid: string }>`
      select dataelementid as id, uid from dataelement where domaintype = 'AGGREGATE' and ${condition} order by dataelementid limit 1
    `);
  const a = await element(sql`valuetype like 'INTEGER%'`);
  const b = await element(sql`valuetype = 'BOOLEAN'`);
  await sql`update dataelement set valuetype = 'TEXT' where dataelementid = (
    select max(dataelementid) from dataelement where domaintype = 'AGGREGATE' and valuetype like 'INTEGER%'
  )`.execute(test.db);
  const c = await element(sql`valuetype = 'TEXT'`);
  [number, flag, text] = [a.uid, b.uid, c.uid];
  unit = (
    await one(sql<{ id: number }>`select max(organisationunitid) as id from organisationunit where hierarchylevel = 4`)
  ).id;
  combos = (
    await sql<(typeof combos)[number]>`
      select categoryoptioncomboid as id, uid from categoryoptioncombo where name <> 'default' order by 1 limit 3
    `.execute(test.db)
  ).rows;
  fallback = (
    await one(sql<{ id: number }>`select categoryoptioncomboid as id from categoryoptioncombo where name = 'default'`)
  ).id;
  const { id: periodId } = await one(sql<{ id: number }>`
    insert into period (periodid, periodtypeid, startdate, enddate)
    values (nextval('hibernate_sequence'), 8, ${MONTH.startDate}, ${MONTH.endDate}) returning periodid as id
  `);
  const row = (dataElementId: number, value: string, combo = 0, attributeOptionComboId = fallback) => ({
    dataElementId,
    periodId,
    sourceId: unit,
    categoryOptionComboId: combos[combo]?.id ?? fallback,
    attributeOptionComboId,
    value,
  });
  await storeDataValues(
    test.db,
    [
      row(a.id, '2'),
      row(a.id, '4', 1),
      row(a.id, '12', 2, combos[2]?.id),
      row(b.id, 'false'),
      row(b.id, 'true', 1),
      row(c.id, 'many'),
    ],
    'test',
  );
  await sql`
    insert into dataelementgroup (dataelementgroupid, uid, created, lastupdated, name, shortname)
    values (-1, 'groupofone0', now(), now(), 'One element', 'One element')
  `.execute(test.db);
  await sql`insert into dataelementgroupmembers (dataelementid, dataelementgroupid) values (${a.id}, -1)`.execute(
    test.db,
  );
  await sql`
    insert into categoryoption (categoryoptionid, uid, created, lastupdated, name, shortname)
    values (-1, 'optionofone', now(), now(), 'Of one combo', 'Of one combo')
  `.execute(test.db);
  await sql`
    insert into categoryoptioncombos_categoryoptions (categoryoptionid, categoryoptioncomboid) values (-1, ${combos[1]?.id ?? 0})
  `.execute(test.db);
  await sql`
    insert into indicator (indicatorid, uid, created, lastupdated, name, shortname, annualized, indicatortypeid, numerator, denominator)
    select nextval('hibernate_sequence'), given.uid, localtimestamp, localtimestamp, given.uid, given.uid, given.yearly, (
      select min(indicatortypeid) from indicatortype where indicatorfactor = 100
    ), given.numerator, given.denominator
    from (values
      ('indicator01', ${`#{${number}}`}, '3', false),
      ('indicator02', 'N{indicator01} + N{indicator01}', '4', true),
      ('indicator03', 'N{indicator04}', '1', false),
      ('indicator04', 'N{indicator03}', '1', false),
      ('indicator05', '1 +', '1', false)
    ) as given (uid, numerator, denominator, yearly)
  `.execute(test.db);
});

/** What the formula comes to in the month, by attribute option combo: the default one, then that of the third value. */
async function compute(formula: string): Promise<readonly (Value | string)[]> {
  const set = await loadFormulas(test.db, [
    { text: formula, use: 'validation rule', results: ['number', 'string', 'boolean'] },
  ]);
  const [loaded] = set.formulas;
  if (!loaded || loaded instanceof ExpressionError) return [loaded?.message ?? ''];
  const units = await unitsOf(test.db, { ids: [unit] });
  const periods = [MONTH];
  const rows = await readCells(test.db, set, { units, periods, match: 'same', descendants: false });
  const facts = (await unitFacts(test.db, set.unitQuestions))(units[0] as (typeof units)[number]);
  const places = byAttribute(rows, periods, fallback);
  return [fallback, combos[2]?.id ?? 0].flatMap((attribute) => {
    const cells = places.get(attribute);
    return cells
      ? [evaluate(loaded.evaluate, frameOf(MONTH, cells, new PeriodLine(), facts), 'SKIP_IF_ALL_VALUES_MISSING')]
      : [];
  });
}

describe('the values of formulas', () => {
  it.each<[() => string, readonly unknown[]]>([
    [() => `#{${number}}`, [6, 12]],
    [() => `#{${number}.*}`, [6, 12]],
    [() => `#{${number}.${combos[1]?.uid}}`, [4]],
    // A value of one attribute option combo holds beside those of any other, and alone for the default one.
    [() => `#{${number}.*.${combos[2]?.uid}}`, [12]],
    [() => `#{${number}} + #{${number}.*.${combos[2]?.uid}}`, [18, 24]],
    [() => '#{deGroup:groupofone0}', [6, 12]],
    [() => `#{${number}.${combos[0]?.uid}&${combos[2]?.uid}}`, [2, 12]],
    [() => '#{deGroup:groupofone0.co:optionofone}', [4]],
    [() => `#{${number}.co:optionofone.*}`, [4]],
    [() => '#{deGroup:a1234567890}', ['There is no data element group a1234567890.']],
    [() => `#{${number}}.aggregationType(AVERAGE)`, [3, 12]],
    [() => `#{${number}}.aggregationType(MAX) - #{${number}}.aggregationType(MIN)`, [2, 0]],
    [() => `#{${number}}.aggregationType(COUNT) + #{${number}}`, [8, 13]],
    [() => `#{${number}}.aggregationType(LAST)`, [6, 12]],
    [() => `#{${flag}}`, [true]],
    [() => `#{${text}}`, ['many']],
    [() => `if(#{${text}} == 'many', 1, 0)`, [1]],
    [() => 'N{indicator01}', [200, 400]],
    // Two hundred and two hundred over four, in percent, as in a year.
    [() => 'N{indicator02} / 365 * [days]', [10_000, 20_000]],
    [() => 'N{indicator03}', ['Indicator expressions cannot contain cyclic references: indicator03']],
    [() => 'N{indicator05}', ['Indicator indicator05 (indicator05): The expression ends too early (at character 4)']],
    [() => 'N{indicator09}', ['There is no indicator indicator09.']],
    [() => 'C{constant001}', ['There is no constant constant001.']],
    [() => `#{${number}.a1234567890}`, ['There is no category option combo a1234567890.']],
    [() => 'OUG{a1234567890}', ['There is no organisation unit group a1234567890.']],
    [() => 'if(orgUnit.dataSet(a1234567890), 1, 2)', ['There is no data set a1234567890.']],
    [() => 'R{a1234567890.REPORTING_RATE}', ['There is no data set a1234567890.']],
  ])('are what is stored', async (formula, values) => {
    expect(await compute(formula())).toEqual(values);
  });

  it('are not put together where they are of different kinds', async () => {
    expect(await compute(`#{${number}&${flag}}`)).toEqual([
      `The data elements of #{${number}&${flag}} have values of different kinds (at character 1)`,
    ]);
  });
});
