import { sql } from 'kysely';
import { beforeEach, describe, expect, it } from 'vitest';
import { STANDALONE_TYPES } from '../../src/metadata/index.js';
import { anyRow } from '../support/make-row.js';
import { testServer } from '../support/server.js';
import { makeUsers } from '../support/users.js';

const server = testServer({ demo: true });
const users = makeUsers(server);
const validate = (query = '', method = 'POST') => server.request(`/api/metadataValidation${query}`, { method });

/** One way to break a stored object for each rule that the database does not keep itself: table, key, what it becomes, and where it shows. */
const FAULTS: readonly (readonly [
  code: string,
  property: string,
  plural: string,
  table: string,
  set: ReturnType<typeof sql>,
])[] = [
  ['E4000', 'shortName', 'dataElements', 'dataelement', sql`shortname = ''`],
  ['E4001', 'name', 'categoryOptionCombos', 'categoryoptioncombo', sql`name = repeat('x', 300)`],
  ['E4002', 'username', 'users', 'userinfo', sql`username = 'x'`],
  ['E4003', 'email', 'organisationUnits', 'organisationunit', sql`email = 'nobody'`],
  ['E4006', 'color', 'organisationUnitGroups', 'orgunitgroup', sql`color = 'red'`],
  ['E4008', 'decimals', 'indicators', 'indicator', sql`decimals = 9`],
  ['E4027', 'attributeValues', 'dataSets', 'dataset', sql`attributevalues = '{"Nowhere0001": {"value": "1"}}'`],
  ['E4027', 'aggregationType', 'dataElements', 'dataelement', sql`aggregationtype = 'GUESS'`],
  [
    'E1106',
    'translations',
    'categories',
    'category',
    sql`translations = '[{"locale": "fr", "property": "NAME", "value": "a"}, {"locale": "fr", "property": "NAME", "value": "b"}]'`,
  ],
];

describe('metadata validation', () => {
  beforeEach(async () => {
    await sql`update organisationunit set email = null`.execute(server.db);
  });

  it('of sound metadata has every collection for a key and nothing below it, by both paths and methods', async () => {
    const clean = Object.fromEntries(STANDALONE_TYPES.map(({ plural }) => [plural, {}]));
    for (const path of ['/api/metadataValidation', '/api/42/maintenance/metadataValidation'])
      for (const method of ['POST', 'PUT']) {
        const { status, json, headers } = await server.request(path, { method });
        expect([status, headers.get('x-error-reports')]).toEqual([200, null]);
        expect(json).toEqual(clean);
      }
    const report = await validate('?report=import&types=dataElements,indicators');
    expect([report.status, report.json.status, report.json.response.status]).toEqual([200, 'OK', 'OK']);
    expect(report.json.response.typeReports.map(({ klass }: { klass: string }) => klass)).toEqual([
      'org.hisp.dhis.dataelement.DataElement',
      'org.hisp.dhis.indicator.Indicator',
    ]);
    expect(report.json.response.stats.total).toBeGreaterThan(20);
  });

  it.each(FAULTS)(
    'finds %s of %s in %s, as an import of the object would',
    async (code, property, plural, table, set) => {
      const key = table === 'userinfo' ? 'userinfoid' : `${table}id`;
      const { id, uid } = await anyRow(
        server.db,
        table,
        table === 'userinfo' ? sql`username <> 'admin'` : sql`uid <> all ('{HllvX50cXC0,GLevLNI9wkl}')`,
        key,
      );
      await sql`create table kept as select * from ${sql.table(table)} where ${sql.id(key)} = ${id}`.execute(server.db);
      await sql`update ${sql.table(table)} set ${set} where ${sql.id(key)} = ${id}`.execute(server.db);
      const { json } = await validate(`?types=${plural}`);
      expect(Object.keys(json)).toEqual([plural]);
      expect(Object.keys(json[plural])).toEqual([uid]);
      const [error, ...more] = json[plural][uid];
      expect(more).toEqual([]);
      expect([error.errorCode, error.errorProperty, error.mainId]).toEqual([code, property, uid]);
      const object = (await server.request(`/api/${plural}/${uid}?fields=:owner`)).json;
      const imported = await server.request('/api/metadata?importMode=VALIDATE', {
        method: 'POST',
        body: { [plural]: [object] },
      });
      const reports = imported.json.response.typeReports[0].objectReports[0].errorReports;
      expect(reports.map(({ message }: { message: string }) => message)).toEqual([error.message]);
      const { rows } = await sql<{ name: string }>`
      select attname as name from pg_attribute where attrelid = ${table}::regclass and attnum > 0 and attgenerated = '' and not attisdropped
    `.execute(server.db);
      const columns = sql.join(rows.map(({ name }) => sql`${sql.id(name)} = kept.${sql.id(name)}`));
      await sql`update ${sql.table(table)} set ${columns} from kept where ${sql.ref(`${table}.${key}`)} = kept.${sql.id(key)}`.execute(
        server.db,
      );
      await sql`drop table kept`.execute(server.db);
    },
  );

  it('shows an error in the peer’s form', async () => {
    const { uid } = await anyRow(server.db, 'organisationunit');
    await sql`update organisationunit set shortname = '' where uid = ${uid}`.execute(server.db);
    const { json } = await validate('?types=organisationUnits');
    await sql`update organisationunit set shortname = 'back' where uid = ${uid}`.execute(server.db);
    expect(json).toEqual({
      organisationUnits: {
        [uid]: [
          expect.objectContaining({
            message: 'Missing required property `shortName`',
            errorCode: 'E4000',
            mainKlass: 'org.hisp.dhis.organisationunit.OrganisationUnit',
            errorKlass: 'java.lang.String',
          }),
        ],
      },
    });
  });

  it('finds the same short name twice, on one page and on two', async () => {
    await sql`
      insert into optionset (optionsetid, uid, created, lastupdated, name, valuetype, version)
      select nextval('hibernate_sequence'), 'ValSet' || lpad(number::text, 5, '0'), now(), now(), 'Set ' || number, 'TEXT', 0 from generate_series(1, 1200) as number
    `.execute(server.db);
    const { rows } = await sql<{ unique: boolean }>`
      select exists (select from pg_indexes where tablename = 'optionset' and indexdef like '%(name)') as unique
    `.execute(server.db);
    if (rows[0]?.unique) await sql`alter table optionset drop constraint optionset_name_key`.execute(server.db);
    await sql`update optionset set name = 'Twice' where uid in ('ValSet00001', 'ValSet00002')`.execute(server.db);
    await sql`update optionset set name = 'Far' where uid in ('ValSet00003', 'ValSet01200')`.execute(server.db);
    const { json } = await validate('?types=optionSets');
    const found = Object.entries(json.optionSets as Record<string, { errorCode: string; message: string }[]>);
    expect(found.map(([uid, errors]) => [uid, errors.map(({ errorCode }) => errorCode)]).toSorted()).toEqual(
      ['ValSet00001', 'ValSet00002', 'ValSet00003', 'ValSet01200'].map((uid) => [uid, ['E5003']]),
    );
    await sql`delete from optionset where uid like 'ValSet%'`.execute(server.db);
  });

  it('is cut at the limit, and says so; counts go on', async () => {
    const { numAffectedRows } = await sql`update organisationunit set email = 'nobody'`.execute(server.db);
    const all = Number(numAffectedRows);
    const cut = await validate('?types=organisationUnits&limit=5');
    expect(Object.keys(cut.json.organisationUnits)).toHaveLength(5);
    expect(cut.headers.get('x-error-reports')).toBe(`5 of ${all}`);
    const report = await validate('?types=organisationUnits&limit=5&report=import');
    expect([report.status, report.json.status, report.json.message]).toEqual([
      409,
      'WARNING',
      'One or more errors occurred, please see full details in import report.',
    ]);
    expect(report.json.response).toMatchObject({
      responseType: 'ImportReport',
      status: 'ERROR',
      stats: { created: 0, updated: 0, deleted: 0, ignored: all, total: all },
    });
    expect(report.json.response.typeReports[0].objectReports).toHaveLength(5);
  });

  it('runs as a job whose summary is the same JSON', async () => {
    const { uid } = await anyRow(server.db, 'organisationunit');
    await sql`update organisationunit set email = 'nobody' where uid = ${uid}`.execute(server.db);
    for (const query of ['types=organisationUnits', 'types=organisationUnits&report=import']) {
      const now = await validate(`?${query}`);
      const messages = await server.runJob(`/api/metadataValidation?${query}&async=true`);
      expect(messages[0]?.message).toMatch(/^Metadata validation completed: 1 error in 1 of \d+ objects$/);
      const summaries = (await server.request('/api/system/taskSummaries/METADATA_VALIDATION')).json;
      expect(Object.values(summaries)[0]).toEqual(query.includes('import') ? now.json.response : now.json);
    }
  });

  it('refuses what it does not know and who may not', async () => {
    const unknown = await validate('?types=dataElements,toys');
    expect([unknown.status, unknown.json.message]).toEqual([400, expect.stringContaining('collection `toys`')]);
    expect((await validate('?types=toys&async=true')).status).toBe(400);
    expect((await validate('?limit=0')).status).toBe(400);
    expect((await validate('?report=xml')).json.message).toContain('Valid values are: [bare, import]');
    expect((await validate('', 'GET')).status).toBe(405);
    const clerk = await users.make(['F_METADATA_IMPORT']);
    for (const path of ['/api/metadataValidation', '/api/maintenance/metadataValidation']) {
      const { status, json } = await server.request(path, { method: 'POST', user: clerk.login });
      expect([status, json.message]).toEqual([
        403,
        'Access is denied, requires one Authority from [F_PERFORM_MAINTENANCE]',
      ]);
    }
  });
});
