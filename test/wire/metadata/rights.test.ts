import { beforeAll, describe, expect, it } from 'vitest';
import { generateUid } from '../../../src/kernel/uid.js';
import type { MetadataObject, MetadataType } from '../../../src/metadata/index.js';
import { STANDALONE_TYPES } from '../../../src/metadata/index.js';
import { writeAuthorities } from '../../../src/metadata/model/authorities.js';
import { share } from '../../support/metadata-fixture.js';
import { SampleObjects } from '../../support/minimal-objects.js';
import { type Answer, type RequestOptions, testServer } from '../../support/server.js';
import { type MadeUser, makeUsers } from '../../support/users.js';

/** Every type × who asks × how the object is shared (contract: imports.md §8.4, §8.5, http.md §3). */
const server = testServer({ demo: true });
const users = makeUsers(server);

type Session = Readonly<Record<string, string>>;
const ADMIN = 'M5zQapPyTZI';
let admin: Session;
const request = (path: string, session: Session, options: RequestOptions = {}): Promise<Answer> =>
  server.request(path, { ...options, user: null, headers: { ...session, ...options.headers } });
const samples = new SampleObjects({ request: (path, options) => request(path, admin, options) });

const TYPES = STANDALONE_TYPES.map((type) => [type.plural, type] as const);
const isShared = (type: MetadataType): boolean => type.traits.has('sharing') || type.traits.has('dataSharing');
const SHARED = TYPES.filter(([, type]) => isShared(type));
const GROUP = 'RightsGroup';
const CLOSED = { owner: 'AAAAAAAAAAA', public: '--------', users: {}, userGroups: {} };

interface Somebody extends MadeUser {
  readonly session: Session;
}
let powerless: Somebody;

async function somebody(authorities: readonly string[]): Promise<Somebody> {
  const made = await users.make(authorities, { groups: [GROUP] });
  return { ...made, session: await users.enter(made.uid) };
}

beforeAll(async () => {
  admin = await users.enter(ADMIN);
  await request('/api/userGroups', admin, { method: 'POST', body: { id: GROUP, name: 'Rights' } });
  powerless = await somebody([]);
});

/** Somebody with the authorities of the type and no others. */
const expert = (type: MetadataType): Promise<Somebody> => {
  const { delete: remove = [], read = [] } = type.authorities;
  return somebody([...new Set([...writeAuthorities(type.authorities), ...remove, ...read])]);
};

async function payload(type: MetadataType): Promise<MetadataObject> {
  const body = { ...(await samples.minimal(type)), id: generateUid() };
  // A role that gives nothing can be given by anybody who makes users.
  return type.name === 'user' ? { ...body, userRoles: [{ id: powerless.roleUid }] } : body;
}

interface Stored {
  readonly id: string;
  readonly body: MetadataObject;
}

/** An object that the administrator made, shared as told. */
async function stored(type: MetadataType, sharing?: object): Promise<Stored> {
  const body = await payload(type);
  const { status, text, json } = await request(`/api/${type.plural}`, admin, { method: 'POST', body });
  expect(status, text).toBe(201);
  const id: string = json.response.uid;
  if (sharing && isShared(type)) await share(server.db, type.table, id, { ...CLOSED, ...sharing });
  return { id, body };
}

const PATCH = { headers: { 'content-type': 'application/json-patch+json' }, body: '[]' };

/** What somebody may do with an object, as the statuses of its path. */
function asking(type: MetadataType, { id, body }: Stored, session: Session) {
  const path = `/api/${type.plural}/${id}`;
  const bundle = (strategy: string, list: readonly object[]) =>
    request(`/api/metadata?importStrategy=${strategy}`, session, { method: 'POST', body: { [type.plural]: list } });
  return {
    isListed: async () => {
      const answer = await request(`/api/${type.plural}?filter=id:eq:${id}&fields=id`, session);
      return answer.status === 200 ? answer.json[type.plural].length === 1 : answer.status;
    },
    get: () => request(path, session),
    put: () => request(path, session, { method: 'PUT', body }),
    patch: () => request(path, session, { method: 'PATCH', ...PATCH }),
    remove: () => request(path, session, { method: 'DELETE' }),
    importUpdate: () => bundle('UPDATE', [{ ...body, id }]),
    importDelete: () => bundle('DELETE', [{ id }]),
  };
}

const RIGHTS = { create: 'create', update: 'update', delete: 'delete' } as const;

function expectForbidden(answer: Answer, right: keyof typeof RIGHTS): void {
  expect(answer.status, answer.text).toBe(403);
  expect(answer.json).toEqual({
    httpStatus: 'Forbidden',
    httpStatusCode: 403,
    status: 'ERROR',
    message: `You don't have the proper permissions to ${RIGHTS[right]} this object.`,
    errorCode: 'E1006',
  });
}

function expectRefused(answer: Answer, code: 'E3000' | 'E3001' | 'E3002'): void {
  expect(answer.status, answer.text).toBe(409);
  expect(answer.json.response.stats).toMatchObject({ created: 0, updated: 0, deleted: 0 });
  const [{ objectReports }] = answer.json.response.typeReports;
  expect(objectReports[0].errorReports.map(({ errorCode }: { errorCode: string }) => errorCode)).toEqual([code]);
}

function expectDone(answer: Answer, status = 200): void {
  expect(answer.status, answer.text).toBe(status);
}

describe('without any authority', () => {
  it.each(TYPES)('%s are read as they are shared, and nothing else', async (_plural, type) => {
    const object = await stored(type, { public: 'r-------' });
    const ask = asking(type, object, powerless.session);
    const readers = type.authorities.read;
    expect(await ask.isListed()).toBe(readers ? 403 : true);
    const got = await ask.get();
    expect(got.status).toBe(readers ? 403 : 200);
    if (readers) expect(got.json.message).toBe("You don't have the proper permissions to read objects of this type.");
    const body = await payload(type);
    const made = await request(`/api/${type.plural}`, powerless.session, { method: 'POST', body });
    if (type.authorities.implicitPrivate === true) expectDone(made, 201);
    else {
      expectForbidden(made, 'create');
      const bundle = { [type.plural]: [body] };
      expectRefused(await request('/api/metadata', powerless.session, { method: 'POST', body: bundle }), 'E3000');
    }
    expectForbidden(await ask.put(), 'update');
    if (readers) expect((await ask.patch()).status).toBe(403);
    else expectForbidden(await ask.patch(), 'update');
    expectForbidden(await ask.remove(), 'delete');
    expectRefused(await ask.importUpdate(), 'E3001');
    expectRefused(await ask.importDelete(), 'E3002');
    expect((await request(`/api/${type.plural}/${object.id}`, admin)).status).toBe(200);
  });

  it.each(SHARED)('%s that are shared with nobody are not seen', async (_plural, type) => {
    const ask = asking(type, await stored(type, {}), powerless.session);
    expect(await ask.isListed()).toBe(false);
    const got = await ask.get();
    expect(got.status).toBe(403);
    expect(got.json.message).toBe("You don't have the proper permissions to read this object.");
  });

  it.each(SHARED)('%s that are shared for writing stay as they are', async (_plural, type) => {
    const ask = asking(type, await stored(type, { public: 'rw------' }), powerless.session);
    expect(await ask.isListed()).toBe(true);
    // For types of which everybody may have objects of their own, sharing is all that counts.
    if (type.authorities.implicitPrivate === true) {
      expectDone(await ask.put());
      expectDone(await ask.remove());
      return;
    }
    expectForbidden(await ask.put(), 'update');
    expectForbidden(await ask.patch(), 'update');
    expectForbidden(await ask.remove(), 'delete');
  });
});

describe('with the authorities of the type', () => {
  it.each(SHARED)('%s that are shared for reading are read', async (_plural, type) => {
    const { session } = await expert(type);
    const ask = asking(type, await stored(type, { public: 'r-------' }), session);
    expect(await ask.isListed()).toBe(true);
    expectDone(await ask.get());
    expectForbidden(await ask.put(), 'update');
    expectForbidden(await ask.patch(), 'update');
    expectForbidden(await ask.remove(), 'delete');
    expectRefused(await ask.importUpdate(), 'E3001');
    expectRefused(await ask.importDelete(), 'E3002');
    expectDone(await request(`/api/${type.plural}`, session, { method: 'POST', body: await payload(type) }), 201);
  });

  it.each(SHARED)('%s that are shared for writing are written', async (_plural, type) => {
    const { session, uid } = await expert(type);
    const ways = [
      { public: 'rw------' },
      { owner: uid },
      { users: { [uid]: { id: uid, access: 'rw------' } } },
      { userGroups: { [GROUP]: { id: GROUP, access: 'rw------' } } },
    ];
    for (const way of ways) {
      const ask = asking(type, await stored(type, way), session);
      expect(await ask.isListed()).toBe(true);
      expectDone(await ask.get());
      expectDone(await ask.put());
      expectDone(await ask.patch());
      expectDone(await ask.remove());
    }
  });

  it.each(TYPES.filter(([, type]) => !isShared(type)))(
    '%s, which are not shared, are written',
    async (_plural, type) => {
      const { session } = await expert(type);
      const ask = asking(type, await stored(type), session);
      expect(await ask.isListed()).toBe(true);
      expectDone(await ask.get());
      expectDone(await ask.put());
      expectDone(await ask.patch());
      expectDone(await ask.remove());
      expectDone(await request(`/api/${type.plural}`, session, { method: 'POST', body: await payload(type) }), 201);
    },
  );

  it.each(SHARED.filter(([, type]) => type.authorities.createPublic))(
    '%s are opened to everybody only by those who may',
    async (_plural, type) => {
      const { createPrivate = [], createPublic = [], implicitPrivate = false } = type.authorities;
      const path = `/api/${type.plural}`;
      if (createPrivate.length > 0 || implicitPrivate) {
        const { session } = await somebody(createPrivate);
        const made = await request(path, session, { method: 'POST', body: await payload(type) });
        expectDone(made, 201);
        const { sharing } = (await request(`${path}/${made.json.response.uid}`, admin)).json;
        expect(sharing.public).toBe('--------');
        const open = { ...(await payload(type)), sharing: { public: 'r-------' } };
        const refused = await request(path, session, { method: 'POST', body: open });
        expect(refused.status).toBe(409);
        expect(refused.json.response.errorReports[0].errorCode).toBe('E3008');
      }
      const { session } = await somebody(createPublic);
      const open = { ...(await payload(type)), sharing: { public: 'r-------' } };
      expectDone(await request(path, session, { method: 'POST', body: open }), 201);
    },
  );
});

describe('as a super user', () => {
  it.each(TYPES)('%s are read and written, however they are shared', async (_plural, type) => {
    const ask = asking(type, await stored(type, {}), admin);
    expect(await ask.isListed()).toBe(true);
    expectDone(await ask.get());
    expectDone(await ask.put());
    expectDone(await ask.patch());
    expectDone(await ask.importUpdate());
    expectDone(await ask.remove());
    expect((await ask.get()).status).toBe(404);
  });
});
