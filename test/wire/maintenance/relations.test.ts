import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { aggregateTables } from '../../support/analytics-tables.js';
import { layout, resourceTable, resourceTables } from '../../support/dhis2/layout.js';
import { testServer } from '../../support/server.js';
import { makeSqlView, type ViewPayload } from '../../support/sql-views.js';

const server = testServer({ demo: true });

const operation = async (path: string) => {
  const { status, json, text } = await server.request(`/api/maintenance${path}`, { method: 'POST' });
  expect(status, text).toBe(200);
  return json.response.operations[0];
};
const relations = async (pattern: string): Promise<readonly string[]> => {
  const { rows } = await sql<{ name: string }>`
    select relname as name from pg_class
    where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'v', 'm') and relname ~ ${pattern}
    order by relname
  `.execute(server.db);
  return rows.map(({ name }) => name);
};
const view = (name: string, sqlQuery: string, type: ViewPayload['type'] = 'VIEW') =>
  makeSqlView(server, { name, sqlQuery, type });

const GENERATED = `^analytics|${resourceTables}`;

/** Those of the demo country and those of the test. */
const MADE = { _view_a_first: 1, _view_elements_by_type: 1, _view_units_by_level: 1, _view_z_last: 1 };

it('SQL views are made in the order in which they need each other, each failure is told, and all are dropped', async () => {
  await view('A first', 'select name from _view_z_last');
  await view('Z last', 'select name from organisationunit', 'MATERIALIZED_VIEW');
  await view('Missing', 'select name from no_such_table');
  await view('Only a query', 'select 1', 'QUERY');
  const preview = await operation('/sqlViewsCreate?dryRun=true');
  expect(preview.counts).toEqual({ ...MADE, _view_missing: 1 });
  expect(await relations('^_view_')).toEqual([]);

  const made = await operation('/sqlViewsCreate?report=true');
  expect(made).toMatchObject({ status: 'WARNING', counts: MADE });
  expect(made.skipped).toEqual([
    { id: expect.stringMatching(/missing/i), reason: expect.stringMatching(/no_such_table/) },
  ]);
  expect(await relations('^_view_')).toEqual(Object.keys(MADE));

  expect((await operation('/sqlViewsDrop?dryRun=true')).counts).toEqual(MADE);
  expect(await operation('/sqlViewsDrop?report=true')).toMatchObject({
    status: 'SUCCESS',
    counts: MADE,
  });
  expect(await relations('^_view_')).toEqual([]);
  expect((await operation('/sqlViewsDrop?report=true')).counts).toEqual({});
  expect((await server.request('/api/sqlViews?paging=false')).json.sqlViews).toHaveLength(6);
});

it('resource tables are built anew, and analytics tables analyzed and cleared without them', async () => {
  const built = await operation('/resourceTableUpdate?report=true');
  expect(built).toMatchObject({ status: 'SUCCESS', counts: { [resourceTable('orgunitstructure')]: 1 } });
  await server.runJob(aggregateTables());
  const resources = await relations(resourceTables);
  const tables = (await relations('^analytics')).filter((name) => !resources.includes(name));
  expect(tables).toContain('analytics');
  expect(Object.keys((await operation('/analyticsTablesAnalyze?report=true')).counts).toSorted()).toEqual(tables);
  const preview = await operation('/analyticsTablesClear?dryRun=true');
  expect(Object.keys(preview.counts).toSorted()).toEqual(tables);
  expect(await relations(GENERATED)).toHaveLength(tables.length + resources.length);
  expect((await operation('/analyticsTablesClear?report=true')).counts).toEqual(preview.counts);
  expect(await relations(GENERATED)).toEqual(resources);
});

// DHIS2 has its own.
it.skipIf(layout)('apps are reloaded by flag and by their own paths', async () => {
  const report = await operation('?appReload=true&report=true');
  expect(report).toMatchObject({ operation: 'appReload', status: 'SUCCESS' });
  for (const path of ['/api/maintenance/appReload', '/api/appReload']) {
    const { status, json } = await server.request(path, { method: 'PUT' });
    expect([status, json.message]).toEqual([200, 'Apps reloaded']);
  }
});
