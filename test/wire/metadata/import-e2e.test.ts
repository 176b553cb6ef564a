import { gzipSync } from 'node:zlib';
import { zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { E2E_FILES, e2ePayload } from '../../support/e2e-payloads.js';
import { testServer } from '../../support/server.js';

const server = testServer();
const importing = (body: unknown, query = '') => server.request(`/api/metadata${query}`, { method: 'POST', body });

/** Parts whose payload gives them no uid get a new one, and with it another place, each time. */
const NAMELESS = new Set(['analyticsPeriodBoundaries', 'programStageDataElements', 'programTrackedEntityAttributes']);

/** What an object says, without when it was made and changed. */
function said(value: unknown, nameless = false): unknown {
  if (Array.isArray(value)) {
    const list = value.map((element) => said(element, nameless));
    return nameless ? list.sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)) : list;
  }
  if (typeof value !== 'object' || value === null) return value;
  const dropped = new Set(['created', 'lastUpdated', ...(nameless ? ['id'] : [])]);
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, member]) =>
      dropped.has(name) ? [] : [[name, said(member, NAMELESS.has(name))]],
    ),
  );
}

const everything = async () => {
  const { system: _, ...lists } = (await server.request('/api/metadata')).json;
  return said(lists);
};

describe('the payloads of the end-to-end tests', () => {
  it.each(E2E_FILES)('%s is taken, each object as new', async (file) => {
    const { status, json, text } = await importing(e2ePayload(file));
    expect(status, text.slice(0, 3000)).toBe(200);
    expect(json).toMatchObject({
      httpStatus: 'OK',
      status: 'OK',
      response: { responseType: 'ImportReport', status: 'OK' },
    });
    const { stats } = json.response;
    expect(stats.created + stats.updated).toBe(stats.total);
    expect(stats).toMatchObject({ deleted: 0, ignored: 0 });
    expect(stats.created).toBeGreaterThan(0);
  });

  it.each(E2E_FILES)('%s is taken again, each object as an update that changes nothing but the time', async (file) => {
    const before = await everything();
    const { status, json, text } = await importing(e2ePayload(file));
    expect(status, text.slice(0, 3000)).toBe(200);
    expect(json.response.stats).toMatchObject({
      created: 0,
      deleted: 0,
      ignored: 0,
      updated: json.response.stats.total,
    });
    expect(await everything()).toEqual(before);
  });

  it('are all refused as new ones once they are there', async () => {
    const { status, json } = await importing(e2ePayload('setup/userRoles.json'), '?importStrategy=CREATE');
    expect(status).toBe(409);
    const { errorReports } = json.response.typeReports[0].objectReports[0];
    expect(errorReports[0].errorCode).toBe('E5000');
  });

  it.each([
    ['application/json+gzip', gzipSync],
    ['application/gzip', gzipSync],
    ['application/zip', (text: string) => zipSync({ 'metadata.json': Buffer.from(text) })],
  ])('are taken packed as %s', async (type, pack) => {
    const body = pack(JSON.stringify(e2ePayload('setup/userGroups.json')));
    const { status, json, text } = await packed(type, body);
    expect(status, text).toBe(200);
    expect(json.response.stats).toMatchObject({ updated: 1, total: 1 });
  });

  it.each([
    ['application/json+gzip', gzipSync('{"userGroups": ['), 400],
    ['application/gzip', Buffer.from([0x1f, 0x8b, 1, 2, 3]), 400],
    ['application/zip', Buffer.from('PK nothing'), 400],
    ['application/zip', Buffer.alloc(0), 400],
    ['application/gzip', gzipSync(Buffer.alloc(300 * 1024 * 1024)), 413],
    ['application/zip', zipSync({ 'bomb.json': new Uint8Array(300 * 1024 * 1024) }), 413],
  ])('are refused as %s when they cannot be unpacked', async (type, body, expected) => {
    const { status, json } = await packed(type, body);
    expect(status).toBe(expected);
    expect(json.message).toBeTypeOf('string');
  });
});

async function packed(type: string, body: Uint8Array) {
  const response = await fetch(`${server.url}/api/metadata`, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from('admin:district').toString('base64')}`, 'content-type': type },
    body: Buffer.from(body),
  });
  const text = await response.text();
  return { status: response.status, text, json: JSON.parse(text) };
}
