import { logIn, me, users } from './access.js';
import { aggregates, analytics, atScale, programAnalytics, sqlViews, tables } from './analytics.js';
import { dataValues, entryRules, oldTracker, tracker, validation } from './data.js';
import { integrity, jobs, maintenance, tasks } from './jobs.js';
import { apps, exchange, messages, metadata, pages } from './others.js';
import type { Section } from './section.js';
import { metrics, settings, system } from './system.js';

export type { Section } from './section.js';

/** The subjects of the reference, in its order. */
export const SECTIONS: readonly Section[] = [
  maintenance,
  tables,
  aggregates,
  atScale,
  tasks,
  jobs,
  integrity,
  system,
  settings,
  metrics,
  analytics,
  programAnalytics,
  dataValues,
  entryRules,
  validation,
  tracker,
  oldTracker,
  metadata,
  users,
  me,
  logIn,
  sqlViews,
  apps,
  messages,
  exchange,
  pages,
];
