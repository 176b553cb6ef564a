import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { dataSet, deletionsOf } from '../../support/deletions.js';
import { element, errorsOf } from '../../support/imports.js';
import { testServer } from '../../support/server.js';

const server = testServer({ demo: true });
const { everything, expectKept, given, importing, read, remove, status } = deletionsOf({
  request: (...args) => server.request(...args),
});

const counted = async (text: ReturnType<typeof sql<{ count: number }>>): Promise<number> =>
  Number((await text.execute(server.db)).rows[0]?.count);

describe('an object takes along what belongs to it', () => {
  it('a program goes whole', async () => {
    const program = { id: 'DeleteC0001' };
    const stage = { id: 'DeleteC0002' };
    await given({
      dataElements: [element({ id: 'DeleteC0009', domainType: 'TRACKER' }, 'Tracked')],
      programs: [
        {
          ...program,
          name: 'C1',
          shortName: 'C1',
          programType: 'WITH_REGISTRATION',
          programStages: [stage],
          programSections: [{ id: 'DeleteC0003' }],
        },
      ],
      programStages: [
        {
          ...stage,
          name: 'C2',
          program,
          programStageDataElements: [{ dataElement: { id: 'DeleteC0009' } }],
          programStageSections: [{ id: 'DeleteC0010' }],
        },
      ],
      programStageSections: [{ id: 'DeleteC0010', name: 'C10', dataElements: [{ id: 'DeleteC0009' }] }],
      programSections: [{ id: 'DeleteC0003', name: 'C3' }],
      programIndicators: [{ id: 'DeleteC0004', name: 'C4', shortName: 'C4', program }],
      programRules: [
        { id: 'DeleteC0005', name: 'C5', program, programStage: stage, programRuleActions: [{ id: 'DeleteC0006' }] },
      ],
      programRuleActions: [
        {
          id: 'DeleteC0006',
          programRuleActionType: 'HIDEFIELD',
          programRule: { id: 'DeleteC0005' },
          dataElement: { id: 'DeleteC0009' },
        },
      ],
      programRuleVariables: [
        {
          id: 'DeleteC0007',
          name: 'C7',
          program,
          programStage: stage,
          dataElement: { id: 'DeleteC0009' },
          programRuleVariableSourceType: 'DATAELEMENT_CURRENT_EVENT',
        },
      ],
      programNotificationTemplates: [{ id: 'DeleteC0008', name: 'C8', messageTemplate: 'x', program }],
    });
    await expectKept(
      'dataElements/DeleteC0009',
      'program stage C2 (DeleteC0002)',
      'program rule action DeleteC0006',
      'program rule variable C7',
    );
    await expectKept('programStages/DeleteC0002', 'program rule C5 (DeleteC0005)', 'program rule variable C7');
    const gone = await remove('programs/DeleteC0001');
    expect(gone.status, gone.text).toBe(200);
    for (const [plural, number] of [
      ['programStages', 2],
      ['programSections', 3],
      ['programIndicators', 4],
      ['programRules', 5],
      ['programRuleActions', 6],
      ['programRuleVariables', 7],
      ['programNotificationTemplates', 8],
    ])
      expect(await status(`${plural}/DeleteC000${number}`), `${plural}`).toBe(404);
    expect((await remove('dataElements/DeleteC0009')).status).toBe(200);
    const recorded = await counted(sql`select count(*) from deletedobject where uid like 'DeleteC00%'`);
    expect(recorded).toBe(10);
  });

  it('a user group is left by its users, and by the favourites that show units of a group', async () => {
    await given({
      userGroups: [{ id: 'DeleteD0001', name: 'D1', users: [{ id: 'M5zQapPyTZI' }] }],
      organisationUnitGroups: [{ id: 'DeleteD0002', name: 'D2', shortName: 'D2' }],
      visualizations: [
        { id: 'DeleteD0003', name: 'D3', type: 'COLUMN', itemOrganisationUnitGroups: [{ id: 'DeleteD0002' }] },
      ],
    });
    expect((await remove('userGroups/DeleteD0001')).status).toBe(200);
    expect((await remove('organisationUnitGroups/DeleteD0002')).status).toBe(200);
    const { userGroups } = await read('users/M5zQapPyTZI?fields=userGroups');
    expect(userGroups).not.toContainEqual(expect.objectContaining({ id: 'DeleteD0001' }));
    expect((await read('visualizations/DeleteD0003?fields=:owner')).itemOrganisationUnitGroups).toEqual([]);
  });

  it('a favourite takes along what was said of it, and stays as long as a dashboard shows it', async () => {
    await given({
      interpretations: [{ id: 'DeleteD0004', text: 'Well', visualization: { id: 'DeleteD0003' } }],
      dashboards: [{ id: 'DeleteD0005', name: 'D5', dashboardItems: [{ visualization: { id: 'DeleteD0003' } }] }],
    });
    await expectKept('visualizations/DeleteD0003', 'dashboard D5 (DeleteD0005)');
    expect((await remove('dashboards/DeleteD0005')).status).toBe(200);
    expect((await remove('visualizations/DeleteD0003')).status).toBe(200);
    expect(await status('interpretations/DeleteD0004')).toBe(404);
  });

  it('soft-deleted data values, min-max values and lock exceptions go along and are counted', async () => {
    await given({ dataElements: [element({ id: 'DeleteE0001' }, 'E1')], dataSets: [dataSet('DeleteE0002')] });
    await sql`
      with element as (select dataelementid as id from dataelement where uid = 'DeleteE0001'),
        unit as (select min(organisationunitid) as id from organisationunit),
        combo as (select categoryoptioncomboid as id from categoryoptioncombo where uid = 'HllvX50cXC0'),
        periods as (select periodid as id from period limit 3),
        values as (
          insert into datavalue (dataelementid, periodid, sourceid, categoryoptioncomboid, attributeoptioncomboid, value, created, lastupdated, deleted)
          select element.id, periods.id, unit.id, combo.id, combo.id, '1', now(), now(), true from element, unit, combo, periods
        ),
        limits as (
          insert into minmaxdataelement (minmaxdataelementid, sourceid, dataelementid, categoryoptioncomboid, minimumvalue, maximumvalue, generatedvalue)
          select nextval('hibernate_sequence'), unit.id, element.id, combo.id, 1, 2, false from element, unit, combo
        )
      insert into lockexception (lockexceptionid, organisationunitid, periodid, datasetid)
      select nextval('hibernate_sequence'), unit.id, (select min(id) from periods), dataset.datasetid
      from unit, dataset where dataset.uid = 'DeleteE0002'
    `.execute(server.db);
    const { status: code, json, text } = await remove('dataElements/DeleteE0001');
    expect([code, json?.response?.purgedDataValues], text).toEqual([200, 3]);
    expect(json.message).toBe('3 soft-deleted data values were removed with the object.');
    expect((await remove('dataSets/DeleteE0002')).status).toBe(200);
    const { rows } = await sql`
      select klass, uid, deleted_by from deletedobject where uid in ('DeleteE0001', 'DeleteE0002') order by uid
    `.execute(server.db);
    expect(rows).toEqual([
      { klass: 'DataElement', uid: 'DeleteE0001', deleted_by: 'admin' },
      { klass: 'DataSet', uid: 'DeleteE0002', deleted_by: 'admin' },
    ]);
  });

  it('rows that refer to a user in two ways go with their owner', async () => {
    await given({
      userRoles: [{ id: 'DeleteF0001', name: 'F1', authorities: [] }],
      users: [
        {
          id: 'DeleteF0002',
          username: 'twice',
          surname: 'T',
          firstName: 'T',
          password: 'District1!',
          userRoles: [{ id: 'DeleteF0001' }],
        },
      ],
    });
    await sql`
      insert into userkeyjsonvalue (userkeyjsonvalueid, uid, created, lastupdated, lastupdatedby, userid, namespace, userkey)
      select nextval('hibernate_sequence'), 'DeleteF0003', now(), now(), userinfoid, userinfoid, 'app', 'key' from userinfo where uid = 'DeleteF0002'
    `.execute(server.db);
    const gone = await remove('users/DeleteF0002');
    expect(gone.status, gone.text).toBe(200);
  });
});

describe('objects that refer to each other', () => {
  it('are made and deleted in one payload', async () => {
    const program = (id: string, related: string) => ({
      id,
      name: id,
      shortName: id,
      programType: 'WITH_REGISTRATION',
      relatedProgram: { id: related },
    });
    await given({
      programs: [
        program('DeleteG0001', 'DeleteG0002'),
        program('DeleteG0002', 'DeleteG0003'),
        program('DeleteG0003', 'DeleteG0001'),
      ],
    });
    expect((await read('programs/DeleteG0003')).relatedProgram).toMatchObject({ id: 'DeleteG0001' });
    await expectKept('programs/DeleteG0001', 'program DeleteG0003 (DeleteG0003)');
    const programs = ['DeleteG0001', 'DeleteG0002', 'DeleteG0003'].map((id) => ({ id }));
    const { status: code, text } = await importing({ programs }, '?importStrategy=DELETE');
    expect(code, text.slice(0, 1_000)).toBe(200);
  });
});

describe('one that cannot be deleted among many', () => {
  const elements = ['DeleteH0001', 'DeleteH0002', 'DeleteH0003'].map((id) => element({ id }, id));
  const group = { id: 'DeleteH0005', name: 'H5', shortName: 'H5', dataElements: [{ id: 'DeleteH0001' }] };

  it('keeps all with ALL and itself with NONE', async () => {
    await given({
      dataElements: elements,
      dataElementGroups: [group],
      dataSets: [dataSet('DeleteH0004', { dataSetElements: [{ dataElement: { id: 'DeleteH0002' } }] })],
    });
    const before = await everything();
    const body = { dataElements: elements, dataElementGroups: [group] };
    for (const query of ['', '&importMode=VALIDATE']) {
      const all = await importing(body, `?importStrategy=DELETE${query}`);
      expect([all.status, all.json.response.stats]).toMatchObject([409, { deleted: 0, ignored: 4, total: 4 }]);
      expect(errorsOf(all.json)).toEqual(['E4030']);
      expect(await everything()).toBe(before);
    }
    const dry = await importing(body, '?importStrategy=DELETE&atomicMode=NONE&importMode=VALIDATE');
    expect(await everything()).toBe(before);
    const none = await importing(body, '?importStrategy=DELETE&atomicMode=NONE');
    expect(none.json).toEqual(dry.json);
    expect([none.status, none.json.response]).toMatchObject([
      409,
      { status: 'WARNING', stats: { deleted: 3, ignored: 1 } },
    ]);
    expect(await status('dataElements/DeleteH0002')).toBe(200);
    expect(await status('dataElementGroups/DeleteH0005')).toBe(404);
  });
});
