import type { FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { type Db, transaction } from '../../database/index.js';
import { type ApiServer, takeImportBodies } from '../../http/index.js';
import { type Jobs, keepPayload, type Run } from '../../jobs/index.js';
import type { Clock } from '../../kernel/clock.js';
import { badRequest, notFound } from '../../kernel/errors/index.js';
import { type ImportOptions, importOptions } from '../imports/index.js';
import { jobStarted } from '../tasks/index.js';
import { answerList, answerOne, type Wish } from './answers.js';
import { objectsOfBody } from './body.js';
import { dataElementExists } from './existence.js';
import { importOld, type OldImport } from './import.js';
import { POST_QUERY, PUT_QUERY } from './options.js';
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

function resourceRoutes(api: ApiServer, resource: OldResource, { db, clock, jobs, bodyLimit }: OldServices): void {
  const { plural, kind } = resource;

  api.post(`/${plural}`, { bodyLimit, config, schema: { querystring: POST_QUERY } }, async (request, reply) => {
    const { query } = request;
    const options = importOptions(query);
    const objects = objectsOfBody(resource, { ...sentBody(request), skipFirst: query.skipFirst });
    if (options.async) return jobStarted(request, reply, await queue(db, jobs, request, resource, options, objects));
    const summaries = await importOld(db, { kind, objects, options }, { user: request.user, clock });
    return answerList(request, reply, resource, summaries, options, query);
  });

  api.put(
    `/${plural}/:uid`,
    { bodyLimit, config, schema: { params: ONE, querystring: PUT_QUERY } },
    async (request, reply) => {
      const { query, params } = request;
      const options = { ...importOptions(query), importStrategy: 'CREATE_AND_UPDATE' };
      const objects = [{ ...oneObject(resource, request), [ID_KEYS[kind]]: params.uid }];
      const change = { kind, objects, options, mustExist: true, program: query.program };
      return await changeOne(request, reply, { db, clock }, change, query);
    },
  );

  api.delete(`/${plural}/:uid`, { config, schema: { params: ONE, querystring: PUT_QUERY } }, async (request, reply) => {
    const options = { ...importOptions(request.query), importStrategy: 'DELETE' };
    const objects = [{ [ID_KEYS[kind]]: request.params.uid }];
    return await changeOne(request, reply, { db, clock }, { kind, objects, options }, request.query);
  });
}

/** `PUT /api/events/{uid}/{dataElement}`: one value of an event. */
function valueRoute(api: ApiServer, { db, clock, bodyLimit }: OldServices): void {
  api.put(
    '/events/:uid/:dataElement',
    { bodyLimit, config, schema: { params: ONE_VALUE, querystring: PUT_QUERY } },
    async (request, reply) => {
      const { query, params } = request;
      if (!(await dataElementExists(db, params.dataElement)))
        throw notFound(`DataElement not found for ID ${params.dataElement}`);
      const options = { ...importOptions(query), importStrategy: 'CREATE_AND_UPDATE', mergeDataValues: true };
      const objects = [{ ...oneObject(EVENTS, request), event: params.uid }];
      const change = { kind: 'EVENT', objects, options, mustExist: true, singleValue: params.dataElement } as const;
      return await changeOne(request, reply, { db, clock }, change, query);
    },
  );
}

async function changeOne(
  request: FastifyRequest,
  reply: FastifyReply,
  { db, clock }: Pick<OldServices, 'db' | 'clock'>,
  change: OldImport,
  wish: Wish,
): Promise<FastifyReply> {
  const summaries = await importOld(
    db,
    { ...change, options: { ...change.options, reportMode: 'FULL' } },
    { user: request.user, clock },
  );
  return answerOne(request, reply, summaries, change.options, wish);
}

const sentBody = ({ headers, body }: FastifyRequest) => ({ contentType: headers['content-type'], body });

/** @throws OrderlyError 400 for a body that is not one object */
function oneObject(resource: OldResource, request: FastifyRequest): Json {
  const [object, ...others] = objectsOfBody(resource, sentBody(request));
  if (object === undefined || others.length > 0) throw badRequest(`One ${resource.one} is needed as the body.`);
  return object;
}

/** Queues the import and keeps its objects, both or neither. */
async function queue(
  db: Db,
  jobs: Jobs,
  request: FastifyRequest,
  { jobType }: OldResource,
  options: ImportOptions,
  objects: readonly Json[],
): Promise<Run> {
  return await transaction(db, async (handle) => {
    const run = await jobs.queue(handle, {
      type: jobType,
      name: JOB_NAME,
      parameters: { ...options },
      requestedBy: request.user.uid,
    });
    await keepPayload(handle, run.uid, objects);
    return run;
  });
}
