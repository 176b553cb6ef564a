import { sql } from 'kysely';
import type { Db } from '../../database/index.js';
import type { RuleEnrollment, RuleEvent, SentValues, Values } from './given.js';

/** What of an import in its staging tables the rules are asked about, and where it stands in the payload. */
export interface StagedInput {
  readonly enrollments: readonly RuleEnrollment[];
  readonly events: readonly RuleEvent[];
  /** Positions by `ENROLLMENT uid` and `EVENT uid`. */
  readonly positions: ReadonlyMap<string, number>;
}

/** Programs that have rules. */
const RULED = sql`(select distinct programrule.programid from programrule)`;

/** Objects that nothing was found against so far. */
const open = (name: 'entity' | 'enrollment' | 'event') =>
  sql`(select * from ${sql.table(`staged_${name}`)} as own where not own.refused)`;

/**
 * Reads the staging tables of an import (`tracker-import/staging/tables.ts`), together with what is stored of the same objects: an enrollment has the values
 * that its tracked entity will have, an event those that it will have, and an enrollment tells all its events, also if it is not sent itself.
 * Objects that are refused already are left out, as are programs without rules.
 */
export async function stagedInput(db: Db): Promise<StagedInput | undefined> {
  const { rows } = await sql`
    select from ${open('enrollment')} as staged where staged.program_id in ${RULED}
    union all
    select from ${open('event')} as staged where staged.program_id in ${RULED}
    limit 1
  `.execute(db);
  if (rows.length === 0) return undefined;
  const [frames, sent, kept] = [await readFrames(db), await readSentEvents(db), await readKeptEvents(db)];
  const events = byEnrollment([...kept, ...sent]);
  const positions = new Map<string, number>();
  for (const { uid, position } of frames) if (position !== null) positions.set(`ENROLLMENT ${uid}`, position);
  for (const { uid, position } of sent) if (position !== null) positions.set(`EVENT ${uid}`, position);
  return {
    enrollments: frames.map(({ stored, position, given, ...frame }) => ({
      ...frame,
      attributes: upon(stored, given),
      sent: position === null ? null : (given ?? {}),
      events: (events.get(frame.uid) ?? []).map(toEvent),
    })),
    events: (events.get(null) ?? []).map(toEvent),
    positions,
  };
}

/** Events of programs without registration are under null. */
function byEnrollment(events: readonly ReadEvent[]): ReadonlyMap<string | null, readonly ReadEvent[]> {
  const groups = new Map<string | null, ReadEvent[]>();
  for (const event of events) {
    const group = groups.get(event.enrollment);
    if (group) group.push(event);
    else groups.set(event.enrollment, [event]);
  }
  return groups;
}

type Frame = Omit<RuleEnrollment, 'attributes' | 'sent' | 'events'> & {
  readonly position: number | null;
  readonly stored: Values | null;
  readonly given: SentValues | null;
};

async function readFrames(db: Db): Promise<readonly Frame[]> {
  const { rows } = await sql<Frame>`
    with frame as (
      select staged.position, staged.uid, staged.program_id, staged.entity_uid, staged.unit_id, staged.enrolled_at, staged.occurred_at, staged.status
      from ${open('enrollment')} as staged
      union all
      select null, stored.uid, stored.programid, entity.uid, stored.organisationunitid, stored.enrollmentdate, stored.occurreddate, stored.status
      from enrollment as stored
      join trackedentity as entity on entity.trackedentityid = stored.trackedentityid
      where stored.enrollmentid in (select staged.enrollment_id from ${open('event')} as staged where staged.registration)
        and not exists (select from ${open('enrollment')} as staged where staged.uid = stored.uid)
    ),
    given as (
      select attribute.entity_uid, jsonb_object_agg(attribute.attribute_uid, attribute.value) as values
      from (
        select distinct on (attribute.entity_uid, attribute.attribute_uid) attribute.entity_uid, attribute.attribute_uid, attribute.value
        from staged_attribute as attribute
        where attribute.attribute_id is not null and attribute.position in (
          select position from ${open('entity')} as staged union all select position from ${open('enrollment')} as staged
        )
        order by attribute.entity_uid, attribute.attribute_uid, attribute.position desc, attribute.ordinal desc
      ) as attribute
      group by attribute.entity_uid
    )
    select frame.position, frame.uid, program.uid as program, frame.entity_uid as "trackedEntity", unit.uid as "orgUnit",
      frame.enrolled_at as "enrolledAt", frame.occurred_at as "occurredAt", frame.status, given.values as given,
      (
        select jsonb_object_agg(attribute.uid, value.value)
        from trackedentity as entity
        join trackedentityattributevalue as value on value.trackedentityid = entity.trackedentityid
        join trackedentityattribute as attribute on attribute.trackedentityattributeid = value.trackedentityattributeid
        where entity.uid = frame.entity_uid and value.value is not null
      ) as stored
    from frame
    join program on program.programid = frame.program_id
    join organisationunit as unit on unit.organisationunitid = frame.unit_id
    left join given on given.entity_uid = frame.entity_uid
    where frame.program_id in ${RULED}
      -- Without it no rule can be worked out, and the checks of dates refuse the enrollment.
      and frame.enrolled_at is not null
    order by frame.position nulls last, frame.uid
  `.execute(db);
  return rows;
}

type ReadEvent = Omit<RuleEvent, 'dataValues' | 'sent'> & {
  readonly position: number | null;
  readonly enrollment: string | null;
  readonly stored: Values | null;
  readonly given: SentValues | null;
};

/** The values of the data values of an event, which has them with who made them and when. */
const plainValues = sql`(
  select jsonb_object_agg(entry.key, entry.value ->> 'value') from jsonb_each(stored.eventdatavalues) as entry where entry.value ->> 'value' is not null
)`;

async function readSentEvents(db: Db): Promise<readonly ReadEvent[]> {
  const { rows } = await sql<ReadEvent>`
    with given as (
      select own.position, jsonb_object_agg(own.element_uid, own.value) as values
      from (
        select distinct on (own.position, own.element_uid) own.position, own.element_uid, own.value
        from staged_data_value as own
        where own.element_id is not null
        order by own.position, own.element_uid, own.ordinal desc
      ) as own
      group by own.position
    )
    select staged.position, staged.uid, case when staged.registration then staged.enrollment_uid end as enrollment, program.uid as program,
      stage.uid as "programStage", unit.uid as "orgUnit", staged.occurred_at as "occurredAt", staged.scheduled_at as "scheduledAt",
      staged.completed_at as "completedAt", stored.created as "createdAt", staged.status, ${plainValues} as stored, given.values as given
    from ${open('event')} as staged
    join program on program.programid = staged.program_id
    join programstage as stage on stage.programstageid = staged.stage_id
    join organisationunit as unit on unit.organisationunitid = staged.unit_id
    left join event as stored on stored.eventid = staged.stored_id
    left join given on given.position = staged.position
    where staged.program_id in ${RULED}
    order by staged.position
  `.execute(db);
  return rows;
}

/** Events of the same enrollments that are not sent. */
async function readKeptEvents(db: Db): Promise<readonly ReadEvent[]> {
  const { rows } = await sql<ReadEvent>`
    select null as position, stored.uid, enrollment.uid as enrollment, program.uid as program, stage.uid as "programStage", unit.uid as "orgUnit",
      stored.occurreddate as "occurredAt", stored.scheduleddate as "scheduledAt", stored.completeddate as "completedAt", stored.created as "createdAt",
      stored.status, ${plainValues} as stored, null as given
    from (
      select staged.stored_id as id from ${open('enrollment')} as staged
      union select staged.enrollment_id from ${open('event')} as staged where staged.registration
    ) as concerned
    join enrollment on enrollment.enrollmentid = concerned.id
    join program on program.programid = enrollment.programid
    join event as stored on stored.enrollmentid = enrollment.enrollmentid and not stored.deleted
    join programstage as stage on stage.programstageid = stored.programstageid
    join organisationunit as unit on unit.organisationunitid = stored.organisationunitid
    where enrollment.programid in ${RULED} and not exists (select from ${open('event')} as staged where staged.uid = stored.uid)
    order by stored.eventid
  `.execute(db);
  return rows;
}

function toEvent({ stored, given, position, enrollment: _, ...event }: ReadEvent): RuleEvent {
  return { ...event, dataValues: upon(stored, given), sent: position === null ? null : (given ?? {}) };
}

/** What is there once what is sent has come upon what is stored; an empty value takes one away. */
function upon(stored: Values | null, sent: SentValues | null): Values {
  const values: Record<string, string> = { ...stored };
  for (const [field, value] of Object.entries(sent ?? {})) {
    if (value === null || value === '') delete values[field];
    else values[field] = value;
  }
  return values;
}
