import type { FastifyReply, FastifyRequest } from 'fastify';
import { sql } from 'kysely';
import { Type } from 'typebox';
import { type ApiServer, type FieldSelection, hasAuthority, parseFields } from '../../http/index.js';
import { forbidden } from '../../kernel/errors/index.js';
import {
  isDefaultObject,
  type ListQuery,
  type MetadataType,
  parseFilters,
  preset,
  readContext,
  STANDALONE_TYPES,
} from '../../metadata/index.js';
import { type ExportServices, exportableTypes, exportText } from './export.js';
import { repeated } from './list-parameters.js';
import { sendText } from './read-routes.js';

const EXPORT_QUERY = Type.Object({
  defaults: Type.Optional(Type.Enum(['INCLUDE', 'EXCLUDE'])),
  skipSharing: Type.Optional(Type.Boolean()),
  download: Type.Optional(Type.Boolean()),
});

/** `GET /api/metadata` (contract: imports.md §8.3): all types, or those that are named. */
export function exportRoutes(api: ApiServer, services: ExportServices): void {
  api.get(
    '/metadata',
    { config: { cache: 'private' }, schema: { querystring: EXPORT_QUERY } },
    async (request, reply) => {
      const { query } = request;
      const types = wantedTypes(request);
      const context = readContext(request.user, request.apiRoot, { translate: false });
      const text = await exportText(services, types, (type) => listOf(type, request, query), context);
      if (query.download === true) attach(reply, 'metadata.json');
      return sendText(request, reply, text);
    },
  );
}

/** The types that are named by `<plural>=true` or by one of their own parameters; without any, all that the user may export. */
function wantedTypes(request: FastifyRequest): readonly MetadataType[] {
  const parameters = request.query as Readonly<Record<string, unknown>>;
  const named = STANDALONE_TYPES.filter(({ plural }) =>
    Object.keys(parameters).some(
      (name) => (name === plural && String(parameters[name]) === 'true') || name.startsWith(`${plural}:`),
    ),
  );
  if (named.length === 0 && !hasAuthority(request.user, 'F_METADATA_EXPORT')) {
    throw forbidden("Unfiltered access to metadata export requires super user or 'F_METADATA_EXPORT' authority.");
  }
  const readable = exportableTypes(request.user);
  return named.length > 0 ? named.filter((type) => readable.includes(type)) : readable;
}

function listOf(
  type: MetadataType,
  request: FastifyRequest,
  { defaults, skipSharing }: { readonly defaults?: 'INCLUDE' | 'EXCLUDE'; readonly skipSharing?: boolean },
): ListQuery {
  const parameter = (name: string): readonly string[] => [
    ...repeated(request.query, `${type.plural}:${name}`),
    ...repeated(request.query, name),
  ];
  const own = repeated(request.query, `${type.plural}:fields`);
  const fields = (own.length > 0 ? own : repeated(request.query, 'fields')).join(',');
  return {
    fields: without(fields === '' ? preset('owner') : parseFields(fields), skipSharing === true ? ['sharing'] : []),
    filters: parseFilters(parameter('filter')),
    order: parameter('order'),
    ...(defaults === 'EXCLUDE' && { where: (alias: string) => sql<boolean>`not ${isDefaultObject(alias)}` }),
  };
}

const without = (selection: FieldSelection, names: readonly string[]): FieldSelection => ({
  ...selection,
  dropped: new Set([...selection.dropped, ...names]),
});

function attach(reply: FastifyReply, name: string): void {
  reply.header('Content-Disposition', `attachment; filename=${name}`);
}
