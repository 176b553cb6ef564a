import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import type { Db } from '../../database/index.js';
import { type ApiServer, listParameter, ok, uidParameter, type WebMessage } from '../../http/index.js';
import type { Jobs } from '../../jobs/index.js';
import { type IsoDate, isIsoDate } from '../../kernel/calendar.js';
import { badRequest, catalogued, conflict } from '../../kernel/errors/index.js';
import { jobStarted } from '../tasks/index.js';
import { type PredictorChoice, readPredictors } from './predictors.js';
import { type PredictionSummary, quietly, runPredictors } from './run.js';

const DATES = Type.Object({ startDate: Type.String(), endDate: Type.String() });
const QUERY = Type.Object({
  startDate: Type.String(),
  endDate: Type.String(),
  predictor: listParameter(),
  predictorGroup: listParameter(),
  async: Type.Boolean({ default: false }),
});
const ONE = Type.Object({ uid: uidParameter() });
const CONFIG = { authorities: ['F_PREDICTOR_RUN'] };
const METHODS: ('POST' | 'PUT')[] = ['POST', 'PUT'];

/** `/api/predictions` and the `run` paths of predictors and their groups (contract: job-types.md §4). */
export function predictionRoutes(api: ApiServer, db: Db, jobs: Jobs): void {
  api.route({
    method: METHODS,
    url: '/predictions',
    config: CONFIG,
    schema: { querystring: QUERY },
    handler: async (request, reply) => {
      const { predictor: predictors, predictorGroup: predictorGroups } = request.query;
      const dates = datesOf(request.query);
      if (!request.query.async) {
        const summary = await run(db, request, { predictors, groups: predictorGroups });
        return ok('Predictions are done.', { ...summary });
      }
      // What is not there is said now: nobody may look at the run.
      await readPredictors(db, { predictors, groups: predictorGroups });
      const queued = await jobs.queue(db, {
        type: 'PREDICTOR',
        requestedBy: request.user.uid,
        parameters: { ...dates, predictors, predictorGroups },
      });
      return jobStarted(request, reply, queued);
    },
  });

  runRoute('/predictors/run', () => ({ predictors: [], groups: [] }));
  runRoute('/predictors/:uid/run', (uid) => ({ predictors: [uid], groups: [] }));
  runRoute('/predictorGroups/:uid/run', (uid) => ({ predictors: [], groups: [uid] }));

  function runRoute(url: string, choice: (uid: string) => PredictorChoice): void {
    api.route({
      method: METHODS,
      url,
      config: CONFIG,
      schema: { querystring: DATES, ...(url.includes(':uid') && { params: ONE }) },
      handler: async (request): Promise<WebMessage> => {
        const { uid = '' } = (request.params ?? {}) as { readonly uid?: string };
        const { inserted, updated, unchanged } = await run(db, request, choice(uid));
        return ok(`Generated ${inserted + updated + unchanged} predictions`);
      },
    });
  }
}

/**
 * Runs the predictors within the request.
 *
 * @throws OrderlyError 409 with the summary when one of them failed
 */
async function run(db: Db, request: FastifyRequest, choice: PredictorChoice): Promise<PredictionSummary> {
  const dates = datesOf(request.query as { startDate: string; endDate: string });
  const summary = await runPredictors(db, { ...choice, ...dates, user: request.user.uid }, quietly);
  if (summary.status === 'SUCCESS') return summary;
  throw conflict(summary.description ?? 'Predictions failed', { response: { ...summary } });
}

function datesOf({ startDate, endDate }: { readonly startDate: string; readonly endDate: string }) {
  const dates = { startDate: dayOf('startDate', startDate), endDate: dayOf('endDate', endDate) };
  if (dates.startDate > dates.endDate) throw catalogued('E7106');
  return dates;
}

/** A day, also of a moment. */
function dayOf(name: string, text: string): IsoDate {
  const day = text.slice(0, 10);
  if (!isIsoDate(day) || !/^(T[\d:.]+)?$/.test(text.slice(10)))
    throw badRequest(`Value '${text}' is not valid for parameter ${name}. It should be a date such as 2026-01-31`);
  return day;
}
