import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import { heldServer } from '../../support/aggregates.js';
import { define, smallAnalytics, YEARS } from '../../support/roll-ups.js';
import { testServer } from '../../support/server.js';
import { type MadeUser, makeUsers } from '../../support/users.js';

const server = testServer();
heldServer(server);
const users = makeUsers(server);
const PATH = '/api/aggregates';

let viewer: MadeUser;
let manager: MadeUser;
let byMonth = '';
let byYear = '';
let foreign = '';

const ask = (path: string, method = 'GET', user?: string) =>
  server.request(`${PATH}${path}`, { method, ...(user !== undefined && { user }) });

/** An instance that answers, with the first two years as they stand, and what it took the place of. */
async function build(rollUp: string): Promise<string> {
  const { rows } = await sql<{ id: string }>`
    insert into orderly.roll_up_instance (roll_up_id, status, message, table_name, deleted_at)
    values (${rollUp}, 'deleted', 'Superseded by a newer instance', 'agg_old_a', now()), (${rollUp}, 'active', '', 'agg_new_b', null)
    returning instance_id as id
  `.execute(server.db);
  const [old = '', answering = ''] = rows.map(({ id }) => id);
  await sql`
    insert into orderly.roll_up_part (table_name, instance_id, year, base_version, row_count, bytes, total_n, build_ms)
    values ('agg_old_a_2023', ${old}, 2023, '1.0', 1, 4096, 1, 1)
  `.execute(server.db);
  await sql`
    insert into orderly.roll_up_part (table_name, instance_id, year, base_version, row_count, bytes, total_n, build_ms)
    select 'agg_new_b_' || right(child.relname, 4), ${answering}, right(child.relname, 4)::int, child.oid || '.0', 10, 8192, 10, 7
    from pg_class as child where child.relname in ('analytics_2023', 'analytics_2024')
  `.execute(server.db);
  return answering;
}

beforeAll(async () => {
  viewer = await users.make(['F_AGGREGATES_VIEW']);
  manager = await users.make(['F_AGGREGATES_MANAGE']);
  await sql`
    insert into orderly.aggregate_organization (organization_id, name, is_open) values ('sierra', 'Sierra', false)
  `.execute(server.db);
  await sql`
    insert into orgunitlevel (orgunitlevelid, uid, created, lastupdated, name, level)
    values (1, 'LevelUidTwo', localtimestamp, localtimestamp, 'District', 2)
  `.execute(server.db);
  await smallAnalytics(server.db, { rows: 50 });
  byMonth = await define(server.db, {
    name: 'By month',
    kind: 'system_defined',
    columns: ['dx', 'monthly'],
    states: ['n'],
  });
  byYear = await define(server.db, { name: 'By year', columns: ['dx', 'uidlevel2', 'yearly'], states: ['n'] });
  foreign = await define(server.db, { name: 'Foreign', organization: 'sierra', columns: ['dx'], states: ['n'] });
  const instance = await build(byMonth);
  await sql`
    insert into orderly.roll_up_use (cube, day, signature, columns, states, answered_by, queries, total_ms, rows_read)
    values
      ('DATA_VALUE', current_date - 2, 'a', '{dx}', '{n}', ${instance}, 6, 30, 1),
      ('DATA_VALUE', current_date - 2, 'a', '{dx}', '{n}', '', 2, 200, 1),
      ('DATA_VALUE', current_date - 60, 'a', '{dx}', '{n}', '', 100, 1, 1)
  `.execute(server.db);
});

describe('the overview', () => {
  it('says what there is, what it holds and what it is worth', async () => {
    const { status, text, json } = await ask('');
    expect(status, text).toBe(200);
    expect(json.use).toEqual({ days: 30, questions: 8, answered: 6, hitRate: 0.75, aggregateMs: 5, tableMs: 100 });
    expect(json.tables).toEqual([{ cube: 'DATA_VALUE', years: YEARS.length, rows: 150, bytes: expect.any(Number) }]);
    expect(json.leftover).toEqual({ tables: 1, bytes: 4096 });
    expect(json.organizations).toEqual([
      { id: 'default', name: 'Default', isOpen: true, members: 0, aggregates: 2 },
      { id: 'sierra', name: 'Sierra', isOpen: false, members: 0, aggregates: 1 },
    ]);
    const one = json.aggregates.find(({ id }: { id: string }) => id === byMonth);
    expect(one).toMatchObject({
      organization: 'default',
      name: 'By month',
      kind: 'system_defined',
      columns: ['dx', 'monthly'],
      status: 'active',
      rows: 20,
      bytes: 16_384,
      years: 2,
      yearsBehind: 1,
      buildMs: 14,
      queries: 6,
    });
    expect(one.built).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}$/);
    expect(json.columnNames).toEqual({ uidlevel2: 'District' });
    const unbuilt = json.aggregates.find(({ id }: { id: string }) => id === byYear);
    expect(unbuilt).toMatchObject({ status: 'pending', rows: 0, yearsBehind: 0, built: null, lastUsed: null });
  });

  it('counts other days', async () => {
    const { json } = await ask('?days=90');
    expect(json.use).toMatchObject({ questions: 108, answered: 6 });
    expect((await ask('?days=1')).json.use).toMatchObject({ questions: 0, answered: 0, hitRate: null, tableMs: null });
    expect((await ask('?days=0')).status).toBe(400);
  });

  it('is of the organizations to which one belongs, and for who may', async () => {
    const { json } = await ask('', 'GET', viewer.login);
    expect(json.organizations.map(({ id }: { id: string }) => id)).toEqual(['default']);
    expect(json.aggregates.map(({ id }: { id: string }) => id).sort()).toEqual([byMonth, byYear].sort());
    const { login } = await users.make(['F_VIEW_SERVER_INFO']);
    expect((await ask('', 'GET', login)).status).toBe(403);
  });
});

describe('runs', () => {
  it('are queued, once for those who ask while one waits', async () => {
    const first = await ask('/maintenance', 'POST', manager.login);
    expect(first.status, first.text).toBe(200);
    const again = await ask('/maintenance?organization=default', 'POST', manager.login);
    expect(again.json.response.id).toBe(first.json.response.id);
    const batch = await ask('/batch?isFullBuild=true', 'POST', manager.login);
    const { json } = await server.request(`/api/jobConfigurations/runs/${batch.json.response.id}`);
    expect(json).toMatchObject({
      type: 'AGGREGATE_BATCH',
      state: 'queued',
      parameters: { organization: 'default', cube: 'DATA_VALUE', isFullBuild: true },
    });
  });

  it('are for who may, and not of organizations that are not theirs', async () => {
    expect((await ask('/maintenance', 'POST', viewer.login)).status).toBe(403);
    const { status, json } = await ask('/maintenance?organization=sierra', 'POST', manager.login);
    expect([status, json.message]).toEqual([404, 'Organization not found: sierra']);
    expect((await ask('/batch?cube=EVENT', 'POST')).status).toBe(400);
  });
});

describe('a definition', () => {
  const standing = async (id: string) =>
    (await ask('')).json.aggregates.find((one: { readonly id: string }) => one.id === id);

  it('is blocked with what there is of it, and let go', async () => {
    const { status, json } = await ask(`/${byMonth}/block`, 'POST', manager.login);
    expect([status, json.response]).toEqual([200, { instancesRemoved: 1 }]);
    expect(await standing(byMonth)).toMatchObject({ blocked: true, status: 'deleted', rows: 0 });
    expect((await ask(`/${byMonth}/unblock`, 'POST')).json.message).toBe('The aggregate may be built again.');
    // Retired now, as nothing is left of what the server chose.
    expect(await standing(byMonth)).toBeUndefined();
    expect((await ask(`/${byMonth}/unblock`, 'POST')).json.message).toBe('The aggregate was not blocked.');
  });

  it('that somebody made is removed: at once, or with its last table', async () => {
    expect((await ask(`/${byYear}`, 'DELETE', manager.login)).status).toBe(200);
    expect((await ask(`/${byYear}`, 'DELETE')).status).toBe(404);
    const built = await define(server.db, { name: 'Built', columns: ['dx', 'quarterly'], states: ['n'] });
    await sql`
      insert into orderly.roll_up_instance (roll_up_id, status, table_name) values (${built}, 'active', 'agg_c_c')
    `.execute(server.db);
    expect((await ask(`/${built}`, 'DELETE')).status).toBe(200);
    expect(await standing(built)).toBeUndefined();
    const { rows } = await sql`
      select status, message from orderly.roll_up_instance where roll_up_id = ${built}
    `.execute(server.db);
    expect(rows).toEqual([{ status: 'deleted', message: 'Removed' }]);
  });

  it('that the server chose is not removed by hand, and none is that is not there or not theirs', async () => {
    const { status, json } = await ask(`/${byMonth}`, 'DELETE');
    expect([status, json.message]).toEqual([409, expect.stringContaining('block it instead')]);
    for (const id of ['x', foreign]) {
      const refused = await ask(`/${id}/block`, 'POST', manager.login);
      expect([refused.status, refused.json.message]).toEqual([404, `Aggregate definition not found: ${id}`]);
    }
    expect((await ask(`/${foreign}/block`, 'POST', viewer.login)).status).toBe(403);
  });
});
