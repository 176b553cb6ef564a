import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../../../database/index.js';
import { type Authorship, accepted, type References } from './accepted.js';

/** What the rows of the change log refer to. */
export const LOG_REFERENCES: References = {
  eventid: ['event', sql`select stored_id from staged_event`],
  dataelementid: ['dataelement', sql`select element_id from staged_data_value`],
};

/** Values of events that were just created, in the change log; in the order of its index, which grows faster so. */
export async function logCreatedEvents(db: Db, { now, user }: Authorship): Promise<void> {
  await sql`
    insert into eventchangelog (eventid, dataelementid, currentvalue, changelogtype, created, createdby)
    select event.eventid, own.element_id, own.value, 'CREATE', ${now}, ${user.username}
    from ${accepted('event', 'create')} as staged
    join event on event.uid = staged.uid
    join staged_data_value as own on own.position = staged.position
    where own.value <> '' and own.element_id is not null
    order by event.eventid
  `.execute(db);
}

/** Makes the files that values of new events name theirs. */
export async function assignFiles(db: Db): Promise<void> {
  await sql`
    update fileresource as file set isassigned = true, fileresourceowner = staged.uid
    from ${accepted('event', 'create')} as staged
    join staged_data_value as own on own.position = staged.position
    where own.value_type in ('FILE_RESOURCE', 'IMAGE') and file.uid = own.value
  `.execute(db);
}

/** Longest text of the change log; areas may have longer ones. */
const LONGEST = 50_000;

const dateText = (column: string): RawBuilder<unknown> => sql`to_char(${sql.ref(column)}, 'YYYY-MM-DD HH24:MI:SS.MS')`;

/** All positions of a geometry as the peer's change log has them: `(x, y), (x, y)`. */
const geometryText = (column: string): RawBuilder<unknown> => sql`(
  select string_agg(format('(%s, %s)', to_char((place.at ->> 0)::numeric, 'FM990.000000'), to_char((place.at ->> 1)::numeric, 'FM990.000000')), ', ')
  from jsonb_path_query(${sql.ref(column)}, 'strict $.** ? (@.type() == "array" && @[0].type() == "number")') as place (at)
)`;

/** When an event happened, when it is due and where: what of it changes, before it does (contract: schema.md §2.8). */
export async function logEventFields(db: Db, { now, user }: Authorship): Promise<void> {
  await sql`
    insert into eventchangelog (eventid, eventfield, currentvalue, previousvalue, changelogtype, created, createdby)
    select change.eventid, field.name, left(field.current, ${LONGEST}), left(field.previous, ${LONGEST}),
      case when field.previous is null then 'CREATE' when field.current is null then 'DELETE' else 'UPDATE' end, ${now}, ${user.username}
    from (
      select event.eventid, staged.occurred_at, coalesce(staged.scheduled_at, case when staged.registration then staged.occurred_at end) as scheduled_at,
        staged.geometry, staged.registration,
        case when staged.action = 'update' then event.occurreddate end as occurreddate,
        case when staged.action = 'update' then event.scheduleddate end as scheduleddate,
        case when staged.action = 'update' then event.geometry end as stored_geometry
      from staged_event as staged
      join event on event.uid = staged.uid
      where not staged.refused and staged.action <> 'delete'
    ) as change
    cross join lateral (values
      ('occurredAt', ${dateText('change.occurred_at')}, ${dateText('change.occurreddate')}),
      ('scheduledAt', case when change.registration then ${dateText('change.scheduled_at')} end, case when change.registration then ${dateText('change.scheduleddate')} end),
      ('geometry',
        case when change.geometry is not null then ${geometryText('change.geometry')} end,
        case when change.stored_geometry is not null then ${geometryText('change.stored_geometry')} end)
    ) as field (name, current, previous)
    where field.current is distinct from field.previous
    order by change.eventid
  `.execute(db);
}

/**
 * Data values of events that are there already: each data element that the payload names is changed by itself, all others stay. An empty value takes the stored one away.
 */
export async function storeChangedValues(db: Db, { now, moment, user, userInfo }: Authorship): Promise<void> {
  await sql`
    with change as (
      select event.eventid, event.uid, own.element_id, own.element_uid, own.value_type, own.provided_elsewhere,
        coalesce(own.stored_by, ${user.username}) as stored_by, nullif(own.value, '') as value, event.eventdatavalues -> own.element_uid as before, case
          when event.eventdatavalues -> own.element_uid is null then case when own.value <> '' then 'CREATE' end
          when coalesce(own.value, '') = '' then 'DELETE'
          when event.eventdatavalues -> own.element_uid ->> 'value' is distinct from own.value then 'UPDATE'
          when (event.eventdatavalues -> own.element_uid ->> 'providedElsewhere')::boolean is distinct from own.provided_elsewhere
            or event.eventdatavalues -> own.element_uid ->> 'storedBy' is distinct from coalesce(own.stored_by, ${user.username}) then 'NONE'
        end as kind
      from ${accepted('event', 'update')} as staged
      join event on event.eventid = staged.stored_id
      join staged_data_value as own on own.position = staged.position
      where own.element_id is not null
    ),
    merged as (
      select change.eventid,
        coalesce(array_agg(change.element_uid) filter (where change.kind = 'DELETE'), '{}') as gone,
        coalesce(jsonb_object_agg(change.element_uid, coalesce(change.before, '{}') || case
          when change.kind = 'NONE' then jsonb_build_object('providedElsewhere', change.provided_elsewhere, 'storedBy', change.stored_by)
          else jsonb_build_object(
            'value', change.value, 'created', coalesce(change.before ->> 'created', ${moment}::text), 'lastUpdated', ${moment}::text,
            'providedElsewhere', change.provided_elsewhere, 'storedBy', change.stored_by,
            'createdByUserInfo', coalesce(change.before -> 'createdByUserInfo', ${userInfo}), 'lastUpdatedByUserInfo', ${userInfo}
          )
        end) filter (where change.kind <> 'DELETE'), '{}') as values
      from change
      where change.kind is not null
      group by change.eventid
    ),
    stored as (
      update event set eventdatavalues = event.eventdatavalues - merged.gone || merged.values
      from merged
      where event.eventid = merged.eventid
    ),
    files as (
      update fileresource as file set isassigned = (file.uid = change.value) is true, fileresourceowner = change.uid
      from change
      where change.value_type in ('FILE_RESOURCE', 'IMAGE') and change.kind in ('CREATE', 'UPDATE', 'DELETE')
        and file.uid in (change.value, change.before ->> 'value')
    )
    insert into eventchangelog (eventid, dataelementid, currentvalue, previousvalue, changelogtype, created, createdby)
    select change.eventid, change.element_id, change.value, change.before ->> 'value', change.kind, ${now}, ${user.username}
    from change
    where change.kind in ('CREATE', 'UPDATE', 'DELETE')
  `.execute(db);
}
