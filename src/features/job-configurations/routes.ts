import type { FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { type ApiServer, hasAnyAuthority, sendWebMessage, webMessage } from '../../http/index.js';
import { badRequest, conflict, forbidden } from '../../kernel/errors/index.js';
import { applyPatch, isObject, isSystemJobType, type MetadataObject, typeNamed } from '../../metadata/index.js';
import { conflictOnMalformedJson, objectBody } from '../metadata/index.js';
import { addressedJob } from './once.js';
import { removeJob } from './removal.js';
import {
  cancelJob,
  createJob,
  enableJob,
  executeJob,
  type JobServices,
  refuseSystemJob,
  type SavedJob,
  storedJob,
  updateJob,
  updateSystemJob,
} from './service.js';
import type { StoredJob } from './store.js';

const ADMIN = ['F_SCHEDULING_ADMIN'];
const CANCEL = ['F_SCHEDULING_ADMIN', 'F_PERFORM_MAINTENANCE'];
const UID = Type.Object({ uid: Type.String() });
const KLASS = 'org.hisp.dhis.scheduling.JobConfiguration';
const SEE_REPORT = 'One or more errors occurred, please see full details in import report.';

/** Making, changing and starting jobs (contract: scheduling.md §1, §3). */
export function jobRoutes(api: ApiServer, services: JobServices): void {
  const errorHandler = conflictOnMalformedJson;
  const path = '/jobConfigurations';
  const one = `${path}/:uid`;

  api.post(path, { errorHandler }, async (request, reply) => {
    mayChange(request, 'create');
    const saved = await createJob(services, objectBody(request.body), request.user);
    if (saved.errors.length === 0) reply.header('Location', `${request.apiRoot}${path}/${saved.uid}`);
    return answer(reply, saved, 201);
  });

  api.put(one, { errorHandler, schema: { params: UID } }, async (request, reply) => {
    mayChange(request, 'update');
    const { uid } = request.params;
    const given = objectBody(request.body);
    const stored = await storedJob(services, uid);
    refuseSystemJob(stored, 'modified');
    if (typeof given.jobType === 'string' && isSystemJobType(given.jobType))
      throw conflict(`Job ${uid} can not be changed into a system job.`);
    return answer(reply, await updateJob(services, uid, request.user, () => given), 200);
  });

  api.patch(one, { schema: { params: UID } }, async (request, reply) => {
    mayChange(request, 'update');
    const { uid } = request.params;
    const stored = await storedJob(services, uid);
    const changed = (from: StoredJob): MetadataObject => patched(wireForm(from), request.body);
    if (isSystemJobType(stored.type)) {
      const changes = (from: StoredJob): MetadataObject => differences(wireForm(from), changed(from));
      return answer(reply, await updateSystemJob(services, uid, request.user, changes), 200);
    }
    return answer(reply, await updateJob(services, uid, request.user, changed), 200);
  });

  api.delete(one, { schema: { params: UID } }, async (request, reply) => {
    mayChange(request, 'delete');
    const { uid } = request.params;
    await removeJob(services, uid);
    return answer(reply, { uid, errors: [] }, 200);
  });

  api.route({
    method: ['GET', 'POST'],
    url: `${one}/execute`,
    schema: { params: UID },
    handler: async (request, reply) => {
      const { uid } = request.params;
      mayAct(request, uid, ADMIN);
      await executeJob(services, uid);
      // Clients that still ask by GET take any list of errors for a failure, even an empty one.
      return await reply.send({ klass: KLASS, index: 0, ...(request.method !== 'GET' && { errorReports: [] }) });
    },
  });

  api.post(`${one}/cancel`, { schema: { params: UID } }, async (request, reply) => {
    const { uid } = request.params;
    const { executedBy } = await addressedJob(services.db, uid);
    if (executedBy !== request.user.uid) mayAct(request, uid, CANCEL);
    const cancelled = await cancelJob(services, uid);
    return await reply.header('X-Job-Cancelled', String(cancelled)).code(204).send();
  });

  for (const [word, enabled] of [
    ['enable', true],
    ['disable', false],
  ] as const) {
    api.post(`${one}/${word}`, { schema: { params: UID } }, async (request, reply) => {
      mayAct(request, request.params.uid, ADMIN);
      await enableJob(services, request.params.uid, enabled, request.user);
      return await reply.code(204).send();
    });
  }
}

/** @throws OrderlyError 403 */
export function mayChange({ user }: FastifyRequest, verb: 'create' | 'update' | 'delete'): void {
  if (!hasAnyAuthority(user, ADMIN)) throw forbidden(`You don't have the proper permissions to ${verb} this object.`);
}

function mayAct({ user }: FastifyRequest, uid: string, authorities: readonly string[]): void {
  if (!hasAnyAuthority(user, authorities)) throw forbidden(`User has no access to JobConfiguration:${uid}`);
}

/** What of a job can be changed, by the names of the wire. */
function wireForm(job: StoredJob): MetadataObject {
  const { uid, name, code, type, schedulingType, cron, delay, parameters, enabled, executedBy, misfire } = job;
  return {
    id: uid,
    name,
    code: code ?? undefined,
    jobType: type,
    schedulingType,
    cronExpression: cron ?? undefined,
    delay: delay ?? undefined,
    jobParameters: parameters ?? undefined,
    enabled,
    executedBy: executedBy ?? undefined,
    misfirePolicy: misfire,
  };
}

/** The members that are no longer what they were. */
function differences(before: MetadataObject, after: MetadataObject): MetadataObject {
  const changed = ([name, value]: readonly [string, unknown]): boolean =>
    JSON.stringify(value) !== JSON.stringify(before[name]);
  return Object.fromEntries(Object.entries(after).filter(changed));
}

/** A list of operations, or the members that old clients send alone, e.g. `{"enabled": false}`. */
function patched(job: MetadataObject, patch: unknown): MetadataObject {
  if (isObject(patch)) return { ...job, ...patch };
  const result = applyPatch(job, patch);
  if (!isObject(result)) throw badRequest('A patch has to leave an object.');
  return result;
}

function answer(reply: FastifyReply, { uid, errors }: SavedJob, code: 200 | 201): FastifyReply {
  const response = {
    responseType: 'ObjectReport',
    klass: typeNamed('jobConfiguration').klass,
    uid,
    errorReports: errors,
  };
  return sendWebMessage(
    reply,
    errors.length === 0
      ? webMessage(code, { response })
      : webMessage(409, { status: 'ERROR', message: SEE_REPORT, response }),
  );
}
