import type { FastifyRequest } from 'fastify';
import { type Db, transaction } from '../../database/index.js';
import type { ApiServer } from '../../http/index.js';
import { type Jobs, keepPayload } from '../../jobs/index.js';
import { badRequest } from '../../kernel/errors/index.js';
import { type ImportOptions, importBundle, type MetadataObject, readBundle } from '../../metadata/index.js';
import { jobStarted } from '../tasks/index.js';
import { answerImport } from './answers.js';
import { objectBody } from './bodies.js';
import { isMembershipCsv, readMetadataCsv } from './csv/index.js';
import { importMemberships } from './csv-import.js';
import { METADATA_IMPORT } from './import-job.js';
import { IMPORT_QUERY, importOptions } from './import-options.js';
import type { WriteServices } from './write-routes.js';

/** `POST /api/metadata` (contract: imports.md §8.1): JSON, or CSV of one type; at once or as a job. */
export function importRoutes(api: ApiServer, { db, clock }: WriteServices, jobs: Jobs): void {
  api.post('/metadata', { schema: { querystring: IMPORT_QUERY } }, async (request, reply) => {
    const options = importOptions(request.query);
    const context = { user: request.user, clock };
    if (isCsv(request)) {
      const classKey = request.query.classKey ?? missingClassKey();
      const payload = readMetadataCsv(classKey, String(request.body ?? ''));
      // Groups that only gain members are no import of whole objects; it is done at once, whatever was asked.
      if (isMembershipCsv(classKey)) return answerImport(reply, await importMemberships(db, payload, context));
      return await take(payload);
    }
    return await take(objectBody(request.body, 'an object with a list for each type is needed as the body.'));

    async function take(payload: MetadataObject) {
      const bundle = readBundle(payload);
      if (request.query.async === true)
        return jobStarted(request, reply, await queue(db, jobs, request, options, payload));
      const report = await importBundle(db, bundle, options, context);
      request.server.forgetCredentials();
      return answerImport(reply, report);
    }
  });
}

/** Queues the import and keeps its payload, both or neither. */
async function queue(db: Db, jobs: Jobs, request: FastifyRequest, options: ImportOptions, payload: MetadataObject) {
  return await transaction(db, async (handle) => {
    const run = await jobs.queue(handle, {
      type: METADATA_IMPORT,
      parameters: { ...options },
      requestedBy: request.user.uid,
    });
    await keepPayload(handle, run.uid, payload);
    return run;
  });
}

const isCsv = (request: FastifyRequest): boolean => (request.headers['content-type'] ?? '').includes('csv');

function missingClassKey(): never {
  throw badRequest("Required request parameter 'classKey' is not present");
}
