import { type Static, Type } from 'typebox';
import { listParameter } from '../../http/index.js';
import { conflict } from '../../kernel/errors/index.js';
import { ANALYTICS_TABLE_TYPES, type AnalyticsTableTypeName } from './definition.js';

/** Parameters of the job as the wire shows them (contract: tables.md §1.2, §3.6). */
export const analyticsTableParameters = Type.Object({
  lastYears: Type.Optional(Type.Integer({ minimum: 0, maximum: 1000 })),
  skipTableTypes: Type.Array(Type.Enum([...ANALYTICS_TABLE_TYPES]), { default: [] }),
  skipPrograms: Type.Array(Type.String(), { default: [] }),
  skipResourceTables: Type.Boolean({ default: false }),
  skipOutliers: Type.Boolean({ default: false }),
});

export type AnalyticsTableParameters = Static<typeof analyticsTableParameters>;

/** Which types each flag of the query leaves out (contract: tables.md §1.1). */
const SKIP_FLAGS = {
  skipAggregate: ['DATA_VALUE', 'COMPLETENESS', 'COMPLETENESS_TARGET'],
  skipValidationResult: ['VALIDATION_RESULT'],
  skipEvents: ['EVENT'],
  skipEnrollment: ['ENROLLMENT'],
  skipTrackedEntities: [
    'TRACKED_ENTITY_INSTANCE',
    'TRACKED_ENTITY_INSTANCE_EVENTS',
    'TRACKED_ENTITY_INSTANCE_ENROLLMENTS',
  ],
  skipOrgUnitOwnership: ['OWNERSHIP'],
} as const satisfies Record<string, readonly AnalyticsTableTypeName[]>;

const flag = Type.Boolean({ default: false });

/** Query of `POST /api/resourceTables/analytics`. */
export const analyticsTableQuery = Type.Object({
  skipResourceTables: flag,
  skipAggregate: flag,
  skipValidationResult: flag,
  skipEvents: flag,
  skipEnrollment: flag,
  skipTrackedEntities: flag,
  skipOrgUnitOwnership: flag,
  skipOutliers: flag,
  /** Orderly's own: the peer has it as a parameter of the job only. */
  skipPrograms: listParameter(),
  lastYears: Type.Optional(Type.Integer({ minimum: -2_147_483_648, maximum: 2_147_483_647 })),
});

/**
 * The job's parameters for a request.
 *
 * @throws OrderlyError when `lastYears` asks for something that does not exist
 */
export function jobParameters(query: Static<typeof analyticsTableQuery>): AnalyticsTableParameters {
  const skipped = Object.entries(SKIP_FLAGS).flatMap(([name, types]) =>
    query[name as keyof typeof SKIP_FLAGS] ? [...types] : [],
  );
  if (query.lastYears !== undefined && (query.lastYears < 0 || query.lastYears > 1000)) {
    throw conflict(`lastYears must be from 0 to 1000, but was ${query.lastYears}.`);
  }
  return {
    ...(query.lastYears !== undefined && { lastYears: query.lastYears }),
    skipTableTypes: skipped,
    skipPrograms: query.skipPrograms,
    skipResourceTables: query.skipResourceTables,
    skipOutliers: query.skipOutliers,
  };
}
