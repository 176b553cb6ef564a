import { sql } from 'kysely';
import type { AnalyticsTableDefinition, TablePlan } from '../definition.js';
import { levelColumns } from '../dimensions.js';
import { shardsOfPart } from '../shards.js';
import { EXPORTED_STATUSES } from './tracker/event-rows.js';
import { trackedEntityTypeTables } from './tracker/families.js';
import { geometrySource } from './tracker/geometry.js';
import { copied, nameHierarchy, ORG_UNIT_COLUMNS, orgUnitJoins } from './tracker/shared-columns.js';
import { readTrackedEntityTypes } from './tracker/tracked-entity-types.js';

const { tableOf, tables, missing } = trackedEntityTypeTables('analytics_te_enrollment');

/**
 * `analytics_te_enrollment_{type}`: one row per enrollment with an event of a tracked entity of the type (contract: tables.md §4.9). The source row is the enrollment, `en` in
 * a shard's condition, its key `en.enrollmentid`; it comes and goes with the first and last of its events.
 */
export const trackedEntityEnrollmentTables: AnalyticsTableDefinition = {
  type: 'TRACKED_ENTITY_INSTANCE_ENROLLMENTS',
  tables,

  nothingToDo: ({ db }) => Promise.resolve(missing(db)),

  async plan(source) {
    const { db, workers } = source;
    const geometry = await geometrySource(db);
    const columns: TablePlan['columns'] = [
      { name: 'trackedentity', type: 'char(11)', notNull: true, value: sql`te.uid` },
      copied('program', 'char(11)', 'program.uid'),
      copied('enrollment', 'char(11)', 'en.uid'),
      copied('enrollmentdate', 'timestamp', 'en.enrollmentdate'),
      copied('completeddate', 'timestamp', 'en.completeddate'),
      copied('occurreddate', 'timestamp', 'en.occurreddate'),
      copied('enrollmentstatus', 'varchar(50)', 'en.status'),
      ...ORG_UNIT_COLUMNS,
      ...geometry.columns('enrollmentgeometry', sql`en.geometry`),
      ...geometry.position('enrollmentlongitude', 'enrollmentlatitude', sql`en.geometry`),
      nameHierarchy(source),
      ...levelColumns(source, 'ous'),
    ];
    const plans: TablePlan[] = [];
    for (const { id, uid } of await readTrackedEntityTypes(db)) {
      const part = sql`
        select from enrollment as en join trackedentity as te on te.trackedentityid = en.trackedentityid where te.trackedentitytypeid = ${sql.lit(id)}
      `;
      plans.push({
        table: tableOf(source.db, uid),
        columns,
        source: (shard) => sql`
          from enrollment as en
          join trackedentity as te on te.trackedentityid = en.trackedentityid and not te.deleted
          join program on program.programid = en.programid
          ${orgUnitJoins('en.organisationunitid')}
          where te.trackedentitytypeid = ${sql.lit(id)} and not en.deleted and en.occurreddate is not null
            and exists (select from event as ev where ev.enrollmentid = en.enrollmentid and not ev.deleted and ev.status in ${EXPORTED_STATUSES})
            and ${shard}
        `,
        shards: await shardsOfPart(db, 'enrollment', 'en', workers, part),
        indexes: [
          { columns: ['enrollment'] },
          { columns: ['trackedentity', 'enrollmentdate'] },
          { columns: ['program', 'enrollmentdate'] },
        ],
      });
    }
    return plans;
  },
};
