import type { Feature, Services } from '../feature.js';
import { taskRoutes } from './routes.js';

export { jobStarted } from './job-started.js';
export { notification } from './notification.js';

export function createTasks({ database }: Services): Feature {
  return { name: 'tasks', routes: (api) => taskRoutes(api, database) };
}
export { TASK_TYPES } from './task-types.js';
