import { describe, expect, it } from 'vitest';
import { STANDALONE_TYPES } from '../../../src/metadata/index.js';
import { testServer } from '../../support/server.js';

const server = testServer({ demo: true });

describe('every metadata type', () => {
  it.each(STANDALONE_TYPES.map((type) => [type.plural]))('%s is listed with all properties', async (plural) => {
    const { status, json, text } = await server.request(`/api/${plural}?fields=:all&pageSize=3`);
    expect(status, text).toBe(200);
    expect(Array.isArray(json[plural])).toBe(true);
    expect(json.pager.total).toBeGreaterThanOrEqual(json[plural].length);
    const owned = await server.request(`/api/${plural}?fields=:owner&paging=false`);
    expect(owned.status, owned.text).toBe(200);
    expect(owned.json.pager).toBeUndefined();
  });
});
