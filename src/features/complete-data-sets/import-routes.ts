import { type Db, transaction } from '../../database/index.js';
import { type ApiServer, takeImportBodies } from '../../http/index.js';
import { type Jobs, keepPayload } from '../../jobs/index.js';
import { answerSummary, IMPORT_QUERY, importOptions, withHead } from '../imports/index.js';
import { jobStarted } from '../tasks/index.js';
import { importRegistrations } from './import/import-registrations.js';
import { readPayloadOf } from './import/payload.js';
import { REGISTRATION_IMPORT } from './import-job.js';

/** `POST /api/completeDataSetRegistrations` (contract: imports.md §4): JSON or XML; at once or as a job. */
export function importRoutes(api: ApiServer, db: Db, jobs: Jobs): void {
  const config = { produces: ['json', 'xml'] as const, xmlRoot: 'webMessage' };
  // Bodies of imports may be packed or XML; other routes read theirs otherwise.
  api.register((scope: ApiServer, _options, done) => {
    takeImportBodies(scope);
    scope.post(
      '/completeDataSetRegistrations',
      { config, schema: { querystring: IMPORT_QUERY } },
      async (request, reply) => {
        const options = importOptions(request.query);
        const payload = readPayloadOf(request.body, (request.headers['content-type'] ?? '').includes('xml'));
        if (!options.async)
          return answerSummary(request, reply, await importRegistrations(db, payload, options, request.user));
        // What the head says is checked before the answer, not by the job.
        withHead(options, payload.head);
        const queued = await transaction(db, async (handle) => {
          const run = await jobs.queue(handle, {
            type: REGISTRATION_IMPORT,
            parameters: { ...options },
            requestedBy: request.user.uid,
          });
          await keepPayload(handle, run.uid, payload);
          return run;
        });
        return jobStarted(request, reply, queued);
      },
    );
    done();
  });
}
