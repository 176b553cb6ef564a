import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { type Db, transaction } from '../../database/index.js';
import { type ApiServer, takeImportBodies } from '../../http/index.js';
import { type Jobs, keepPayload, type Run } from '../../jobs/index.js';
import type { Clock } from '../../kernel/clock.js';
import { badRequest, notFound } from '../../kernel/errors/index.js';
import { jobStarted } from '../tasks/index.js';
import { answerList, answerOne } from './answers.js';
import { objectsOfBody } from './body.js';
import { dataElementExists } from './existence.js';
import { importOld } from './import.js';
import { type OldOptions, oldOptions, POST_QUERY, PUT_QUERY } from './options.js';
import type { Rules } from './prepared.js';
import { EVENTS, ID_KEYS, OLD_RESOURCES, type OldResource } from './resources.js';
import type { Json } from './values.js';

/** The peer's name of every job of these resources. */
const JOB_NAME = 'inMemoryEventImport';
const ONE = Type.Object({ uid: Type.String() });
const ONE_VALUE = Type.Object({ uid: Type.String(), dataElement: Type.String() });
const config = { produces: ['json', 'xml'], xmlRoot: 'webMessage' } as const;

export interface OldServices {
  readonly db: Db;
  readonly clock: Clock;
  readonly jobs: Jobs;
  /** Largest body in bytes. */
  readonly bodyLimit: number;
}

/** `POST`, `PUT` and `DELETE` of `/api/events`, `/api/enrollments` and `/api/trackedEntityInstances` (contract: imports.md §5). */
export function writeRoutes(api: ApiServer, services: OldServices): void {
  void api.register((plugin, _options, done) => {
    const scope = plugin as unknown as ApiServer;
    takeImportBodies(scope);
    for (const resource of OLD_RESOURCES) resourceRoutes(scope, resource, services);
    valueRoute(scope, services);
    done();
  });
}

function resourceRoutes(api: ApiServer, resource: OldResource, services: OldServices): void {
  const { db, bodyLimit } = services;
  const { plural, kind } = resource;

  api.post(`/${plural}`, { bodyLimit, config, schema: { querystring: POST_QUERY } }, async (request, reply) => {
    const options = oldOptions(request.query);
    const objects = objectsOfBody(resource, { ...sentBody(request), skipFirst: request.query.skipFirst });
    if (options.async) {
      const answer = jobStarted(request, reply, await queue(services, request, resource, options, objects));
      return reply.send(answer);
    }
    const summaries = await importOld(db, { kind, objects, options }, contextOf(services, request));
    return answerList(request, reply, resource, summaries, options, request.query.legacyStatus);
  });

  api.put(
    `/${plural}/:uid`,
    { bodyLimit, config, schema: { params: ONE, querystring: PUT_QUERY } },
    async (request, reply) => {
      const options = oldOptions(request.query);
      const object = { ...oneObject(resource, request), [ID_KEYS[kind]]: request.params.uid };
      return await change(request, reply, object, { options, mustExist: true, program: request.query.program });
    },
  );

  api.delete(`/${plural}/:uid`, { config, schema: { params: ONE } }, async (request, reply) => {
    const options = { ...oldOptions({} as never), strategy: 'DELETE' } as OldOptions;
    const object = { [ID_KEYS[kind]]: request.params.uid };
    return await change(request, reply, object, { options });
  });
}
