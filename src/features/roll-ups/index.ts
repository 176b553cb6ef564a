import type { Db } from '../../database/index.js';
import type { Feature, Services } from '../feature.js';
import { afterTables } from './after-tables.js';
import { aggregateBatchJob } from './batch-job.js';
import { endInstances } from './instances.js';
import { findEmptied } from './maintenance/health.js';
import { aggregateMaintenanceJob } from './maintenance-job.js';
import { type RollUpReader, rollUpReader } from './reader.js';
import { useLog } from './use-log.js';

export { dropParts } from './build/part-tables.js';
export { buildRollUp } from './build/roll-up.js';
export { type Choice, choose } from './choose.js';
export { forgetRollUps } from './clear.js';
export { closedColumns, missingColumns, type TableColumns, tableColumns } from './columns.js';
export {
  CUBES,
  type Cube,
  type QueryShape,
  type Question,
  ROLL_UP_SCHEMA,
  STATES,
  type State,
  TABLE_OF,
} from './definition.js';
export {
  BATCH_JOB,
  BATCH_TYPES,
  type BatchParameters,
  batchParameters,
  CAUSES,
  type Cause,
  DEFAULT_ORGANIZATION,
  MAINTENANCE_JOB,
  type MaintenanceParameters,
  maintenanceParameters,
} from './job-parameters.js';
export { RETIRED } from './maintenance/orphans.js';
export { queueBatch, queueMaintenance } from './queue-jobs.js';
export { type QuestionUse, type RollUpReader, rollUpReader } from './reader.js';
export { rowsOfChoice } from './rows.js';
export { baseStatement, raiseCatalogueVersion } from './standing.js';

export interface RollUps extends Feature {
  /** What queries ask. */
  readonly reader: RollUpReader;
  /** To be called when analytics tables were changed. */
  afterTables(db: Db): Promise<void>;
}

/** Roll-ups of analytics tables: which there are, how they come about and go, and what is answered from them (contract: aggregates.md §6). */
export function createRollUps(services: Services): RollUps {
  const { config, database, jobs, log } = services;
  const uses = useLog(database.db, log);
  jobs.register(aggregateMaintenanceJob(services));
  jobs.register(aggregateBatchJob(services));
  return {
    name: 'roll-ups',
    reader: rollUpReader((use) => uses.note(use)),
    async afterTables(db) {
      if (config.refreshAggregates) await afterTables(db, jobs);
    },
    routes() {},
    /** A crash of the database empties unlogged tables; what came of the analytics table would be answered with nothing. */
    async start() {
      const emptied = await findEmptied(database.db);
      await endInstances(database.db, 'invalid', emptied);
      const names = emptied.map(({ name }) => name);
      if (names.length > 0)
        log.warn({ aggregates: names }, 'a crash of the database emptied aggregates; they are built anew');
      uses.start();
    },
    stop: async () => await uses.stop(),
  };
}
