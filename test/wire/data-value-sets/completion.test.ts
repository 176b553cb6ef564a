import { sql } from 'kysely';
import { beforeEach, expect, it } from 'vitest';
import {
  CLINIC,
  clearValues,
  countPeriods,
  DEFAULT,
  ELEMENTS,
  LIGHT,
  MONTHLY_SET,
  OTHER,
  PROJECT_SET,
  poster,
  readShort,
  value,
  withDataValueFixture,
} from '../../support/data-value-fixture.js';
import { registrationsFrom } from '../../support/registrations.js';
import { testServer } from '../../support/server.js';
import { makeUsers } from '../../support/users.js';

const server = testServer({ clock: { now: () => new Date(2026, 2, 15, 12) } });
withDataValueFixture(server);
const users = makeUsers(server);
const post = poster(server);
beforeEach(() => clearValues(server.db));

const HEAD = { dataSet: MONTHLY_SET, period: '201501', orgUnit: CLINIC };
const good = [{ dataElement: ELEMENTS.number, value: 5 }];
const bad = [...good, { dataElement: ELEMENTS.number, value: 'x', period: '201502' }];
const registrations = async () =>
  (await registrationsFrom(server.db, '2000-01-01')).map(
    ({ dataSet, period, unit, combo, date, storedBy, completed }) =>
      [dataSet, period, unit, combo, date.slice(0, 10), storedBy, completed].join(' '),
  );
const registered = (date: string) => [`${MONTHLY_SET} 201501 ${CLINIC} ${DEFAULT} ${date} admin true`];

it.each([
  ['2015-02-03', '2015-02-03'],
  ['2015-02-03T10:11:12', '2015-02-03'],
  ['2015-02-03T10:11:12.000+0000', '2015-02-03'],
  ['2099-01-01', '2026-03-15'],
  ['true', '2026-03-15'],
  [true, '2026-03-15'],
])('registers on %j', async (completeDate, date) => {
  const { json } = await post({ ...HEAD, completeDate, dataValues: good });
  expect(json.response).toMatchObject({ status: 'SUCCESS', dataSetComplete: date });
  expect(await registrations()).toEqual(registered(date));
});

it.each([[false], ['false'], [null], [undefined], ['']])('registers nothing when it says %j', async (completeDate) => {
  const { json } = await post({ ...HEAD, completeDate, dataValues: good });
  expect([json.response.dataSetComplete, await registrations()]).toEqual(['false', []]);
});

it.each(['soon', '2023-02-30', '2015-02-03 or so', '20150203', '2015-02', ['true'], {}])(
  'refuses %j, and stores nothing',
  async (completeDate) => {
    const { status, json } = await post({ ...HEAD, completeDate, dataValues: good });
    expect([status, json.message]).toEqual([400, expect.stringContaining('completeDate')]);
    expect(await readShort(server.db)).toEqual([]);
  },
);

it('is put off when a value was refused, unless the import insists', async () => {
  const first = await post({ ...HEAD, completeDate: '2015-02-03', dataValues: bad });
  expect(first.json.response).toMatchObject({
    status: 'WARNING',
    importCount: { imported: 1 },
    dataSetComplete: 'false',
  });
  expect(await registrations()).toEqual([]);
  const forced = await post({ ...HEAD, completeDate: '2015-02-03', dataValues: bad }, '?force=true');
  expect(forced.json.response.dataSetComplete).toBe('2015-02-03');
  expect(await registrations()).toEqual(registered('2015-02-03'));
});

it('is foretold, but not done, on trial', async () => {
  const { json } = await post({ ...HEAD, completeDate: '2015-02-03', dataValues: good }, '?dryRun=true');
  expect(json.response).toMatchObject({ importCount: { imported: 1 }, dataSetComplete: '2015-02-03' });
  expect([await registrations(), await readShort(server.db), await countPeriods(server.db)]).toEqual([[], [], 0]);
});

it('needs no values, and can be changed', async () => {
  await post({ ...HEAD, completeDate: '2015-02-03', dataValues: [] });
  expect(await registrations()).toEqual(registered('2015-02-03'));
  await post({ ...HEAD, completeDate: '2015-02-04', dataValues: [] });
  expect(await registrations()).toEqual(registered('2015-02-04'));
  expect(await countPeriods(server.db)).toBe(1);
});

it('is for the attribute option combo of the head, which its options may name', async () => {
  const head = { dataSet: PROJECT_SET, period: '201501', orgUnit: CLINIC, completeDate: '2015-02-03' };
  await post({ ...head, attributeOptionCombo: LIGHT });
  await post({ ...head, period: '201502', attributeCategoryOptions: 'optionLight' });
  expect(await registrations()).toEqual(
    ['201501', '201502'].map((period) => `${PROJECT_SET} ${period} ${CLINIC} ${LIGHT} 2015-02-03 admin true`),
  );
});

it.each([
  ['data set', { ...HEAD, dataSet: undefined }],
  ['period', { ...HEAD, period: undefined }],
  ['period that there is', { ...HEAD, period: 'never' }],
  ['unit', { ...HEAD, orgUnit: undefined }],
])('without a %s nothing is registered', async (_name, head) => {
  const dataValues = [value({ period: '201503' })];
  const { json } = await post({ ...head, completeDate: 'true', dataValues });
  expect(json.response).toMatchObject({ importCount: { imported: 1 }, dataSetComplete: 'false' });
  expect([await registrations(), await countPeriods(server.db)]).toEqual([[], 1]);
});

it('is not for units outside of the user’s, nor for options that are closed to them', async () => {
  const clerk = await users.make(['F_DATAVALUE_ADD']);
  await sql`
    insert into usermembership (userinfoid, organisationunitid)
    select userinfo.userinfoid, unit.organisationunitid from userinfo, organisationunit as unit where userinfo.uid = ${clerk.uid} and unit.uid = ${CLINIC}
  `.execute(server.db);
  const headers = await users.enter(clerk.uid);
  await sql`update categoryoption set sharing = '{"public": "rwr-----"}' where uid = 'optionLight'`.execute(server.db);
  const head = { ...HEAD, completeDate: '2015-02-03' };
  const other = await post({ ...head, orgUnit: OTHER }, '', { headers });
  const closed = await post({ ...head, dataSet: PROJECT_SET, attributeOptionCombo: LIGHT }, '', { headers });
  expect([other.json.response.dataSetComplete, closed.json.response.dataSetComplete]).toEqual(['false', 'false']);
  expect(await registrations()).toEqual([]);
  const own = await post(head, '', { headers });
  expect(own.json.response.dataSetComplete).toBe('2015-02-03');
});
