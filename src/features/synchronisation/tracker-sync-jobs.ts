import { Type } from 'typebox';
import type { JobType } from '../../jobs/index.js';
import type { Clock } from '../../kernel/clock.js';
import { REMOTE_CLASS, reachRemote } from './data-sync-job.js';
import { sendTracker, type TrackerWords } from './send-tracker.js';

const PARAMETERS = Type.Object({ pageSize: Type.Integer({ default: 60, minimum: 5, maximum: 200 }) });

interface TrackerSync extends TrackerWords {
  readonly type: 'SINGLE_EVENT_DATA_SYNC' | 'TRACKED_ENTITY_DATA_SYNC';
  readonly label: string;
}

const SINGLE_EVENTS: TrackerSync = {
  type: 'SINGLE_EVENT_DATA_SYNC',
  label: 'Single event data sync',
  kind: 'events',
  title: 'Event programs data synchronization',
  things: 'events',
};

const TRACKED_ENTITIES: TrackerSync = {
  type: 'TRACKED_ENTITY_DATA_SYNC',
  label: 'Tracked entity data sync',
  kind: 'trackedEntities',
  title: 'Tracker programs data synchronization',
  things: 'tracked entities',
};

/** `SINGLE_EVENT_DATA_SYNC` and `TRACKED_ENTITY_DATA_SYNC` (contract: job-types.md §3.1). */
export const trackerSyncJobs = (clock: Clock): readonly JobType<typeof PARAMETERS>[] =>
  [SINGLE_EVENTS, TRACKED_ENTITIES].map(({ type, label, ...words }) => ({
    type,
    label,
    parameters: PARAMETERS,
    exclusive: [REMOTE_CLASS],
    takeOver: 'restart',
    startMessage: `Starting ${words.title}`,
    async run(context) {
      const { db, progress, signal, parameters } = context;
      const reached = await reachRemote(context, words.title);
      return {
        message: await sendTracker({ db, clock, progress, signal, ...reached, pageSize: parameters.pageSize }, words),
      };
    },
  }));
