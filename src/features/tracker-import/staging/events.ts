import { sql } from 'kysely';
import type { Db } from '../../../database/index.js';
import type { IdScheme, IdSchemes } from '../options.js';
import type { EventRow } from '../payload/rows.js';
import type { Column, Loading } from './load.js';
import { references } from './references.js';

/**
 * How events are loaded. An event that names only its stage is of the stage's program; one of an event program need not name the stage, for there is only one. An event
 * without attribute option combo has the default one if its program has no other (contract: imports.md §7.4 E1055).
 */
export const eventLoading = (schemes: IdSchemes): Loading<EventRow> => ({
  table: 'event',
  columns: COLUMNS,
  resolved: {
    program_id: sql`program.programid`,
    stage_id: sql`coalesce(stage.id, only_stage.programstageid)`,
    unit_id: sql`unit.id`,
    registration: sql`program.type = 'WITH_REGISTRATION'`,
    option_combo_id: sql`coalesce(combo.id, case when given.option_combo_ref is null and given.option_refs is null then default_combo.categoryoptioncomboid end)`,
    assigned_id: sql`coalesce(assigned.userinfoid, called.userinfoid)`,
  },
  joins: sql`
    left join ${references('programstage', 'programstageid', schemes.programStage, ['programid'])} as stage on stage.ref = given.stage_ref
    left join ${references('program', 'programid', schemes.program)} as named on named.ref = given.program_ref
    left join program on program.programid = case when given.program_ref is null then stage.programid else named.id end
    left join lateral (
      select own.programstageid from programstage as own
      where given.stage_ref is null and program.type = 'WITHOUT_REGISTRATION' and own.programid = program.programid
      order by own.sort_order nulls last, own.programstageid limit 1
    ) as only_stage on true
    left join ${references('organisationunit', 'organisationunitid', schemes.orgUnit)} as unit on unit.ref = given.unit_ref
    left join ${references('categoryoptioncombo', 'categoryoptioncomboid', schemes.categoryOptionCombo)} as combo on combo.ref = given.option_combo_ref
    left join (
      select link.categorycomboid, link.categoryoptioncomboid from categorycombos_optioncombos as link
      join categorycombo on categorycombo.categorycomboid = link.categorycomboid and categorycombo.name = 'default'
    ) as default_combo on default_combo.categorycomboid = program.categorycomboid
    left join userinfo as assigned on assigned.uid = given.assigned_uid
    left join userinfo as called on called.username = given.assigned_name and given.assigned_uid is null
  `,
});

/** Finds the attribute option combos of events that name category options; their number is small, so it is not part of the loading. */
export async function resolveCategoryOptions(db: Db, scheme: IdScheme | undefined): Promise<void> {
  await sql`
    with named as (
      select event.position, event.program_id, option.id
      from staged_event as event
      cross join lateral regexp_split_to_table(event.option_refs, '[;,]') as part (ref)
      left join ${references('categoryoption', 'categoryoptionid', scheme)} as option on option.ref = btrim(part.ref)
      where event.option_refs is not null and event.option_combo_ref is null
    ),
    wanted as (
      select named.position, named.program_id, array_agg(distinct named.id order by named.id) as options
      from named
      group by named.position, named.program_id
      having bool_and(named.id is not null)
    ),
    composed as (
      select link.categorycomboid, link.categoryoptioncomboid,
        array_agg(member.categoryoptionid order by member.categoryoptionid) as options
      from categorycombos_optioncombos as link
      join categoryoptioncombos_categoryoptions as member on member.categoryoptioncomboid = link.categoryoptioncomboid
      where link.categorycomboid in (
        select program.categorycomboid from wanted join program on program.programid = wanted.program_id
      )
      group by link.categorycomboid, link.categoryoptioncomboid
    )
    update staged_event as event set option_combo_id = composed.categoryoptioncomboid
    from wanted
    join program on program.programid = wanted.program_id
    join composed on composed.categorycomboid = program.categorycomboid and composed.options = wanted.options
    where event.position = wanted.position
  `.execute(db);
}

const COLUMNS: readonly Column<EventRow>[] = [
  ['position', 'int', (row) => row.position],
  ['uid', 'text', (row) => row.uid],
  ['enrollment_uid', 'text', (row) => row.enrollment],
  ['program_ref', 'text', (row) => row.program],
  ['stage_ref', 'text', (row) => row.stage],
  ['unit_ref', 'text', (row) => row.unit],
  ['status', 'text', (row) => row.status],
  ['occurred_at', 'timestamp', (row) => row.occurredAt],
  ['scheduled_at', 'timestamp', (row) => row.scheduledAt],
  ['completed_at', 'timestamp', (row) => row.completedAt],
  ['completed_by', 'text', (row) => row.completedBy],
  ['option_combo_ref', 'text', (row) => row.optionCombo],
  ['option_refs', 'text', (row) => row.options],
  ['assigned_uid', 'text', (row) => row.assignedUid],
  ['assigned_name', 'text', (row) => row.assignedName],
  ['geometry', 'jsonb', (row) => row.geometry],
  ['created_at_client', 'timestamp', (row) => row.createdAtClient],
  ['updated_at_client', 'timestamp', (row) => row.updatedAtClient],
  ['stored_by', 'text', (row) => row.storedBy],
];
