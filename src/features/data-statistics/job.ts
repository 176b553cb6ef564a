import type { JobType } from '../../jobs/index.js';
import type { Clock } from '../../kernel/clock.js';
import { takeSnapshot } from './snapshot.js';

/** `DATA_STATISTICS`: the daily snapshot of how the server is used (contract: job-types.md §3.3). */
export function dataStatisticsJob(clock: Clock): JobType {
  return {
    type: 'DATA_STATISTICS',
    label: 'Data statistics',
    // The snapshot and its time are written together at the end.
    takeOver: 'restart',
    startMessage: 'Create data statistics snapshot',
    async run({ db, progress }) {
      await progress.stage('Counting users, views, favourites and data values', () => takeSnapshot(db, clock.now()));
      return { message: 'Saved data statistics snapshot' };
    },
  };
}
