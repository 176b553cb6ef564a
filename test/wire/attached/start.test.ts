import { describe, expect, it } from 'vitest';
import { DHIS2_VERSIONS } from '../../support/dhis2/index.js';
import { attachedServer } from '../../support/dhis2/server.js';

describe.each(DHIS2_VERSIONS)('beside DHIS2 %s', (version) => {
  const server = attachedServer(version);

  it('says who asks', async () => {
    const { status, json, text } = await server.request('/api/me?fields=username,authorities');
    expect(status, text).toBe(200);
    expect(json.username).toBe('admin');
  });
});
