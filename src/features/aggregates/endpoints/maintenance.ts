import { CAUSES, queueMaintenance } from '../../roll-ups/index.js';
import { endpoint } from '../endpoint.js';
import { command, read } from '../envelope.js';
import { currentJob, JOB_STATUSES, jobHistory } from '../jobs-view.js';
import { moment, oneOf, PAGING } from '../parameters.js';

const PATH = '/aggregates/maintenance/orgId/:orgId';

/** The three endpoints of the seed (contract: aggregates.md §1, §2). */
export const maintenanceEndpoints = [
  endpoint({
    method: 'POST',
    path: `${PATH}/run-immediately`,
    summary: 'Run a maintenance job now',
    parameters: {},
    async answer({ db, jobs }, { organization, user }) {
      // Recorded as if it were time for it, as AtScale does (contract: aggregates.md §1.4).
      await queueMaintenance(db, jobs, { organization, cause: 'TimeBasedMaintenance' }, user.uid);
      return command(`Maintenance successfully started for ${organization}`, null);
    },
  }),
  endpoint({
    method: 'GET',
    path: PATH,
    summary: 'The maintenance job that is running',
    parameters: {},
    answer: async ({ db }, { organization }) => read((await currentJob(db, organization)) ?? null),
  }),
  endpoint({
    method: 'GET',
    path: `${PATH}/history`,
    summary: 'Maintenance jobs, newest first',
    parameters: {
      ...PAGING,
      status: oneOf(...JOB_STATUSES),
      triggerType: oneOf(...CAUSES),
      startTime: moment(),
      endTime: moment(),
    },
    async answer({ db }, { organization, parameters }) {
      const { limit, offset, force_pull } = parameters;
      return read({ data: await jobHistory(db, organization, parameters), limit, offset, force_pull });
    },
  }),
];
