import type { FastifyReply, FastifyRequest } from 'fastify';
import { type RawBuilder, sql } from 'kysely';
import { type Static, Type } from 'typebox';
import type { Db } from '../../database/index.js';
import { type ApiServer, parseFields } from '../../http/index.js';
import { notFound } from '../../kernel/errors/index.js';
import { isShared, type MetadataType, readContext, readList, refuseUnknownNames } from '../../metadata/index.js';
import { gistRoutes, LIST_QUERY, pageOf, pager, repeated, sendText } from '../metadata/index.js';
import { asConflict, exceptionFilters } from './filters.js';
import { COMBINATION, LOCK_EXCEPTION } from './lock-exception-types.js';

const QUERY = Type.Object({ ...LIST_QUERY.properties, key: Type.Optional(Type.String()) });
type Query = Static<typeof QUERY>;

const CONFIG = { produces: ['json'] as const, cache: 'private' as const };
const PATH = 'lockExceptions';
/** A key has at most as many digits as are exact numbers here. */
const KEY = /^\d{1,15}$/;

/** What is sent of each exception when the request names no fields (contract: data-admin.md §2.2). */
const FIELDS = 'name,created,period[id,name,displayName],organisationUnit[id,displayName],dataSet[id,displayName]';
const COMBINATION_FIELDS = 'name,period[id,name,displayName],dataSet[id,displayName]';

/** Lists of lock exceptions for everybody who is logged in, each of the data sets that they may read (contract: data-admin.md §2.2–2.4). */
export function listRoutes(api: ApiServer, db: Db): void {
  const schema = { querystring: QUERY };

  api.get(`/${PATH}`, { config: CONFIG, schema }, async (request, reply) => {
    const { key } = request.query;
    if (key === undefined) return await sendExceptions(request, reply, db, request.query, { path: PATH });
    const missing = () => notFound(`Cannot find LockException with key: ${key}`);
    if (!KEY.test(key)) throw missing();
    return await sendExceptions(request, reply, db, request.query, {
      path: PATH,
      where: (alias) => sql`${sql.ref(`${alias}.lockexceptionid`)} = ${key}::bigint`,
      missing,
    });
  });

  api.get(`/${PATH}/combinations`, { config: CONFIG, schema }, async (request, reply) => {
    const parameters = { ...request.query, paging: false };
    return await sendExceptions(request, reply, db, parameters, {
      path: `${PATH}/combinations`,
      type: COMBINATION,
      fields: COMBINATION_FIELDS,
      where: (alias) => sql`${sql.ref(`${alias}.lockexceptionid`)} in (
        select min(lockexception.lockexceptionid) from lockexception
        where lockexception.organisationunitid is not null
        group by lockexception.datasetid, lockexception.periodid
      )`,
    });
  });

  api.get(`/${PATH}/data`, { config: CONFIG, schema }, async (request, reply) => {
    const where = (alias: string) => isShared(alias, request.user, 'dataWrite');
    return await sendExceptions(request, reply, db, request.query, { path: `${PATH}/data`, where });
  });

  gistRoutes(api, db, LOCK_EXCEPTION);
}

interface Source {
  readonly path: string;
  readonly type?: MetadataType;
  /** What is sent when the request names no fields. */
  readonly fields?: string;
  readonly where?: (alias: string) => RawBuilder<boolean>;
  /** The error when nothing is there; without it the list is empty. */
  readonly missing?: () => Error;
}

async function sendExceptions(
  request: FastifyRequest,
  reply: FastifyReply,
  db: Db,
  parameters: Query,
  { path, type = LOCK_EXCEPTION, fields = FIELDS, where, missing }: Source,
): Promise<FastifyReply> {
  const page = pageOf(parameters);
  const { total, objects } = await asConflict(async () => {
    const selection = parseFields(repeated(request.query, 'fields').join(',') || fields);
    const order = repeated(request.query, 'order');
    if (parameters.strict) refuseUnknownNames(type, selection, order);
    return await readList(
      db,
      type,
      {
        fields: selection,
        filters: exceptionFilters(repeated(request.query, 'filter')),
        order: order.length === 0 ? ['name:asc'] : order,
        junction: parameters.rootJunction ?? 'AND',
        search: parameters.query === '' ? undefined : parameters.query,
        where,
        page: page && { offset: (page.number - 1) * page.size, limit: page.size },
      },
      readContext(request.user, request.apiRoot, parameters),
    );
  });
  if (missing && total === 0) throw missing();
  const head = page
    ? `"pager":${JSON.stringify(pager(page, total, `${request.apiRoot}/${path}`, request.query))},`
    : '';
  return sendText(request, reply, `{${head}"${type.plural}":[${objects}]}`);
}
