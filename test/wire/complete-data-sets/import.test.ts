import { gzipSync } from 'node:zlib';
import { sql } from 'kysely';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { share } from '../../support/metadata-fixture.js';
import {
  clearFrom,
  DEFAULT_COMBO,
  MONTHLY,
  periodsFrom,
  registrationsFrom,
  unitsWith,
  WITH_OPTIONS,
} from '../../support/registrations.js';
import { type RequestOptions, testServer } from '../../support/server.js';
import { configureServer } from '../../support/settings.js';
import { makeUsers } from '../../support/users.js';

const server = testServer({ demo: true });
const users = makeUsers(server);
const PATH = '/api/completeDataSetRegistrations';
const NEW = '2031-01-01';

let units: readonly string[];
const unitAt = (index: number): string => units[index] ?? '';
const row = (more: Readonly<Record<string, unknown>> = {}) => ({
  dataSet: MONTHLY,
  period: '203101',
  organisationUnit: unitAt(0),
  ...more,
});
const post = (registrations: unknown, query = '', options: RequestOptions = {}) =>
  server.request(`${PATH}${query}`, {
    method: 'POST',
    body: { completeDataSetRegistrations: registrations },
    ...options,
  });
const raw = (body: string | Uint8Array<ArrayBuffer>, type: string, query = '') =>
  server.request(`${PATH}${query}`, { method: 'POST', body, headers: { 'content-type': type } });
const stored = () => registrationsFrom(server.db, NEW);
const count = (imported: number, updated = 0, ignored = 0, deleted = 0) => ({ imported, updated, ignored, deleted });

beforeAll(async () => {
  units = await unitsWith(server.db, MONTHLY);
});
beforeEach(async () => {
  await clearFrom(server.db, NEW);
});

describe('an import of registrations', () => {
  it('registers, writes anew what is there, and withdraws', async () => {
    const first = await post([row({ date: '2031-02-03', storedBy: 'anna' }), row({ organisationUnit: unitAt(1) })]);
    expect(first.status).toBe(200);
    const { importOptions, ...response } = first.json.response;
    expect({ ...first.json, response }).toEqual({
      httpStatus: 'OK',
      httpStatusCode: 200,
      status: 'OK',
      message: 'Import was successful.',
      response: {
        responseType: 'ImportSummary',
        status: 'SUCCESS',
        description: 'Import process complete.',
        importCount: count(2),
        conflicts: [],
        rejectedIndexes: [],
      },
    });
    expect(importOptions).toMatchObject({ idSchemes: {}, dryRun: false, importStrategy: 'CREATE_AND_UPDATE' });
    const place = { dataSet: MONTHLY, period: '203101', combo: DEFAULT_COMBO, completed: true };
    const rows = await stored();
    expect(rows).toHaveLength(2);
    expect(rows).toContainEqual({
      ...place,
      unit: unitAt(0),
      date: '2031-02-03T00:00:00',
      storedBy: 'anna',
      lastUpdatedBy: 'admin',
    });
    expect(rows).toContainEqual(expect.objectContaining({ ...place, unit: unitAt(1), storedBy: 'admin' }));
    const again = await post([
      row({ completed: false, date: '2031-03-01T10:20:30' }),
      row({ organisationUnit: unitAt(2) }),
    ]);
    expect(again.json.response.importCount).toEqual(count(1, 1));
    expect(await stored()).toContainEqual({
      ...place,
      unit: unitAt(0),
      date: '2031-03-01T10:20:30',
      storedBy: 'admin',
      lastUpdatedBy: 'admin',
      completed: false,
    });
    const listed = await server.request(`${PATH}?dataSet=${MONTHLY}&period=203101&orgUnit=${unitAt(0)}`);
    expect(listed.json.completeDataSetRegistrations).toEqual([
      {
        period: '203101',
        dataSet: MONTHLY,
        organisationUnit: unitAt(0),
        attributeOptionCombo: DEFAULT_COMBO,
        date: '2031-03-01',
        storedBy: 'admin',
        completed: false,
      },
    ]);
  });

  it.each([
    ['CREATE', count(1, 0, 2), 2],
    ['UPDATE', count(0, 1, 2), 1],
    ['CREATE_AND_UPDATE', count(1, 2), 2],
    ['SYNC', count(1, 2), 2],
    ['NEW_AND_UPDATES', count(1, 2), 2],
    ['DELETE', count(0, 0, 2, 1), 0],
  ])('with strategy %s does what that lets it, as if one came after the other', async (strategy, expected, left) => {
    await post([row()]);
    const fresh = row({ organisationUnit: unitAt(1) });
    const { json, status } = await post([row({ storedBy: 'berta' }), fresh, fresh], `?strategy=${strategy}`);
    expect(status).toBe(200);
    expect(json.response.importCount).toEqual(expected);
    expect(json.response.importOptions.importStrategy).toBe(strategy);
    const rows = await stored();
    expect(rows).toHaveLength(left);
    const changed = rows.find(({ unit }) => unit === unitAt(0));
    if (changed) expect(changed.storedBy).toBe(strategy === 'CREATE' ? 'admin' : 'berta');
  });

  it('counts on trial what it would do, and writes nothing', async () => {
    await post([row()]);
    const before = [await stored(), await periodsFrom(server.db, NEW)];
    const rows = [row({ storedBy: 'carla' }), row({ period: '203105' }), row({ period: '203113' })];
    const trial = await post(rows, '?dryRun=true');
    expect(trial.json.response.importCount).toEqual(count(1, 1, 1));
    expect([await stored(), await periodsFrom(server.db, NEW)]).toEqual(before);
    const done = await post(rows);
    const { importOptions: _, ...promised } = trial.json.response;
    expect(done.json.response).toMatchObject(promised);
    expect(await stored()).toHaveLength(2);
  });

  it('takes the head of the payload before the query', async () => {
    await sql`update dataset set code = 'MONTHLY' where uid = ${MONTHLY}`.execute(server.db);
    const body = {
      dataSetIdScheme: 'CODE',
      dryRun: false,
      strategy: 'CREATE',
      completeDataSetRegistrations: [row({ dataSet: 'MONTHLY' })],
    };
    const { json } = await server.request(`${PATH}?dataSetIdScheme=UID&dryRun=true&importStrategy=UPDATE`, {
      method: 'POST',
      body,
    });
    expect(json.response.importCount).toEqual(count(1));
    expect(json.response.importOptions).toMatchObject({
      idSchemes: { dataSetIdScheme: 'CODE' },
      importStrategy: 'CREATE',
    });
    expect(await stored()).toHaveLength(1);
    const byName = await post([row({ dataSet: 'Reproductive health (monthly)' })], '?dataSetIdScheme=name');
    expect(byName.json.response.importCount).toEqual(count(0, 1));
  });

  it('reads XML, and answers with attributes', async () => {
    const xml = (inner: string) =>
      `<?xml version="1.0"?><completeDataSetRegistrations xmlns="http://dhis2.org/schema/dxf/2.0" strategy="CREATE">${inner}</completeDataSetRegistrations>`;
    const one = `<completeDataSetRegistration dataSet="${MONTHLY}" period="203101" organisationUnit="${unitAt(0)}" storedBy="a&amp;b"/>`;
    const good = await raw(xml(one), 'application/xml');
    expect([good.status, good.headers.get('content-type')]).toEqual([200, 'application/xml;charset=UTF-8']);
    expect(good.text).toContain(
      '<webMessage xmlns="http://dhis2.org/schema/dxf/2.0" httpStatus="OK" httpStatusCode="200" status="OK" message="Import was successful.">',
    );
    expect(good.text).toContain('<response responseType="ImportSummary" status="SUCCESS">');
    expect(good.text).toContain('<importCount imported="1" updated="0" ignored="0" deleted="0"');
    expect(await stored()).toMatchObject([{ storedBy: 'a&b' }]);
    const bad = await raw(
      xml(`<completeDataSetRegistration dataSet="<" period="203101"/>`.replace('"<"', '"abc"')),
      'application/xml; charset=utf-8',
    );
    expect(bad.status).toBe(409);
    expect(bad.text).toMatch(/<conflict object="abc" value="Data set not found or not accessible" errorCode="E7600"/);
    expect(bad.text).toContain('<rejectedIndexes><rejectedIndex>0</rejectedIndex></rejectedIndexes>');
    expect((await raw(xml(''), 'text/xml')).text).toContain('status="SUCCESS"');
    expect((await raw(xml(one + one), 'application/xml')).text).toContain('ignored="2"');
  });

  it('reads what is packed, whatever its type says', async () => {
    const body = JSON.stringify({ completeDataSetRegistrations: [row()] });
    for (const type of ['application/json', 'application/gzip']) {
      const { json } = await raw(new Uint8Array(gzipSync(body)), type);
      expect(json.response.status).toBe('SUCCESS');
    }
    expect(await stored()).toHaveLength(1);
  });

  it('of nothing is a success', async () => {
    for (const body of [{}, { completeDataSetRegistrations: [] }, { completeDataSetRegistrations: null }]) {
      const { status, json } = await server.request(PATH, { method: 'POST', body });
      expect([status, json.response.status, json.response.importCount]).toEqual([200, 'SUCCESS', count(0)]);
    }
  });
});

describe('a registration with a fault', () => {
  it.each([
    [{ dataSet: 'abc' }, 'E7600', 'abc', 'Data set not found or not accessible'],
    [{ dataSet: '\u0000' }, 'E7600', '\ufffd', 'Data set not found or not accessible'],
    [{ dataSet: undefined }, 'E7600', '', 'Data set not found or not accessible'],
    [{ period: '203113' }, 'E7611', '203113', 'Period not valid'],
    [{ period: undefined }, 'E7611', '', 'Period not valid'],
    [{ organisationUnit: 'nothingHere' }, 'E7612', 'nothingHere', 'Organisation unit not found or not accessible'],
    [
      { attributeOptionCombo: 'nothingHere' },
      'E7615',
      'nothingHere',
      'Attribute option combo not found or not accessible for writing data: `nothingHere`',
    ],
    [{ cc: 'QQqK8WOo9Up' }, 'E2040', 'QQqK8WOo9Up', 'Both category combination and category options must be specified'],
    [{ date: '2031-02-30' }, 'E4027', '2031-02-30', 'Value `2031-02-30` is not a valid for property `date`'],
    [{ completed: 'perhaps' }, 'E4027', 'perhaps', 'Value `perhaps` is not a valid for property `completed`'],
    [{ storedBy: 'x'.repeat(256) }, 'E7637', 'x'.repeat(256), 'Invalid storedBy: it has more than 255 characters'],
  ])('is told and left out: %j', async (wrong, errorCode, object, value) => {
    const { status, json } = await post([row(wrong), row({ organisationUnit: unitAt(1) }), row(wrong)]);
    expect([status, json.status, json.message]).toEqual([
      409,
      'WARNING',
      'One more conflicts encountered, please check import summary.',
    ]);
    expect(json.response).toMatchObject({
      status: 'WARNING',
      importCount: count(1, 0, 2),
      conflicts: [{ object, value, errorCode, indexes: [0, 2] }],
      rejectedIndexes: [0, 2],
    });
    expect(json.response.conflicts).toHaveLength(1);
    expect(await stored()).toHaveLength(1);
    expect(await periodsFrom(server.db, NEW)).toBe(1);
  });

  it('is an error when there is nothing else, and never one of HTTP for those who want 200', async () => {
    const { status, json } = await post([row({ dataSet: 'abc' })], '?conflictStatus=200');
    expect([status, json.status, json.response.status]).toEqual([409, 'ERROR', 'ERROR']);
    const partly = await post([row({ dataSet: 'abc' }), row()], '?conflictStatus=200');
    expect([partly.status, partly.json.status, partly.json.response.status]).toEqual([200, 'WARNING', 'WARNING']);
  });

  it.each([
    [
      'strictPeriods',
      { period: '2031Q1' },
      'E7632',
      'Period type of period: 2031Q1 is not equal to the period type of data set: Monthly',
    ],
    [
      'strictAttributeOptionCombos',
      { dataSet: WITH_OPTIONS, period: '2031' },
      'E7635',
      'Attribute option combo: bjDvmb4bfuf must have category combo: QQqK8WOo9Up',
    ],
    ['requireAttributeOptionCombo', {}, 'E7631', 'Attribute option combo is required but is not specified'],
  ])('is one only where %s asks for it', async (option, wrong, errorCode, value) => {
    expect((await post([row(wrong)])).json.response.status).toBe('SUCCESS');
    const strict = await post([row(wrong)], `?${option}=true`);
    expect(strict.json.response.conflicts).toMatchObject([{ errorCode, value }]);
    const key = `keyDataImport${option.charAt(0).toUpperCase()}${option.slice(1)}`;
    await configureServer(server, { [key]: 'true' });
    expect((await post([row(wrong)])).json.response.conflicts).toMatchObject([{ errorCode, value }]);
    await configureServer(server, { [key]: '' });
  });

  it('is one where the data set is not assigned, with strictOrganisationUnits', async () => {
    const { rows } = await sql<{ uid: string }>`
      select uid from organisationunit where hierarchylevel = 4 and uid <> all (${[...units]}::text[]) limit 1
    `.execute(server.db);
    const stranger = rows[0]?.uid ?? '';
    const { json } = await post([row({ organisationUnit: stranger }), row()], '?strictOrganisationUnits=true');
    expect(json.response.conflicts).toMatchObject([
      {
        errorCode: 'E7636',
        value: `Data set ${MONTHLY} is not assigned to organisation unit ${stranger}`,
        indexes: [0],
      },
    ]);
  });
});

describe('attribute option combos', () => {
  interface Combo {
    readonly uid: string;
    readonly options: readonly string[];
  }
  let combo: Combo;
  let place: { readonly organisationUnit: string; readonly dataSet: string; readonly period: string };

  beforeAll(async () => {
    const { rows } = await sql<Combo & { unit: string }>`
      select combo.uid, array_agg(option.uid::text order by option.uid) as options, min(unit.uid) as unit
      from categorycombo
      join categorycombos_optioncombos as link using (categorycomboid)
      join categoryoptioncombo as combo using (categoryoptioncomboid)
      join categoryoptioncombos_categoryoptions as own using (categoryoptioncomboid)
      join categoryoption as option using (categoryoptionid)
      cross join lateral (select uid from organisationunit where hierarchylevel = 4 limit 1) as unit
      where categorycombo.uid = 'QQqK8WOo9Up'
      group by combo.uid
      having bool_and(option.enddate is null)
      order by combo.uid
      limit 1
    `.execute(server.db);
    const [found] = rows;
    if (!found) throw new Error('The demo has no such combo.');
    combo = found;
    await sql`
      delete from categoryoption_organisationunits using categoryoption
      where categoryoption.categoryoptionid = categoryoption_organisationunits.categoryoptionid and categoryoption.uid = any (${[...found.options]}::text[])
    `.execute(server.db);
    place = { organisationUnit: unitAt(0), dataSet: WITH_OPTIONS, period: '2031' };
  });

  it('are named by their uid, or by their category combo and options in any order', async () => {
    await post([{ ...place, attributeOptionCombo: combo.uid }]);
    const cp = combo.options.toReversed().join(';');
    const { json } = await post([{ ...place, cc: 'QQqK8WOo9Up', cp }]);
    expect(json.response.importCount).toEqual(count(0, 1));
    expect(await stored()).toMatchObject([{ combo: combo.uid }]);
    const fewer = await post([{ ...place, cc: 'QQqK8WOo9Up', cp: combo.options[0] }]);
    expect(fewer.json.response.conflicts).toMatchObject([
      {
        errorCode: 'E2041',
        value: 'Attribute option combo does not exist for given category combination and category options',
      },
    ]);
  });

  it('hold for their days and their units', async () => {
    const [option = ''] = combo.options;
    const limited = { ...place, attributeOptionCombo: combo.uid };
    await sql`update categoryoption set enddate = '2031-12-30' where uid = ${option}`.execute(server.db);
    const late = await post([limited]);
    expect(late.json.response.conflicts).toMatchObject([
      { errorCode: 'E7638', value: `Period: 2031 is not within range of attribute option combo: ${combo.uid}` },
    ]);
    await sql`update categoryoption set enddate = '2031-12-31' where uid = ${option}`.execute(server.db);
    expect((await post([limited])).json.response.status).toBe('SUCCESS');
    await sql`
      insert into categoryoption_organisationunits (categoryoptionid, organisationunitid)
      select categoryoptionid, organisationunitid from categoryoption, organisationunit as unit where categoryoption.uid = ${option} and unit.uid = ${unitAt(1)}
    `.execute(server.db);
    const elsewhere = await post([limited]);
    expect(elsewhere.json.response.conflicts).toMatchObject([
      {
        errorCode: 'E7639',
        value: `Organisation unit: ${unitAt(0)} is not valid for attribute option combo ${combo.uid}`,
      },
    ]);
    expect((await post([{ ...limited, organisationUnit: unitAt(1) }])).json.response.status).toBe('SUCCESS');
  });
});

describe('compulsory fields', () => {
  beforeAll(async () => {
    await sql`
      with operand as (
        insert into dataelementoperand (dataelementoperandid, dataelementid, categoryoptioncomboid)
        select nextval('hibernate_sequence'), dataelement.dataelementid, combo.categoryoptioncomboid
        from datasetelement
        join dataset on dataset.datasetid = datasetelement.datasetid and dataset.uid = ${MONTHLY}
        join dataelement on dataelement.dataelementid = datasetelement.dataelementid
        join categoryoptioncombo as combo on combo.uid = ${DEFAULT_COMBO}
        order by dataelement.dataelementid limit 1
        returning dataelementoperandid
      )
      insert into datasetoperands (datasetid, dataelementoperandid)
      select dataset.datasetid, operand.dataelementoperandid from dataset, operand where dataset.uid = ${MONTHLY}
    `.execute(server.db);
    return async () => {
      await sql`delete from datasetoperands`.execute(server.db);
    };
  });

  it('warn, or keep a data set from being completed, until they have a value', async () => {
    const warned = await post([row()]);
    const [conflict] = warned.json.response.conflicts;
    expect(conflict).toMatchObject({
      errorCode: 'E7605',
      value: expect.stringMatching(/ needs to be filled\. It is compulsory\.$/),
      indexes: [0],
    });
    expect(warned.json.response).toMatchObject({ status: 'WARNING', importCount: count(1), rejectedIndexes: [] });
    await sql`update dataset set compulsoryfieldscompleteonly = true where uid = ${MONTHLY}`.execute(server.db);
    const refused = await post([row()]);
    expect(refused.json.response).toMatchObject({ status: 'ERROR', importCount: count(0, 0, 1), rejectedIndexes: [0] });
    expect((await post([row({ completed: false })])).json.response.importCount).toEqual(count(0, 1));
    await sql`
      insert into datavalue (dataelementid, periodid, sourceid, categoryoptioncomboid, attributeoptioncomboid, value, storedby, created, lastupdated, deleted)
      select operand.dataelementid, registration.periodid, registration.sourceid, operand.categoryoptioncomboid, registration.attributeoptioncomboid, '1',
        'anna', localtimestamp, localtimestamp, false
      from completedatasetregistration as registration join datasetoperands using (datasetid) join dataelementoperand as operand using (dataelementoperandid)
      join period using (periodid) where period.startdate >= ${NEW}::date
    `.execute(server.db);
    expect((await post([row()])).json.response).toMatchObject({ status: 'SUCCESS', importCount: count(0, 1) });
    await sql`update dataset set compulsoryfieldscompleteonly = false where uid = ${MONTHLY}`.execute(server.db);
  });
});

describe('rights', () => {
  it('are those on the data, and the units that the user enters data for', async () => {
    const user = await users.make([]);
    await sql`
      insert into usermembership (userinfoid, organisationunitid)
      select userinfo.userinfoid, unit.organisationunitid from userinfo, organisationunit as unit where userinfo.uid = ${user.uid} and unit.uid = ${unitAt(0)}
    `.execute(server.db);
    const both = [row(), row({ organisationUnit: unitAt(1) })];
    const outside = await post(both, '', { user: user.login });
    expect(outside.json.response).toMatchObject({
      importCount: count(1, 0, 1),
      conflicts: [
        {
          object: unitAt(1),
          errorCode: 'E7617',
          value: `Organisation unit is not in hierarchy of user: ${user.username}`,
          indexes: [1],
        },
      ],
    });
    expect(await stored()).toMatchObject([{ unit: unitAt(0), storedBy: user.username, lastUpdatedBy: user.username }]);
    await share(server.db, 'dataset', MONTHLY, { public: 'rwr-----' });
    const closed = await post([row()], '', { user: user.login });
    expect(closed.json.response.conflicts).toMatchObject([
      { object: MONTHLY, errorCode: 'E7601', value: `User has no data write access for DataSet: ${MONTHLY}` },
    ]);
    await share(server.db, 'dataset', MONTHLY, { public: 'rwrw----' });
  });
});

describe('a payload that is none', () => {
  it.each([
    ['{"completeDataSetRegistrations":[', 'application/json', '', 400],
    ['[]', 'application/json', '', 400],
    ['{"completeDataSetRegistrations":{}}', 'application/json', '', 400],
    ['{"completeDataSetRegistrations":["x"]}', 'application/json', '', 400],
    ['', 'application/json', '', 400],
    ['', 'application/xml', '', 400],
    ['<completeDataSetRegistrations>', 'application/xml', '', 400],
    ['<other/>', 'application/xml', '', 400],
    ['<!DOCTYPE x [<!ENTITY e "eeee">]><completeDataSetRegistrations/>', 'application/xml', '', 400],
    ['{}', 'text/plain', '', 415],
    ['{}', 'application/json', '?strategy=SOMETIMES', 400],
    ['{}', 'application/json', '?dryRun=perhaps', 400],
    ['{}', 'application/json', '?idScheme=NUMBER', 400],
    ['{"strategy":"SOMETIMES"}', 'application/json', '', 400],
    ['{"dryRun":"perhaps"}', 'application/json', '?async=true', 400],
  ])('is refused: %s as %s%s', async (body, type, query, status) => {
    const answer = await raw(body, type, query);
    expect(answer.status, answer.text).toBe(status);
    if (type === 'application/json') expect(answer.json.message.length).toBeGreaterThan(20);
  });

  it('is refused when it is nested beyond any use', async () => {
    for (const name of ['strategy', 'idScheme', 'completeDataSetRegistrations'])
      for (const query of ['', '?async=true'])
        expect(
          (await raw(`{"${name}":${'['.repeat(50_000)}${']'.repeat(50_000)}}`, 'application/json', query)).status,
        ).toBe(400);
    const xml = `${'<a>'.repeat(50_000)}${'</a>'.repeat(50_000)}`;
    expect(
      (await raw(`<completeDataSetRegistrations>${xml}</completeDataSetRegistrations>`, 'application/xml')).status,
    ).toBe(400);
  });

  it('is refused when it is no UTF-8 or cannot be unpacked', async () => {
    expect((await raw(new Uint8Array([0x7b, 0xff, 0x7d]), 'application/json')).status).toBe(400);
    expect((await raw(new Uint8Array([0x1f, 0x8b, 1, 2, 3]), 'application/json')).status).toBe(400);
  });
});

describe('an asynchronous import', () => {
  const finished = async (endpoint: string) => {
    for (;;) {
      const { json } = await server.request(endpoint);
      if (json[0]?.completed) return json;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };

  it('has its summary when it says that it is done', async () => {
    const started = await post([row(), row({ dataSet: 'abc' })], '?async=true&importStrategy=CREATE');
    const { jobType, id, relativeNotifierEndpoint } = started.json.response;
    expect([started.status, jobType]).toEqual([200, 'COMPLETE_DATA_SET_REGISTRATION_IMPORT']);
    expect(started.headers.get('location')).toMatch(/\/system\/tasks\/COMPLETE_DATA_SET_REGISTRATION_IMPORT$/);
    const messages = await finished(relativeNotifierEndpoint);
    expect(messages[0].message).toBe('Import complete with status WARNING, 1 created, 0 updated, 0 deleted, 1 ignored');
    const { json } = await server.request(`/api/system/taskSummaries/${jobType}/${id}`);
    expect(json).toMatchObject({
      responseType: 'ImportSummary',
      status: 'WARNING',
      importOptions: { async: true, importStrategy: 'CREATE' },
      description: 'Import process complete.',
      importCount: count(1, 0, 1),
      conflicts: [{ object: 'abc', errorCode: 'E7600', indexes: [1] }],
      rejectedIndexes: [1],
    });
    expect(await stored()).toHaveLength(1);
  });

  it('has a summary though it fails', async () => {
    const user = await users.make([]);
    const started = await sql<{ uid: string }>`
      insert into orderly.job_run (uid, type, name, trigger, exclusive, requested_by, parameters)
      values ('aaaaaaaaa01', 'COMPLETE_DATA_SET_REGISTRATION_IMPORT', 'without payload', 'request', '{}', ${user.uid}, '{}') returning uid
    `.execute(server.db);
    const id = started.rows[0]?.uid;
    await sql`select pg_notify('orderly_runs', '')`.execute(server.db);
    const [last] = await finished(`/api/system/tasks/COMPLETE_DATA_SET_REGISTRATION_IMPORT/${id}`);
    expect(last.level).toBe('ERROR');
    const { json } = await server.request(`/api/system/taskSummaries/COMPLETE_DATA_SET_REGISTRATION_IMPORT/${id}`);
    expect(json).toMatchObject({
      status: 'ERROR',
      importCount: count(0),
      description: `The import process failed: ${last.message}`,
    });
  });
});

it('lets imports at the same time follow one another', async () => {
  const rows = Array.from({ length: 300 }, (_, index) =>
    row({ organisationUnit: unitAt(index % 25), period: `2032${String(1 + (index % 12)).padStart(2, '0')}` }),
  );
  const distinct = new Set(rows.map(({ organisationUnit, period }) => `${organisationUnit} ${period}`)).size;
  const answers = await Promise.all(
    Array.from({ length: 6 }, (_, writer) => {
      const own = writer % 2 === 0 ? rows : rows.toReversed();
      return post(own.map((one) => ({ ...one, storedBy: `writer ${writer}` })));
    }),
  );
  expect(answers.map(({ status }) => status)).toEqual(Array(6).fill(200));
  const counts = answers.map(({ json }) => json.response.importCount);
  expect(counts.reduce((sum, { imported }) => sum + imported, 0)).toBe(distinct);
  expect(counts.reduce((sum, { imported, updated }) => sum + imported + updated, 0)).toBe(6 * rows.length);
  const writers = new Set((await stored()).map(({ storedBy }) => storedBy));
  expect(await stored()).toHaveLength(distinct);
  expect(writers.size).toBe(1);
});
