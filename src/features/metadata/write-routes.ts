import type { FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import type { Db } from '../../database/index.js';
import type { ApiServer } from '../../http/index.js';
import type { Clock } from '../../kernel/clock.js';
import { badRequest, conflict } from '../../kernel/errors/index.js';
import {
  applyPatch,
  DEFAULT_OPTIONS,
  type ImportOptions,
  importBundle,
  isDefaultUid,
  isObject,
  type MetadataObject,
  type MetadataType,
  preset,
  readPatch,
  singleBundle,
} from '../../metadata/index.js';
import { answerObject } from './answers.js';
import { conflictOnMalformedJson, objectBody, refuseTooDeep } from './bodies.js';
import { objectText, UID_PARAMS } from './read-routes.js';

/** Types whose objects decide who may come in and do what. */
const SECURITY = new Set(['user', 'userRole', 'userGroup']);

const SKIPS = Type.Object({
  skipSharing: Type.Optional(Type.Boolean()),
  skipTranslation: Type.Optional(Type.Boolean()),
});
const UPDATE = Type.Object({
  ...SKIPS.properties,
  mergeMode: Type.Optional(Type.Enum(['REPLACE', 'MERGE'])),
});

export interface WriteServices {
  readonly db: Db;
  readonly clock: Clock;
}

/** `POST`, `PUT`, `PATCH` and `DELETE` of single objects (contract: imports.md §8.4). */
export function writeRoutes(api: ApiServer, services: WriteServices, type: MetadataType): void {
  const errorHandler = conflictOnMalformedJson;
  const save = saver(services, type);

  api.post(`/${type.plural}`, { errorHandler, schema: { querystring: SKIPS } }, async (request, reply) => {
    return await save(request, reply, objectBody(request.body), { ...request.query, importStrategy: 'CREATE' });
  });

  api.put(
    `/${type.plural}/:uid`,
    { errorHandler, schema: { params: UID_PARAMS, querystring: UPDATE } },
    async (request, reply) => {
      const { uid } = request.params;
      const { mergeMode, ...skips } = request.query;
      const given = objectBody(request.body);
      const stored = mergeMode === 'MERGE' ? await readOwned(services, type, uid, request) : {};
      const present = Object.entries(given).filter(([, value]) => mergeMode !== 'MERGE' || value !== null);
      const object = { ...stored, ...Object.fromEntries(present), id: uid };
      return await save(request, reply, object, { ...skips, importStrategy: 'UPDATE' });
    },
  );

  api.patch(`/${type.plural}/:uid`, { schema: { params: UID_PARAMS, querystring: SKIPS } }, async (request, reply) => {
    const { uid } = request.params;
    refuseUnknownProperties(type, request.body);
    refuseTooDeep(request.body);
    const patched = applyPatch(await readOwned(services, type, uid, request), request.body);
    if (!isObject(patched)) throw badRequest('A patch has to leave an object.');
    return await save(request, reply, { ...patched, id: uid }, { ...request.query, importStrategy: 'UPDATE' });
  });

  api.delete(`/${type.plural}/:uid`, { schema: { params: UID_PARAMS } }, async (request, reply) => {
    return await save(request, reply, { id: request.params.uid }, { importStrategy: 'DELETE' });
  });
}

/** Writes one object and answers what became of it. */
function saver({ db, clock }: WriteServices, type: MetadataType) {
  return async (
    request: FastifyRequest,
    reply: FastifyReply,
    object: MetadataObject,
    options: Partial<ImportOptions>,
  ): Promise<FastifyReply> => {
    if (typeof object.id === 'string' && isDefaultUid(object.id))
      throw conflict(
        `The default ${type.label.toLowerCase()} is the same in every installation and cannot be changed.`,
      );
    const bundle = singleBundle(type, object);
    const report = await importBundle(
      db,
      bundle,
      { ...DEFAULT_OPTIONS, ...options, importReportMode: 'FULL' },
      { user: request.user, clock },
    );
    if (SECURITY.has(type.name)) request.server.forgetCredentials();
    const [saved] = bundle.get(type) ?? [];
    return answerObject(request, reply, type, { report, purgedDataValues: saved?.purgedDataValues ?? 0 });
  };
}

/** @throws OrderlyError 400 for a patch of something that the type does not have */
function refuseUnknownProperties(type: MetadataType, patch: unknown): void {
  for (const { path } of readPatch(patch))
    if (!type.properties.has(path[0])) throw badRequest(`Property ${path[0]} does not exist on ${type.simpleName}.`);
}

/** What the object is made of, as an update takes it. */
async function readOwned(
  { db }: WriteServices,
  type: MetadataType,
  uid: string,
  request: FastifyRequest,
): Promise<MetadataObject> {
  return JSON.parse(await objectText(db, type, uid, preset('owner'), request)) as MetadataObject;
}
