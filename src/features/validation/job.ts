import { Type } from 'typebox';
import { transaction } from '../../database/index.js';
import type { JobType } from '../../jobs/index.js';
import { localDate } from '../../kernel/calendar.js';
import type { Clock } from '../../kernel/clock.js';
import { notifyValidationResults } from '../notifications/index.js';
import { writeSetting } from '../settings/index.js';
import { analyse, type Violation } from './analyse.js';
import { runPeriods } from './periods.js';
import { readRules } from './rules.js';
import { type StoredViolation, storeViolations } from './store-results.js';

/** Most violations of one run; where they are stored, those that were not stored before (contract: tables.md §10.4 no. 30). */
const MOST_RESULTS = 100_000;

const PARAMETERS = Type.Object({
  relativeStart: Type.Integer({ default: 0 }),
  relativeEnd: Type.Integer({ default: 0 }),
  validationRuleGroups: Type.Array(Type.String(), { default: [] }),
  sendNotifications: Type.Boolean({ default: false }),
  persistResults: Type.Boolean({ default: false }),
  /** All rules where no groups are named, also those without a template: what is asked for over HTTP (contract: tables.md §6.2). */
  allRules: Type.Optional(Type.Boolean()),
});

/**
 * `MONITORING`: looks for violations of validation rules, stores them and tells of them (contract: job-types.md §3.1, tables.md §6). What is found is stored in one
 * transaction, in which it was also looked for.
 */
export function monitoringJob(clock: Clock): JobType<typeof PARAMETERS> {
  return {
    type: 'MONITORING',
    label: 'Monitoring',
    parameters: PARAMETERS,
    // A violation is stored once, and nobody is told of one twice.
    takeOver: 'restart',
    notifyFailure: true,
    startMessage: 'Data validation',
    async run({ run, db, parameters, progress }) {
      const { validationRuleGroups: groups, allRules, persistResults, sendNotifications } = parameters;
      const today = localDate(clock.now());
      const outcome = await transaction(db, async (handle) => {
        const rules = await readRules(
          handle,
          groups.length > 0 ? { of: 'groups', uids: groups } : { of: allRules ? 'all' : 'templates' },
        );
        const periods = runPeriods(
          rules.map(({ periodType }) => periodType),
          today,
          parameters,
        );
        const stored: StoredViolation[] = [];
        const store = async (found: readonly Violation[]): Promise<number> => {
          const fresh = await storeViolations(handle, found, today, MOST_RESULTS - stored.length);
          stored.push(...fresh);
          return fresh.length;
        };
        const analysis = await progress.stage(
          `Evaluating ${rules.length} validation rules`,
          (stage) =>
            analyse(handle, {
              rules,
              periods,
              units: {},
              limit: MOST_RESULTS,
              ...(persistResults && { take: store }),
              eachPeriod: (period, work) =>
                stage.item(`${period.type} ${period.iso}`, work, (count) => `${count} violations`),
            }),
          [...periods.values()].flat().length,
        );
        for (const setting of ['keyLastMonitoringRun', 'keyLastSuccessfulMonitoring'] as const)
          await writeSetting(handle, setting, clock.now());
        return { ...analysis, fresh: persistResults ? stored : analysis.violations };
      });
      for (const problem of outcome.problems) await progress.message(problem, 'WARN');
      if (outcome.isFull)
        await progress.message(
          `The search stopped at ${MOST_RESULTS} ${persistResults ? 'new ' : ''}violations: there may be more.`,
          'WARN',
        );
      const done = [
        `${outcome.found} violations found`,
        ...(persistResults ? [`${outcome.fresh.length} stored`] : []),
        // After the transaction, because messages go out that nothing can take back.
        ...(sendNotifications
          ? [await notifyValidationResults({ db, progress, now: clock.now(), run: run.uid }, outcome.fresh)]
          : []),
      ];
      return { message: done.join(', ') };
    },
  };
}
