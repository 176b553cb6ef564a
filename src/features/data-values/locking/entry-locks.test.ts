import fc from 'fast-check';
import { sql } from 'kysely';
import { beforeAll, expect, it } from 'vitest';
import { testDatabase } from '../../../../test/support/database.js';
import { layout } from '../../../../test/support/dhis2/layout.js';
import {
  type Combo,
  type EntryValue,
  type EntryWorld,
  type OracleRules,
  reasonsAgainst,
} from '../../../../test/support/entry-locks-oracle.js';
import { type Db, onTrial } from '../../../database/index.js';
import { type Period, type PeriodTypeName, parsePeriod } from '../../../kernel/periods/index.js';
import { periodKeys } from '../../../metadata/index.js';
import { doubtfulPlaces } from './doubtful-places.js';
import { entryLocks } from './entry-locks.js';

const test = testDatabase({ demo: true });

const NOW = new Date(2026, 2, 15, 12, 0);
const PERIODS = ['202601', '202602', '202603', '202604', '2026W9', '2026W12', '2026Q1', '2025', '2026', '20260315'];
const DAYS = [null, '2025-12-31', '2026-01-31', '2026-02-14', '2026-03-15', '2026-05-01'];

/** Up to DHIS2 2.41 they are whole numbers. */
const EXPIRY_DAYS =
  layout === '2.40' || layout === '2.41'
    ? [null, 0, 1, 15, -20, 40, 2_147_483_647]
    : [null, 0, 0.5, 14.6, -20, 40, 1e300];

/** Keys of the demo's objects that the worlds are made of. */
interface Cast {
  readonly sets: readonly { readonly id: number; readonly uid: string }[];
  readonly elements: readonly number[];
  readonly units: readonly number[];
  readonly combos: Readonly<Record<Combo, number>>;
  /** Option combos: the default one, then those of the attribute's combo. */
  readonly attributes: readonly number[];
  readonly options: readonly number[];
  /** Numbers of the options of each option combo. */
  readonly optionsOf: readonly (readonly number[])[];
  readonly workflow: number;
  readonly level: number;
}
let cast: Cast;

beforeAll(async () => {
  cast = await readCast(test.db);
});

const set = fc.record({
  type: fc.constantFrom<PeriodTypeName>('Monthly', 'Weekly', 'Quarterly', 'Yearly'),
  expiry: fc.constantFrom(...EXPIRY_DAYS),
  open: fc.constantFrom(null, 0, 1, 2, -1),
  after: fc.constantFrom(null, 0, 1, 2),
  combo: fc.constantFrom<Combo>('default', 'attribute'),
  workflow: fc.boolean(),
  elements: fc.subarray([0, 1, 2], { minLength: 1 }),
  units: fc.subarray([0, 1, 2, 3], { minLength: 1 }),
});
const place = { set: fc.nat(2), period: fc.constantFrom(...PERIODS.slice(0, -1)), unit: fc.nat(3) };
const moment = fc.constantFrom(null, '2026-03-15T11:59', '2026-03-15T12:00', '2026-03-15T12:01');
const span = fc.record({ from: fc.constantFrom(null, ...DAYS), to: fc.constantFrom(null, ...DAYS) });
const world: fc.Arbitrary<EntryWorld> = fc.record({
  sets: fc.array(set, { minLength: 3, maxLength: 3 }),
  exceptions: fc.uniqueArray(fc.record(place), {
    maxLength: 20,
    selector: ({ set: number, period, unit }) => `${number} ${period} ${unit}`,
  }),
  inputs: fc.array(fc.record({ set: place.set, period: place.period, opening: moment, closing: moment }), {
    maxLength: 12,
  }),
  approvals: fc.uniqueArray(fc.record({ period: place.period, unit: place.unit, attribute: fc.nat(2) }), {
    maxLength: 12,
    selector: ({ period, unit, attribute }) => `${period} ${unit} ${attribute}`,
  }),
  options: fc.array(span, { minLength: 8, maxLength: 8 }),
  restrictions: fc.array(fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, fc.subarray([0, 1, 2, 3])), {
    minLength: 8,
    maxLength: 8,
  }),
  units: fc.array(fc.record({ from: fc.constantFrom('2000-01-01', '2026-02-14'), to: fc.constantFrom(...DAYS) }), {
    minLength: 4,
    maxLength: 4,
  }),
});
const rules: fc.Arbitrary<OracleRules> = fc.record({
  now: fc.constant(NOW),
  mayEditExpired: fc.oneof({ weight: 3, arbitrary: fc.constant(false) }, fc.constant(true)),
  strictLocking: fc.boolean(),
  strictApproval: fc.boolean(),
  strictInputPeriods: fc.boolean(),
});

const periods = PERIODS.map((name) => parsePeriod(name) as Period);
const values: readonly EntryValue[] = [0, 1, 2].flatMap((element) =>
  [0, 1, 2, 3].flatMap((unit) =>
    periods.flatMap((period) =>
      [0, 1, 2].flatMap((attribute) => [null, 0, 2].map((head) => ({ element, unit, period, attribute, head }))),
    ),
  ),
);

it('tells the same reasons as looking at every value by itself', async () => {
  const seen = new Set<string>();
  await fc.assert(
    fc.asyncProperty(world, rules, async (made, asked) => {
      const found = await inWorld(made, (db) => readLocks(db, asked));
      const expected = values.flatMap((value, position) =>
        reasonsAgainst(
          made,
          asked,
          value,
          (attribute) => cast.optionsOf[attribute] ?? [],
          (number) => cast.sets[number]?.uid ?? '',
        ).map(({ code, set: number, latest }) => ({
          position,
          code,
          data_set: number === undefined ? null : (cast.sets[number]?.uid ?? null),
          latest_period: latest ?? null,
        })),
      );
      for (const { code } of expected) seen.add(code);
      const order = (a: { position: number; code: string }, b: { position: number; code: string }) =>
        a.position - b.position || (a.code < b.code ? -1 : 1);
      expect(found.toSorted(order)).toEqual(expected.toSorted(order));
    }),
    { numRuns: 40 },
  );
  expect([...seen].toSorted()).toEqual(['E2019', 'E7638', 'E7639', 'E7640', 'E7641', 'E7642', 'E7643', 'E7644']);
  // Forty countries are made, which takes a busy machine half a minute.
}, 90_000);

interface Lock {
  readonly position: number;
  readonly code: string;
  readonly data_set: string | null;
  readonly latest_period: string | null;
}

async function readLocks(db: Db, asked: OracleRules): Promise<readonly Lock[]> {
  const column = <Value>(of: (value: EntryValue) => Value): Value[] => values.map(of);
  await sql`
    create temporary table given on commit drop as
    select (given.number - 1)::int as position, given.*
    from unnest(
      ${column(({ element }) => cast.elements[element])}::bigint[], ${column(({ unit }) => cast.units[unit])}::bigint[],
      ${column(({ attribute }) => cast.attributes[attribute])}::bigint[],
      ${column(({ head }) => (head === null ? null : (cast.sets[head]?.id ?? null)))}::bigint[],
      ${column(({ period }) => period.type)}::text[], ${column(({ period }) => period.startDate)}::date[],
      ${column(({ period }) => period.endDate)}::date[]
    ) with ordinality as given (dataelementid, sourceid, attributeoptioncomboid, datasetid, period_type, start_date, end_date, number)
  `.execute(db);
  const locks = await entryLocks(db, 'given', asked);
  const { rows } = await sql<Lock>`select * from (${locks}) as locks`.execute(db);
  // An import does not ask about places that it has no doubt of.
  const doubtful = await sql<{ position: number }>`${await doubtfulPlaces(db, 'given', asked)}`.execute(db);
  const positions = doubtful.rows.map(({ position }) => position);
  expect(positions).toEqual(
    expect.arrayContaining(rows.filter(({ code }) => code !== 'E2019').map(({ position }) => position)),
  );
  return rows;
}

/** Runs `work` in a database that holds the world and nothing else, and takes everything back. */
const inWorld = <Result>(made: EntryWorld, work: (db: Db) => Promise<Result>): Promise<Result> =>
  onTrial(test.db, async (db) => {
    await writeWorld(db, made);
    return await work(db);
  });

async function writeWorld(db: Db, made: EntryWorld): Promise<void> {
  for (const table of ['datasetelement', 'datasetsource', 'datainputperiod', 'lockexception', 'dataapproval'])
    await sql`delete from ${sql.table(table)}`.execute(db);
  const keys = await periodKeys(
    db,
    [...made.exceptions, ...made.inputs, ...made.approvals].map(({ period }) => period),
  );
  for (const [number, { id }] of cast.sets.entries()) {
    const own = made.sets[number];
    if (!own) continue;
    await sql`
      update dataset set
        periodtypeid = (select periodtypeid from periodtype where name = ${own.type}), expirydays = ${own.expiry}, openfutureperiods = ${own.open},
        openperiodsaftercoenddate = ${own.after}, categorycomboid = ${cast.combos[own.combo]},
        workflowid = ${own.workflow ? cast.workflow : null}::bigint
      where datasetid = ${id}
    `.execute(db);
    await sql`
      insert into datasetelement (datasetelementid, datasetid, dataelementid)
      select nextval('hibernate_sequence'), ${id}, key from unnest(${own.elements.map((one) => cast.elements[one])}::bigint[]) as key
    `.execute(db);
    await sql`
      insert into datasetsource (datasetid, sourceid)
      select ${id}, key from unnest(${own.units.map((one) => cast.units[one])}::bigint[]) as key
    `.execute(db);
  }
  for (const { set: number, period, unit } of made.exceptions)
    await sql`
      insert into lockexception (lockexceptionid, datasetid, periodid, organisationunitid)
      values (nextval('hibernate_sequence'), ${cast.sets[number]?.id}, ${keys.get(period)}, ${cast.units[unit]})
    `.execute(db);
  for (const { set: number, period, opening, closing } of made.inputs)
    await sql`
      insert into datainputperiod (datainputperiodid, datasetid, periodid, openingdate, closingdate)
      values (nextval('hibernate_sequence'), ${cast.sets[number]?.id}, ${keys.get(period)}, ${opening}::timestamp, ${closing}::timestamp)
    `.execute(db);
  for (const { period, unit, attribute } of made.approvals)
    await sql`
      insert into dataapproval (dataapprovalid, dataapprovallevelid, workflowid, periodid, organisationunitid, attributeoptioncomboid, accepted, created, creator)
      values (
        nextval('hibernate_sequence'), ${cast.level}, ${cast.workflow}, ${keys.get(period)}, ${cast.units[unit]}, ${cast.attributes[attribute]}, false,
        now(), 26
      )
    `.execute(db);
  for (const [number, key] of cast.options.entries())
    await sql`
      update categoryoption set startdate = ${made.options[number]?.from ?? null}::date, enddate = ${made.options[number]?.to ?? null}::date
      where categoryoptionid = ${key}
    `.execute(db);
  await sql`delete from categoryoption_organisationunits`.execute(db);
  for (const [number, key] of cast.options.entries())
    await sql`
      insert into categoryoption_organisationunits (categoryoptionid, organisationunitid)
      select ${key}, unit from unnest(${(made.restrictions[number] ?? []).map((one) => cast.units[one])}::bigint[]) as unit
    `.execute(db);
  for (const [number, key] of cast.units.entries())
    await sql`
      update organisationunit set openingdate = ${made.units[number]?.from}::date, closeddate = ${made.units[number]?.to ?? null}::date
      where organisationunitid = ${key}
    `.execute(db);
}

async function readCast(db: Db): Promise<Cast> {
  const { rows: sets } = await sql<{ id: number; uid: string }>`
    select datasetid as id, uid from dataset order by datasetid limit 3
  `.execute(db);
  const { rows: elements } = await sql<{ key: number }>`
    select dataelementid as key from dataelement order by dataelementid limit 3
  `.execute(db);
  const { rows: units } = await sql<{ root: number; child: number; grandchild: number; sibling: number }>`
    select root.organisationunitid as root, child.organisationunitid as child, grandchild.organisationunitid as grandchild,
      sibling.organisationunitid as sibling
    from organisationunit as root
    join organisationunit as child on child.parentid = root.organisationunitid
    join organisationunit as grandchild on grandchild.parentid = child.organisationunitid
    join organisationunit as sibling on sibling.parentid = root.organisationunitid and sibling.organisationunitid <> child.organisationunitid
    where root.parentid is null
    limit 1
  `.execute(db);
  const { rows: combos } = await sql<{ name: Combo; key: number }>`
    select case when name = 'default' then 'default' else 'attribute' end as name, categorycomboid as key from categorycombo
    where name = 'default' or categorycomboid = (
      select dataset.categorycomboid from dataset
      join categorycombo using (categorycomboid)
      where categorycombo.name <> 'default' limit 1
    )
  `.execute(db);
  const byName = new Map(combos.map(({ name, key }) => [name, key]));
  const keys: Record<Combo, number> = { default: byName.get('default') ?? 0, attribute: byName.get('attribute') ?? 0 };
  const { rows: attributes } = await sql<{ key: number; options: readonly number[] }>`
    select link.categoryoptioncomboid as key, array(
      select own.categoryoptionid from categoryoptioncombos_categoryoptions as own
      where own.categoryoptioncomboid = link.categoryoptioncomboid and link.categorycomboid <> ${keys.default}
    ) as options
    from categorycombos_optioncombos as link
    where link.categorycomboid = any (${[keys.default, keys.attribute]}::bigint[])
    order by link.categorycomboid <> ${keys.default}, link.categoryoptioncomboid
    limit 3
  `.execute(db);
  const options = [...new Set(attributes.flatMap((one) => one.options))];
  const { rows: approval } = await sql<{ workflow: number; level: number }>`
    select (select min(workflowid) from dataapprovalworkflow) as workflow, (select min(dataapprovallevelid) from dataapprovallevel) as level
  `.execute(db);
  const { root = 0, child = 0, grandchild = 0, sibling = 0 } = units[0] ?? {};
  expect([sets.length, elements.length, attributes.length, options.length > 1 && options.length <= 8]).toEqual([
    3,
    3,
    3,
    true,
  ]);
  return {
    sets,
    elements: elements.map(({ key }) => key),
    units: [root, child, grandchild, sibling],
    combos: keys,
    attributes: attributes.map(({ key }) => key),
    options,
    optionsOf: attributes.map((one) => one.options.map((option) => options.indexOf(option))),
    workflow: approval[0]?.workflow ?? 0,
    level: approval[0]?.level ?? 0,
  };
}
