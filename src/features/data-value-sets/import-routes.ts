import { Readable } from 'node:stream';
import type { FastifyRequest } from 'fastify';
import { type Database, transaction } from '../../database/index.js';
import { type ApiServer, answeredSignal, closingSignal, hasAuthority, withStreamedBodies } from '../../http/index.js';
import { type Jobs, keepPayloadStream } from '../../jobs/index.js';
import type { Clock } from '../../kernel/clock.js';
import { forbidden } from '../../kernel/errors/index.js';
import { answerSummary, IMPORT_QUERY, type ImportOptions, importOptions } from '../imports/index.js';
import { jobStarted } from '../tasks/index.js';
import { importDataValues } from './import.js';
import { DATA_VALUE_IMPORT } from './import-job.js';
import { formOf, type PayloadForm, payloadReader } from './payload/reader.js';

/** `POST /api/dataValueSets` (contract: imports.md §2): JSON, XML or CSV, packed or not; at once or as a job. */
export function importRoutes(api: ApiServer, database: Database, jobs: Jobs, clock: Clock): void {
  const config = { produces: ['json', 'xml'] as const, xmlRoot: 'webMessage', authorities: ['F_DATAVALUE_ADD'] };
  const closing = closingSignal(api);
  withStreamedBodies(api, (scope) => {
    scope.post('/dataValueSets', { config, schema: { querystring: IMPORT_QUERY } }, async (request, reply) => {
      const options = importOptions(request.query);
      if (options.skipAudit && !hasAuthority(request.user, 'F_SKIP_DATA_IMPORT_AUDIT'))
        throw forbidden('Access is denied, requires one Authority from [F_SKIP_DATA_IMPORT_AUDIT]');
      const form = formOf(request.headers['content-type']);
      const source = bodyOf(request);
      if (options.async) return jobStarted(request, reply, await queue(request, source, form, options));
      const reader = payloadReader(form, options.firstRowIsHeader);
      // Nobody would learn what became of an import whose client has gone.
      const signal = AbortSignal.any([closing, answeredSignal(reply)]);
      const summary = await importDataValues(database, {
        read: (head) => reader(source, head),
        options,
        user: request.user,
        clock,
        signal,
      });
      return answerSummary(request, reply, summary);
    });
  });

  /** Keeps the payload and queues its import, both or neither. */
  async function queue(
    request: FastifyRequest,
    source: AsyncIterable<Uint8Array>,
    form: PayloadForm,
    options: ImportOptions,
  ) {
    return await transaction(database.db, async (db) => {
      const run = await jobs.queue(db, {
        type: DATA_VALUE_IMPORT,
        parameters: { ...options, form },
        requestedBy: request.user.uid,
      });
      await keepPayloadStream(db, run.uid, source);
      return run;
    });
  }
}

/** The bytes of the body, which may be none; a client that goes away in the middle ends them with an error. */
const bodyOf = ({ body }: FastifyRequest): AsyncIterable<Uint8Array> =>
  (body as AsyncIterable<Uint8Array> | null | undefined) ?? Readable.from([]);
