import fc from 'fast-check';
import { sql } from 'kysely';
import { Value } from 'typebox/value';
import { beforeAll, expect, it } from 'vitest';
import { testDatabase } from '../../../../test/support/database.js';
import {
  type Facts,
  importOneByOne,
  type OracleOptions,
  readFacts,
} from '../../../../test/support/registration-oracle.js';
import {
  clearFrom,
  EXPIRING,
  MONTHLY,
  registrationsFrom,
  WITH_OPTIONS,
} from '../../../../test/support/registrations.js';
import { type CurrentUser, userByUid } from '../../../http/index.js';
import { IMPORT_OPTIONS, type ImportOptions } from '../../imports/index.js';
import { importRegistrations } from './import-registrations.js';
import type { WireRegistration } from './payload.js';

const database = testDatabase({ demo: true });
const NEW = '2031-01-01';
/** Kinds of faults that there are. */
const FAULTS = 'E2040 E2041 E7600 E7601 E7605 E7611 E7612 E7615 E7617 E7631 E7632 E7635 E7636 E7638 E7639'.split(' ');
const CLOSED = 'FfHuENf68fp';
const COMBO = 'QQqK8WOo9Up';

let user: CurrentUser;
let facts: Facts;
let units: readonly string[];
let combos: readonly { readonly uid: string; readonly options: readonly string[] }[];

/** A world with every kind of fault in it: options with days, units and sharing of their own; a closed data set; compulsory fields that warn and that refuse. */
beforeAll(async () => {
  const { db } = database;
  const run = async (query: ReturnType<typeof sql>): Promise<void> => void (await query.execute(db));
  const { rows: account } = await sql<{ uid: string; path: string }>`
    select userinfo.uid, min(unit.path) as path from userinfo
    join usermembership using (userinfoid) join organisationunit as unit using (organisationunitid)
    where unit.hierarchylevel in (2, 3) and not userinfo.disabled group by userinfo.uid order by userinfo.uid limit 1
  `.execute(db);
  const path = account[0]?.path ?? '';
  const found = await userByUid(db, account[0]?.uid ?? '');
  if (!found || found.isSuper) throw new Error('The demo has no clerk.');
  user = found;
  const { rows: near } = await sql<{ uid: string }>`
    select uid from organisationunit where path like ${`${path}%`} and hierarchylevel >= 3 order by path desc limit 4
  `.execute(db);
  const { rows: far } = await sql<{ uid: string }>`
    select uid from organisationunit where path not like ${`${path}%`} and hierarchylevel = 4 order by path limit 1
  `.execute(db);
  units = [...near, ...far].map(({ uid }) => uid);
  // Five combos of one project, each with a partner of its own.
  const { rows } = await sql<{ uid: string; options: string[] }>`
    select combo.uid, array[partner.uid::text, project.uid::text] as options
    from categorycombo join categorycombos_optioncombos using (categorycomboid) join categoryoptioncombo as combo using (categoryoptioncomboid)
    cross join lateral (
      select option.categoryoptionid, option.uid from categoryoptioncombos_categoryoptions as link join categoryoption as option using (categoryoptionid)
      where link.categoryoptioncomboid = combo.categoryoptioncomboid and option.name like 'Partner%'
    ) as partner
    cross join lateral (
      select option.uid, option.name from categoryoptioncombos_categoryoptions as link join categoryoption as option using (categoryoptionid)
      where link.categoryoptioncomboid = combo.categoryoptioncomboid and option.categoryoptionid <> partner.categoryoptionid
    ) as project
    where categorycombo.uid = ${COMBO}
    order by project.name, partner.uid limit 5
  `.execute(db);
  if (rows.length < 5) throw new Error('The demo has too few combos.');
  combos = rows;
  await run(sql`delete from categoryoption_organisationunits`);
  await run(
    sql`update categoryoption set startdate = null, enddate = null, sharing = jsonb_set(sharing, '{public}', '"rwrw----"')`,
  );
  await run(sql`update categoryoption set enddate = '2031-06-30' where uid = ${combos[1]?.options[0] ?? ''}`);
  await run(sql`update categoryoption set startdate = '2031-02-01' where uid = ${combos[2]?.options[0] ?? ''}`);
  await run(sql`
    insert into categoryoption_organisationunits (categoryoptionid, organisationunitid)
    select option.categoryoptionid, unit.organisationunitid from categoryoption as option, organisationunit as unit
    where option.uid = ${combos[3]?.options[0] ?? ''} and unit.uid = ${units[0] ?? ''}
  `);
  await run(
    sql`update categoryoption set sharing = jsonb_set(sharing, '{public}', '"rwr-----"') where uid = ${combos[4]?.options[0] ?? ''}`,
  );
  await run(sql`update dataset set sharing = '{"public": "rwr-----", "owner": null}' where uid = ${CLOSED}`);
  await run(
    sql`delete from datasetsource where sourceid = (select organisationunitid from organisationunit where uid = ${units[1] ?? ''})`,
  );
  await run(sql`update dataset set compulsoryfieldscompleteonly = uid = ${EXPIRING}`);
  await run(sql`
    with fields as (
      select dataset.datasetid, dataelement.dataelementid, combo.categoryoptioncomboid, nextval('hibernate_sequence') as operand
      from dataset
      cross join lateral (
        select dataelementid from datasetelement where datasetelement.datasetid = dataset.datasetid order by dataelementid limit 2
      ) as dataelement
      cross join categoryoptioncombo as combo
      where dataset.uid in (${MONTHLY}, ${EXPIRING}) and combo.name = 'default'
    ), operands as (
      insert into dataelementoperand (dataelementoperandid, dataelementid, categoryoptioncomboid)
      select operand, dataelementid, categoryoptioncomboid from fields
    )
    insert into datasetoperands (datasetid, dataelementoperandid) select datasetid, operand from fields
  `);
  await clearFrom(db, NEW);
  // Half of the places have the values that are compulsory.
  await run(sql`
    insert into period (periodid, periodtypeid, startdate, enddate)
    select nextval('hibernate_sequence'), periodtypeid, '2031-01-01', '2031-01-31' from periodtype where name = 'Monthly'
  `);
  await run(sql`
    insert into datavalue (dataelementid, periodid, sourceid, categoryoptioncomboid, attributeoptioncomboid, value, storedby, created, lastupdated, deleted)
    select distinct operand.dataelementid, period.periodid, unit.organisationunitid, operand.categoryoptioncomboid, combo.categoryoptioncomboid, '1', 'anna',
      localtimestamp, localtimestamp, false
    from dataelementoperand as operand, period, organisationunit as unit, categoryoptioncombo as combo
    where period.startdate = '2031-01-01' and unit.uid = any (${[...units]}::text[]) and combo.name = 'default'
  `);
  facts = await readFacts(db, user);
});

const oneOf = <Item>(...items: readonly Item[]) => fc.constantFrom(...items);
/** Mostly what is right: a registration has many parts, and the first that is wrong hides the others. */
const mostly = <Item>(right: readonly Item[], ...wrong: readonly Item[]) =>
  fc.oneof({ weight: 12, arbitrary: oneOf(...right) }, { weight: 1, arbitrary: oneOf(...wrong) });

const registration = (): fc.Arbitrary<WireRegistration> =>
  fc
    .record({
      dataSet: mostly<string | undefined>(
        [MONTHLY, MONTHLY, EXPIRING, WITH_OPTIONS],
        CLOSED,
        CLOSED,
        'nothingHere',
        undefined,
      ),
      period: mostly<string | undefined>(
        ['203101', '2031-01', '203102', '2031'],
        '203107',
        '2031Q1',
        '203113',
        undefined,
      ),
      organisationUnit: mostly<string | undefined>(units.slice(0, 2), ...units.slice(2), 'nothingHere', undefined),
      combo: mostly<Partial<WireRegistration>>(
        [
          {},
          {},
          {},
          ...combos.slice(0, 4).map(({ uid }) => ({ attributeOptionCombo: uid })),
          { cc: COMBO, cp: combos[0]?.options.toReversed().join(';') ?? '' },
        ],
        ...combos.slice(1).map(({ uid }) => ({ attributeOptionCombo: uid })),
        ...combos.slice(1).map(({ options }) => ({ cc: COMBO, cp: options.join(';') })),
        { attributeOptionCombo: 'nothingHere' },
        { cc: COMBO },
        { cp: 'nothingHere' },
        { cc: COMBO, cp: 'nothingHere' },
      ),
      date: oneOf('2031-02-01T00:00:00', '2031-03-02T10:11:12'),
      storedBy: oneOf(undefined, 'anna', 'berta'),
      lastUpdatedBy: oneOf(undefined, 'carla'),
      completed: oneOf(undefined, 'true', 'false'),
    })
    .map(({ combo, ...rest }) => {
      const given = Object.entries({ ...rest, ...combo }).filter(([, value]) => value !== undefined);
      return Object.fromEntries(given) as WireRegistration;
    });

const strict = () =>
  fc.oneof({ weight: 5, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) });

const settings = (): fc.Arbitrary<OracleOptions> =>
  fc.record({
    strategy: oneOf('CREATE', 'UPDATE', 'CREATE_AND_UPDATE', 'CREATE_AND_UPDATE', 'DELETE'),
    strictPeriods: strict(),
    strictAttributeOptionCombos: strict(),
    strictOrganisationUnits: strict(),
    requireAttributeOptionCombo: strict(),
  });

const optionsOf = ({ strategy, ...strict }: OracleOptions, dryRun = false): ImportOptions =>
  Value.Default(IMPORT_OPTIONS, { importStrategy: strategy, ...strict, dryRun }) as ImportOptions;

it('does what an importer does that takes one registration after the other', async () => {
  const { db } = database;
  const met = new Set<string>();
  const done = { imported: 0, updated: 0, deleted: 0, ignored: 0 };
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.array(registration(), { minLength: 15, maxLength: 40 }), settings()), {
        minLength: 3,
        maxLength: 4,
      }),
      async (imports) => {
        await sql`
          delete from completedatasetregistration where periodid in (select periodid from period where startdate >= ${NEW}::date)
        `.execute(db);
        for (const [registrations, options] of imports) {
          const before = await registrationsFrom(db, NEW);
          const expected = importOneByOne(facts, before, registrations, options);
          const payload = { head: {}, registrations };
          const trial = await importRegistrations(db, payload, optionsOf(options, true), user);
          expect(await registrationsFrom(db, NEW)).toEqual(before);
          const summary = await importRegistrations(db, payload, optionsOf(options), user);
          expect({ ...trial, importOptions: undefined }).toEqual({ ...summary, importOptions: undefined });
          for (const text of Object.keys(expected.conflicts)) met.add(text.slice(0, 5));
          for (const kind of ['imported', 'updated', 'deleted', 'ignored'] as const)
            done[kind] += expected.counts[kind];
          expect(summary.importCount).toEqual(expected.counts);
          expect(summary.rejectedIndexes).toEqual(expected.rejected);
          expect(conflictsOf(summary.conflicts)).toEqual(expected.conflicts);
          const sorted = (rows: readonly object[]) =>
            rows.map((row) => JSON.stringify(row, Object.keys(row).toSorted())).toSorted();
          expect(sorted(await registrationsFrom(db, NEW))).toEqual(sorted(expected.rows));
        }
      },
    ),
    { numRuns: 25 },
  );
  // By chance one or the other may be missing.
  expect(FAULTS.filter((code) => !met.has(code)).length).toBeLessThan(4);
  expect(Math.min(...Object.values(done))).toBeGreaterThan(0);
}, 120_000);

/** Places by code and sentence; conflicts about different objects may say the same. */
function conflictsOf(
  conflicts: readonly { readonly errorCode?: string; readonly value: string; readonly indexes?: readonly number[] }[],
) {
  const found: Record<string, number[]> = {};
  for (const { errorCode, value, indexes = [] } of conflicts) {
    const text = `${errorCode} ${value}`;
    found[text] = [...(found[text] ?? []), ...indexes].toSorted((a, b) => a - b);
  }
  return found;
}
