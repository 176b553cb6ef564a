import { Type } from 'typebox';
import type { JobType } from '../../jobs/index.js';
import { answerAs, FORMS } from './answers.js';
import { typesNamed } from './types.js';
import { type Findings, validateMetadata } from './validate.js';

export const METADATA_VALIDATION = 'METADATA_VALIDATION';

/** What a request and a run of it take. */
export const PARAMETERS = {
  types: Type.Array(Type.String(), { default: [] }),
  limit: Type.Integer({ minimum: 1, maximum: 100_000, default: 1_000 }),
  report: Type.Enum([...FORMS], { default: 'bare' }),
};
const SCHEMA = Type.Object(PARAMETERS);

/** `METADATA_VALIDATION`: a validation that was asked for with `async=true`. The summary is what the request would have answered (contract: data-admin.md §8). */
export function metadataValidationJob(): JobType<typeof SCHEMA> {
  return {
    type: METADATA_VALIDATION,
    label: 'Metadata validation',
    parameters: SCHEMA,
    // Two runs only read.
    exclusive: [],
    takeOver: 'restart',
    startMessage: 'Metadata validation',
    async run({ db, parameters: { types: names, limit, report }, progress, signal }) {
      const types = typesNamed(names);
      const findings = await progress.stage(
        'Validating metadata',
        (stage) =>
          validateMetadata(db, {
            types,
            limit,
            signal,
            each: (type, work) =>
              stage.item(type.plural, work, ({ checked, faulty }) => `${faulty} of ${checked} with errors`),
          }),
        types.length,
      );
      return { message: told(findings), summary: answerAs(report, findings) };
    },
  };
}

function told({ types, shown, total }: Findings): string {
  const checked = types.reduce((sum, type) => sum + type.checked, 0);
  const faulty = types.reduce((sum, type) => sum + type.faulty, 0);
  const cut = shown < total ? `; the first ${shown} are in the summary` : '';
  return `Metadata validation completed: ${total} ${total === 1 ? 'error' : 'errors'} in ${faulty} of ${checked} objects${cut}`;
}
