import { expect, it } from 'vitest';
import { testServer } from '../support/server.js';

const server = testServer({ demo: true });
const PATH = '/api/cluster/leader';

it('names the server that has been connected longest', async () => {
  const { json } = await server.request(PATH);
  expect(json).toEqual({
    leaderNodeId: expect.any(String),
    leaderNodeUuid: expect.stringMatching(/^[0-9a-f-]{36}$/),
    currentNodeId: json.leaderNodeId,
    currentNodeUuid: json.leaderNodeUuid,
    leader: true,
  });
  const xml = await server.request(PATH, { headers: { accept: 'application/xml' } });
  expect(xml.text).toContain(`<leaderNodeUuid>${json.leaderNodeUuid}</leaderNodeUuid>`);
  expect(xml.text).toContain('<LeaderNodeInfo');
});

it('is for those who may see the server', async () => {
  expect((await server.request(PATH, { user: 'user003:District1!' })).status).toBe(403);
});
