import { type RawBuilder, sql } from 'kysely';
import { wireTime } from './subjects.js';

/** Objects of the tracker in the form of `/api/tracker` (contract: imports.md §7.1). What is marked to be kept from synchronization is left out. */

const list = (rows: RawBuilder<unknown>): RawBuilder<unknown> => sql`coalesce(${rows}, '[]')`;

/** Values of an event but for data elements that its stage keeps from synchronization. */
const DATA_VALUES = sql`(
  select json_agg(json_build_object(
    'dataElement', entry.key, 'value', entry.value -> 'value', 'providedElsewhere', coalesce(entry.value -> 'providedElsewhere', 'false'),
    'storedBy', entry.value -> 'storedBy'
  ) order by entry.key)
  from jsonb_each(event.eventdatavalues) as entry
  where not exists (
    select from programstagedataelement as link
    join dataelement on dataelement.dataelementid = link.dataelementid
    where link.programstageid = event.programstageid and dataelement.uid = entry.key and link.skipsynchronization
  )
)`;

const notesOf = (owner: 'event' | 'enrollment'): RawBuilder<unknown> => {
  const key = sql.id(`${owner}id`);
  return sql`(
    select json_agg(json_build_object('note', note.uid, 'value', note.notetext, 'storedBy', note.creator, 'storedAt', ${wireTime('note.created')}) order by link.sort_order)
    from ${sql.table(`${owner}_notes`)} as link
    join note on note.noteid = link.noteid
    where link.${key} = ${sql.id(owner)}.${key}
  )`;
};

/** An event, of the row called `event`. */
export const EVENT = sql`json_strip_nulls(json_build_object(
  'event', event.uid, 'status', event.status,
  'program', (
    select program.uid from programstage join program on program.programid = programstage.programid
    where programstage.programstageid = event.programstageid
  ),
  'programStage', (select programstage.uid from programstage where programstage.programstageid = event.programstageid),
  'orgUnit', (select unit.uid from organisationunit as unit where unit.organisationunitid = event.organisationunitid),
  'occurredAt', ${wireTime('event.occurreddate')}, 'scheduledAt', ${wireTime('event.scheduleddate')},
  'completedAt', ${wireTime('event.completeddate')}, 'completedBy', event.completedby, 'storedBy', event.storedby,
  'createdAtClient', ${wireTime('event.createdatclient')}, 'updatedAtClient', ${wireTime('event.lastupdatedatclient')},
  'attributeOptionCombo', (
    select combo.uid from categoryoptioncombo as combo where combo.categoryoptioncomboid = event.attributeoptioncomboid
  ),
  'assignedUser', (
    select json_build_object('uid', userinfo.uid, 'username', userinfo.username) from userinfo where userinfo.userinfoid = event.assigneduserid
  ),
  'geometry', orderly.geo_json(event.geometry), 'dataValues', ${list(DATA_VALUES)}, 'notes', ${list(notesOf('event'))}
))`;

/** Values of attributes that are synchronized; encrypted ones cannot be read without DHIS2's key. */
const attributesOf = (condition: RawBuilder<unknown>): RawBuilder<unknown> => sql`(
  select json_agg(json_build_object('attribute', attribute.uid, 'value', stored.value, 'storedBy', stored.storedby) order by attribute.uid)
  from trackedentityattributevalue as stored
  join trackedentityattribute as attribute on attribute.trackedentityattributeid = stored.trackedentityattributeid
  where stored.trackedentityid = entity.trackedentityid and stored.value is not null and not attribute.skipsynchronization ${condition}
)`;

const ENROLLMENT = sql`json_build_object(
  'enrollment', enrollment.uid, 'status', enrollment.status,
  'program', (select program.uid from program where program.programid = enrollment.programid),
  'trackedEntity', entity.uid,
  'orgUnit', (select unit.uid from organisationunit as unit where unit.organisationunitid = enrollment.organisationunitid),
  'enrolledAt', ${wireTime('enrollment.enrollmentdate')}, 'occurredAt', ${wireTime('enrollment.occurreddate')},
  'completedAt', ${wireTime('enrollment.completeddate')}, 'completedBy', enrollment.completedby, 'storedBy', enrollment.storedby,
  'followUp', coalesce(enrollment.followup, false), 'createdAtClient', ${wireTime('enrollment.createdatclient')},
  'updatedAtClient', ${wireTime('enrollment.lastupdatedatclient')}, 'geometry', orderly.geo_json(enrollment.geometry),
  'attributes', ${list(
    attributesOf(sql`and exists (
      select from program_attributes as link
      where link.programid = enrollment.programid and link.trackedentityattributeid = stored.trackedentityattributeid
    )`),
  )},
  'events', ${list(sql`(
    select json_agg(${EVENT} order by event.eventid) from event where event.enrollmentid = enrollment.enrollmentid and not event.deleted
  )`)},
  'notes', ${list(notesOf('enrollment'))}
)`;

/** A tracked entity with what belongs to it, of the row called `entity`. */
export const TRACKED_ENTITY = sql`json_strip_nulls(json_build_object(
  'trackedEntity', entity.uid,
  'trackedEntityType', (
    select type.uid from trackedentitytype as type where type.trackedentitytypeid = entity.trackedentitytypeid
  ),
  'orgUnit', (select unit.uid from organisationunit as unit where unit.organisationunitid = entity.organisationunitid),
  'inactive', entity.inactive, 'potentialDuplicate', coalesce(entity.potentialduplicate, false), 'storedBy', entity.storedby,
  'createdAtClient', ${wireTime('entity.createdatclient')}, 'updatedAtClient', ${wireTime('entity.lastupdatedatclient')},
  'geometry', orderly.geo_json(entity.geometry), 'attributes', ${list(attributesOf(sql``))},
  'enrollments', ${list(sql`(
    select json_agg(${ENROLLMENT} order by enrollment.enrollmentid) from enrollment
    where enrollment.trackedentityid = entity.trackedentityid and not enrollment.deleted
  )`)}
))`;

/** One end of a relationship, of the row called `item`. */
const END = sql`(
  select json_strip_nulls(json_build_object(
    'trackedEntity', case when item.trackedentityid is not null then json_build_object('trackedEntity', (
      select entity.uid from trackedentity as entity where entity.trackedentityid = item.trackedentityid
    )) end,
    'enrollment', case when item.enrollmentid is not null then json_build_object('enrollment', (
      select enrollment.uid from enrollment where enrollment.enrollmentid = item.enrollmentid
    )) end,
    'event', case when item.eventid is not null then json_build_object('event', (
      select event.uid from event where event.eventid = item.eventid
    )) end
  ))
)`;

/** A relationship, of the row called `relationship`. */
export const RELATIONSHIP = sql`json_build_object(
  'relationship', relationship.uid,
  'relationshipType', (
    select type.uid from relationshiptype as type where type.relationshiptypeid = relationship.relationshiptypeid
  ),
  'from', (select ${END} from relationshipitem as item where item.relationshipitemid = relationship.from_relationshipitemid),
  'to', (select ${END} from relationshipitem as item where item.relationshipitemid = relationship.to_relationshipitemid)
)`;
