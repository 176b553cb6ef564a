import { describe, expect, it } from 'vitest';
import { E2E_FILES, e2ePayload } from '../../support/e2e-payloads.js';
import { testServer } from '../../support/server.js';

const country = testServer({ demo: true });
const copyOfCountry = testServer();
const e2e = testServer();
const copyOfE2e = testServer();

type Server = ReturnType<typeof testServer>;

const exported = async (server: Server): Promise<Record<string, readonly Record<string, unknown>[]>> => {
  const { status, json, text } = await server.request('/api/metadata');
  expect(status, text.slice(0, 500)).toBe(200);
  const { system, ...lists } = json;
  expect(system).toMatchObject({ version: '0.0.0', date: expect.any(String) });
  return lists;
};

/** Rows that every database has, made at its own time. */
const SEEDED = new Set(['xYerKDKCefk', 'GLevLNI9wkl', 'bjDvmb4bfuf', 'HllvX50cXC0', 'M5zQapPyTZI', 'yrB6vc5Ip3r']);

const comparable = (list: readonly Record<string, unknown>[] | undefined) =>
  list?.map((object) => {
    if (!SEEDED.has(String(object.id))) return object;
    const { created, lastUpdated, lastUpdatedBy, ...rest } = object;
    return rest;
  });

async function expectCopy(from: Server, to: Server): Promise<void> {
  const before = await exported(from);
  const { status, json, text } = await to.request('/api/metadata', { method: 'POST', body: before });
  expect(status, text.slice(0, 3000)).toBe(200);
  expect(json.response.stats.ignored).toBe(0);
  const after = await exported(to);
  expect(Object.keys(after)).toEqual(Object.keys(before));
  for (const plural of Object.keys(before))
    expect(comparable(after[plural]), plural).toEqual(comparable(before[plural]));
}

describe('an export', () => {
  it('of the demo country makes the same country of an empty database', async () => {
    await expectCopy(country, copyOfCountry);
  });

  it('of the payloads of the end-to-end tests makes the same objects of an empty database', async () => {
    for (const file of E2E_FILES) {
      const { status, text } = await e2e.request('/api/metadata', { method: 'POST', body: e2ePayload(file) });
      expect(status, text.slice(0, 3000)).toBe(200);
    }
    await expectCopy(e2e, copyOfE2e);
  });
});
