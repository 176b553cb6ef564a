import { beforeAll, describe, expect, it } from 'vitest';
import { layout } from '../../support/dhis2/layout.js';
import { giveMetadata } from '../../support/metadata.js';
import { share } from '../../support/metadata-fixture.js';
import { type RequestOptions, testServer } from '../../support/server.js';

const server = testServer();
const GROUP = 'shareGroup1';
const USER = 'shareUser01';
const ELEMENT = 'shareElem01';
const PERSON = 'sharer:District-1';

beforeAll(async () => {
  await giveMetadata(server, {
    userRoles: [{ id: 'shareRole01', name: 'Elements', authorities: ['F_DATAELEMENT_PRIVATE_ADD'] }],
    userGroups: [{ id: GROUP, name: 'Sharers' }],
    users: [
      {
        id: USER,
        username: 'sharer',
        password: 'District-1',
        firstName: 'Sharing',
        surname: 'Person',
        userRoles: [{ id: 'shareRole01' }],
        userGroups: [{ id: GROUP }],
      },
    ],
    dataElements: [
      {
        id: ELEMENT,
        name: 'Shared',
        shortName: 'Shared',
        valueType: 'NUMBER',
        domainType: 'AGGREGATE',
        aggregationType: 'SUM',
        sharing: { public: '--------' },
      },
    ],
  });
});

const dialog = (options?: RequestOptions) => server.request(`/api/sharing?type=dataElement&id=${ELEMENT}`, options);

describe('/api/sharing', () => {
  it('shows an object with the names of those that it is shared with', async () => {
    const given = {
      publicAccess: 'r-------',
      userGroupAccesses: [{ id: GROUP, access: 'rw------' }],
      userAccesses: [],
    };
    if (layout === undefined) {
      const put = await dialog({ method: 'PUT', body: { object: given } });
      expect(put.json).toMatchObject({ httpStatusCode: 200, message: 'Access control set' });
    } else
      await share(server.db, 'dataelement', ELEMENT, {
        owner: 'M5zQapPyTZI',
        public: given.publicAccess,
        userGroups: { [GROUP]: { id: GROUP, access: 'rw------' } },
      });
    const { json } = await dialog();
    expect(json).toEqual({
      meta: { allowPublicAccess: true, allowExternalAccess: false },
      object: {
        id: ELEMENT,
        name: 'Shared',
        displayName: 'Shared',
        publicAccess: 'r-------',
        externalAccess: false,
        user: { id: 'M5zQapPyTZI', name: 'admin admin' },
        userGroupAccesses: [{ id: GROUP, name: 'Sharers', displayName: 'Sharers', access: 'rw------' }],
        userAccesses: [],
      },
    });
    const element = await server.request(`/api/dataElements/${ELEMENT}?fields=sharing`);
    expect(element.json.sharing.userGroups).toEqual({ [GROUP]: { id: GROUP, access: 'rw------' } });
  });

  // Sharing is left to DHIS2.
  it.skipIf(layout)('lets those share who may write, but not with everybody without that right', async () => {
    const refused = await dialog({ method: 'PUT', user: PERSON, body: { object: { publicAccess: 'rw------' } } });
    expect(refused.status).toBe(409);
    expect(refused.json.errorCode).toBe('E3008');
    const body = { object: { publicAccess: '--------', userAccesses: [{ id: USER, access: 'rw------' }] } };
    expect((await dialog({ method: 'PUT', user: PERSON, body })).status).toBe(200);
    const closed = { object: { publicAccess: '--------' } };
    expect((await dialog({ method: 'PUT', body: closed })).status).toBe(200);
    const locked = await dialog({ user: PERSON });
    expect(locked.status).toBe(403);
    expect(locked.json).toMatchObject({ errorCode: 'E3014', message: 'You do not have manage access to this object.' });
  });

  // Sharing is left to DHIS2.
  it.skipIf(layout)('takes the setting as the object has it, too', async () => {
    const path = `/api/dataElements/${ELEMENT}/sharing`;
    const sharing = { public: 'rw------', users: { [USER]: { access: 'r-------' } } };
    expect((await server.request(path, { method: 'PUT', body: sharing })).status).toBe(204);
    const { json } = await server.request(`/api/dataElements/${ELEMENT}?fields=sharing`);
    expect(json.sharing).toMatchObject({ public: 'rw------', users: { [USER]: { id: USER, access: 'r-------' } } });
  });

  it.each([
    ['type=nothing&id=x', 409, 'Type nothing is not supported.'],
    ['type=dataElement&id=notThere001', 404, 'DataElement with id notThere001 could not be found.'],
    ['type=organisationUnit&id=notThere001', 409, 'Sharing is not enabled for this object `OrganisationUnit`'],
    ['type=dataElement', 400, "Required request parameter 'id' is not present"],
  ])('refuses %s', async (query, status, message) => {
    const answer = await server.request(`/api/sharing?${query}`);
    expect(answer.status).toBe(status);
    expect(answer.json.message).toBe(message);
  });

  it.each([
    [{}],
    [{ object: { publicAccess: 'everything' } }],
    [{ object: { publicAccess: 5 } }],
    [{ object: { userAccesses: {} } }],
    [{ object: { userAccesses: [{ access: 'rw------' }] } }],
    [{ object: { userAccesses: [{ id: USER, access: 'all' }] } }],
  ])('refuses the body %j and changes nothing', async (body) => {
    const before = (await dialog()).json;
    const { status } = await dialog({ method: 'PUT', body });
    expect([400, 409]).toContain(status);
    expect((await dialog()).json).toEqual(before);
  });

  it('finds users and groups by a part of their name', async () => {
    const { json } = await server.request('/api/sharing/search?key=shar');
    expect(json.userGroups).toEqual([{ id: GROUP, name: 'Sharers', displayName: 'Sharers' }]);
    expect(json.users.map(({ username }: { username: string }) => username)).toEqual(['sharer']);
    expect((await server.request('/api/sharing/search?key=%25')).json).toEqual({ userGroups: [], users: [] });
    expect((await server.request('/api/sharing/search')).json.message).toBe('Search key not specified');
  });
});
