import { sql } from 'kysely';
import type { Check } from './check.js';

/** States of events, who they are assigned to, and stages that take one event only (contract: imports.md §7.4). */
export const EVENTS: readonly Check[] = [
  {
    codes: ['E1316', 'E1326'],
    stage: 'content',
    of: 'event',
    actions: ['update'],
    problems: (rows) => sql`
      select staged.position, fault.code, fault.args
      from ${rows} as staged
      join event as stored on stored.eventid = staged.stored_id
      join programstage as stage on stage.programstageid = stored.programstageid
      cross join lateral (
        select 'E1316' as code, array[stored.status, staged.status]::text[] as args
        where staged.registration and stored.status in ('ACTIVE', 'COMPLETED', 'VISITED') and staged.status in ('SCHEDULE', 'OVERDUE', 'SKIPPED')
        union all
        select 'E1326', array[staged.uid] where stage.blockentryform and stored.status = 'COMPLETED' and staged.status = 'COMPLETED'
      ) as fault
      where staged.action = 'update'
    `,
  },
  {
    codes: ['E1118'],
    stage: 'content',
    of: 'event',
    problems: (rows) => sql`
      select staged.position, 'E1118', array[coalesce(staged.assigned_uid, staged.assigned_name)] from ${rows} as staged
      where coalesce(staged.assigned_uid, staged.assigned_name) is not null and staged.assigned_id is null
    `,
  },
  {
    codes: ['E1120'],
    stage: 'content',
    of: 'event',
    warning: true,
    problems: (rows) => sql`
      select staged.position, 'E1120', array[coalesce(staged.stage_ref, stage.uid)] from ${rows} as staged
      join programstage as stage on stage.programstageid = staged.stage_id and not stage.enableuserassignment
      where coalesce(staged.assigned_uid, staged.assigned_name) is not null
    `,
  },
  {
    codes: ['E1039'],
    stage: 'repeats',
    of: 'event',
    problems: (rows) => sql`
      with once as (
        select staged.* from ${rows} as staged
        join programstage as stage on stage.programstageid = staged.stage_id and not stage.repeatable
        where staged.registration
      )
      select once.position, 'E1039', array[coalesce(once.stage_ref, stage.uid)]
      from (
        select once.*, count(*) over (partition by once.enrollment_uid, once.stage_id) as number from once
      ) as once
      join programstage as stage on stage.programstageid = once.stage_id
      where once.number > 1 or (once.action = 'create' and exists (
        select from event as stored
        where stored.enrollmentid = once.enrollment_id and stored.programstageid = once.stage_id and not stored.deleted
      ))
    `,
  },
];
