import { sql } from 'kysely';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { layout } from '../../support/dhis2/layout.js';
import { clearFrom, DEFAULT_COMBO, MONTHLY, unitsWith } from '../../support/registrations.js';
import { testServer } from '../../support/server.js';
import { makeUsers } from '../../support/users.js';

const server = testServer({ demo: true });
const users = makeUsers(server);
const NEW = '2031-01-01';

let units: readonly string[];
let elements: readonly string[];
const value = (unit: number, more: Readonly<Record<string, unknown>> = {}) => ({
  dataElement: elements[0],
  period: '203101',
  orgUnit: units[unit],
  categoryOptionCombo: DEFAULT_COMBO,
  attributeOptionCombo: DEFAULT_COMBO,
  followup: true,
  ...more,
});
const put = (path: string, body: unknown, user?: string) =>
  server.request(`/api/dataValues/${path}`, { method: 'PUT', body, ...(user !== undefined && { user }) });

interface Marked {
  readonly unit: string;
  readonly followup: boolean | null;
  readonly storedby: string;
}

const marked = async (): Promise<readonly Marked[]> => {
  const { rows } = await sql<Marked>`
    select unit.uid as unit, datavalue.followup, datavalue.storedby from datavalue
    join period using (periodid) join organisationunit as unit on unit.organisationunitid = datavalue.sourceid
    where period.startdate >= ${NEW}::date
  `.execute(server.db);
  return units.slice(0, 4).map((uid) => rows.find(({ unit }) => unit === uid) as Marked);
};
const flags = async () => (await marked()).map(({ followup }) => followup);
const audits = async () => {
  const { rows } = await sql`
    select unit.uid as unit, audit.value, audit.modifiedby, audit.audittype from datavalueaudit as audit
    join period using (periodid) join organisationunit as unit using (organisationunitid) where period.startdate >= ${NEW}::date order by audit.datavalueauditid
  `.execute(server.db);
  return rows;
};

beforeAll(async () => {
  units = await unitsWith(server.db, MONTHLY);
  const { rows } = await sql<{ uid: string }>`
    select uid from dataelement where domaintype = 'AGGREGATE' order by dataelementid limit 2
  `.execute(server.db);
  elements = rows.map(({ uid }) => uid);
});

/** Four values, the last of them deleted. */
beforeEach(async () => {
  await clearFrom(server.db, NEW);
  await sql`
    with made as (
      insert into period (periodid, periodtypeid, startdate, enddate)
      select nextval('hibernate_sequence'), periodtypeid, '2031-01-01', '2031-01-31' from periodtype where name = 'Monthly' returning periodid
    )
    insert into datavalue (dataelementid, periodid, sourceid, categoryoptioncomboid, attributeoptioncomboid, value, storedby, created, lastupdated, deleted, followup)
    select dataelement.dataelementid, made.periodid, unit.organisationunitid, combo.categoryoptioncomboid, combo.categoryoptioncomboid, unit.uid, 'anna',
      '2031-02-01', '2031-02-01', unit.uid = ${units[3]}, case when unit.uid = ${units[2]} then true end
    from made, dataelement, organisationunit as unit, categoryoptioncombo as combo
    where dataelement.uid = ${elements[0]} and unit.uid = any (${units.slice(0, 4)}::text[]) and combo.uid = ${DEFAULT_COMBO}
  `.execute(server.db);
});

// Marking is left to DHIS2, which does it in its data entry.
describe.skipIf(layout)('a mark for follow-up', () => {
  it('is set to what is sent, as often as it is sent', async () => {
    for (let time = 0; time < 2; time += 1) {
      const { status, text } = await put('followup', value(0));
      expect([status, text]).toEqual([200, '']);
      expect(await flags()).toEqual([true, null, true, null]);
    }
    expect((await put('followup', value(0, { followup: false }))).status).toBe(200);
    expect(await flags()).toEqual([false, null, true, null]);
    expect(await marked()).toContainEqual({ unit: units[0], followup: false, storedby: 'anna' });
    const entry = { unit: units[0], value: units[0], modifiedby: 'admin', audittype: 'UPDATE' };
    expect(await audits()).toEqual([entry, entry]);
  });

  it('is set for many values at once, the last word of several counting', async () => {
    const values = [
      value(0),
      value(1, { followup: false }),
      value(2, { followup: false }),
      value(1),
      value(0, { period: '2031-01' }),
    ];
    expect((await put('followups', { values })).status).toBe(200);
    expect(await flags()).toEqual([true, true, false, null]);
    expect(await audits()).toHaveLength(3);
  });

  it('takes the default combos where none are named', async () => {
    const { categoryOptionCombo: _one, attributeOptionCombo: _other, ...short } = value(0);
    expect((await put('followup', short)).status).toBe(200);
    const composed = { ...short, attribute: { combo: 'bjDvmb4bfuf', options: ['xYerKDKCefk'] }, followup: false };
    expect((await put('followup', composed)).status).toBe(200);
    expect(await flags()).toEqual([false, null, true, null]);
    await server.request('/api/systemSettings/keyDataImportRequireCategoryOptionCombo?value=true', { method: 'POST' });
    expect((await put('followup', short)).json).toMatchObject({ httpStatusCode: 409, errorCode: 'E2018' });
    await server.request('/api/systemSettings/keyDataImportRequireCategoryOptionCombo', { method: 'DELETE' });
  });

  it.each([
    [{ followup: undefined }, 'E2033', 'Follow-up must be specified'],
    [{ followup: null }, 'E2033', 'Follow-up must be specified'],
    [{ dataElement: 'nothingHere' }, 'E1100', 'Data element not found or not accessible: `nothingHere`'],
    [{ dataElement: '\u0000' }, 'E1100', 'Data element not found or not accessible: `\ufffd`'],
    [{ period: '203113' }, 'E1101', 'Period is invalid: `203113`'],
    [{ orgUnit: undefined }, 'E1102', 'Organisation unit not found or not accessible: ``'],
    [
      { categoryOptionCombo: 'nothingHere' },
      'E1103',
      'Category option combo not found or not accessible: `nothingHere`',
    ],
    [
      { attributeOptionCombo: 'nothingHere' },
      'E1104',
      'Attribute option combo not found or not accessible: `nothingHere`',
    ],
    [
      { attributeOptionCombo: undefined, attribute: { combo: 'bjDvmb4bfuf' } },
      'E2040',
      'Both category combination and category options must be specified',
    ],
    [
      { attributeOptionCombo: undefined, attribute: { combo: 'bjDvmb4bfuf', options: ['nothingHere'] } },
      'E2041',
      'Attribute option combo does not exist for given category combination and category options',
    ],
    [{ period: '203102' }, 'E2032', 'Data value does not exist'],
    [{ period: '2031' }, 'E2032', 'Data value does not exist'],
  ])('is refused, with all others, for %j', async (wrong, errorCode, message) => {
    const one = await put('followup', value(0, wrong));
    expect([one.status, one.json.errorCode, one.json.message]).toEqual([409, errorCode, message]);
    const many = await put('followups', { values: [value(1), value(0, wrong)] });
    expect([many.status, many.json.errorCode, many.json.message]).toEqual([409, errorCode, message]);
    expect(await flags()).toEqual([null, null, true, null]);
    expect(await audits()).toEqual([]);
  });

  it('is refused for a deleted value, and for units of others', async () => {
    expect((await put('followup', value(3))).json).toMatchObject({ httpStatusCode: 409, errorCode: 'E2032' });
    const user = await users.make([]);
    const { json } = await put('followup', value(0), user.login);
    expect(json).toMatchObject({
      httpStatusCode: 409,
      errorCode: 'E2020',
      message: `Organisation unit is not in the hierarchy of the current user: \`${units[0]}\``,
    });
    await sql`
      insert into usermembership (userinfoid, organisationunitid)
      select userinfo.userinfoid, unit.organisationunitid from userinfo, organisationunit as unit where userinfo.uid = ${user.uid} and unit.uid = ${units[0]}
    `.execute(server.db);
    expect((await put('followup', value(0), user.login)).status).toBe(200);
  });

  it.each([
    ['followup', [], 400],
    ['followup', undefined, 400],
    ['followup', { followup: 'perhaps' }, 400],
    ['followup', { followup: true, dataElement: {} }, 400],
    ['followups', {}, 409],
    ['followups', { values: [] }, 409],
    ['followups', { values: {} }, 400],
    ['followups', { values: ['x'] }, 400],
  ])('needs a body: %s %j', async (path, body, status) => {
    expect((await put(path, body)).status).toBe(status);
  });

  it('is set by several at once, one after the other, without one waiting for another for ever', async () => {
    const places = [0, 1, 2];
    // Each of the writers finds something to change, and something that is as it wants it.
    await put('followups', { values: places.map((unit) => value(unit, { followup: unit === 0 })) });
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, writer) => {
        const values = (writer % 2 === 0 ? places : places.toReversed()).map((unit) =>
          value(unit, { followup: writer % 3 === 0 }),
        );
        return put('followups', { values });
      }),
    );
    expect(answers.map(({ status }) => status)).toEqual(Array(8).fill(200));
    expect(new Set((await flags()).slice(0, 3)).size).toBe(1);
  });
});
