import { sql } from 'kysely';
import { beforeAll, expect, it } from 'vitest';
import { storedRows } from '../../support/exported-values.js';
import { testServer } from '../../support/server.js';

const server = testServer({ demo: true });

const TEXTS = ['a "b" \\ c', 'x,y', '<&>\'"', 'two\nlines', 'é漢🙂', 'null'];
let query: string;

beforeAll(async () => {
  const { db } = server;
  await sql`delete from datavalue where deleted or random() > 0.1`.execute(db);
  await sql`update dataelement set valuetype = 'TEXT', optionsetid = null`.execute(db);
  await sql`
    with numbered as (select datavalue.ctid as place, row_number() over () as number from datavalue)
    update datavalue set value = case when number % 4 = 0 then (${TEXTS}::text[])[1 + number % ${TEXTS.length}::int] else number::text end,
      comment = case when number % 3 = 0 then (${TEXTS}::text[])[1 + number % ${TEXTS.length}::int] end, followup = number % 5 = 0,
      created = '2020-01-01', lastupdated = '2020-01-01', storedby = 'somebody'
    from numbered where datavalue.ctid = numbered.place
  `.execute(db);
  await sql`update dataset set expirydays = 0`.execute(db);
  const { rows } = await sql<{ sets: string; root: string }>`
    select (select string_agg(uid, ',') from dataset) as sets, (select uid from organisationunit where parentid is null) as root
  `.execute(db);
  query = `dataSet=${rows[0]?.sets}&startDate=1990-01-01&endDate=2040-12-31&orgUnit=${rows[0]?.root}&children=true`;
});

/** Everything but the moments, which are those of the import. */
const told = async () =>
  (await storedRows(server.db))
    .map(({ lastupdated, comment, ...row }) => JSON.stringify({ ...row, comment: comment ?? '' }))
    .toSorted();

it.each([
  ['json', 'application/json', ''],
  ['xml', 'application/xml', ''],
  ['csv', 'application/csv', ''],
  ['json', 'application/json', '&compression=gzip'],
  ['csv', 'application/csv', '&compression=zip'],
  ['csv', 'application/csv', '&orgUnitIdScheme=CODE'],
])('what is exported as %s (%s%s) can be imported again', async (form, type, more) => {
  const before = await told();
  expect(before.length).toBeGreaterThan(500);
  const response = await fetch(`${server.url}/api/dataValueSets.${form}?${query}${more}`, {
    headers: { authorization: `Basic ${Buffer.from('admin:district').toString('base64')}` },
  });
  const file = new Uint8Array(await response.arrayBuffer());
  await sql`delete from datavalue`.execute(server.db);
  const schemes = more.includes('IdScheme') ? '?orgUnitIdScheme=CODE&force=true' : '?force=true';
  const answer = await server.request(`/api/dataValueSets${schemes}`, {
    method: 'POST',
    headers: { 'content-type': type, accept: 'application/json' },
    body: file,
  });
  expect(answer.json?.response?.conflicts ?? answer.text).toEqual([]);
  expect(answer.json.response.importCount).toEqual({ imported: before.length, updated: 0, ignored: 0, deleted: 0 });
  expect(await told()).toEqual(before);
});
