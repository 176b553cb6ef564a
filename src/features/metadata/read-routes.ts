import type { FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import type { Db } from '../../database/index.js';
import { type ApiServer, type FieldSelection, parseFields } from '../../http/index.js';
import { forbidden, notFound, objectNotFound } from '../../kernel/errors/index.js';
import { isUid } from '../../kernel/uid.js';
import {
  exists,
  isSecret,
  type MetadataType,
  preset,
  readContext,
  readList,
  readOne,
  refuseUnknownNames,
} from '../../metadata/index.js';
import { LIST_QUERY, type ListParameters, listQuery, pageOf, pager, repeated } from './list-parameters.js';
import type { Condition, Query } from './type-parameters.js';
import { typeParameters } from './types-with-parameters.js';

export const UID_PARAMS = Type.Object({ uid: Type.String() });
const PROPERTY_PARAMS = Type.Object({ uid: Type.String(), property: Type.String() });

/** `GET /api/{plural}`, `/{uid}` and `/{uid}/{property}` of one type (contract: imports.md §8.4). JSON only, as in the peer (contract: http.md §6). */
export function readRoutes(api: ApiServer, db: Db, type: MetadataType): void {
  const config = { produces: ['json'] as const, cache: 'private' as const };

  api.get(`/${type.plural}`, { config, schema: { querystring: LIST_QUERY } }, async (request, reply) => {
    mayRead(type, request);
    const where = typeParameters(type)?.list?.(request.query as Query, request.user);
    return await sendList(request, reply, db, type, request.query, { path: type.plural, where });
  });

  api.get(
    `/${type.plural}/:uid`,
    { config, schema: { params: UID_PARAMS, querystring: LIST_QUERY } },
    async (request, reply) => {
      mayRead(type, request);
      const { uid } = request.params;
      const below = isUid(uid) ? typeParameters(type)?.below?.(uid, request.query) : undefined;
      if (below) {
        const path = `${type.plural}/${uid}`;
        return await sendList(request, reply, db, type, request.query, { path, where: below, addressed: uid });
      }
      const selection = wantedFields(type, request.query) ?? preset('all');
      return sendText(request, reply, await objectText(db, type, uid, selection, request, request.query));
    },
  );

  api.get(
    `/${type.plural}/:uid/:property`,
    { config, schema: { params: PROPERTY_PARAMS, querystring: LIST_QUERY } },
    async (request, reply) => {
      mayRead(type, request);
      const { uid, property } = request.params;
      const definition = type.properties.get(property);
      if (!definition || isSecret(definition))
        throw notFound(`Property ${property} does not exist on ${type.simpleName}`);
      const fields = repeated(request.query, 'fields').join(',');
      const nested = fields === '' ? preset('all') : parseFields(fields);
      const selection: FieldSelection = {
        presets: new Set(),
        dropped: new Set(),
        named: new Map([[property, { nested, transformers: [] }]]),
      };
      if (request.query.strict) refuseUnknownNames(type, selection, []);
      return sendText(request, reply, await objectText(db, type, uid, selection, request, request.query));
    },
  );
}

/** What the `fields` parameters ask for; undefined when there are none. */
export function wantedFields(type: MetadataType, query: ListParameters): FieldSelection | undefined {
  const text = repeated(query, 'fields').join(',');
  if (text === '') return undefined;
  const fields = parseFields(text);
  if (query.strict) refuseUnknownNames(type, fields, []);
  return fields;
}

/**
 * The JSON of one object.
 *
 * @throws OrderlyError 404 E1005 when it is not there, 403 when the user may not read it
 */
export async function objectText(
  db: Db,
  type: MetadataType,
  uid: string,
  fields: FieldSelection,
  request: FastifyRequest,
  parameters: ListParameters = {},
): Promise<string> {
  // What cannot be the uid of anything is not looked up: it may hold what no database takes.
  if (!isUid(uid)) throw objectNotFound(type.simpleName, uid);
  const result = await readOne(db, type, uid, fields, readContext(request.user, request.apiRoot, parameters));
  if (result.found === 'no') throw objectNotFound(type.simpleName, uid);
  if (result.found === 'hidden') throw forbidden(`You don't have the proper permissions to read this object.`);
  return result.object;
}

/** Which list of a type is sent. */
export interface ListSource {
  /** The path of the list, for links to its other pages. */
  readonly path: string;
  readonly where: Condition | undefined;
  /** How it is ordered when the request says nothing; by the rules of all types unless given. */
  readonly order?: readonly string[];
  /** Uid of the object that the list belongs to and that has to exist. */
  readonly addressed?: string;
}

/** Sends the list of a type that a request asks for (contract: http.md §7–9). */
export async function sendList(
  request: FastifyRequest,
  reply: FastifyReply,
  db: Db,
  type: MetadataType,
  parameters: ListParameters,
  { path, where, order = [], addressed }: ListSource,
): Promise<FastifyReply> {
  const asked = listQuery(parameters, request.query);
  const query = asked.order?.length ? asked : { ...asked, order };
  if (parameters.strict) refuseUnknownNames(type, query.fields, query.order ?? []);
  const { anchored, total, objects } = await readList(
    db,
    type,
    { ...query, where, ...(addressed !== undefined && { anchor: exists(type, addressed) }) },
    readContext(request.user, request.apiRoot, parameters),
  );
  if (!anchored) throw objectNotFound(type.simpleName, addressed ?? '');
  const page = pageOf(parameters);
  const links = `${request.apiRoot}/${path}`;
  const head = page ? `"pager":${JSON.stringify(pager(page, total, links, request.query))},` : '';
  return sendText(request, reply, `{${head}"${type.plural}":[${objects}]}`);
}

/** Sends JSON text that the database made: as it is, or read again where another form was asked for. */
export function sendText(request: FastifyRequest, reply: FastifyReply, text: string): FastifyReply {
  if (request.media !== 'json') return reply.send(JSON.parse(text) as unknown);
  return reply
    .type('application/json;charset=UTF-8')
    .serializer((payload) => payload as string)
    .send(text);
}

/** @throws OrderlyError 403 where reading objects of the type needs an authority that the user does not have */
export function mayRead(type: MetadataType, request: FastifyRequest): void {
  const needed = type.authorities.read;
  if (!needed || request.user.isSuper || needed.some((authority) => request.user.authorities.has(authority))) return;
  throw forbidden(`You don't have the proper permissions to read objects of this type.`);
}
