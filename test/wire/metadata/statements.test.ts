import { beforeAll, describe, expect, it } from 'vitest';
import { testServer } from '../../support/server.js';
import { statementsDuring } from '../../support/statements.js';

const server = testServer({ demo: true });
const READER = 'user003:District1!';

let unit = '';
let dataSet = '';

beforeAll(async () => {
  unit = (await server.request('/api/organisationUnits?level=2&fields=id')).json.organisationUnits[0].id;
  dataSet = (await server.request('/api/dataSets?fields=id')).json.dataSets[0].id;
});

/** The statements that the server sends while it answers. */
async function statementsOf(path: string, user?: string): Promise<readonly string[]> {
  // Credentials are known from here on and ask nothing any more.
  await server.request('/api/system/ping', user === undefined ? {} : { user });
  return await statementsDuring(server, async () => {
    const { status, text } = await server.request(path, user === undefined ? {} : { user });
    expect(status, text).toBe(200);
  });
}

describe('one statement answers', () => {
  it.each([
    ['a list', () => '/api/dataElements'],
    ['a list of everything', () => '/api/dataElements?paging=false&fields=:all'],
    [
      'a list with all that lists have',
      () =>
        '/api/dataElements?fields=:owner,dataSetElements[dataSet[*]],displayName&locale=fr&order=displayName,code:idesc&query=a&rootJunction=OR' +
        '&filter=dataElementGroups.name:ilike:a&filter=identifiable:token:b&page=2&pageSize=3',
    ],
    ['an object', () => `/api/dataSets/${dataSet}`],
    [
      'an object with what stands behind it',
      () => `/api/dataSets/${dataSet}?fields=:all,dataSetElements[dataElement[*]]`,
    ],
    ['a property', () => `/api/dataSets/${dataSet}/organisationUnits?fields=id,parent[parent[name]]`],
    ['units of a level', () => '/api/organisationUnits?level=3&fields=id,path,leaf,ancestors'],
    ['units below one', () => `/api/organisationUnits/${unit}?includeDescendants=true&paging=false&fields=id,path`],
    ['units of a level below one', () => `/api/organisationUnits/${unit}?level=1&fields=id,path`],
    ['users of a unit', () => `/api/users?ou=${unit}&includeChildren=true&fields=*`],
  ])('%s', async (_, path) => {
    const statements = await statementsOf(path());
    expect(statements).toEqual([expect.stringMatching(/^\s*(select|with)/)]);
  });

  it.each(['/api/dataElements', '/api/organisationUnits?withinUserHierarchy=true'])(
    'somebody who does not see everything: %s',
    async (path) => {
      expect(await statementsOf(path, READER)).toHaveLength(1);
    },
  );
});
