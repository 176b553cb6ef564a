import { sql } from 'kysely';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  ATTRIBUTE,
  CLINIC,
  clearValues,
  countPeriods,
  DEFAULT,
  ELEMENTS,
  MALE,
  MONTHLY_SET,
  OTHER,
  PROJECT_SET,
  poster,
  readShort,
  readValues,
  value,
  WATER,
  withDataValueFixture,
} from '../../support/data-value-fixture.js';
import { databaseAudits } from '../../support/dhis2/layout.js';
import { testServer } from '../../support/server.js';
import { type MadeUser, makeUsers } from '../../support/users.js';

const server = testServer();
withDataValueFixture(server);
const users = makeUsers(server);
const post = poster(server);
const row = (text: string) => text.replaceAll('default', DEFAULT);

/** A user who enters data for one unit. */
let clerk: MadeUser;
let asClerk: Readonly<Record<string, string>>;
beforeAll(async () => {
  clerk = await users.make(['F_DATAVALUE_ADD']);
  await sql`
    insert into usermembership (userinfoid, organisationunitid)
    select userinfo.userinfoid, unit.organisationunitid from userinfo, organisationunit as unit where userinfo.uid = ${clerk.uid} and unit.uid = ${CLINIC}
  `.execute(server.db);
  asClerk = await users.enter(clerk.uid);
});
beforeEach(() => clearValues(server.db));

describe('identifier schemes', () => {
  const NAMES = {
    CODE: { dataElement: 'BIRTHS', orgUnit: 'CLINIC_ONE', categoryOptionCombo: 'MALE', dataSet: 'MONTHLY_REPORT' },
    NAME: { dataElement: 'Births', orgUnit: 'Clinic one', categoryOptionCombo: 'Male', dataSet: 'Monthly report' },
    [`ATTRIBUTE:${ATTRIBUTE}`]: {
      dataElement: `national ${ELEMENTS.bySex}`,
      orgUnit: `national ${CLINIC}`,
      categoryOptionCombo: `national ${MALE}`,
      dataSet: `national ${MONTHLY_SET}`,
    },
  };
  const stored = [row(`${ELEMENTS.bySex} 201501 ${CLINIC} ${MALE} default 4`)];

  it.each(Object.entries(NAMES))('%s is taken from the head, which wins over the query', async (scheme, names) => {
    const { dataSet, ...rest } = names;
    const dataValues = [{ ...rest, period: '201501', value: 4 }];
    const { json } = await post({ idScheme: scheme, dataSet, dataValues }, '?idScheme=UID');
    expect(json.response, json.response.conflicts[0]?.value).toMatchObject({
      status: 'SUCCESS',
      importOptions: { idSchemes: { idScheme: scheme } },
    });
    expect(await readShort(server.db)).toEqual(stored);
  });

  it('each kind of object may have its own, in the query', async () => {
    const schemes = {
      dataElementIdScheme: 'NAME',
      orgUnitIdScheme: 'code',
      categoryOptionComboIdScheme: `ATTRIBUTE:${ATTRIBUTE}`,
    };
    const names = { ...NAMES.NAME, orgUnit: 'CLINIC_ONE', categoryOptionCombo: `national ${MALE}`, dataSet: undefined };
    const query = new URLSearchParams({ idScheme: 'UID', ...schemes }).toString();
    const { json } = await post({ dataValues: [{ ...names, period: '201501', value: 4 }] }, `?${query}`);
    expect(json.response.importOptions.idSchemes).toEqual({ idScheme: 'UID', ...schemes });
    expect(await readShort(server.db)).toEqual(stored);
  });

  it('a name that two objects have is none', async () => {
    await sql`update organisationunit set name = 'Twin' where uid in (${CLINIC}, ${OTHER})`.execute(server.db);
    const { json } = await post({ dataValues: [value({ orgUnit: 'Twin' })] }, '?orgUnitIdScheme=NAME');
    await sql`update organisationunit set name = case uid when ${CLINIC} then 'Clinic one' else 'Clinic two' end where name = 'Twin'`.execute(
      server.db,
    );
    expect(json.response.conflicts).toMatchObject([{ errorCode: 'E7612', object: 'Twin' }]);
  });

  it.each(['NUMBER', 'ATTRIBUTE:short', 'UUID'])('%s is none, whether head or query says so', async (scheme) => {
    for (const { status, text } of [
      await post({ idScheme: scheme, dataValues: [value()] }),
      await post({ dataValues: [value()] }, `?orgUnitIdScheme=${scheme}`),
    ])
      expect([status, text]).toEqual([400, expect.stringContaining('is no identifier scheme')]);
    expect(await readShort(server.db)).toEqual([]);
  });

  it('category options of the head mean a combo, whatever the scheme of combos is', async () => {
    const dataValues = [{ dataElement: ELEMENTS.project, period: '201501', orgUnit: CLINIC, value: 4 }];
    const head = { dataSet: PROJECT_SET, attributeCategoryOptions: ['optionWater'], dataValues };
    for (const query of ['', '?categoryOptionComboIdScheme=CODE', '?categoryOptionComboIdScheme=NAME'])
      expect((await post(head, query)).json.response.conflicts, query).toEqual([]);
    expect(await readShort(server.db)).toEqual([row(`${ELEMENTS.project} 201501 ${CLINIC} default ${WATER} 4`)]);
    const xml = `<dataValueSet attributeCategoryOptions="optionLight optionWater"><dataValue/></dataValueSet>`;
    expect((await post(xml, '', { type: 'application/xml' })).text).toContain('errorCode="E7604"');
  });
});

describe('strategies', () => {
  it.each([
    ['CREATE', 'NEW', { imported: 1, updated: 0, deleted: 0, ignored: 1 }, [0], ['5', '6']],
    ['UPDATE', 'UPDATES', { imported: 0, updated: 1, deleted: 0, ignored: 1 }, [1], ['6']],
    ['CREATE_AND_UPDATE', 'NEW_AND_UPDATES', { imported: 1, updated: 1, deleted: 0, ignored: 0 }, [], ['6', '6']],
    ['CREATE_AND_UPDATE', 'SYNC', { imported: 1, updated: 1, deleted: 0, ignored: 0 }, [], ['6', '6']],
    ['DELETE', 'DELETES', { imported: 0, updated: 0, deleted: 1, ignored: 1 }, [1], ['5 deleted']],
  ])('%s, also by its old name %s, in query and head', async (name, old, importCount, rejectedIndexes, left) => {
    const dataValues = [value({ value: 6 }), value({ value: 6, period: '201502' })];
    const ways: readonly [object, string][] = [
      [{}, `?importStrategy=${name}`],
      [{}, `?strategy=${old}`],
      [{ strategy: old }, '?importStrategy=CREATE'],
    ];
    for (const [head, query] of ways) {
      await clearValues(server.db);
      await post({ dataValues: [value()] });
      const tried = await post({ ...head, dryRun: true, dataValues }, query);
      expect(await readShort(server.db)).toHaveLength(1);
      const { json } = await post({ ...head, dataValues }, query);
      expect(json.response).toMatchObject({ importCount, rejectedIndexes, conflicts: [] });
      expect(tried.json.response).toMatchObject({ importCount, rejectedIndexes });
      const found = (await readShort(server.db)).map((text) => text.split(' ').slice(5).join(' '));
      expect(found).toEqual(left);
      expect(await countPeriods(server.db)).toBe(left.length);
    }
  });

  it('keeps what a merged value does not say', async () => {
    await post({ dataValues: [value({ comment: 'old', followup: true })] });
    await post({ dataValues: [value({ value: 6 })] }, '?mergeDataValues=true');
    expect(await readValues(server.db)).toMatchObject([{ value: '6', comment: 'old', followup: true }]);
    await post({ dataValues: [value({ value: 6 })] });
    expect(await readValues(server.db)).toMatchObject([{ value: '6', comment: null, followup: false }]);
  });

  it.each(['SOMETIMES', 'constructor'])('%s is none', async (strategy) => {
    for (const { status } of [
      await post({ strategy, dataValues: [value()] }),
      await post({ dataValues: [value()] }, `?strategy=${strategy}`),
    ])
      expect(status).toBe(400);
    expect(await readShort(server.db)).toEqual([]);
  });
});

describe('rights', () => {
  it('importing needs an authority', async () => {
    const headers = await users.enter((await users.make([])).uid);
    const { status, json } = await post({ dataValues: [value()] }, '', { headers });
    expect([status, json]).toMatchObject([403, { httpStatusCode: 403 }]);
  });

  // From 2.43 of DHIS2 on, the database audits whatever is asked.
  it.skipIf(databaseAudits)('leaving out the audit needs another one', async () => {
    await post({ dataValues: [value()] });
    const audits = async () => (await sql`select from datavalueaudit`.execute(server.db)).rows.length;
    const refused = await post({ dataValues: [value({ value: 6 })] }, '?skipAudit=true', { headers: asClerk });
    expect([refused.status, refused.text]).toEqual([403, expect.stringContaining('F_SKIP_DATA_IMPORT_AUDIT')]);
    await post({ dataValues: [value({ value: 7 })] }, '?skipAudit=true');
    expect(await audits()).toBe(0);
    await post({ dataValues: [value({ value: 8 })] }, '', { headers: asClerk });
    expect(await audits()).toBe(1);
  });

  it('units outside of the user’s are refused, with their name', async () => {
    const { json } = await post({ dataValues: [value({ orgUnit: OTHER }), value()] }, '', { headers: asClerk });
    expect(json.response).toMatchObject({ importCount: { imported: 1, ignored: 1 }, rejectedIndexes: [0] });
    expect(json.response.conflicts).toEqual([
      {
        object: OTHER,
        objects: { orgUnit: OTHER },
        value: `Organisation unit: \`${OTHER}\` not in hierarchy of current user: \`${clerk.username}\``,
        errorCode: 'E7617',
        property: 'orgUnit',
        indexes: [0],
      },
    ]);
  });

  it('options that a user may not write data for close their combos', async () => {
    const closed = sql.lit('{"public": "rwr-----"}');
    await sql`update categoryoption set sharing = ${closed} where uid in ('optionMale1', 'optionWater')`.execute(
      server.db,
    );
    const dataValues = [
      value({ dataElement: ELEMENTS.bySex, categoryOptionCombo: MALE }),
      value({ dataElement: ELEMENTS.project, attributeOptionCombo: WATER }),
      value(),
    ];
    const { json } = await post({ dataValues }, '', { headers: asClerk });
    const admin = await post({ dataValues });
    await sql`update categoryoption set sharing = '{"public": "rwrw----"}'`.execute(server.db);
    const told = (code: string, kind: string, combo: string, option: string, index: number) => ({
      object: combo,
      objects: { [`${kind.toLowerCase()}OptionCombo`]: combo, categoryOption: option },
      value: `${kind} option combo: \`${combo}\` option not accessible: \`${option}\``,
      errorCode: code,
      property: `${kind.toLowerCase()}OptionCombo`,
      indexes: [index],
    });
    expect(json.response.conflicts).toEqual([
      told('E7614', 'Category', MALE, 'optionMale1', 0),
      told('E7616', 'Attribute', WATER, 'optionWater', 1),
    ]);
    expect(admin.json.response.conflicts).toEqual([]);
  });
});

describe('a head that cannot be used', () => {
  it.each([
    ['E7600', 'dataSet', 'nowhere', 'Data set not found or not accessible: `nowhere`'],
    ['E7601', 'dataSet', PROJECT_SET, `User does not have write access for DataSet: \`${PROJECT_SET}\``],
    ['E7603', 'orgUnit', 'nowhere', 'Organisation unit not found or not accessible: `nowhere`'],
    ['E7604', 'attributeOptionCombo', 'nowhere', 'Attribute option combo not found or not accessible: `nowhere`'],
  ])('%s ends the import', async (errorCode, property, object, text) => {
    await sql`update dataset set sharing = '{"public": "rwr-----"}' where uid = ${PROJECT_SET}`.execute(server.db);
    const body = { [property]: object, dataValues: [value(), value({ period: '201502', dataElement: 'nothing' })] };
    const { status, json } = await post(body, '', { headers: asClerk });
    expect([status, json]).toMatchObject([
      409,
      { status: 'ERROR', message: 'An error occurred, please check import summary.' },
    ]);
    expect(json.response).toMatchObject({
      status: 'ERROR',
      description: 'Import process was aborted',
      importCount: { imported: 0, updated: 0, deleted: 0, ignored: 2 },
      conflicts: [{ object, objects: { [property]: object }, value: text, errorCode, property, indexes: [] }],
      dataSetComplete: 'false',
    });
    expect([await readShort(server.db), await countPeriods(server.db)]).toEqual([[], 0]);
  });
});
