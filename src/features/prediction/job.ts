import { Type } from 'typebox';
import { type JobType, RunFailure } from '../../jobs/index.js';
import { addDays, localDate } from '../../kernel/calendar.js';
import type { Clock } from '../../kernel/clock.js';
import { type EachPredictor, runPredictors } from './run.js';

const PARAMETERS = Type.Object({
  relativeStart: Type.Integer({ default: 0 }),
  relativeEnd: Type.Integer({ default: 0 }),
  /** Days that count instead of the relative ones, of a run that was asked for over HTTP. */
  startDate: Type.Optional(Type.String()),
  endDate: Type.Optional(Type.String()),
  predictors: Type.Array(Type.String(), { default: [] }),
  predictorGroups: Type.Array(Type.String(), { default: [] }),
});

/** `PREDICTOR`: predicts data values (contract: job-types.md §3.1). */
export function predictorJob(clock: Clock): JobType<typeof PARAMETERS> {
  return {
    type: 'PREDICTOR',
    label: 'Predictor',
    parameters: PARAMETERS,
    // The same data give the same predictions.
    takeOver: 'restart',
    startMessage: 'Making predictions',
    async run({ run, db, parameters, progress }) {
      const today = localDate(clock.now());
      const summary = await progress.stage(
        'Predicting',
        (stage) => {
          const each: EachPredictor = ({ name, uid }, work, summarize) =>
            stage.item(`${name} (${uid})`, work, summarize);
          return runPredictors(
            db,
            {
              predictors: parameters.predictors,
              groups: parameters.predictorGroups,
              startDate: parameters.startDate ?? addDays(today, parameters.relativeStart),
              endDate: parameters.endDate ?? addDays(today, parameters.relativeEnd),
              user: run.requestedBy,
            },
            each,
          );
        },
        { onFailure: 'SKIP_ITEM' },
      );
      if (summary.status !== 'SUCCESS')
        throw new RunFailure(summary.description ?? 'Predictions failed', { ...summary });
      return { message: 'Prediction done', summary: { ...summary } };
    },
  };
}
