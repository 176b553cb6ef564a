import { sql } from 'kysely';
import type { Db } from '../../database/index.js';
import type { IsoDate } from '../../kernel/calendar.js';
import { catalogued, OrderlyError } from '../../kernel/errors/index.js';
import { predict } from './predict.js';
import { type Predictor, type PredictorChoice, readPredictors } from './predictors.js';

/** What a run of predictors came to (contract: system.md §7). */
export interface PredictionSummary {
  readonly responseType: 'PredictionSummary';
  readonly status: 'SUCCESS' | 'ERROR';
  readonly description?: string;
  readonly predictors: number;
  readonly inserted: number;
  readonly updated: number;
  readonly deleted: number;
  readonly unchanged: number;
}

export interface PredictionRun extends PredictorChoice {
  readonly startDate: IsoDate;
  readonly endDate: IsoDate;
  /** uid of the user for whose units values are predicted; everywhere without one. */
  readonly user: string | undefined;
}

/** Does the work of a predictor, e.g. as an item of a stage, and says what came of it. */
export type EachPredictor = <Result>(
  predictor: Predictor,
  work: () => Promise<Result>,
  summarize: (result: Result) => string,
) => Promise<Result | undefined>;

/** Who stores values that nobody asked for by name, as in the peer. */
const SYSTEM = 'system-process';

/**
 * Runs predictors one after the other, each in a transaction of its own. One that cannot be worked out is named in the description and does not hold up the others.
 *
 * @throws OrderlyError 404 for a predictor or group that is not there, 409 E7106 for dates in the wrong order
 */
export async function runPredictors(db: Db, run: PredictionRun, each: EachPredictor): Promise<PredictionSummary> {
  if (run.startDate > run.endDate) throw catalogued('E7106');
  const predictors = await readPredictors(db, run);
  const author = run.user === undefined ? undefined : await authorOf(db, run.user);
  const request = {
    startDate: run.startDate,
    endDate: run.endDate,
    within: author?.within ?? [],
    storedBy: author?.username ?? SYSTEM,
  };
  const problems: string[] = [];
  const counts = { inserted: 0, updated: 0, deleted: 0, unchanged: 0 };
  for (const predictor of predictors) {
    const work = async () => {
      try {
        return await predict(db, predictor, request);
      } catch (error) {
        if (error instanceof OrderlyError) problems.push(error.message);
        throw error;
      }
    };
    const stored = await each(
      predictor,
      work,
      ({ imported, updated, deleted, ignored }) =>
        `${imported} inserted, ${updated} updated, ${deleted} deleted, ${ignored} unchanged`,
    );
    if (!stored) continue;
    counts.inserted += stored.imported;
    counts.updated += stored.updated;
    counts.deleted += stored.deleted;
    counts.unchanged += stored.ignored;
  }
  return {
    responseType: 'PredictionSummary',
    status: problems.length === 0 ? 'SUCCESS' : 'ERROR',
    ...(problems.length > 0 && { description: `Predictions failed: ${problems.join(' ')}` }),
    predictors: predictors.length,
    ...counts,
  };
}

/** Without progress: what a predictor throws is in the summary. */
export const quietly: EachPredictor = async (_predictor, work) => {
  try {
    return await work();
  } catch (error) {
    if (error instanceof OrderlyError) return undefined;
    throw error;
  }
};

async function authorOf(
  db: Db,
  uid: string,
): Promise<{ readonly username: string; readonly within: readonly string[] } | undefined> {
  const { rows } = await sql<{ username: string; within: readonly string[] }>`
    select userinfo.username, array(
      select unit.path from usermembership as own
      join organisationunit as unit on unit.organisationunitid = own.organisationunitid
      where own.userinfoid = userinfo.userinfoid
    ) as within
    from userinfo where userinfo.uid = ${uid}
  `.execute(db);
  return rows[0];
}
