import { sql } from 'kysely';
import { beforeEach, describe, expect, it } from 'vitest';
import { testServer } from '../../support/server.js';

const server = testServer({ demo: true });
const PATH = '/api/dataValueSets';

it('imports', async () => {
  const { rows } = await sql<{ de: string; ou: string }>`
    select dataelement.uid as de, unit.uid as ou from dataelement join datasetelement using (dataelementid) join dataset using (datasetid) join datasetsource using (datasetid)
    join organisationunit unit on unit.organisationunitid = datasetsource.sourceid
    where dataset.uid = 'lyLU2wR22tC' and dataelement.valuetype like 'INTEGER%' order by 1, 2 limit 3`.execute(
    server.db,
  );
  const values = rows.map(({ de, ou }, index) => ({
    dataElement: de,
    period: '202401',
    orgUnit: ou,
    value: String(index + 5),
  }));
  const answer = await server.request(PATH, { method: 'POST', body: { dataValues: values } });
  expect(answer.json.response.importCount).toEqual({ imported: 3, updated: 0, ignored: 0, deleted: 0 });
});
