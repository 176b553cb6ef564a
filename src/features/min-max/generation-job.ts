import { Type } from 'typebox';
import type { JobType } from '../../jobs/index.js';
import { readSettings } from '../settings/index.js';
import { type GenerationReport, generateValues } from './generate.js';
import { findTarget } from './target.js';

export const MIN_MAX_VALUE_GENERATION = 'MIN_MAX_VALUE_GENERATION';

const PARAMETERS = Type.Object({
  organisationUnit: Type.String(),
  dataSets: Type.Array(Type.String()),
  keepManual: Type.Boolean({ default: true }),
});

/** `MIN_MAX_VALUE_GENERATION`: a generation that is too large for a request to wait for. The summary is its report (contract: data-admin.md §11 no. 5). */
export function generationJob(): JobType<typeof PARAMETERS> {
  return {
    type: MIN_MAX_VALUE_GENERATION,
    label: 'Min-max value generation',
    parameters: PARAMETERS,
    // One transaction writes everything.
    takeOver: 'restart',
    startMessage: 'Generating min-max values',
    async run({ db, parameters: { organisationUnit, dataSets, keepManual }, progress }) {
      const target = await findTarget(db, organisationUnit, dataSets);
      const { factorDeviation: factor } = await readSettings(db);
      const total = target.elements.length;
      const report = await progress.stage(`Working out ranges of ${total} data elements`, (stage) => {
        let done = 0;
        return generateValues(db, target, {
          factor,
          keepManual,
          each(count, work) {
            done += count;
            return stage.item(
              `Data elements to ${done} of ${total}`,
              work,
              (ignored) => `${ignored} data values ignored`,
            );
          },
        });
      });
      return { message: sentenceOf(report), summary: { ...report } };
    },
  };
}

export const sentenceOf = ({ generated, kept, removed, ignoredDataValues }: GenerationReport): string =>
  `${generated} min-max values generated, ${kept} kept, ${removed} removed, ${ignoredDataValues} data values ignored`;
