import { type Static, Type } from 'typebox';
import { CUBES } from './definition.js';

/** The two types of jobs over roll-ups (contract: aggregates.md §6.7). */
export const MAINTENANCE_JOB = 'AGGREGATE_MAINTENANCE';
export const BATCH_JOB = 'AGGREGATE_BATCH';

/** The organization that always exists and owns everything unless something else is said. */
export const DEFAULT_ORGANIZATION = 'default';

/** Why maintenance runs, in AtScale's words (contract: aggregates.md §1.4, §6.7). One that is started by hand is time-based. */
export const CAUSES = [
  'TimeBasedMaintenance',
  'CubeUpdateMaintenance(FirstTimeCubeProcessed)',
  'CubeUpdateMaintenance(StaticCubeUpdated)',
] as const;
export type Cause = (typeof CAUSES)[number];

export const BATCH_TYPES = ['aggregate_batch', 'materialize-pending-instances'] as const;

const organization = Type.String({ default: DEFAULT_ORGANIZATION });

/** Parameters of a maintenance job. */
export const maintenanceParameters = Type.Object({
  organization,
  cause: Type.Enum([...CAUSES], { default: 'TimeBasedMaintenance' }),
});
export type MaintenanceParameters = Static<typeof maintenanceParameters>;

/** Parameters of a job that builds the roll-ups of a cube: those that are behind, or all of them anew. */
export const batchParameters = Type.Object({
  organization,
  cube: Type.Enum([...CUBES], { default: 'DATA_VALUE' }),
  isFullBuild: Type.Boolean({ default: false }),
  batchType: Type.Enum([...BATCH_TYPES], { default: 'aggregate_batch' }),
});
export type BatchParameters = Static<typeof batchParameters>;
