import { sql } from 'kysely';
import { beforeAll, beforeEach, expect, it } from 'vitest';
import { type ExportedValue, valuesOfJson } from '../../support/exported-values.js';
import { testServer } from '../../support/server.js';
import { type MadeUser, makeUsers } from '../../support/users.js';

const server = testServer({ demo: true });
const users = makeUsers(server);

interface Unit {
  readonly uid: string;
  readonly path: string;
}
let user: MadeUser;
let session: Readonly<Record<string, string>>;
/** A data set whose values have an attribute option combo of their own, and others. */
let set: string;
let district: Unit;
let elsewhere: Unit;

beforeAll(async () => {
  const { db } = server;
  user = await users.make([]);
  session = await users.enter(user.uid);
  const sets = await sql<{ uid: string }>`
    select dataset.uid from dataset join categorycombo using (categorycomboid)
    where categorycombo.name <> 'default' and exists (
      select from datasetelement join datavalue using (dataelementid) where datasetelement.datasetid = dataset.datasetid
    ) order by 1 limit 1
  `.execute(db);
  set = sets.rows[0]?.uid ?? '';
  const districts = await sql<Unit>`
    select unit.uid, unit.path from organisationunit as unit where unit.hierarchylevel = 2 and exists (
      select from datavalue join datasetelement using (dataelementid) join dataset using (datasetid)
      join organisationunit as place on place.organisationunitid = datavalue.sourceid
      where dataset.uid = ${set} and place.path like unit.path || '/%'
    ) order by 1 limit 2
  `.execute(db);
  [district, elsewhere] = districts.rows as [Unit, Unit];
});

beforeEach(async () => {
  const { db } = server;
  await sql`update dataset set sharing = '{"public": "r-r-----"}'`.execute(db);
  await sql`update categoryoption set sharing = '{"public": "r-r-----"}'`.execute(db);
  await sql`delete from userdatavieworgunits`.execute(db);
  await sql`delete from usermembership where userinfoid = (select userinfoid from userinfo where uid = ${user.uid})`.execute(
    db,
  );
  await give('usermembership', district);
});

const give = (table: 'usermembership' | 'userdatavieworgunits', unit: Unit) =>
  sql`
    insert into ${sql.table(table)} (userinfoid, organisationunitid)
    select userinfo.userinfoid, organisationunit.organisationunitid from userinfo, organisationunit
    where userinfo.uid = ${user.uid} and organisationunit.uid = ${unit.uid}
  `.execute(server.db);

const ask = (query: string, own = true) =>
  server.request(`/api/dataValueSets?dataSet=${set}&startDate=1990-01-01&endDate=2040-12-31&${query}`, {
    ...(own && { user: null, headers: session }),
  });

async function values(query: string, own = true): Promise<readonly ExportedValue[]> {
  const { status, text } = await ask(query, own);
  expect(status, text.slice(0, 300)).toBe(200);
  return valuesOfJson(text);
}

it('needs a user', async () => {
  const { status } = await server.request('/api/dataValueSets', { user: null });
  expect(status).toBe(302);
});

it('gives the data of the units that the user may see', async () => {
  const below = `orgUnit=${district.uid}&children=true`;
  const own = await values(below);
  expect(own.length).toBeGreaterThan(0);
  expect(own).toHaveLength((await values(below, false)).length);
  const refusal = (await ask(`orgUnit=${elsewhere.uid}`)).json;
  expect([refusal.httpStatusCode, refusal.errorCode, refusal.message]).toEqual([
    409,
    'E2012',
    `User is not allowed to view org unit: \`${elsewhere.uid}\``,
  ]);
  // Units for output stand in the place of those for entry.
  await give('userdatavieworgunits', elsewhere);
  expect((await values(`orgUnit=${elsewhere.uid}&children=true`)).length).toBeGreaterThan(0);
  expect((await ask(below)).json.errorCode).toBe('E2012');
});

it('leaves out the members of groups that the user may not see', async () => {
  await sql`
    insert into orgunitgroup (orgunitgroupid, uid, name, shortname, created, lastupdated)
    values (nextval('hibernate_sequence'), 'OuGroupAll1', 'All', 'All', now(), now())
  `.execute(server.db);
  await sql`
    insert into orgunitgroupmembers (orgunitgroupid, organisationunitid)
    select orgunitgroupid, organisationunitid from orgunitgroup, organisationunit where orgunitgroup.uid = 'OuGroupAll1'
  `.execute(server.db);
  const group = 'orgUnitGroup=OuGroupAll1';
  const own = await values(group);
  expect(own).toHaveLength((await values(`orgUnit=${district.uid}&children=true`)).length);
  expect((await values(group, false)).length).toBeGreaterThan(own.length);
});

it('needs the right to read the data of the data set', async () => {
  const below = `orgUnit=${district.uid}&children=true`;
  await sql`update dataset set sharing = '{"public": "r-------"}' where uid = ${set}`.execute(server.db);
  const refusal = (await ask(below)).json;
  expect([refusal.errorCode, refusal.message]).toEqual([
    'E2010',
    `User is not allowed to read data for data set: \`${set}\``,
  ]);
  await sql`update dataset set sharing = '{"public": "--------"}' where uid = ${set}`.execute(server.db);
  expect((await ask(below)).json.errorCode).toBe('E1105');
  expect((await ask(below, false)).status).toBe(200);
});

it('leaves out values of options whose data the user may not read', async () => {
  const below = `orgUnit=${district.uid}&children=true`;
  const all = await values(below);
  const hide = async (combo: string | undefined) => {
    await sql`update categoryoption set sharing = '{"public": "r-r-----"}'`.execute(server.db);
    const { rows } = await sql<{ uid: string }>`
      with hidden as (
        update categoryoption set sharing = '{"public": "r-------"}'
        where categoryoptionid = (
          select min(link.categoryoptionid) from categoryoptioncombos_categoryoptions as link join categoryoptioncombo using (categoryoptioncomboid)
          where categoryoptioncombo.uid = ${combo}
        )
        returning categoryoptionid
      )
      select categoryoptioncombo.uid from hidden join categoryoptioncombos_categoryoptions using (categoryoptionid)
      join categoryoptioncombo using (categoryoptioncomboid)
    `.execute(server.db);
    return new Set(rows.map(({ uid }) => uid));
  };
  for (const part of ['attributeOptionCombo', 'categoryOptionCombo'] as const) {
    // The default option is everybody's.
    const combo = all.find((value) => value[part] !== 'HllvX50cXC0')?.[part];
    const hidden = await hide(combo);
    const left = all.filter(
      (value) => !hidden.has(value.attributeOptionCombo ?? '') && !hidden.has(value.categoryOptionCombo ?? ''),
    );
    expect(left.length).toBeLessThan(all.length);
    expect(await values(below)).toHaveLength(left.length);
    expect(await values(below, false)).toHaveLength(all.length);
    expect((await ask(`${below}&attributeOptionCombo=${combo}`)).json.errorCode).toBe('E2011');
  }
});
