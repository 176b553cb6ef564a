import { sql } from 'kysely';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { DEMO_DATE } from '../../support/database.js';
import { testServer } from '../../support/server.js';
import { makeUsers } from '../../support/users.js';

const server = testServer({ demo: true, clock: { now: () => new Date(`${DEMO_DATE}T12:00:00`) } });
const users = makeUsers(server);
const PATH = '/api/validationResults';

let rules: readonly { readonly uid: string }[] = [];
let units: readonly { readonly uid: string; readonly path: string }[] = [];

beforeAll(async () => {
  rules = (await sql<(typeof rules)[number]>`select uid from validationrule order by uid limit 2`.execute(server.db))
    .rows;
  units = (
    await sql<
      (typeof units)[number]
    >`select uid, path from organisationunit where hierarchylevel = 4 order by uid limit 3`.execute(server.db)
  ).rows;
});

/** Two rules, three units, two months: twelve results, the later months found later. */
beforeEach(async () => {
  await sql`delete from validationresult`.execute(server.db);
  await sql`
    insert into validationresult (
      validationresultid, created, leftsidevalue, rightsidevalue, validationruleid, periodid, organisationunitid, attributeoptioncomboid,
      dayinperiod, notificationsent
    )
    select nextval('hibernate_sequence'), period.enddate + interval '1 hour', 10, 12.5, rule.validationruleid, period.periodid,
      unit.organisationunitid, combo.categoryoptioncomboid, 21, period.startdate = '2026-01-01'
    from validationrule as rule, organisationunit as unit, period, categoryoptioncombo as combo
    where rule.uid = any (${rules.map(({ uid }) => uid)}) and unit.uid = any (${units.map(({ uid }) => uid)})
      and period.periodtypeid = 8 and period.startdate in ('2026-01-01', '2026-02-01') and combo.uid = 'HllvX50cXC0'
  `.execute(server.db);
});

const list = async (query: string) => (await server.request(`${PATH}?${query}`)).json;
const count = async (): Promise<number> =>
  (await sql<{ count: number }>`select count(*) as count from validationresult`.execute(server.db)).rows[0]?.count ?? 0;

describe('stored results', () => {
  it('are listed in pages, in the order in which they were stored', async () => {
    const first = await list('pageSize=5');
    expect(first.pager).toMatchObject({ page: 1, pageSize: 5, pageCount: 3, total: 12 });
    expect(first.validationResults).toHaveLength(5);
    expect(first.validationResults[0]).toMatchObject({
      created: expect.stringMatching(/^2026-0[12]-\d\dT01:00:00\.000$/),
      firstSeen: first.validationResults[0].created,
      lastSeen: first.validationResults[0].created,
      notificationSent: expect.any(Boolean),
      leftsideValue: 10,
      rightsideValue: 12.5,
      dayInPeriod: 21,
      period: { id: expect.stringMatching(/^20260[12]$/) },
      attributeOptionCombo: { id: 'HllvX50cXC0' },
    });
    const pages = await Promise.all([1, 2, 3].map((page) => list(`pageSize=5&page=${page}`)));
    const ids = pages.flatMap(({ validationResults }) => validationResults.map(({ id }: { id: number }) => id));
    expect(new Set(ids).size).toBe(12);
    expect(ids).toEqual(ids.toSorted((a, b) => a - b));
    const all = await list('skipPaging=true');
    expect(all.pager).toBeUndefined();
    expect(all.validationResults.map(({ id }: { id: number }) => id)).toEqual(ids);
  });

  it.each<[() => string, number]>([
    [() => `ou=${units[0]?.uid}`, 4],
    [() => `ou=${units[0]?.uid},${units[1]?.uid}&vr=${rules[0]?.uid}`, 4],
    [() => `vr=${rules[1]?.uid}`, 6],
    [() => 'pe=202601', 6],
    [() => 'pe=2026Q1', 12],
    [() => 'pe=202603', 0],
    [() => 'createdDate=202602', 6],
    [() => 'createdDate=20260131', 6],
  ])('are found by what they belong to', async (query, found) => {
    expect((await list(query())).pager.total).toBe(found);
  });

  it('are read in parts and one by one', async () => {
    const { validationResults } = await list(
      `fields=id,organisationUnit[id],validationRule[displayName]&vr=${rules[0]?.uid}&pe=202602`,
    );
    expect(Object.keys(validationResults[0]).toSorted()).toEqual(['id', 'organisationUnit', 'validationRule']);
    expect(Object.keys(validationResults[0].validationRule)).toEqual(['displayName']);
    const { json } = await server.request(`${PATH}/${validationResults[0].id}?fields=id,dayInPeriod`);
    expect(json).toEqual({ id: validationResults[0].id, dayInPeriod: 21 });
  });

  it.each([
    ['ou=a1234567890', 'E7500', 'Organisation unit does not exist: `a1234567890`'],
    ['vr=a1234567890', 'E7501', 'Validation rule does not exist: `a1234567890`'],
    ['ou=%00', 'E7500', 'Organisation unit does not exist: `\u0000`'],
    ['pe=202613', 'E7502', 'Filter for period is not valid: `202613`'],
    ['createdDate=x', 'E7503', 'Filter for created date period is not valid: `x`'],
  ])('are not found by %s', async (query, code, message) => {
    const { status, json } = await server.request(`${PATH}?${query}`);
    expect([status, json.errorCode, json.message]).toEqual([409, code, message]);
  });

  it('are deleted one by one and by what they belong to', async () => {
    const { validationResults } = await list('pageSize=1&pe=202602');
    const remove = (rest: string) => server.request(`${PATH}${rest}`, { method: 'DELETE' });
    expect((await remove(`/${validationResults[0].id}`)).status).toBe(204);
    expect((await remove(`/${validationResults[0].id}`)).status).toBe(404);
    expect(await count()).toBe(11);
    expect((await remove('')).status).toBe(204);
    expect(await count()).toBe(11);
    expect((await remove('?pe=202601&notificationSent=false')).status).toBe(204);
    expect(await count()).toBe(11);
    expect((await remove('?notificationSent=true')).status).toBe(204);
    expect(await count()).toBe(5);
    expect((await remove(`?ou=${units[0]?.uid},${units[1]?.uid},${units[2]?.uid}&created=202602`)).status).toBe(204);
    expect(await count()).toBe(0);
    expect((await remove('?pe=x')).json.errorCode).toBe('E7502');
  });

  it.each(['x', '99999999999999999999', '-1', '0'])('there is none called %s', async (id) => {
    expect((await server.request(`${PATH}/${id}`)).status).toBe(404);
    expect((await server.request(`${PATH}/${id}`, { method: 'DELETE' })).status).toBe(404);
  });

  it('are deleted by those who may', async () => {
    const { login } = await users.make(['F_RUN_VALIDATION']);
    expect((await server.request(PATH, { user: login })).status).toBe(200);
    expect((await server.request(`${PATH}?pe=202601`, { method: 'DELETE', user: login })).status).toBe(403);
    expect(await count()).toBe(12);
  });
});
