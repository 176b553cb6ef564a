import type { FastifyReply, FastifyRequest } from 'fastify';
import { sql } from 'kysely';
import { type Static, Type } from 'typebox';
import type { Db } from '../../../database/index.js';
import { type ApiServer, parseFields } from '../../../http/index.js';
import { notFound } from '../../../kernel/errors/index.js';
import {
  isCollection,
  isLink,
  isSecret,
  linkedRows,
  type MetadataType,
  readContext,
  readList,
  typeNamed,
} from '../../../metadata/index.js';
import { LIST_QUERY, listQuery, repeated } from '../list-parameters.js';
import { mayRead, objectText, UID_PARAMS } from '../read-routes.js';
import type { Condition } from '../type-parameters.js';
import { GIST_SIZES, type GistSize, gistFields } from './fields.js';
import { type Address, readSelection, shaped } from './shape.js';

const LARGEST_PAGE = 1_000;

const QUERY = Type.Object({
  ...LIST_QUERY.properties,
  page: Type.Integer({ default: 1, minimum: 1, maximum: 2_147_483_647 }),
  pageSize: Type.Integer({ default: 50, minimum: 1, maximum: LARGEST_PAGE }),
  auto: Type.Optional(Type.Enum([...GIST_SIZES])),
  absoluteUrls: Type.Boolean({ default: false }),
  headless: Type.Boolean({ default: false }),
  inverse: Type.Boolean({ default: false }),
  total: Type.Boolean({ default: false }),
});

type GistQuery = Static<typeof QUERY>;

/** `/gist` of a type: lists and objects that name what they lead to instead of holding it (documentation of DHIS2, "Metadata Gist API"). */
export function gistRoutes(api: ApiServer, db: Db, type: MetadataType): void {
  const config = { cache: 'private' } as const;
  const PROPERTY = Type.Object({ uid: Type.String(), property: Type.String() });

  api.get(`/${type.plural}/gist`, { config, schema: { querystring: QUERY } }, async (request) => {
    mayRead(type, request);
    return await list(db, type, request, request.query, 'S', `/${type.plural}/gist`, undefined);
  });

  api.get(
    `/${type.plural}/:uid/gist`,
    { config, schema: { params: UID_PARAMS, querystring: QUERY } },
    async (request, reply) => {
      mayRead(type, request);
      const fields = gistFields(type, askedFields(request), request.query.auto ?? 'L');
      const { uid } = request.params;
      const text = await objectText(db, type, uid, readSelection(fields), request, request.query);
      const item = shaped(type, fields, JSON.parse(text), addressOf(request, request.query));
      return sendValue(reply, isSingle(request) ? alone(item) : item);
    },
  );

  api.get(
    `/${type.plural}/:uid/:property/gist`,
    { config, schema: { params: PROPERTY, querystring: QUERY } },
    async (request, reply) => {
      mayRead(type, request);
      const { uid, property: name } = request.params;
      const property = type.properties.get(name);
      if (!property || isSecret(property)) throw notFound(`Property ${name} does not exist on ${type.simpleName}`);
      // Who may not see the object does not see what it leads to.
      const selection = parseFields(`id,${name}`);
      const text = await objectText(db, type, uid, selection, request, request.query);
      if (!isLink(property) || !isCollection(property) || !typeNamed(property.to).identifiable)
        return sendValue(reply, (JSON.parse(text) as Readonly<Record<string, unknown>>)[name]);
      const target = typeNamed(property.to);
      mayRead(target, request);
      const member: Condition = (alias) => {
        const rows = linkedRows(property, type, 'owner', 'member');
        const key = sql.ref(`member.${target.key}`);
        const inside = sql<boolean>`exists (
          select from ${sql.table(type.table)} as owner
          where owner.uid = ${uid} and ${sql.ref(`${alias}.${target.key}`)} in (select ${key} ${rows.from})
        )`;
        return request.query.inverse ? sql<boolean>`not ${inside}` : inside;
      };
      return await list(db, target, request, request.query, 'M', `/${type.plural}/${uid}/${name}/gist`, member);
    },
  );
}

async function list(
  db: Db,
  type: MetadataType,
  request: FastifyRequest,
  parameters: GistQuery,
  size: GistSize,
  path: string,
  where: Condition | undefined,
): Promise<unknown> {
  const { page, pageSize, headless, auto, total: counted } = parameters;
  const fields = gistFields(type, askedFields(request), auto ?? size);
  const query = listQuery({ ...parameters, paging: true }, request.query);
  const { total, objects } = await readList(
    db,
    type,
    { ...query, fields: readSelection(fields), page: { offset: (page - 1) * pageSize, limit: pageSize }, where },
    readContext(request.user, request.apiRoot, parameters),
  );
  const address = addressOf(request, parameters);
  const rows = JSON.parse(`[${objects}]`) as readonly Readonly<Record<string, unknown>>[];
  const shapedRows = rows.map((row) => shaped(type, fields, row, address));
  const items = isSingle(request) ? shapedRows.map(alone) : shapedRows;
  if (headless) return items;
  const link = (number: number): string => address(withPage(path, parameters, number));
  const pager = {
    page,
    pageSize,
    ...(counted && { total, pageCount: Math.max(1, Math.ceil(total / pageSize)) }),
    ...(page > 1 && { prevPage: link(page - 1) }),
    ...(page * pageSize < total && { nextPage: link(page + 1) }),
  };
  return { pager, [type.plural]: items };
}

function askedFields(request: FastifyRequest) {
  const text = repeated(request.query, 'fields').join(',');
  if (text === '') return undefined;
  // Spellings of these paths alone: `@` begins a transformer, too, a minus drops a field, and names of transformers have hyphens.
  return parseFields(
    text
      .replaceAll('@', '::')
      .replace(/(^|,)-/g, '$1!')
      .replace(
        /\b(id|not)-(objects|member)\b/gi,
        (_match, first: string, second: string) => `${first}${second.charAt(0).toUpperCase()}${second.slice(1)}`,
      ),
  );
}

/** One member that was asked for by its name is sent without its name. */
function isSingle(request: FastifyRequest): boolean {
  const asked = askedFields(request);
  return asked !== undefined && asked.presets.size === 0 && asked.named.size === 1;
}

const alone = ({ apiEndpoints: _endpoints, ...item }: Readonly<Record<string, unknown>>): unknown =>
  Object.values(item)[0] ?? null;

const addressOf =
  ({ apiRoot }: FastifyRequest, { absoluteUrls }: GistQuery): Address =>
  (path) => {
    if (!absoluteUrls) return path;
    return `${apiRoot}${path}${path.includes('?') ? '&' : '?'}absoluteUrls=true`;
  };

function withPage(path: string, query: object, page: number): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (['page', 'absoluteUrls'].includes(name) || DEFAULTS.get(name) === value) continue;
    for (const one of Array.isArray(value) ? value : [value]) parameters.append(name, String(one));
  }
  parameters.append('page', String(page));
  return `${path}?${parameters.toString()}`;
}

const DEFAULTS = new Map<string, unknown>([
  ['pageSize', 50],
  ['headless', false],
  ['inverse', false],
  ['total', false],
]);

/** A value that may be no object: texts are sent as JSON, too. */
const sendValue = (reply: FastifyReply, value: unknown): FastifyReply =>
  reply.type('application/json;charset=UTF-8').send(JSON.stringify(value ?? null));
