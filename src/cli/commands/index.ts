import type { ClientCommand } from '../command.js';
import { aggregatesHistory, aggregatesList, aggregatesRun, aggregatesStatus } from './aggregates.js';
import { analyticsRun } from './analytics.js';
import { importFile } from './import.js';
import { info } from './info.js';
import { integrityList, integrityRun, integrityShow } from './integrity.js';
import { jobsCancel, jobsDisable, jobsEnable, jobsList, jobsRun, jobsShow } from './jobs.js';
import { maintenanceList } from './maintenance/list.js';
import { maintenancePreview } from './maintenance/preview.js';
import { maintenanceRun } from './maintenance/run.js';
import { tasks } from './tasks.js';

/** All client commands, as help lists them. */
export const CLIENT_COMMANDS: readonly ClientCommand[] = [
  info,
  maintenanceList,
  maintenancePreview,
  maintenanceRun,
  analyticsRun,
  tasks,
  jobsList,
  jobsShow,
  jobsRun,
  jobsCancel,
  jobsEnable,
  jobsDisable,
  integrityList,
  integrityRun,
  integrityShow,
  importFile,
  aggregatesList,
  aggregatesRun,
  aggregatesStatus,
  aggregatesHistory,
];

/** What the first word of a path is about, where it is not a command itself. */
export const COMMAND_GROUPS: Readonly<Record<string, string>> = {
  maintenance: 'operations that tidy the database',
  analytics: 'the analytics tables of a server',
  jobs: 'scheduled jobs of a server',
  integrity: 'checks of the data integrity',
  aggregates: 'aggregates over the analytics tables, and their maintenance',
};
