import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { dropViewRelations, makeViewRelations, previewViewRelations } from '../../../src/features/sql-views/index.js';
import { layout, resourceTable } from '../../support/dhis2/layout.js';
import { testServer } from '../../support/server.js';
import { sqlViewsOf } from './sql-views.js';

const server = testServer({ demo: true });
const views = sqlViewsOf(server);

/** The SQL views' relations, with what kind they are and whose. */
async function relations(): Promise<Readonly<Record<string, string>>> {
  const { rows } = await sql<{ name: string; kind: string; owned: boolean }>`
    select relname as name, relkind::text as kind, starts_with(pg_get_userbyid(relowner), 'orderly_reader_') as owned
    from pg_class where relnamespace = 'public'::regnamespace and starts_with(relname, '_view_') order by 1
  `.execute(server.db);
  for (const { name, owned } of rows) expect(owned, name).toBe(true);
  return Object.fromEntries(rows.map(({ name, kind }) => [name, kind]));
}

const put = (uid: string, body: object) => server.request(`/api/sqlViews/${uid}`, { method: 'PUT', body });
const remove = (uid: string) => server.request(`/api/sqlViews/${uid}`, { method: 'DELETE' });
/** Gives the view another query, beside a DHIS2 as that does. */
const rewrite = async (uid: string, name: string, sqlQuery: string): Promise<void> => {
  if (layout === undefined) expect((await put(uid, { name, type: 'VIEW', sqlQuery })).status).toBe(200);
  else await sql`update sqlview set sqlquery = ${sqlQuery} where uid = ${uid}`.execute(server.db);
};
/** Takes the view away, beside a DHIS2 as that does, with its relation. */
const discard = async (uid: string): Promise<void> => {
  if (layout === undefined) return void (await remove(uid));
  const { rows } = await sql<{ name: string }>`delete from sqlview where uid = ${uid} returning name`.execute(
    server.db,
  );
  const relation = sql.id('public', `_view_${rows[0]?.name.toLowerCase().replaceAll(' ', '_')}`);
  await sql`drop view if exists ${relation}`
    .execute(server.db)
    .catch(() => sql`drop materialized view ${relation}`.execute(server.db));
};

describe('one view', () => {
  it('is made, made anew and read', async () => {
    const uid = await views.make({ name: 'Plain one', type: 'VIEW', sqlQuery: 'select 1 as a' });
    expect((await views.data(uid)).json.message).toBe(
      `The SQL view has not been created yet: POST /api/sqlViews/${uid}/execute creates it.`,
    );
    const made = await views.execute(uid);
    expect([made.status, made.json.message]).toEqual([201, 'SQL view created']);
    expect(await views.rows(uid)).toEqual([[1]]);
    // A column more, another name, another type: only the first can be put into the view that is there.
    for (const [sqlQuery, row] of [
      ['select 1 as a, 2 as b;', [1, 2]],
      ["select 'x' as c", ['x']],
      ['with w as (select true as c) select c from w -- the end', [true]],
    ] as const) {
      await rewrite(uid, 'Plain one', sqlQuery);
      const again = await views.execute(uid);
      expect(again.status, again.text).toBe(201);
      expect(await views.rows(uid)).toEqual([row]);
    }
    expect((await relations())._view_plain_one).toBe('v');
    expect((await views.refresh(uid)).status).toBe(409);
    await discard(uid);
  });

  it('that is materialized keeps its rows until it is refreshed or made anew', async () => {
    await sql`create table public.counted as select 1 as n`.execute(server.db);
    const uid = await views.make({
      name: 'Kept',
      type: 'MATERIALIZED_VIEW',
      sqlQuery: 'select count(*) as rows from counted',
    });
    expect((await views.refresh(uid)).json.message).toContain('View could not be refreshed');
    expect((await views.execute(uid)).status).toBe(201);
    await sql`insert into counted values (2)`.execute(server.db);
    expect(await views.rows(uid)).toEqual([[1]]);
    const refreshed = await views.refresh(uid);
    expect([refreshed.status, refreshed.json.message]).toEqual([200, 'Materialized view refreshed']);
    expect(await views.rows(uid)).toEqual([[2]]);
    await sql`insert into counted values (3)`.execute(server.db);
    expect((await views.execute(uid)).status).toBe(201);
    expect(await views.rows(uid)).toEqual([[3]]);
    await discard(uid);
  });

  it('of the kind QUERY has none', async () => {
    const uid = await views.make({ sqlQuery: 'select 1' });
    const { status, json } = await views.execute(uid);
    expect([status, json.message]).toEqual([409, 'SQL view is a query, no view to create']);
  });

  it('that the database does not take leaves the old one', async () => {
    const uid = await views.make({ name: 'Tried', type: 'VIEW', sqlQuery: 'select 1 as a' });
    await views.execute(uid);
    await rewrite(uid, 'Tried', 'select no_such_column from constant');
    const { status, json } = await views.execute(uid);
    expect([status, json.message]).toEqual([409, 'column "no_such_column" does not exist']);
    expect(await views.rows(uid)).toEqual([[1]]);
    await discard(uid);
  });

  // Beside a DHIS2 the objects are written there.
  it.skipIf(layout)('keeps what others have built on it', async () => {
    const uid = await views.make({ name: 'Ground', type: 'VIEW', sqlQuery: 'select 1 as a, 2 as b' });
    await views.execute(uid);
    await sql`create view ground_report as select a from _view_ground`.execute(server.db);
    await put(uid, { name: 'Ground', type: 'MATERIALIZED_VIEW', sqlQuery: 'select 3 as a' }).then(({ json }) => {
      expect(json.response.errorReports[0].message).toBe(
        'The relation _view_ground cannot be removed because others read it: ground_report',
      );
    });
    await put(uid, { name: 'Ground', type: 'VIEW', sqlQuery: "select 3 as a, 'x' as c" });
    expect((await views.execute(uid)).status).toBe(201);
    expect((await sql`select * from ground_report`.execute(server.db)).rows).toEqual([{ a: 3 }]);
    await put(uid, { name: 'Ground', type: 'VIEW', sqlQuery: 'select 4 as b' });
    const lost = await views.execute(uid);
    expect([lost.status, lost.json.message]).toEqual([
      409,
      'View public.ground_report could not be made again: column "a" does not exist',
    ]);
    expect((await sql`select * from ground_report`.execute(server.db)).rows).toEqual([{ a: 3 }]);
    const kept = await remove(uid);
    expect([kept.status, kept.json.errorCode]).toEqual([409, 'E4060']);
    await sql`drop view ground_report`.execute(server.db);
    expect((await remove(uid)).status).toBe(200);
    expect(await relations()).not.toHaveProperty('_view_ground');
  });

  it.skipIf(layout).each(['metadata', 'object'])('whose relation another one has is refused (%s)', async (way) => {
    const first = await views.make({ name: `Same ${way}`, type: 'VIEW', sqlQuery: 'select 1 as a' });
    const second = await views.make({ name: `same-${way}`, type: 'VIEW', sqlQuery: 'select 2 as a' });
    expect((await views.execute(first)).status).toBe(201);
    expect((await views.execute(second)).json.message).toContain(`belongs to the SQL view Same ${way} (${first})`);
    // The one that goes does not take the other's relation along.
    if (way === 'object') await remove(second);
    else
      await server.request('/api/metadata?importStrategy=DELETE', {
        method: 'POST',
        body: { sqlViews: [{ id: second }] },
      });
    expect(await views.rows(first)).toEqual([[1]]);
    await remove(first);
  });
});

// Beside a DHIS2 the objects are written there.
describe.skipIf(layout)('the relation of an object', () => {
  it.each([
    ['another name', { name: 'New name', type: 'VIEW' }],
    ['another kind', { name: 'Old name', type: 'MATERIALIZED_VIEW' }],
    ['a query', { name: 'Old name', type: 'QUERY' }],
  ])('goes with %s', async (_label, change) => {
    const uid = await views.make({ name: 'Old name', type: 'VIEW', sqlQuery: 'select 1 as a' });
    await views.execute(uid);
    expect(await relations()).toHaveProperty('_view_old_name');
    const { status, text } = await put(uid, { ...change, sqlQuery: 'select 1 as a' });
    expect(status, text).toBe(200);
    expect(await relations()).not.toHaveProperty('_view_old_name');
    await remove(uid);
  });

  it('stays when the name means the same, and when an update is only tried', async () => {
    const uid = await views.make({ name: 'Stays', type: 'VIEW', sqlQuery: 'select 1 as a' });
    await views.execute(uid);
    await put(uid, { name: 'STAYS', type: 'VIEW', sqlQuery: 'select 1 as a', description: 'changed' });
    const trial = { sqlViews: [{ id: uid, name: 'Other', type: 'VIEW', sqlQuery: 'select 1 as a' }] };
    await server.request('/api/metadata?importMode=VALIDATE', { method: 'POST', body: trial });
    await server.request('/api/metadata?importMode=VALIDATE&importStrategy=DELETE', { method: 'POST', body: trial });
    expect(await relations()).toHaveProperty('_view_stays');
    await remove(uid);
    expect(await relations()).not.toHaveProperty('_view_stays');
  });

  it('goes together with those that stand on it', async () => {
    const below = await views.make({ name: 'Below', type: 'MATERIALIZED_VIEW', sqlQuery: 'select 1 as a' });
    await views.execute(below);
    const above = await views.make({ name: 'Above', type: 'VIEW', sqlQuery: 'select a from _view_below' });
    await views.execute(above);
    expect((await remove(below)).status).toBe(409);
    const body = { sqlViews: [{ id: below }, { id: above }] };
    const { status, text } = await server.request('/api/metadata?importStrategy=DELETE', { method: 'POST', body });
    expect(status, text).toBe(200);
    expect(await relations()).toEqual({});
  });
});

describe('all views at once', () => {
  it('are made in the order in which they need each other, and dropped in the other', async () => {
    const uids = [
      await views.make({ name: 'A last', type: 'VIEW', sqlQuery: 'select * from _view_b_middle' }),
      await views.make({ name: 'B middle', type: 'MATERIALIZED_VIEW', sqlQuery: 'select * from _view_c_first' }),
      await views.make({ name: 'C first', type: 'VIEW', sqlQuery: 'select 1 as a' }),
      await views.make({ name: 'c-first', type: 'VIEW', sqlQuery: 'select 2 as a' }),
      await views.make({ name: 'Wrong', type: 'VIEW', sqlQuery: 'select * from no_such_table' }),
      await views.smuggle({ name: 'Forbidden', type: 'VIEW', sqlQuery: 'select * from userinfo' }),
    ];
    const preview = await previewViewRelations(server.db);
    expect(preview.drop).toEqual([]);
    expect(preview.create).toEqual(
      expect.arrayContaining([
        '_view_a_last',
        '_view_b_middle',
        '_view_c_first',
        '_view_wrong',
        '_view_units_by_level',
      ]),
    );
    expect(preview.refused).toMatchObject([{ name: '_view_forbidden' }]);
    expect(await relations()).toEqual({});
    for (const round of [1, 2]) {
      const made = await makeViewRelations(server.db);
      expect(made.done, `${round}`).toEqual(
        expect.arrayContaining(['_view_a_last', '_view_b_middle', '_view_c_first', '_view_units_by_level']),
      );
      expect(made.failed.map(({ name }) => name).sort()).toEqual(['_view_c_first', '_view_forbidden', '_view_wrong']);
      const messages = made.failed.map(({ message }) => message).join('\n');
      expect(messages).toContain('relation "no_such_table" does not exist');
      expect(messages).toContain('SQL query contains references to protected tables: userinfo');
      expect(messages).toContain('belongs to the SQL view C first');
    }
    expect(await views.rows(uids[0] ?? '')).toEqual([[1]]);
    await sql`create view public.outside as select * from _view_a_last`.execute(server.db);
    const kept = await dropViewRelations(server.db);
    expect(kept.failed.map(({ name }) => name).sort()).toEqual(['_view_a_last', '_view_b_middle', '_view_c_first']);
    expect(kept.failed.find(({ name }) => name === '_view_a_last')?.message).toContain('other objects depend on it');
    await sql`drop view outside`.execute(server.db);
    const dropped = await dropViewRelations(server.db);
    expect(dropped).toEqual({ done: ['_view_a_last', '_view_b_middle', '_view_c_first'], failed: [] });
    expect(await relations()).toEqual({});
    for (const uid of uids) expect((await server.request(`/api/sqlViews/${uid}`)).status).toBe(200);
  });

  it('on a table that a job builds anew stay, with what is in it now', async () => {
    await server.runJob('/api/resourceTables');
    const table = resourceTable('orgunitstructure');
    const uid = await views.make({
      name: 'Units',
      type: 'MATERIALIZED_VIEW',
      sqlQuery: `select count(*) as units from ${table}`,
    });
    expect((await views.execute(uid)).status).toBe(201);
    const [before] = await views.rows(uid);
    await sql`
      insert into organisationunit (organisationunitid, uid, created, lastupdated, name, shortname, openingdate, parentid)
      select nextval('hibernate_sequence'), 'NewUnitAAAA', localtimestamp, localtimestamp, 'New', 'New', '2020-01-01', organisationunitid
      from organisationunit where parentid is null limit 1
    `.execute(server.db);
    const messages = await server.runJob('/api/resourceTables');
    expect(JSON.stringify(messages)).not.toContain('could not be made again');
    expect(await views.rows(uid)).toEqual([[Number(before?.[0]) + 1]]);
    expect((await relations())._view_units).toBe('m');
    expect((await views.data(await views.make({ sqlQuery: `select * from ${table}` }))).status).toBe(200);
  });
});
