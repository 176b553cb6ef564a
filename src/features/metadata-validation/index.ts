import { Type } from 'typebox';
import { type ApiServer, answeredSignal } from '../../http/index.js';
import type { Feature, Services } from '../feature.js';
import { answerImport } from '../metadata/index.js';
import { jobStarted } from '../tasks/index.js';
import { bareAnswer, importAnswer } from './answers.js';
import { METADATA_VALIDATION, metadataValidationJob, PARAMETERS } from './job.js';
import { typesNamed } from './types.js';
import { validateMetadata } from './validate.js';

const QUERY = Type.Object({ ...PARAMETERS, async: Type.Boolean({ default: false }) });
/** The path of the seeds, and that of the peer up to 2.24. */
const PATHS = ['/metadataValidation', '/maintenance/metadataValidation'];

/** Checks what is stored with the rules of the metadata import (contract: maintenance.md §7, data-admin.md §8). Writes nothing. */
export function createMetadataValidation({ database: { db }, jobs }: Services): Feature {
  jobs.register(metadataValidationJob());
  const routes = (api: ApiServer): void => {
    for (const url of PATHS)
      api.route({
        method: ['POST', 'PUT'],
        url,
        config: { authorities: ['F_PERFORM_MAINTENANCE'] },
        schema: { querystring: QUERY },
        async handler(request, reply) {
          const { async: later, ...parameters } = request.query;
          const { limit, report } = parameters;
          const types = typesNamed(parameters.types);
          if (later) {
            const run = await jobs.queue(db, { type: METADATA_VALIDATION, parameters, requestedBy: request.user.uid });
            return reply.send(jobStarted(request, reply, run));
          }
          const gone = answeredSignal(reply);
          const findings = await validateMetadata(db, { types, limit, signal: gone }).catch((error) => {
            if (gone.aborted) return undefined;
            throw error;
          });
          // Nobody is left to read the answer.
          if (!findings) return reply.hijack();
          if (findings.shown < findings.total)
            reply.header('X-Error-Reports', `${findings.shown} of ${findings.total}`);
          return report === 'import' ? answerImport(reply, importAnswer(findings)) : reply.send(bareAnswer(findings));
        },
      });
  };
  return { name: 'metadata-validation', routes };
}
