import { type RawBuilder, sql } from 'kysely';
import type { StagedType } from '../staging/tables.js';
import type { TrackerCode } from './catalogue.js';
import type { Check } from './check.js';

/** What an object may never become another of: properties by their names on the wire, each with whether the payload wants to change it. `stored` is the row that is there. */
function unchangeable(
  of: StagedType,
  code: TrackerCode,
  stored: RawBuilder<unknown>,
  changed: Readonly<Record<string, RawBuilder<unknown>>>,
): Check {
  const properties = Object.entries(changed).map(([name, differs]) => sql`(${name}::text, ${differs})`);
  return {
    codes: [code],
    stage: 'updatable',
    of,
    actions: ['update'],
    problems: (rows) => sql`
      select staged.position, ${code}::text, array[property.name]
      from ${rows} as staged
      join ${stored}
      cross join lateral (values ${sql.join(properties)}) as property (name, changed)
      where property.changed and staged.action = 'update'
    `,
  };
}

export const UPDATABLE: readonly Check[] = [
  unchangeable('entity', 'E1126', sql`trackedentity as stored on stored.trackedentityid = staged.stored_id`, {
    trackedEntityType: sql`stored.trackedentitytypeid <> staged.type_id`,
  }),
  unchangeable(
    'enrollment',
    'E1127',
    sql`enrollment as stored on stored.enrollmentid = staged.stored_id
      left join trackedentity as entity on entity.trackedentityid = stored.trackedentityid`,
    { program: sql`stored.programid <> staged.program_id`, trackedEntity: sql`entity.uid <> staged.entity_uid` },
  ),
  unchangeable(
    'event',
    'E1128',
    sql`event as stored on stored.eventid = staged.stored_id
      join enrollment on enrollment.enrollmentid = stored.enrollmentid`,
    {
      programStage: sql`stored.programstageid <> staged.stage_id`,
      // The enrollment of an event program is nobody's to name.
      enrollment: sql`staged.registration and staged.enrollment_uid is not null and enrollment.uid <> staged.enrollment_uid`,
    },
  ),
];
