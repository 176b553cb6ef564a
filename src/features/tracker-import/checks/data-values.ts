import { type RawBuilder, sql } from 'kysely';
import type { Check } from './check.js';
import { fileFaults, isOption, typeProblem } from './values.js';

const ROWS = (rows: RawBuilder<unknown>) =>
  sql`${rows} as staged join staged_data_value as given on given.position = staged.position`;

const WITHOUT_VALUES = sql`('SCHEDULE', 'OVERDUE', 'SKIPPED')`;

/** Whether values that the stage demands must be there now: always, or when the event is completed, as the stage says; never for events that have not taken place. */
const demanded = sql`(
  staged.status not in ('SCHEDULE', 'SKIPPED') and (stage.validationstrategy <> 'ON_COMPLETE' or staged.status = 'COMPLETED')
)`;

/** Data values of events (contract: imports.md §7.4). */
export const DATA_VALUES: readonly Check[] = [
  {
    codes: ['E1304', 'E1305'],
    stage: 'content',
    of: 'event',
    problems: (rows) => sql`
      select staged.position, case when given.element_id is null then 'E1304' else 'E1305' end,
        case when given.element_id is null then array[coalesce(given.element_ref, '')] else array[given.element_ref, stage.uid] end::text[]
      from ${ROWS(rows)}
      join programstage as stage on stage.programstageid = staged.stage_id
      left join programstagedataelement as link on link.programstageid = staged.stage_id and link.dataelementid = given.element_id
      where link.dataelementid is null
    `,
  },
  {
    codes: ['E1125', 'E1302'],
    stage: 'content',
    of: 'event',
    problems: (rows) => sql`
      select given.position, fault.code, fault.args
      from (
        select given.*, ${typeProblem} as problem, given.option_set_id is null or ${isOption} as is_option
        from ${ROWS(rows)}
        where given.value <> ''
      ) as given
      left join optionset on optionset.optionsetid = given.option_set_id
      cross join lateral (
        select 'E1125' as code, array[given.value, optionset.uid] as args where not given.is_option
        union all
        select 'E1302', array[given.element_ref, given.problem] where given.problem is not null
      ) as fault
      where given.problem is not null or not given.is_option
    `,
  },
  {
    codes: ['E1084', 'E1009'],
    stage: 'content',
    of: 'event',
    problems: (rows) => sql`
      select staged.position, fault.code, fault.args from ${ROWS(rows)} cross join lateral (${fileFaults}) as fault
      where given.value <> '' and given.value_type in ('FILE_RESOURCE', 'IMAGE')
    `,
  },
  {
    codes: ['E1315'],
    stage: 'content',
    of: 'event',
    problems: (rows) => sql`
      select staged.position, 'E1315', array[staged.status, 'ACTIVE,VISITED,COMPLETED'] from ${rows} as staged
      where staged.status in ${WITHOUT_VALUES} and exists (select from staged_data_value as given where given.position = staged.position)
    `,
  },
  {
    codes: ['E1303'],
    stage: 'content',
    of: 'event',
    problems: (rows) => sql`
      select staged.position, 'E1303', array[element.uid]
      from ${rows} as staged
      join programstage as stage on stage.programstageid = staged.stage_id
      join programstagedataelement as link on link.programstageid = staged.stage_id and link.compulsory
      join dataelement as element on element.dataelementid = link.dataelementid
      left join event as stored on stored.eventid = staged.stored_id
      where ${demanded} and coalesce(stored.eventdatavalues -> element.uid is null, true) and not exists (
        select from staged_data_value as given where given.position = staged.position and given.element_id = link.dataelementid
      )
    `,
  },
  {
    codes: ['E1076'],
    stage: 'content',
    of: 'event',
    problems: (rows) => sql`
      select staged.position, 'E1076', array['DataElement', given.element_ref]
      from ${ROWS(rows)}
      join programstage as stage on stage.programstageid = staged.stage_id
      join programstagedataelement as link on link.programstageid = staged.stage_id and link.dataelementid = given.element_id and link.compulsory
      where coalesce(given.value, '') = '' and ${demanded}
    `,
  },
];
