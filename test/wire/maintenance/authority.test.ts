import { beforeAll, describe, expect, it } from 'vitest';
import { layout } from '../../support/dhis2/layout.js';
import type { Answer } from '../../support/server.js';
import { testServer } from '../../support/server.js';
import { makeUsers } from '../../support/users.js';

const server = testServer({ demo: true });
const users = makeUsers(server);

interface Described {
  readonly name: string;
  readonly authorities: readonly string[];
  readonly paths: readonly string[];
  readonly flags?: readonly string[];
}

/** Every spelling of a path below `/maintenance` by the name of what it does (contract: maintenance.md §1). */
const PATHS: Readonly<Record<string, readonly string[]>> = {
  analyticsTablesClear: ['analyticsTablesClear', 'analyticsTableClear'],
  analyticsTablesAnalyze: ['analyticsTablesAnalyze', 'analyticsTableAnalyze'],
  expiredInvitationsClear: ['expiredInvitationsClear'],
  ouPathsUpdate: ['ouPathsUpdate'],
  periodPruning: ['periodPruning'],
  zeroDataValueRemoval: ['zeroDataValueRemoval'],
  softDeletedDataValueRemoval: ['softDeletedDataValueRemoval'],
  softDeletedEventRemoval: ['softDeletedEventRemoval', 'softDeletedProgramStageInstanceRemoval'],
  softDeletedEnrollmentRemoval: ['softDeletedEnrollmentRemoval', 'softDeletedProgramInstanceRemoval'],
  softDeletedTrackedEntityRemoval: ['softDeletedTrackedEntityRemoval', 'softDeletedTrackedEntityInstanceRemoval'],
  softDeletedRelationshipRemoval: ['softDeletedRelationshipRemoval'],
  sqlViewsDrop: ['sqlViewsDrop'],
  sqlViewsCreate: ['sqlViewsCreate'],
  categoryOptionComboUpdate: ['categoryOptionComboUpdate'],
  cacheClear: ['cacheClear', 'cache'],
};
/** Those on one object (contract: maintenance.md §1, §4.17, §4.18). */
const PRUNINGS = ['organisationUnits', 'organisationUnit', 'dataElements', 'dataElement'].map(
  (kind) => `/maintenance/dataPruning/${kind}/nonsense`,
);
/** Every spelling of a flag (contract: maintenance.md §3). */
const FLAGS: Readonly<Record<string, readonly string[]>> = {
  ...PATHS,
  resourceTableUpdate: ['resourceTableUpdate', 'resourceTablesUpdate'],
  appReload: ['appReload'],
};
/** A DHIS2 beside us has the apps. */
const ofDhis2 = (path: string): boolean => layout !== undefined && path.endsWith('appReload');
/** Reads as well, for clients of old. */
const TAKES_GET = ['/maintenance/appReload'];
/** Seconds of work: done in one form only. */
const LONG = ['resourceTableUpdate'];

let operations: readonly Described[];
let nobody: Readonly<Record<string, string>>;
let maintainer: Readonly<Record<string, string>>;
let admin: Readonly<Record<string, string>>;

const ask = (path: string, method: string, headers: Readonly<Record<string, string>>): Promise<Answer> =>
  server.request(`/api${path}`, { method, user: null, headers });
const of = (names: Readonly<Record<string, readonly string[]>>) =>
  operations.flatMap(({ name }) => (names[name] ?? []).map((spelling) => ({ name, spelling })));
/** All paths: those that the server tells, their other spellings, the prunings and the batch. */
const allPaths = (): readonly string[] => [
  ...new Set([
    ...operations.flatMap(({ paths }) => paths.map((path) => path.replace('{uid}', 'nonsense'))),
    ...of(PATHS).map(({ spelling }) => `/maintenance/${spelling}`),
    ...PRUNINGS,
    '/maintenance',
  ]),
];
const denied = (authority: string) => ({
  httpStatusCode: 403,
  status: 'ERROR',
  message: `Access is denied, requires one Authority from [${authority}]`,
});
const needsAll = (path: string): boolean => path.includes('dataPruning');

beforeAll(async () => {
  operations = (await server.request('/api/maintenance/operations')).json;
  const someone = await users.make(['F_SCHEDULING_ADMIN', 'F_SYSTEM_SETTING', 'F_DATAVALUE_ADD']);
  nobody = await users.enter(someone.uid);
  maintainer = await users.enter((await users.make(['F_PERFORM_MAINTENANCE'])).uid);
  admin = await users.enter((await users.make(['ALL'])).uid);
});

describe('the authority for every path of maintenance', () => {
  it('is told by the list of operations, which has at least what is known', async () => {
    expect(operations.length).toBeGreaterThanOrEqual(13);
    for (const { name, authorities, paths } of operations)
      expect(authorities, name).toEqual(paths.some(needsAll) ? ['ALL'] : ['F_PERFORM_MAINTENANCE']);
    expect((await ask('/maintenance/operations', 'GET', maintainer)).status).toBe(200);
    expect((await ask('/maintenance/operations', 'GET', nobody)).json).toMatchObject(denied('F_PERFORM_MAINTENANCE'));
    expect((await ask('/maintenance/operations', 'GET', { accept: 'text/html' })).status).toBe(302);
  });

  it.each(['POST', 'PUT'])('lets nobody %s without a login, or with other authorities', async (method) => {
    expect(allPaths().length).toBeGreaterThan(20);
    for (const path of allPaths())
      for (const prefix of ['', '/33', '/44']) {
        const stranger = await ask(`${prefix}${path}`, method, {});
        expect([stranger.status, stranger.json?.message], path).toEqual([401, 'Unauthorized']);
        const other = await ask(`${prefix}${path}`, method, nobody);
        expect(other.json, path).toMatchObject(denied(needsAll(path) ? 'ALL' : 'F_PERFORM_MAINTENANCE'));
      }
  });

  it.each(['POST', 'PUT'])('of maintenance is enough to %s all but the prunings', async (method) => {
    for (const path of allPaths()) {
      const { status, json } = await ask(`${path}?dryRun=true`, method, maintainer);
      if (ofDhis2(path)) expect(status).toBe(409);
      else if (needsAll(path)) expect(json, path).toMatchObject(denied('ALL'));
      else if (path.endsWith('/nonsense'))
        expect([status, json.message], path).toEqual([409, expect.stringContaining('nonsense')]);
      else expect([status, json.status], path).toEqual([200, 'OK']);
    }
  });

  it.each(['POST', 'PUT'])('ALL is enough to %s the prunings, which know no such object', async (method) => {
    for (const path of PRUNINGS) {
      const kind = path.includes('organisationUnit') ? 'Organisation unit' : 'Data element';
      for (const query of ['', '?dryRun=true', '?async=true']) {
        const { json } = await ask(`${path}${query}`, method, admin);
        expect(json, path).toEqual({
          httpStatus: 'Conflict',
          httpStatusCode: 409,
          status: 'ERROR',
          message: `${kind} does not exist: nonsense`,
        });
      }
    }
  });

  it('does not make other methods work: 405 with those that do', async () => {
    for (const path of allPaths().filter((one) => !TAKES_GET.includes(one)))
      for (const method of ['GET', 'DELETE', 'PATCH']) {
        const { status, headers, json } = await ask(path, method, admin);
        expect([status, headers.get('allow')], `${method} ${path}`).toEqual([405, 'POST, PUT']);
        expect(json.message).toBe(`Request method '${method}' is not supported`);
      }
  });

  it('is of no use for paths that there are not', async () => {
    for (const path of [
      '/maintenance/nonsense',
      '/maintenance/periodpruning',
      '/maintenance/dataPruning/organisationUnits',
    ])
      expect((await ask(path, 'POST', admin)).status, path).toBe(404);
  });
});

// The features of apps and of metadata are left to a DHIS2.
describe.skipIf(layout)('the authority for relatives of maintenance', () => {
  const MAINTENANCE = 'F_PERFORM_MAINTENANCE';
  it.each([
    ['GET', '/maintenance/appReload', MAINTENANCE],
    ['POST', '/appReload', MAINTENANCE],
    ['PUT', '/appReload', MAINTENANCE],
    ['POST', '/metadataValidation', MAINTENANCE],
    ['PUT', '/metadataValidation', MAINTENANCE],
    ['POST', '/maintenance/metadataValidation', MAINTENANCE],
    ['PUT', '/apps', 'M_dhis-web-app-management'],
  ])('%s %s is %s, below every version', async (method, path, authority) => {
    const able = await users.enter((await users.make([authority])).uid);
    for (const prefix of ['', '/42', '/44']) {
      const stranger = await ask(`${prefix}${path}`, method, { 'x-requested-with': 'XMLHttpRequest' });
      expect([stranger.status, stranger.json?.message]).toEqual([401, 'Unauthorized']);
      expect((await ask(`${prefix}${path}`, method, nobody)).json).toMatchObject(denied(authority));
    }
    const { status, json } = await ask(path, method, able);
    expect(status).toBe(path === '/apps' ? 204 : 200);
    if (path.endsWith('appReload')) expect(json).toMatchObject({ status: 'OK', message: 'Apps reloaded' });
  });
});

describe('every spelling', () => {
  it.each(['POST', 'PUT'])('of a path does what it is called, by %s', async (method) => {
    for (const { name, spelling } of of(PATHS)) {
      const { json } = await ask(`/maintenance/${spelling}?dryRun=true`, method, admin);
      expect(json.response, spelling).toMatchObject({ dryRun: true, operations: [{ operation: name }] });
    }
  });

  it('of a flag does what it is called, and two of one thing do it once', async () => {
    for (const { name, spelling } of of(FLAGS)) {
      const { json } = await ask(`/maintenance?${spelling}=true&dryRun=true`, 'POST', admin);
      expect(json.response, spelling).toMatchObject({ dryRun: true, operations: [{ operation: name }] });
    }
    for (const { name } of operations) {
      const [first, second] = FLAGS[name] ?? [];
      if (first === undefined || second === undefined) continue;
      const { json } = await ask(`/maintenance?${first}=false&${second}=true&dryRun=true`, 'POST', admin);
      expect(json.response.operations, name).toMatchObject([{ operation: name }]);
    }
  });

  it('of all flags together asks for everything, in the order of the batch', async () => {
    const flags = of(FLAGS).map(({ spelling }) => `${spelling}=true`);
    const { json } = await ask(`/maintenance?${flags.reverse().join('&')}&dryRun=true`, 'POST', admin);
    const asked = json.response.operations.map(({ operation }: { readonly operation: string }) => operation);
    expect(asked).toEqual(operations.filter(({ flags: known }) => known).map(({ name }) => name));
    const place = (name: string): number => asked.indexOf(name);
    expect(place('softDeletedRelationshipRemoval')).toBeLessThan(place('softDeletedEventRemoval'));
    expect(place('softDeletedEventRemoval')).toBeLessThan(place('softDeletedEnrollmentRemoval'));
    expect(place('softDeletedEnrollmentRemoval')).toBeLessThan(place('softDeletedTrackedEntityRemoval'));
    expect(place('softDeletedTrackedEntityRemoval')).toBeLessThan(place('periodPruning'));
    expect(place('softDeletedDataValueRemoval')).toBeLessThan(place('periodPruning'));
  });
});

describe('what comes back', { timeout: 60_000 }, () => {
  const MESSAGE = { httpStatus: 'OK', httpStatusCode: 200, status: 'OK' };

  it.each([
    ['', 204],
    ['/33', 204],
    ['/42', 204],
    ['/43', 200],
    ['/44', 200],
  ])('below /api%s is %i, of every operation and of the batch', async (prefix, status) => {
    const paths = [
      ...allPaths().filter((path) => !path.endsWith('/nonsense') && !TAKES_GET.includes(path)),
      '/maintenance?cacheClear=true&periodPruning=true',
    ].filter((path) => prefix === '/44' || !LONG.some((name) => path.includes(name)));
    for (const path of paths) {
      const answer = await ask(`${prefix}${path}`, 'POST', admin);
      expect([answer.status, answer.text], path).toEqual([status, status === 204 ? '' : JSON.stringify(MESSAGE)]);
    }
  });

  it('of a pruning is a sentence, below every version', async () => {
    for (const prefix of ['', '/42', '/44'])
      for (const path of ['dataPruning/organisationUnits/ImspTQPwCqd', 'dataPruning/dataElement/fbfJHSPpUQD']) {
        const { json } = await ask(`${prefix}/maintenance/${path}`, 'PUT', admin);
        expect(json, path).toEqual({ ...MESSAGE, message: 'Data was pruned successfully' });
      }
  });
});
