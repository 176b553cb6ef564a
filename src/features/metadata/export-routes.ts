import type { FastifyReply, FastifyRequest } from 'fastify';
import { sql } from 'kysely';
import { Type } from 'typebox';
import { type Db, transaction } from '../../database/index.js';
import { type ApiServer, type FieldSelection, hasAuthority, parseFields } from '../../http/index.js';
import { type Clock, formatTimestamp } from '../../kernel/clock.js';
import { forbidden } from '../../kernel/errors/index.js';
import {
  isDefaultObject,
  type ListQuery,
  type MetadataType,
  parseFilters,
  preset,
  readContext,
  readList,
  STANDALONE_TYPES,
} from '../../metadata/index.js';
import { repeated } from './list-parameters.js';
import { sendText } from './read-routes.js';

const EXPORT_QUERY = Type.Object({
  defaults: Type.Optional(Type.Enum(['INCLUDE', 'EXCLUDE'])),
  skipSharing: Type.Optional(Type.Boolean()),
  download: Type.Optional(Type.Boolean()),
});

export interface ExportServices {
  readonly db: Db;
  readonly clock: Clock;
  readonly version: string;
}

/** `GET /api/metadata` (contract: imports.md §8.3): all types, or those that are named. */
export function exportRoutes(api: ApiServer, services: ExportServices): void {
  api.get(
    '/metadata',
    { config: { cache: 'private' }, schema: { querystring: EXPORT_QUERY } },
    async (request, reply) => {
      const { query } = request;
      const types = wantedTypes(request);
      const lists = await transaction(
        services.db,
        async (handle) => {
          const parts: string[] = [`"system":${JSON.stringify(await systemPart({ ...services, db: handle }))}`];
          // An empty type is left out, so that an export says what there is.
          for (const type of types) {
            const { total, objects } = await readList(
              handle,
              type,
              listOf(type, request, query),
              readContext(request.user, request.apiRoot, { translate: false }),
            );
            if (total > 0) parts.push(`"${type.plural}":[${objects}]`);
          }
          return parts;
        },
        // All types as they were at one moment: an export that is imported elsewhere has to fit together.
        { isolation: 'repeatable read' },
      );
      if (query.download === true) attach(reply, 'metadata.json');
      return sendText(request, reply, `{${lists.join(',')}}`);
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
  const types = named.length > 0 ? named : STANDALONE_TYPES;
  return types.filter(({ authorities }) => mayRead(request, authorities.read));
}

const mayRead = ({ user }: FastifyRequest, needed: readonly string[] | undefined): boolean =>
  needed === undefined || needed.some((authority) => hasAuthority(user, authority));

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

/** Which server an export comes from, and when. */
export async function systemPart({ db, clock, version }: ExportServices): Promise<Readonly<Record<string, unknown>>> {
  const { rows } = await sql<{ systemid: string }>`select configuration.systemid from configuration limit 1`.execute(
    db,
  );
  return { id: rows[0]?.systemid, version, date: formatTimestamp(clock.now()) };
}

function attach(reply: FastifyReply, name: string): void {
  reply.header('Content-Disposition', `attachment; filename=${name}`);
}
