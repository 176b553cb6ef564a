import type { FastifyRequest } from 'fastify';
import { transaction } from '../../database/index.js';
import type { ApiServer } from '../../http/index.js';
import type { Jobs } from '../../jobs/index.js';
import { badRequest } from '../../kernel/errors/index.js';
import { importBundle, isObject, type MetadataObject, readBundle } from '../../metadata/index.js';
import { jobStarted } from '../tasks/index.js';
import { answerImport } from './answers.js';
import { keepPayload, METADATA_IMPORT } from './import-job.js';
import { IMPORT_QUERY, importOptions } from './import-options.js';
import type { WriteServices } from './write-routes.js';

/** `POST /api/metadata` (contract: imports.md §8.1): JSON, or CSV of one type; at once or as a job. */
export function importRoutes(api: ApiServer, { db, clock }: WriteServices, jobs: Jobs): void {
  api.post('/metadata', { schema: { querystring: IMPORT_QUERY } }, async (request, reply) => {
    const payload = payloadOf(request);
    const options = importOptions(request.query);
    if (request.query.async === true) {
      const run = await transaction(db, async (handle) => {
        const queued = await jobs.queue(handle, {
          type: METADATA_IMPORT,
          parameters: { ...options },
          requestedBy: request.user.uid,
        });
        await keepPayload(handle, queued.uid, payload);
        return queued;
      });
      return jobStarted(request, reply, run);
    }
    const report = await importBundle(db, readBundle(payload), options, { user: request.user, clock });
    request.server.forgetCredentials();
    return answerImport(reply, report);
  });
}

function payloadOf(request: FastifyRequest): MetadataObject {
  const { body } = request;
  if (!isObject(body)) throw badRequest('JSON parse error: an object with a list for each type is needed as the body.');
  return body;
}
