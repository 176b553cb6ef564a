import { beforeAll, describe, expect, it } from 'vitest';
import { testServer } from '../../support/server.js';

const server = testServer();
const KEEPER = 'keeper:District-1';
const MOVER = 'mover:District-1';

const unit = (id: string, parent?: string) => ({
  id,
  name: id,
  shortName: id,
  openingDate: '2020-01-01',
  ...(parent !== undefined && { parent: { id: parent } }),
});
const person = (id: string, username: string, role: string) => ({
  id,
  username,
  password: 'District-1',
  firstName: 'A',
  surname: 'Person',
  userRoles: [{ id: role }],
});

beforeAll(async () => {
  const { status, text } = await server.request('/api/metadata', {
    method: 'POST',
    body: {
      organisationUnits: [unit('unitRoot001'), unit('unitChild01', 'unitRoot001'), unit('unitChild02', 'unitRoot001')],
      userRoles: [
        { id: 'roleKeeper1', name: 'Keepers', authorities: ['F_ORGANISATIONUNIT_ADD'] },
        { id: 'roleMover01', name: 'Movers', authorities: ['F_ORGANISATIONUNIT_ADD', 'F_ORGANISATIONUNIT_MOVE'] },
      ],
      users: [person('userKeeper1', 'keeper', 'roleKeeper1'), person('userMover01', 'mover', 'roleMover01')],
    },
  });
  expect(status, text).toBe(200);
});

const put = (user: string, body: { readonly id: string }) =>
  server.request(`/api/organisationUnits/${body.id}`, { method: 'PUT', user, body });

describe('an organisation unit', () => {
  it('is changed by those who may, and moved only by those who may move', async () => {
    const renamed = { ...unit('unitChild02', 'unitRoot001'), name: 'Renamed' };
    expect((await put(KEEPER, renamed)).status).toBe(200);
    for (const moved of [unit('unitChild02', 'unitChild01'), unit('unitChild02')]) {
      const { status, json } = await put(KEEPER, moved);
      expect(status).toBe(409);
      expect(json.response.errorReports[0]).toMatchObject({
        errorCode: 'E1520',
        message: 'User `keeper` is not allowed to move organisation units',
      });
    }
    expect((await put(MOVER, unit('unitChild02', 'unitChild01'))).status).toBe(200);
    const children = await server.request('/api/organisationUnits/unitRoot001/children/unitChild02', {
      method: 'POST',
    });
    expect(children.status).toBe(404);
    const { json } = await server.request('/api/organisationUnits/unitChild02?fields=path,level');
    expect(json).toEqual({ path: '/unitRoot001/unitChild01/unitChild02', level: 3 });
  });
});
