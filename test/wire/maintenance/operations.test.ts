import { expect, it } from 'vitest';
import { testServer } from '../../support/server.js';

const server = testServer({ demo: true });
const run = (path: string, method = 'POST') => server.request(`/api/maintenance${path}`, { method });
const report = async (path: string) => {
  const { status, json, text } = await run(path);
  expect(status, text).toBe(200);
  expect(json.response.responseType).toBe('MaintenanceReport');
  return json.response;
};

it.each([
  'softDeletedDataValueRemoval',
  'softDeletedRelationshipRemoval',
  'softDeletedEventRemoval',
  'softDeletedEnrollmentRemoval',
  'softDeletedTrackedEntityRemoval',
  'zeroDataValueRemoval',
  'periodPruning',
])('%s removes what its preview counts, and nothing the second time', async (name) => {
  const preview = await report(`/${name}?dryRun=true`);
  const done = await report(`/${name}?report=true`);
  expect(done.operations[0]).toMatchObject({ operation: name, status: 'SUCCESS' });
  expect(done.operations[0].counts).toEqual(preview.operations[0].counts);
  expect((await report(`/${name}?report=true`)).operations[0].counts).toEqual({});
});
