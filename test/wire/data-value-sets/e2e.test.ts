import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, beforeEach, expect, it } from 'vitest';
import { clearValues, poster, readShort } from '../../support/data-value-fixture.js';
import { E2E_FILES, e2ePayload } from '../../support/e2e-payloads.js';
import { giveMetadata } from '../../support/metadata.js';
import { testServer } from '../../support/server.js';

const server = testServer();
const post = poster(server);
const file = (name: string) =>
  readFileSync(join(import.meta.dirname, '../../data/dhis2-core-e2e/aggregate', name), 'utf8');
const JSON_TYPE = { type: 'application/json' };
const BULK = 231;

beforeAll(async () => {
  for (const name of E2E_FILES) await giveMetadata(server, e2ePayload(name));
}, 120_000);
beforeEach(() => clearValues(server.db));

/** Waits for the end of a job; gives its summary. */
async function summaryOf(id: string) {
  for (;;) {
    const { json } = await server.request(`/api/system/tasks/DATAVALUE_IMPORT/${id}`);
    if (json[0].completed) break;
    await sleep(20);
  }
  return (await server.request(`/api/system/taskSummaries/DATAVALUE_IMPORT/${id}`)).json;
}

it('takes all values of the end-to-end tests, has nothing to do the second time, and deletes them', async () => {
  const bulk = async (query = '') => {
    const { status, json } = await post(file('dataValues_bulk.json'), `?importReportMode=FULL${query}`, JSON_TYPE);
    expect([status, json.response.status, json.response.conflicts]).toEqual([200, 'SUCCESS', []]);
    return json.response.importCount;
  };
  expect(await bulk()).toEqual({ imported: BULK, updated: 0, ignored: 0, deleted: 0 });
  expect((await readShort(server.db)).length).toBe(BULK);
  expect(await bulk()).toEqual({ imported: 0, updated: 0, ignored: BULK, deleted: 0 });
  expect(await bulk('&importStrategy=DELETE')).toEqual({ imported: 0, updated: 0, ignored: 0, deleted: BULK });
  expect((await readShort(server.db)).every((text) => text.endsWith(' deleted'))).toBe(true);
  expect(await bulk()).toEqual({ imported: BULK, updated: 0, ignored: 0, deleted: 0 });
});

it('takes them as a job', async () => {
  const { json } = await post(file('dataValues_bulk.json'), '?reportMode=DEBUG&async=true', JSON_TYPE);
  expect(await summaryOf(json.response.id)).toMatchObject({
    status: 'SUCCESS',
    importCount: { imported: BULK, updated: 0, ignored: 0, deleted: 0 },
  });
});

it('takes those of one data set', async () => {
  const { status, json } = await post(file('dataValues_single_dataset.json'), '', JSON_TYPE);
  expect([status, json.response]).toMatchObject([
    200,
    { status: 'SUCCESS', conflicts: [], importCount: { imported: 2, ignored: 0 }, dataSetComplete: 'false' },
  ]);
  expect(await readShort(server.db)).toEqual([
    'BjDrgVrkBI3 201911 O6uvpzGd5pu oPcWGgS2Liz HllvX50cXC0 1000',
    'BjDrgVrkBI3 201911 O6uvpzGd5pu rtfSaMjPyq6 HllvX50cXC0 2000',
  ]);
});

it.each([
  ['empty_file.json', 'application/json'],
  ['empty_file.xml', 'application/xml'],
])('%s is refused at once, and as a job ends with a summary that says so', async (name, type) => {
  expect((await post(file(name), '', { type })).status).toBe(400);
  const { status, json } = await post(file(name), '?reportMode=DEBUG&async=true', { type });
  expect(status).toBe(200);
  expect(await summaryOf(json.response.id)).toMatchObject({
    status: 'ERROR',
    importCount: { imported: 0, updated: 0, ignored: 0, deleted: 0 },
  });
});
