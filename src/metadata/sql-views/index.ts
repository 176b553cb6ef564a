export {
  attempt,
  dropRelations,
  dropStatement,
  existingViews,
  type FailedRelation,
  standingOn,
  untilNoProgress,
  type ViewRelation,
} from './relations.js';
export { linkUpdateJobs, updateJobOf, updateJobProblems } from './update-job.js';
export { viewName } from './view-name.js';
export { readSqlViews, relationOf, type SqlView } from './views.js';
