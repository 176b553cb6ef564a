import fc from 'fast-check';
import { sql } from 'kysely';
import { beforeAll, expect, it } from 'vitest';
import {
  type ImportWorld,
  importOneByOne,
  keyOf,
  type SentValue,
  type StoredValue,
} from '../../support/data-value-oracle.js';
import { databaseAudits } from '../../support/dhis2/layout.js';
import { testServer } from '../../support/server.js';
import { makeUsers } from '../../support/users.js';

const server = testServer({ demo: true });
const users = makeUsers(server);
const DEFAULT = 'HllvX50cXC0';
const TYPES = ['INTEGER', 'NUMBER', 'BOOLEAN', 'DATE', 'TEXT'] as const;
const PERIODS = ['201501', '2015-02', '201503'];

let world: ImportWorld;
let headers: Readonly<Record<string, string>>;
let names: Record<'elements' | 'units' | 'combos', readonly string[]>;

/** Elements that belong to no data set, so that nothing is closed; units inside and outside of the user's; combos that anybody may use. */
beforeAll(async () => {
  const { rows: elements } = await sql<{ uid: string }>`
    select uid from dataelement where domaintype = 'AGGREGATE' order by dataelementid limit 6
  `.execute(server.db);
  await sql`delete from datasetelement where dataelementid in (select dataelementid from dataelement where uid = any (${elements.map(({ uid }) => uid)}::text[]))`.execute(
    server.db,
  );
  await sql`
    insert into optionset (optionsetid, uid, created, lastupdated, name, valuetype, version) values (-1, 'optionSet01', now(), now(), 'Colours', 'TEXT', 1);
  `.execute(server.db);
  await sql`
    insert into optionvalue (optionvalueid, uid, created, lastupdated, name, code, optionsetid, sort_order)
    values (-1, 'optionRed01', now(), now(), 'Red', 'red', -1, 1), (-2, 'optionBlue1', now(), now(), 'Blue', '0', -1, 2)
  `.execute(server.db);
  const types = [...TYPES, 'TEXT'];
  for (const [index, { uid }] of elements.entries())
    await sql`
      update dataelement set valuetype = ${types[index]}, aggregationtype = 'SUM', zeroissignificant = ${index === 1}, optionsetid = ${index === 5 ? -1 : null}::bigint,
        sharing = '{"public": "rw------"}'
      where uid = ${uid}
    `.execute(server.db);
  const { rows: units } = await sql<{ uid: string; level: number }>`
    (select uid, hierarchylevel as level from organisationunit where hierarchylevel = 2 order by uid limit 2)
    union all (select uid, hierarchylevel from organisationunit where hierarchylevel = 1)
  `.execute(server.db);
  const { rows: combos } = await sql<{ uid: string }>`
    select uid from categoryoptioncombo where name <> 'default' and not exists (
      select from categoryoptioncombos_categoryoptions as link
      join categoryoption_organisationunits using (categoryoptionid) where link.categoryoptioncomboid = categoryoptioncombo.categoryoptioncomboid
    ) order by uid limit 1
  `.execute(server.db);
  await sql`update categoryoption set sharing = '{"public": "rwrw----"}', startdate = null, enddate = null`.execute(
    server.db,
  );
  const user = await users.make(['F_DATAVALUE_ADD']);
  await sql`
    insert into usermembership (userinfoid, organisationunitid)
    select userinfo.userinfoid, unit.organisationunitid from userinfo, organisationunit as unit where userinfo.uid = ${user.uid} and unit.uid = ${units[0]?.uid}
  `.execute(server.db);
  headers = await users.enter(user.uid);
  names = {
    elements: elements.map(({ uid }) => uid),
    units: units.map(({ uid }) => uid),
    combos: combos.map(({ uid }) => uid),
  };
  world = {
    elements: new Map(
      names.elements.map((uid, index) => [
        uid,
        {
          type: types[index] ?? '',
          emptyZeros: index === 0,
          options: index === 5 ? new Set(['red', '0']) : undefined,
        },
      ]),
    ),
    periods: new Set(PERIODS),
    units: new Map(names.units.map((uid, index) => [uid, index === 0])),
    combos: new Set([DEFAULT, ...names.combos]),
    defaultCombo: DEFAULT,
    username: user.username,
  };
});

const mostly = <Good, Bad>(good: fc.Arbitrary<Good>, bad: fc.Arbitrary<Bad>) =>
  fc.oneof({ weight: 9, arbitrary: good as fc.Arbitrary<Good | Bad> }, { weight: 1, arbitrary: bad });

const payload = () => {
  const sent = fc.record(
    {
      dataElement: mostly(fc.constantFrom(...names.elements), fc.constantFrom('nothingHere', '', 'x\ty\\n')),
      period: mostly(fc.constantFrom(...PERIODS), fc.constantFrom('201513', 'never', '2015-02-30')),
      orgUnit: mostly(fc.constant(names.units[0] ?? ''), fc.constantFrom(...names.units.slice(1), 'nowhere')),
      categoryOptionCombo: mostly(fc.constantFrom(DEFAULT, ...names.combos), fc.constant('nocombo')),
      attributeOptionCombo: mostly(fc.constant(DEFAULT), fc.constant('noattribute')),
      value: fc.oneof(
        fc.constantFrom(
          '0',
          '1',
          '5',
          ' 7 ',
          '0.0',
          '-3',
          '2.5',
          'true',
          'F',
          '2015-02-28',
          '2023-02-30',
          'red',
          'two words',
          '',
          '007',
          'a\tb\nc\\d',
        ),
        fc.constantFrom('0', '1'),
      ),
      comment: fc.constantFrom('seen', ' ', 'tab\there'),
      followup: fc.boolean(),
      deleted: mostly(fc.constant(false), fc.constant(true)),
      storedBy: mostly(fc.constant('clerk'), fc.constant('z'.repeat(256))),
    },
    { requiredKeys: ['dataElement', 'period', 'orgUnit', 'value'] },
  );
  // Half of the payloads name a place twice: by chance alone some runs would have none.
  return fc
    .tuple(fc.array(sent, { maxLength: 14 }), fc.boolean())
    .map(([values, again]) =>
      again ? [...values, ...values.slice(0, 1).map((first) => ({ ...first, value: '1' }))] : values,
    );
};

/** One value for each kind of fault, each in the place of a good one, so that no run goes without. */
const everyFault = (): readonly SentValue[] => {
  const [element = ''] = names.elements;
  const [unit = '', foreign = ''] = names.units;
  const good = { dataElement: element, period: PERIODS[0] ?? '', orgUnit: unit, value: '1' };
  return [
    good,
    { ...good, value: '5' },
    ...['nothingHere', ''].map((dataElement) => ({ ...good, dataElement })),
    ...['201513', 'never'].map((period) => ({ ...good, period })),
    ...['nowhere', foreign].map((orgUnit) => ({ ...good, orgUnit })),
    { ...good, categoryOptionCombo: 'nocombo' },
    { ...good, attributeOptionCombo: 'noattribute' },
    { ...good, storedBy: 'z'.repeat(256) },
    ...names.elements.flatMap((dataElement) => ['', 'two words'].map((value) => ({ ...good, dataElement, value }))),
  ];
};

const trial = () =>
  fc.record({
    payloads: fc.array(payload(), { minLength: 2, maxLength: 3 }),
    strategy: fc.constantFrom('CREATE', 'UPDATE', 'CREATE_AND_UPDATE', 'CREATE_AND_UPDATE', 'DELETE' as const),
    merge: fc.boolean(),
    atomic: fc.boolean(),
  });

it('stores and tells what an importer that takes values one by one does', { timeout: 240_000 }, async () => {
  const seen = new Set<string>();
  await fc.assert(
    fc.asyncProperty(trial(), async ({ payloads, strategy, merge, atomic }) => {
      await clear();
      const expected = new Map<string, StoredValue>();
      const audits: string[] = [];
      for (const [round, values] of payloads.entries()) {
        // The first round fills the tables.
        const options =
          round === 0
            ? { strategy: 'CREATE_AND_UPDATE' as const, merge: false, atomic: false }
            : { strategy, merge, atomic };
        const query = `?importStrategy=${options.strategy}&mergeDataValues=${options.merge}${options.atomic ? '&atomic=true' : ''}`;
        const tried = await post(values, `${query}&dryRun=true`);
        expect(await stored()).toEqual(new Map([...expected].toSorted()));
        const outcome = importOneByOne(world, expected, values, options);
        const answer = await post(values, query);
        expect(told(answer)).toEqual({ ...outcome, audits: undefined, conflicts: [...outcome.conflicts].toSorted() });
        expect(told(tried)).toEqual(told(answer));
        for (const { errorCode } of answer.conflicts) seen.add(errorCode);
        audits.push(...outcome.audits);
        expect(await stored()).toEqual(new Map([...expected].toSorted()));
        if (!databaseAudits) expect(await readAudits()).toEqual(audits.toSorted());
      }
    }),
    {
      numRuns: 40,
      examples: [[{ payloads: [[], everyFault()], strategy: 'CREATE_AND_UPDATE', merge: false, atomic: false }]],
    },
  );
  expect([...seen].toSorted()).toEqual(
    expect.arrayContaining([
      'E7610',
      'E7611',
      'E7612',
      'E7613',
      'E7615',
      'E7617',
      'E7618',
      'E7619',
      'E7621',
      'E7637',
      'E7649',
    ]),
  );
});

interface Summary {
  readonly importCount: unknown;
  readonly rejectedIndexes: readonly number[];
  readonly conflicts: readonly {
    errorCode: string;
    object: string;
    objects: Record<string, string>;
    indexes: readonly number[];
  }[];
}

async function post(values: readonly SentValue[], query: string): Promise<Summary> {
  const { json, status } = await server.request(`/api/dataValueSets${query}`, {
    method: 'POST',
    body: { dataValues: values },
    headers,
    user: null,
  });
  expect(status).toBe(json.response.status === 'SUCCESS' ? 200 : 409);
  return json.response;
}

const told = ({ importCount, rejectedIndexes, conflicts }: Summary) => ({
  counts: importCount,
  rejected: rejectedIndexes,
  conflicts: conflicts
    .map(({ errorCode, object, objects, indexes }) => {
      const { dataElement, period, orgUnit, categoryOptionCombo, attributeOptionCombo } = objects;
      const about =
        errorCode === 'E7649'
          ? [dataElement, period, orgUnit, categoryOptionCombo, attributeOptionCombo].join(' ')
          : object;
      return `${errorCode} ${about}: ${indexes.join(',')}`;
    })
    .toSorted(),
});

async function clear(): Promise<void> {
  await sql`delete from datavalueaudit`.execute(server.db);
  await sql`delete from datavalue where periodid in (select periodid from period where startdate between '2015-01-01' and '2015-12-31')`.execute(
    server.db,
  );
}

async function stored(): Promise<Map<string, StoredValue>> {
  const { rows } = await sql<Record<'element' | 'period' | 'unit' | 'combo' | 'attribute', string> & StoredValue>`
    select element.uid as element, to_char(period.startdate, 'YYYYMM') as period, unit.uid as unit, combo.uid as combo, attribute.uid as attribute,
      stored.value, stored.comment, coalesce(stored.followup, false) as followup, stored.deleted, stored.storedby as "storedBy"
    from datavalue as stored
    join dataelement as element using (dataelementid) join period using (periodid) join organisationunit as unit on unit.organisationunitid = stored.sourceid
    join categoryoptioncombo as combo on combo.categoryoptioncomboid = stored.categoryoptioncomboid
    join categoryoptioncombo as attribute on attribute.categoryoptioncomboid = stored.attributeoptioncomboid
    where period.startdate between '2015-01-01' and '2015-12-31'
  `.execute(server.db);
  const found = rows.map(({ element, period, unit, combo, attribute, ...value }): [string, StoredValue] => [
    keyOf(
      {
        dataElement: element,
        period: sentName(period),
        orgUnit: unit,
        categoryOptionCombo: combo,
        attributeOptionCombo: attribute,
      },
      DEFAULT,
    ),
    value,
  ]);
  return new Map(found.toSorted());
}

/** One of the periods is sent in its other form. */
const sentName = (period: string): string => (period === '201502' ? '2015-02' : period);

async function readAudits(): Promise<readonly string[]> {
  const { rows } = await sql<{ text: string; period: string }>`
    select to_char(period.startdate, 'YYYYMM') as period,
      concat_ws(' ', element.uid, '{}', unit.uid, combo.uid, attribute.uid, audit.audittype, coalesce(audit.value, 'null')) as text
    from datavalueaudit as audit
    join dataelement as element using (dataelementid) join period using (periodid) join organisationunit as unit using (organisationunitid)
    join categoryoptioncombo as combo on combo.categoryoptioncomboid = audit.categoryoptioncomboid
    join categoryoptioncombo as attribute on attribute.categoryoptioncomboid = audit.attributeoptioncomboid
  `.execute(server.db);
  return rows.map(({ text, period }) => text.replace('{}', sentName(period))).toSorted();
}
