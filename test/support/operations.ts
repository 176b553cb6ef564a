import type { Db } from '../../src/database/index.js';
import type {
  Effects,
  MaintenanceOperation,
  OperationContext,
  OperationOptions,
} from '../../src/features/maintenance/operation.js';
import { systemClock } from '../../src/kernel/clock.js';

const context = (db: Db, options: OperationOptions, requestedBy: string | undefined): OperationContext => ({
  db,
  // Operations on metadata need no more of the server than the time.
  services: {
    clock: systemClock,
    database: undefined as never,
    dhis2Server: undefined,
    reloadApps: () => Promise.resolve([]),
  },
  requestedBy,
  options,
  stage: { item: (_name, work) => work() },
  signal: new AbortController().signal,
  job: undefined,
});

/** What an operation did, run as the engine runs it. */
export const runs = (
  operation: MaintenanceOperation,
  db: Db,
  options: OperationOptions = {},
  requestedBy?: string,
): Promise<Effects> => operation.run(context(db, options, requestedBy));

/** What it says that it would do. */
export const previewed = (
  operation: MaintenanceOperation,
  db: Db,
  options: OperationOptions = {},
  requestedBy?: string,
): Promise<Effects> => operation.preview(context(db, options, requestedBy));
