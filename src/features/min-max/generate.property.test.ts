import fc from 'fast-check';
import { sql } from 'kysely';
import { beforeAll, expect, it } from 'vitest';
import { testDatabase } from '../../../test/support/database.js';
import { type Corner, makeCorner, storedMinMax } from '../../../test/support/min-max.js';
import { type Db, onTrial } from '../../database/index.js';
import { generateValues } from './generate.js';
import { findTarget } from './target.js';

const database = testDatabase({ demo: true });
let corner: Corner;

beforeAll(async () => {
  corner = await makeCorner(database.db);
});

const TYPES = [
  'INTEGER',
  'INTEGER_POSITIVE',
  'INTEGER_NEGATIVE',
  'INTEGER_ZERO_OR_POSITIVE',
  'NUMBER',
  'PERCENTAGE',
  'TEXT',
] as const;

const text = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: -50, max: 50 }).map(String) },
  { weight: 3, arbitrary: fc.integer({ min: -5000, max: 5000 }).map((number) => (number / 100).toFixed(2)) },
  {
    weight: 2,
    arbitrary: fc.constantFrom('text', '', '1e5', '1e200', '9e99', '-3e9', '+3', '.5', '5.', '0x1', 'NaN', ' 4'),
  },
);
const place = { element: fc.nat(3), unit: fc.nat(3), combo: fc.nat(2) };
const spot = ({ element, unit, combo }: { element: number; unit: number; combo: number }): string =>
  `${element}/${unit}/${combo}`;

const world = fc.record({
  types: fc.tuple(...Array.from({ length: 4 }, () => fc.constantFrom(...TYPES))),
  values: fc.uniqueArray(fc.record({ ...place, period: fc.nat(7), value: text, deleted: fc.boolean() }), {
    maxLength: 80,
    selector: (value) => `${spot(value)}/${value.period}`,
  }),
  ranges: fc.uniqueArray(fc.record({ ...place, generated: fc.boolean() }), { maxLength: 12, selector: spot }),
  factor: fc.integer({ min: 0, max: 30 }).map((tenths) => tenths / 10),
  keepManual: fc.boolean(),
});
type World = typeof world extends fc.Arbitrary<infer Value> ? Value : never;

it('generates what a naive reckoning gives, and touches nothing else: for any values and ranges', async () => {
  await fc.assert(
    fc.asyncProperty(world, async (shape) => {
      await onTrial(database.db, async (db) => {
        await build(db, shape);
        const target = await findTarget(db, corner.units[0].uid, [corner.dataSet.uid]);
        const report = await generateValues(db, target, shape);
        const expected = reckon(shape);
        const stored = new Map(
          (await storedMinMax(db)).map((row) => [
            spot({
              element: corner.elements.findIndex(({ uid }) => uid === row.element),
              unit: corner.units.findIndex(({ uid }) => uid === row.unit),
              combo: corner.combos.findIndex(({ uid }) => uid === row.combo),
            }),
            row,
          ]),
        );
        expect([...stored.keys()].toSorted()).toEqual([...expected.rows.keys()].toSorted());
        for (const [key, { min, max, generated }] of expected.rows) {
          const row = stored.get(key);
          expect(row?.generated).toBe(generated);
          expect(min).toContain(row?.min);
          expect(max).toContain(row?.max);
        }
        expect(report).toEqual(expected.report);
      });
    }),
    { numRuns: 150 },
  );
});

async function build(db: Db, { types, values, ranges }: World): Promise<void> {
  const { elements, units, combos, periods } = corner;
  const column = <Row>(rows: readonly Row[], of: (row: Row) => number | undefined) => rows.map(of);
  for (const [index, type] of types.entries())
    await sql`update dataelement set valuetype = ${type} where dataelementid = ${elements[index]?.key}`.execute(db);
  await sql`
    insert into datavalue (
      dataelementid, sourceid, categoryoptioncomboid, periodid, attributeoptioncomboid, value, deleted, storedby, created, lastupdated
    )
    select given.*, 'test', localtimestamp, localtimestamp from unnest(
      ${column(values, ({ element }) => elements[element]?.key)}::bigint[],
      ${column(values, ({ unit }) => units[unit]?.key)}::bigint[],
      ${column(values, ({ combo }) => combos[combo]?.key)}::bigint[],
      ${column(values, ({ period }) => periods[period])}::bigint[],
      ${column(values, () => combos[2].key)}::bigint[],
      ${values.map(({ value }) => value)}::text[],
      ${values.map(({ deleted }) => deleted)}::boolean[]
    ) as given
  `.execute(db);
  await sql`
    insert into minmaxdataelement (dataelementid, sourceid, categoryoptioncomboid, minimumvalue, maximumvalue, generatedvalue)
    select given.element, given.unit, given.combo, 1000, 2000, given.generated from unnest(
      ${column(ranges, ({ element }) => elements[element]?.key)}::bigint[],
      ${column(ranges, ({ unit }) => units[unit]?.key)}::bigint[],
      ${column(ranges, ({ combo }) => combos[combo]?.key)}::bigint[],
      ${ranges.map(({ generated }) => generated)}::boolean[]
    ) as given (element, unit, combo, generated)
  `.execute(db);
}

/** The range of each place by hand. Bounds are lists, because a sum of fractions may fall on either side of a half. */
function reckon({ types, values, ranges, factor, keepManual }: World) {
  const rows = new Map<string, { min: readonly number[]; max: readonly number[]; generated: boolean }>();
  const report = { generated: 0, kept: 0, removed: 0, ignoredDataValues: 0 };
  const isMeant = (at: { element: number; unit: number }): boolean => at.element < 3 && at.unit < 3;
  for (const range of ranges) {
    const stays = !isMeant(range) || (keepManual && !range.generated);
    if (stays) rows.set(spot(range), { min: [1000], max: [2000], generated: range.generated });
    if (!stays) report.removed += 1;
    else if (isMeant(range)) report.kept += 1;
  }
  const groups = new Map<string, { type: string; numbers: number[] }>();
  for (const value of values) {
    const type = types[value.element] ?? '';
    if (!isMeant(value) || value.deleted || value.combo === 2 || type === 'TEXT' || value.value === '') continue;
    const isNumber = /^[-+]?\d*\.?\d+(e\d\d?)?$/.test(value.value);
    if (!isNumber) report.ignoredDataValues += 1;
    if (!isNumber) continue;
    const group = groups.get(spot(value)) ?? { type, numbers: [] };
    group.numbers.push(Number(value.value));
    groups.set(spot(value), group);
  }
  for (const [key, { type, numbers }] of groups) {
    if (new Set(numbers).size < 2 || rows.has(key)) continue;
    const mean = numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
    const deviation = Math.sqrt(numbers.reduce((sum, number) => sum + (number - mean) ** 2, 0) / numbers.length);
    const notBelow = type === 'INTEGER_POSITIVE' || type === 'INTEGER_ZERO_OR_POSITIVE' ? 0 : -(2 ** 31);
    const notAbove = type === 'INTEGER_NEGATIVE' ? 0 : 2 ** 31 - 1;
    rows.set(key, {
      min: rounded(mean, -factor * deviation).map((bound) => Math.max(bound, notBelow)),
      max: rounded(mean, factor * deviation).map((bound) => Math.min(bound, notAbove)),
      generated: true,
    });
    report.generated += 1;
  }
  return { rows, report };
}

/** What the sum may be rounded to: neighbours where it may fall on either side of a half, anything where numbers far larger than the answer cancel out. */
function rounded(mean: number, distance: number): readonly number[] {
  const value = mean + distance;
  const limit = (number: number): number => Math.min(2 ** 31 - 1, Math.max(-(2 ** 31), Math.round(number))) || 0;
  const doubt = 1e-10 * Math.max(1, Math.abs(mean) + Math.abs(distance));
  return [limit(value - doubt), limit(value), limit(value + doubt), ...(doubt > 1 ? [0] : [])];
}
