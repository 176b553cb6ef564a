import type { Progress } from '../../jobs/index.js';
import type { WorkerLimit } from '../../kernel/parallel.js';
import type { Services } from '../feature.js';
import type { BuildSource } from './definition.js';

/** What an update of tables works with beside its run. */
export type UpdateServices = Pick<Services, 'clock' | 'config'>;

/** What the engine works with while it builds one type. */
export interface Build {
  readonly source: BuildSource;
  readonly limit: WorkerLimit;
  readonly signal: AbortSignal;
  readonly progress: Progress;
}
