import fc from 'fast-check';
import { sql } from 'kysely';
import { beforeAll, expect, it } from 'vitest';
import {
  expectedValue,
  type StoredRow,
  sorted,
  storedRows,
  valuesOfCsv,
  valuesOfJson,
  valuesOfXml,
} from '../../support/exported-values.js';
import { testServer } from '../../support/server.js';

const server = testServer({ demo: true });

/** What requests are made of. */
interface Cast {
  readonly rows: readonly StoredRow[];
  readonly dataSets: ReadonlyMap<string, ReadonlySet<string>>;
  readonly elementGroups: ReadonlyMap<string, ReadonlySet<string>>;
  readonly unitGroups: ReadonlyMap<string, ReadonlySet<string>>;
  readonly elements: readonly string[];
  readonly units: readonly { readonly uid: string; readonly path: string }[];
  readonly periods: readonly string[];
  readonly combos: readonly string[];
}
let cast: Cast;

const ODD = [
  'a "b" \\ c',
  'x,y',
  '<&>\'"',
  'line\nbreak\r\n\ttab',
  '',
  ' ',
  'é漢🙂',
  '\\.',
  '\\N',
  'null',
  ']]>',
  '{}',
];

beforeAll(async () => {
  const { db } = server;
  // Every seventh value is odd in one way or another.
  await sql`
    with numbered as (
      select datavalue.*, row_number() over (order by dataelementid, periodid, sourceid, categoryoptioncomboid, attributeoptioncomboid) as number from datavalue
    )
    update datavalue set
      value = case when number % 2 = 0 then odd.texts[1 + number % array_length(odd.texts, 1)] when number % 3 = 0 then null else datavalue.value end,
      comment = case when number % 5 < 2 then odd.texts[1 + (number / 7) % array_length(odd.texts, 1)] end,
      storedby = case when number % 9 = 0 then null else datavalue.storedby end,
      followup = case number % 3 when 0 then true when 1 then false end, deleted = number % 4 = 0,
      lastupdated = timestamp '2020-01-01' + number % 400 * interval '5 days 3 hours 1.5 seconds'
    from numbered, (select ${ODD}::text[] as texts) as odd
    where numbered.number % 7 = 0
      and (datavalue.dataelementid, datavalue.periodid, datavalue.sourceid, datavalue.categoryoptioncomboid, datavalue.attributeoptioncomboid)
        = (numbered.dataelementid, numbered.periodid, numbered.sourceid, numbered.categoryoptioncomboid, numbered.attributeoptioncomboid)
  `.execute(db);
  const groups = async (query: ReturnType<typeof sql>): Promise<ReadonlyMap<string, ReadonlySet<string>>> => {
    const { rows } = await sql<{ uid: string; members: string[] }>`${query}`.execute(db);
    return new Map(rows.map(({ uid, members }) => [uid, new Set(members)]));
  };
  const rows = await storedRows(db);
  const distinct = (of: (row: StoredRow) => string) => [...new Set(rows.map(of))].toSorted();
  const units = await sql<{ uid: string; path: string }>`
    select uid, path from organisationunit where hierarchylevel <= 3 or organisationunitid in (select sourceid from datavalue) order by uid
  `.execute(db);
  cast = {
    rows,
    dataSets: await groups(sql`
      select dataset.uid, array_agg(dataelement.uid::text) as members from dataset join datasetelement using (datasetid) join dataelement using (dataelementid) group by 1
    `),
    elementGroups: await groups(sql`
      select dataelementgroup.uid, array_agg(dataelement.uid::text) as members
      from dataelementgroup join dataelementgroupmembers using (dataelementgroupid) join dataelement using (dataelementid) group by 1
    `),
    unitGroups: await groups(sql`
      select orgunitgroup.uid, array_agg(organisationunit.uid::text) as members
      from orgunitgroup join orgunitgroupmembers using (orgunitgroupid) join organisationunit using (organisationunitid) group by 1
    `),
    elements: distinct(({ element }) => element),
    units: units.rows,
    periods: [...distinct(({ period }) => period), '1999', '2031W5'],
    combos: distinct(({ attribute }) => attribute),
  };
});

const day = fc.date({ min: new Date('2024-01-01'), max: new Date('2026-12-31'), noInvalidDate: true });
const some = (most: number) => fc.array(fc.nat(), { maxLength: most });
const request = fc.record({
  form: fc.constantFrom('json' as const, 'xml' as const, 'csv' as const),
  dataSets: some(3),
  elementGroups: some(2),
  elements: some(4),
  periods: fc.oneof(fc.array(fc.nat(), { minLength: 1, maxLength: 8 }), fc.constant([] as number[])),
  span: fc.tuple(day, day),
  lastUpdated: fc.option(fc.integer({ min: 0, max: 2000 })),
  units: some(4),
  unitGroups: some(2),
  children: fc.boolean(),
  attributes: fc.oneof({ weight: 3, arbitrary: fc.constant([] as number[]) }, { weight: 1, arbitrary: some(2) }),
  includeDeleted: fc.boolean(),
  limit: fc.option(fc.nat(50), { freq: 8 }),
});

it('exports what looking at every row selects', async () => {
  let [exported, most] = [0, 0];
  await fc.assert(
    fc.asyncProperty(request, async (made) => {
      const pick = <Item>(items: readonly Item[], numbers: readonly number[]): Item[] =>
        numbers.map((number) => items[number % items.length] as Item);
      const dataSets = pick([...cast.dataSets.keys()], made.dataSets);
      const elementGroups = pick([...cast.elementGroups.keys()], made.elementGroups);
      const elements = pick(cast.elements, made.elements);
      fc.pre(dataSets.length + elementGroups.length + elements.length > 0);
      const units = pick(cast.units, made.units);
      const unitGroups = made.children ? [] : pick([...cast.unitGroups.keys()], made.unitGroups);
      fc.pre(units.length + unitGroups.length > 0);
      const children = made.children && units.length > 0;
      const periods = pick(cast.periods, made.periods);
      const [from = '', to = ''] = made.span.map((date) => date.toISOString().slice(0, 10)).toSorted();
      const attributes = pick(cast.combos, made.attributes);
      const since =
        made.lastUpdated === null
          ? undefined
          : new Date(Date.UTC(2020, 0, 1) + made.lastUpdated * 86_400_000).toISOString().slice(0, 10);

      const query = new URLSearchParams();
      const add = (name: string, values: readonly unknown[]) => {
        for (const value of values) query.append(name, String(value));
      };
      add('dataSet', dataSets);
      add('dataElementGroup', elementGroups);
      add('dataElement', elements);
      add('period', periods);
      if (periods.length === 0) {
        query.set('startDate', from);
        query.set('endDate', to);
      }
      add(
        'orgUnit',
        units.map(({ uid }) => uid),
      );
      add('orgUnitGroup', unitGroups);
      add('attributeOptionCombo', attributes);
      query.set('children', String(children));
      query.set('includeDeleted', String(made.includeDeleted));
      if (since) query.set('lastUpdated', since);
      if (made.limit !== null) query.set('limit', String(made.limit));

      const expected = cast.rows.filter(
        (row) =>
          (elements.includes(row.element) ||
            dataSets.some((uid) => cast.dataSets.get(uid)?.has(row.element)) ||
            elementGroups.some((uid) => cast.elementGroups.get(uid)?.has(row.element))) &&
          (periods.length > 0 ? periods.includes(row.period) : row.first_day >= from && row.last_day <= to) &&
          (units.some(({ uid, path }) => row.unit === uid || (children && row.path.startsWith(`${path}/`))) ||
            unitGroups.some((uid) => cast.unitGroups.get(uid)?.has(row.unit))) &&
          (attributes.length === 0 || attributes.includes(row.attribute)) &&
          (made.includeDeleted || !row.deleted) &&
          (since === undefined || row.lastupdated >= `${since}T00:00:00.000`),
      );
      const answer = await server.request(`/api/dataValueSets.${made.form}?${query}`);
      expect(answer.status, answer.text.slice(0, 300)).toBe(200);
      const read = { json: valuesOfJson, xml: valuesOfXml, csv: valuesOfCsv }[made.form];
      const found = sorted(read(answer.text));
      const wanted = sorted(expected.map(expectedValue));
      if (made.limit === null || made.limit >= wanted.length) expect(found).toEqual(wanted);
      else {
        expect(found).toHaveLength(made.limit);
        expect(wanted).toEqual(expect.arrayContaining([...new Set(found)]));
      }
      exported += found.length;
      most = Math.max(most, found.length);
    }),
    { numRuns: 120 },
  );
  expect(exported).toBeGreaterThan(1000);
  expect(most).toBeGreaterThan(100);
});
