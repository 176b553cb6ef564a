import { sql } from 'kysely';
import { beforeAll, expect, it } from 'vitest';
import { jobsOf } from '../../support/jobs.js';
import { testServer } from '../../support/server.js';

const server = testServer({ demo: true });
const jobs = jobsOf(server);
const MATERIALIZED = 'MatViewAAAA';
const PLAIN = 'PlainViewAA';
const LOST = 'LostViewAAA';

beforeAll(async () => {
  const make = async (id: string, name: string, type: string) => {
    const body = { id, name, type, sqlQuery: 'select count(*) as units from organisationunit' };
    expect((await server.request('/api/sqlViews', { method: 'POST', body })).status).toBe(201);
  };
  await make(MATERIALIZED, 'Org units 2', 'MATERIALIZED_VIEW');
  await make(PLAIN, 'Plain', 'VIEW');
  await make(LOST, 'Lost', 'MATERIALIZED_VIEW');
  await sql`create materialized view _view_org_units_2 as select count(*)::int as units from organisationunit`.execute(
    server.db,
  );
});

const counted = async () =>
  (await sql<{ units: number }>`select units from _view_org_units_2`.execute(server.db)).rows[0]?.units;

it('materialized views are read anew, and what is none is passed over', async () => {
  const before = (await counted()) ?? 0;
  await sql`
    insert into organisationunit (organisationunitid, uid, created, lastupdated, name, shortname, openingdate)
    values (nextval('hibernate_sequence'), 'NewUnitAAAA', localtimestamp, localtimestamp, 'New', 'New', '2020-01-01')
  `.execute(server.db);
  const { state, message, messages } = await jobs.run('MATERIALIZED_SQL_VIEW_UPDATE', {
    sqlViews: [PLAIN, 'NotThere001', LOST, MATERIALIZED],
  });
  expect([state, message], JSON.stringify(messages)).toEqual(['done', '1 of 4 materialized views refreshed']);
  expect(await counted()).toBe(before + 1);
  expect(JSON.stringify(messages)).toContain('View does not exist or is not a materialized view.');
});

it('a job of that kind is made of SQL views that are there', async () => {
  const make = (sqlViews: readonly string[]) =>
    server.request('/api/jobConfigurations', {
      method: 'POST',
      body: {
        name: 'Views',
        jobType: 'MATERIALIZED_SQL_VIEW_UPDATE',
        cronExpression: '0 0 1 ? * *',
        jobParameters: { sqlViews },
      },
    });
  const refused = await make(['NotThere001']);
  expect(refused.json.response.errorReports).toMatchObject([{ errorCode: 'E4014', errorProperty: 'sqlViews' }]);
  expect((await make([MATERIALIZED])).status).toBe(201);
});
