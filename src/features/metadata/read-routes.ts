import type { FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import type { Db } from '../../database/index.js';
import { type ApiServer, type FieldSelection, parseFields } from '../../http/index.js';
import { forbidden, notFound, objectNotFound } from '../../kernel/errors/index.js';
import { type MetadataType, preset, readContext, readList, readOne } from '../../metadata/index.js';
import { LIST_QUERY, type ListParameters, listQuery, pageOf, pager, repeated } from './list-parameters.js';
import type { Query } from './type-parameters.js';
import { typeParameters } from './types-with-parameters.js';

export const UID_PARAMS = Type.Object({ uid: Type.String() });
const PROPERTY_PARAMS = Type.Object({ uid: Type.String(), property: Type.String() });

/** `GET /api/{plural}`, `/{uid}` and `/{uid}/{property}` of one type (contract: imports.md §8.4). */
export function readRoutes(api: ApiServer, db: Db, type: MetadataType): void {
  const config = { produces: ['json', 'xml'] as const, cache: 'private' as const };

  api.get(
    `/${type.plural}`,
    { config: { ...config, xmlRoot: 'metadata' }, schema: { querystring: LIST_QUERY } },
    async (request, reply) => {
      mayRead(type, request);
      return await sendList(request, reply, db, type, request.query);
    },
  );

  api.get(
    `/${type.plural}/:uid`,
    { config: { ...config, xmlRoot: type.name }, schema: { params: UID_PARAMS, querystring: LIST_QUERY } },
    async (request, reply) => {
      mayRead(type, request);
      const fields = repeated(request.query, 'fields').join(',');
      const below = await typeParameters(type)?.below?.(db, request.params.uid, request.query);
      if (below) return await sendList(request, reply, db, type, request.query, below);
      const selection = fields === '' ? preset('all') : parseFields(fields);
      return sendText(
        request,
        reply,
        await objectText(db, type, request.params.uid, selection, request, request.query),
      );
    },
  );

  api.get(
    `/${type.plural}/:uid/:property`,
    { config: { ...config, xmlRoot: type.name }, schema: { params: PROPERTY_PARAMS, querystring: LIST_QUERY } },
    async (request, reply) => {
      mayRead(type, request);
      const { uid, property } = request.params;
      if (!type.properties.has(property)) throw notFound(`Property ${property} does not exist on ${type.simpleName}`);
      const fields = repeated(request.query, 'fields').join(',');
      const nested = fields === '' ? preset('all') : parseFields(fields);
      const selection: FieldSelection = {
        presets: new Set(),
        dropped: new Set(),
        named: new Map([[property, { nested, transformers: [] }]]),
      };
      return sendText(request, reply, await objectText(db, type, uid, selection, request, request.query));
    },
  );
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
  const result = await readOne(db, type, uid, fields, readContext(request.user, request.apiRoot, parameters));
  if (result.found === 'no') throw objectNotFound(type.simpleName, uid);
  if (result.found === 'hidden') throw forbidden(`You don't have the proper permissions to read this object.`);
  return result.object;
}

async function sendList(
  request: FastifyRequest,
  reply: FastifyReply,
  db: Db,
  type: MetadataType,
  parameters: ListParameters,
  below?: Parameters<typeof readList>[2]['where'],
): Promise<unknown> {
  const query = listQuery(parameters, request.query);
  const where = below ?? (await typeParameters(type)?.list?.(db, request.query as Query, request.user));
  const { total, objects } = await readList(
    db,
    type,
    { ...query, where },
    readContext(request.user, request.apiRoot, parameters),
  );
  const page = pageOf(parameters);
  const path = `${request.apiRoot}/${type.plural}`;
  const head = page ? `"pager":${JSON.stringify(pager(page, total, path, request.query))},` : '';
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

function mayRead(type: MetadataType, request: FastifyRequest): void {
  const needed = type.authorities.read;
  if (!needed || request.user.isSuper || needed.some((authority) => request.user.authorities.has(authority))) return;
  throw forbidden(`You don't have the proper permissions to read objects of this type.`);
}
