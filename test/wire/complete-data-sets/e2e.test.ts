import { beforeAll, expect, it } from 'vitest';
import { E2E_FILES, e2ePayload } from '../../support/e2e-payloads.js';
import { giveMetadata } from '../../support/metadata.js';
import { registrationsFrom } from '../../support/registrations.js';
import { testServer } from '../../support/server.js';

const server = testServer();
const PATH = '/api/completeDataSetRegistrations';
/** Of the end-to-end tests' values of one data set. */
const PLACE = { dataSet: 'VEM58nY22sO', period: '201911', organisationUnit: 'O6uvpzGd5pu' };

beforeAll(async () => {
  for (const file of E2E_FILES) await giveMetadata(server, e2ePayload(file));
}, 120_000);

it('registers the data set of the end-to-end tests, by uids, codes and names', async () => {
  const post = (body: unknown, query = '') => server.request(`${PATH}${query}`, { method: 'POST', body });
  const first = await post({ completeDataSetRegistrations: [{ ...PLACE, date: '2019-12-05' }] });
  expect(first.json.response).toMatchObject({ status: 'SUCCESS', importCount: { imported: 1 } });
  const { json: unit } = await server.request(`/api/organisationUnits/${PLACE.organisationUnit}?fields=name,code`);
  const { json: dataSet } = await server.request(`/api/dataSets/${PLACE.dataSet}?fields=name`);
  const named = {
    completeDataSetRegistrations: [{ ...PLACE, dataSet: dataSet.name, organisationUnit: unit.code, completed: false }],
  };
  const second = await post(named, '?dataSetIdScheme=NAME&orgUnitIdScheme=CODE');
  expect(second.json.response).toMatchObject({ status: 'SUCCESS', importCount: { updated: 1 } });
  expect(await registrationsFrom(server.db, '2019-11-01')).toMatchObject([
    { dataSet: PLACE.dataSet, period: '201911', unit: PLACE.organisationUnit, completed: false },
  ]);
  const { json } = await server.request(
    `${PATH}?dataSet=${PLACE.dataSet}&period=201911&orgUnit=${PLACE.organisationUnit}&orgUnitIdScheme=CODE`,
  );
  expect(json.completeDataSetRegistrations).toMatchObject([{ organisationUnit: unit.code, completed: false }]);
});

it.each(['application/json', 'application/xml'])('refuses an empty file of %s', async (type) => {
  // The files of the end-to-end tests hold a line end.
  const { status } = await server.request(PATH, { method: 'POST', body: '\n', headers: { 'content-type': type } });
  expect(status).toBe(400);
});
