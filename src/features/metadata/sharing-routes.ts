import { sql } from 'kysely';
import { Type } from 'typebox';
import type { Db } from '../../database/index.js';
import { type ApiServer, ok } from '../../http/index.js';
import { badRequest, conflict } from '../../kernel/errors/index.js';
import {
  findType,
  isObject,
  type MetadataObject,
  type MetadataType,
  readSharing,
  type SharedObject,
  writeSharing,
} from '../../metadata/index.js';
import { identifiersIn, objectBody } from './bodies.js';
import { UID_PARAMS } from './read-routes.js';

const OBJECT = Type.Object({ type: Type.String(), id: Type.String() });
const MOST_FOUND = 50;

/** `/api/sharing`: the sharing dialog's own resource, with users and groups in lists. */
export function sharingRoutes(api: ApiServer, db: Db): void {
  api.get('/sharing', { config: { cache: 'private' }, schema: { querystring: OBJECT } }, async (request) => {
    const { type, id } = request.query;
    return wireForm(await readSharing(db, shareable(type), id, request.user));
  });

  api.route({
    method: ['PUT', 'POST'],
    url: '/sharing',
    schema: { querystring: OBJECT },
    handler: async (request) => {
      const { type, id } = request.query;
      const { object } = objectBody(request.body);
      if (!isObject(object))
        throw badRequest('Property object is needed, with the access of everybody, users and groups.');
      await writeSharing(db, shareable(type), id, storedForm(object), request.user);
      return ok('Access control set');
    },
  });

  api.get(
    '/sharing/search',
    { config: { cache: 'private' }, schema: { querystring: Type.Object({ key: Type.Optional(Type.String()) }) } },
    async (request) => {
      const { key } = request.query;
      if (key === undefined || key === '') throw conflict('Search key not specified');
      return await whoMatches(db, key);
    },
  );
}

/** `PUT /api/{plural}/{uid}/sharing`: the setting as objects have it. */
export function objectSharingRoutes(api: ApiServer, db: Db, type: MetadataType): void {
  api.put(`/${type.plural}/:uid/sharing`, { schema: { params: UID_PARAMS } }, async (request, reply) => {
    const body = objectBody(request.body);
    await writeSharing(db, type, request.params.uid, isObject(body.sharing) ? body.sharing : body, request.user);
    return await reply.code(204).send();
  });
}

function shareable(name: string): MetadataType {
  const type = findType(name);
  if (!type?.standalone) throw conflict(`Type ${name} is not supported.`);
  return type;
}

function wireForm({ id, name, sharing, owner, names, mayPublish }: SharedObject) {
  const list = (entries: SharedObject['sharing']['users']) =>
    Object.entries(entries ?? {}).map(([uid, { access }]) => ({
      id: uid,
      name: names[uid],
      displayName: names[uid],
      access,
    }));
  return {
    meta: { allowPublicAccess: mayPublish, allowExternalAccess: false },
    object: {
      id,
      name: name ?? undefined,
      displayName: name ?? undefined,
      publicAccess: sharing.public ?? undefined,
      externalAccess: false,
      user: owner ?? undefined,
      userGroupAccesses: list(sharing.userGroups),
      userAccesses: list(sharing.users),
    },
  };
}

/** Lists of users and groups as the members of a sharing setting. */
function storedForm({ publicAccess, user, userAccesses, userGroupAccesses }: MetadataObject): MetadataObject {
  const entries = (list: unknown, name: string) =>
    Object.fromEntries(
      identifiersIn(list, name).map((uid, index) => {
        const entry: unknown = (list as readonly unknown[])[index];
        return [uid, { id: uid, access: isObject(entry) ? entry.access : undefined }];
      }),
    );
  return {
    ...(publicAccess !== undefined && { public: publicAccess }),
    ...(isObject(user) && typeof user.id === 'string' && { owner: user.id }),
    users: entries(userAccesses, 'userAccesses'),
    userGroups: entries(userGroupAccesses, 'userGroupAccesses'),
  };
}

async function whoMatches(db: Db, key: string) {
  const pattern = `%${key.replace(/[\\%_]/g, '\\$&')}%`;
  const { rows } = await sql<{ groups: readonly unknown[]; users: readonly unknown[] }>`
    select
      (
        select coalesce(json_agg(json_build_object('id', found.uid, 'name', found.name, 'displayName', found.name) order by found.name), '[]')
        from (
          select usergroup.uid, usergroup.name from usergroup where usergroup.name ilike ${pattern} order by usergroup.name limit ${MOST_FOUND}
        ) as found
      ) as groups,
      (
        select coalesce(json_agg(json_build_object('id', found.uid, 'name', found.name, 'displayName', found.name, 'username', found.username) order by found.name), '[]')
        from (
          select userinfo.uid, userinfo.name, userinfo.username
          from userinfo
          where userinfo.name ilike ${pattern} or userinfo.username ilike ${pattern}
          order by userinfo.name
          limit ${MOST_FOUND}
        ) as found
      ) as users
  `.execute(db);
  return { userGroups: rows[0]?.groups ?? [], users: rows[0]?.users ?? [] };
}
