import { endpoint } from '../endpoint.js';
import { command } from '../envelope.js';
import { flag, requiredText } from '../parameters.js';
import { addSchedule, listSchedules } from '../schedules.js';
import { cronOf } from '../time-expression.js';

const PATH = '/aggregates/maintenance/scheduler/jobs/orgId/:orgId';

/** When maintenance runs (contract: aggregates.md §3). */
export const scheduleEndpoints = [
  endpoint({
    method: 'GET',
    path: PATH,
    summary: 'Schedules of maintenance',
    parameters: { active: flag(undefined) },
    answer: async ({ db }, { organization, parameters }) =>
      command('success', await listSchedules(db, organization, parameters.active)),
  }),
  endpoint({
    method: 'POST',
    path: PATH,
    summary: 'Make a schedule of maintenance',
    parameters: { time_expression: requiredText() },
    async answer({ db }, { organization, user, parameters }) {
      const cron = cronOf(parameters.time_expression);
      return command('success', await addSchedule(db, organization, cron, user));
    },
  }),
];
