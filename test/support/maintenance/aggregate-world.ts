import fc from 'fast-check';
import { sql } from 'kysely';
import { type Db, referrersOf } from '../../../src/database/index.js';
import { insertRows, LeastRows, nextId } from './least-row.js';

const number = fc.nat(1_000);
const some = <Value>(value: fc.Arbitrary<Value>, size: number) =>
  fc.array(value, { minLength: size, maxLength: size + 5, size: 'max' });
const place = { element: number, period: number, unit: number };

/** What is in the aggregate tables of a generated database. Numbers choose among the first few of what the demo has. */
export const aggregateWorld = fc.record({
  elements: some(
    fc.record({
      aggregationtype: fc.constantFrom('SUM', 'SUM', 'AVERAGE', 'AVERAGE_SUM_ORG_UNIT', 'COUNT', 'NONE', 'LAST'),
      valuetype: fc.constantFrom('INTEGER', 'NUMBER', 'INTEGER_ZERO_OR_POSITIVE', 'PERCENTAGE', 'TEXT', 'BOOLEAN'),
      zeroissignificant: fc.boolean(),
    }),
    8,
  ),
  values: some(
    fc.record({
      ...place,
      combo: number,
      value: fc.constantFrom('0', '0', '0.0', '0.', '00', '-0', '0.01', '10', ' 0', '', null, '1', '0e0', '0\n'),
      deleted: fc.boolean(),
    }),
    250,
  ),
  others: some(
    fc.record({
      table: fc.constantFrom(
        'datavalueaudit',
        'completedatasetregistration',
        'dataapproval',
        'dataapprovalaudit',
        'validationresult',
        'lockexception',
      ),
      ...place,
    }),
    25,
  ),
  unusedPeriods: fc.nat(5),
});
export type AggregateWorld = typeof aggregateWorld extends fc.Arbitrary<infer World> ? World : never;

/** Left over from 2.38: without a foreign key, and honoured all the same. */
const WITHOUT_KEY = ['eventchart_periods', 'eventreport_periods'];
const UNITS = 5;
const PERIODS = 12;

/** Replaces whatever is in the aggregate tables. Each table that can refer to a period has one of its own, and each that can refer to a unit or an element has rows of several. */
export async function writeAggregate(db: Db, world: AggregateWorld): Promise<void> {
  const least = new LeastRows(db);
  await sql`
    truncate datavalue, datavalueaudit, completedatasetregistration, dataapproval, dataapprovalaudit, validationresult, lockexception,
      minmaxdataelement, orderly.validation_result_seen
  `.execute(db);
  const keys = async (table: string) => {
    const { rows } = await sql<{ key: number }>`
      select ${sql.ref(`${table}id`)} as key from ${sql.table(table)} order by 1
    `.execute(db);
    return rows.map(({ key }) => key);
  };
  const elements = (await keys('dataelement')).slice(0, world.elements.length);
  const units = (await keys('organisationunit')).slice(0, UNITS);
  const periods = (await keys('period')).slice(0, PERIODS);
  const combos = (await keys('categoryoptioncombo')).slice(0, 3);
  const of = (list: readonly number[], index: number): number => list[index % list.length] ?? 0;

  for (const [index, element] of world.elements.entries())
    await sql`
      update dataelement set aggregationtype = ${element.aggregationtype}, valuetype = ${element.valuetype},
        zeroissignificant = ${element.zeroissignificant}
      where dataelementid = ${of(elements, index)}
    `.execute(db);
  await insertRows(
    db,
    'datavalue',
    world.values.map(({ element, period, unit, combo, value, deleted }) => ({
      dataelementid: of(elements, element),
      periodid: of(periods, period),
      sourceid: of(units, unit),
      categoryoptioncomboid: of(combos, combo),
      attributeoptioncomboid: of(combos, 0),
      value,
      deleted,
      created: '2026-01-01',
      lastupdated: '2026-01-01',
    })),
  );
  for (const { table, element, period, unit } of world.others)
    await least.insert(table, {
      periodid: of(periods, period),
      ...(table === 'completedatasetregistration'
        ? { sourceid: of(units, unit) }
        : { organisationunitid: of(units, unit) }),
      ...(table === 'datavalueaudit' && { dataelementid: of(elements, element) }),
    });

  const referrers = [
    ...(await referrersOf(db, ['period'])),
    ...WITHOUT_KEY.map((table) => ({ table, column: 'periodid' })),
  ];
  const first = await nextId(db);
  const days = Array.from({ length: referrers.length + world.unusedPeriods }, (_, day) => day);
  await insertRows(
    db,
    'period',
    days.map((day) => {
      const date = new Date(Date.UTC(1950, 0, 1 + day)).toISOString().slice(0, 10);
      return { periodid: first + day, periodtypeid: 1, startdate: date, enddate: date };
    }),
  );
  await sql`select setval('hibernate_sequence', ${first + days.length})`.execute(db);
  for (const [index, { table, column }] of referrers.entries()) await least.insert(table, { [column]: first + index });
  for (const { table, column, to } of await referrersOf(db, ['organisationunit', 'dataelement']))
    for (const key of (to === 'dataelement' ? elements : units).slice(0, 3))
      await least.insert(table, { [column]: key });
}
