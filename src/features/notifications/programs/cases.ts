import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../../../database/index.js';
import type { IsoDate } from '../../../kernel/calendar.js';
import { CONFIDENTIAL } from '../render.js';

/** An enrollment or event that a template has something to say about today. */
export interface ProgramCase {
  /** Where it stands in the order of the day: kind of source, template, object. */
  readonly source: number;
  readonly templateId: number;
  readonly objectId: number;
  /** The message that a program rule put down for today; null for one that a template is due for. */
  readonly instance: { readonly id: number; readonly uid: string } | null;
  readonly template: CaseTemplate;
  readonly event: CaseEvent | null;
  readonly enrollment: CaseEnrollment;
  readonly program: Named;
  readonly trackedEntity: { readonly id: number; readonly uid: string } | null;
  /** The event's, or the enrollment's if it is about that. */
  readonly unit: CaseUnit;
  readonly enrollmentUnit: Named & { readonly code: string | null };
  /** Values of the tracked entity as people read them, by the uid of the attribute. */
  readonly attributes: Readonly<Record<string, string | null>>;
  /** Values of the event as people read them, by the uid of the data element. */
  readonly dataElements: Readonly<Record<string, string | null>>;
  readonly contact: Contact;
  /** The stored value of the attribute or data element that is the template's recipient. */
  readonly recipientValue: string | null;
}

export interface CaseTemplate {
  readonly uid: string;
  readonly name: string;
  readonly subject: string | null;
  readonly message: string | null;
  readonly recipient: string | null;
  readonly groupId: number | null;
  readonly hierarchyOnly: boolean | null;
  readonly parentOnly: boolean | null;
  readonly channels: readonly string[];
}

interface Named {
  readonly uid: string;
  readonly name: string;
}

export interface CaseEvent {
  readonly id: number;
  readonly uid: string;
  readonly status: string;
  readonly dueDate: IsoDate | null;
  readonly eventDate: IsoDate | null;
  readonly stage: Named;
}

export interface CaseEnrollment {
  readonly id: number;
  readonly uid: string;
  readonly enrollmentDate: IsoDate;
  readonly incidentDate: IsoDate | null;
}

export interface CaseUnit extends Named {
  readonly id: number;
  readonly code: string | null;
  readonly path: string;
  readonly email: string | null;
  readonly phoneNumber: string | null;
}

/** The first address of each kind among the values of a tracked entity. */
interface Contact {
  readonly email: string | null;
  readonly phoneNumber: string | null;
}

export type CasePlace = Pick<ProgramCase, 'source' | 'templateId' | 'objectId'>;

/**
 * Events that are due, not taken place and not skipped; active enrollments; messages of program rules. `relativeScheduledDays` counts from the date of the trigger
 * to the day of the message, negative before it. Deleted objects are told of no more.
 */
const found = (today: IsoDate): RawBuilder<unknown> => sql`
  select 1 as source, template.programnotificationtemplateid as template_id, event.eventid as object_id,
    null::bigint as instance_id, event.eventid as event_id, event.enrollmentid as enrollment_id
  from programnotificationtemplate as template
  join event on event.programstageid = template.programstageid
  where template.notificationtrigger = 'SCHEDULED_DAYS_DUE_DATE'
    and event.scheduleddate >= ${today}::date - template.relativescheduleddays
    and event.scheduleddate < ${today}::date - template.relativescheduleddays + 1
    and event.occurreddate is null and event.status <> 'SKIPPED' and not event.deleted
  union all
  select 2, template.programnotificationtemplateid, enrollment.enrollmentid, null, null, enrollment.enrollmentid
  from programnotificationtemplate as template
  join enrollment on enrollment.programid = template.programid
  where (
      template.notificationtrigger = 'SCHEDULED_DAYS_ENROLLMENT_DATE'
      and enrollment.enrollmentdate >= ${today}::date - template.relativescheduleddays
      and enrollment.enrollmentdate < ${today}::date - template.relativescheduleddays + 1
      or template.notificationtrigger = 'SCHEDULED_DAYS_INCIDENT_DATE'
      and enrollment.occurreddate >= ${today}::date - template.relativescheduleddays
      and enrollment.occurreddate < ${today}::date - template.relativescheduleddays + 1
    )
    and enrollment.status = 'ACTIVE' and not enrollment.deleted
  union all
  select 3, coalesce(template.programnotificationtemplateid, 0), instance.programnotificationinstanceid,
    instance.programnotificationinstanceid, event.eventid, coalesce(event.enrollmentid, instance.enrollmentid)
  from programnotificationinstance as instance
  left join programnotificationtemplate as template
    on template.programnotificationtemplateid = instance.programnotificationtemplateid
  left join event on event.eventid = instance.eventid
  where instance.scheduledat >= ${today}::date and instance.scheduledat < ${today}::date + 1 and instance.sentat is null
    and coalesce(instance.programnotificationtemplatesnapshot ->> 'notificationTrigger', template.notificationtrigger) = 'PROGRAM_RULE'
    and event.deleted is not true
`;

const page = (today: IsoDate, after: CasePlace | undefined, limit: number): RawBuilder<unknown> => sql`
  select found.* from (${found(today)}) as found
  join enrollment on enrollment.enrollmentid = found.enrollment_id
  left join trackedentity on trackedentity.trackedentityid = enrollment.trackedentityid
  where not enrollment.deleted and trackedentity.deleted is not true
    and (found.source, found.template_id, found.object_id)
      > (${after?.source ?? 0}::integer, ${after?.templateId ?? 0}::bigint, ${after?.objectId ?? 0}::bigint)
  order by found.source, found.template_id, found.object_id
  limit ${limit}
`;

/** The template as it was when a program rule used it, or else as it is now. */
const TEMPLATE = sql`
  select coalesce(snapshot.document ->> 'uid', template.uid) as uid,
    coalesce(template.name, snapshot.document ->> 'name', snapshot.document ->> 'uid', '') as name,
    coalesce(snapshot.document ->> 'subjectTemplate', template.subjecttemplate) as subject,
    coalesce(snapshot.document ->> 'messageTemplate', template.messagetemplate) as message,
    coalesce(snapshot.document ->> 'notificationRecipient', template.notificationrecipienttype) as recipient,
    case when snapshot.document is null then template.usergroupid else (
      select usergroup.usergroupid from usergroup where usergroup.uid = snapshot.document #>> '{recipientUserGroup,uid}'
    ) end as group_id,
    case when snapshot.document is null then attribute.uid
      else snapshot.document #>> '{recipientProgramAttribute,uid}' end as attribute,
    case when snapshot.document is null then dataelement.uid
      else snapshot.document #>> '{recipientDataElement,uid}' end as data_element,
    case when snapshot.document is null then template.notifyusersinhierarchyonly
      else (snapshot.document ->> 'notifyUsersInHierarchyOnly')::boolean end as hierarchy_only,
    case when snapshot.document is null then template.notifyparentorganisationunitonly
      else (snapshot.document ->> 'notifyParentOrganisationUnitOnly')::boolean end as parent_only,
    case when snapshot.document is null then array (
      select channel.deliverychannel::text from programnotificationtemplate_deliverychannel as channel
      where channel.programnotificationtemplatedeliverychannelid = template.programnotificationtemplateid
    ) else array (
      select jsonb_array_elements_text(snapshot.document -> 'deliveryChannels')
      where jsonb_typeof(snapshot.document -> 'deliveryChannels') = 'array'
    ) end as channels
  from (select instance.programnotificationtemplatesnapshot as document) as snapshot
  left join programnotificationtemplate as template on template.programnotificationtemplateid = page.template_id
  left join trackedentityattribute as attribute on attribute.trackedentityattributeid = template.trackedentityattributeid
  left join dataelement on dataelement.dataelementid = template.dataelementid
`;

/** Values of the tracked entity: names of options instead of their codes, nothing of what is confidential. */
const ATTRIBUTES = sql`
  select
    jsonb_object_agg(
      attribute.uid,
      case when attribute.confidential then ${CONFIDENTIAL} else coalesce(option.name, value.value) end
    ) as values,
    (array_agg(value.value order by attribute.trackedentityattributeid)
      filter (where attribute.valuetype = 'EMAIL' and value.value <> ''))[1] as email,
    (array_agg(value.value order by attribute.trackedentityattributeid)
      filter (where attribute.valuetype = 'PHONE_NUMBER' and value.value <> ''))[1] as phone_number,
    max(value.value) filter (where attribute.uid = template.attribute) as recipient
  from trackedentityattributevalue as value
  join trackedentityattribute as attribute on attribute.trackedentityattributeid = value.trackedentityattributeid
  left join optionvalue as option on option.optionsetid = attribute.optionsetid and option.code = value.value
  where value.trackedentityid = enrollment.trackedentityid
`;

const DATA_ELEMENTS = sql`
  select jsonb_object_agg(entry.key, coalesce(option.name, entry.value ->> 'value')) as values
  from jsonb_each(event.eventdatavalues) as entry
  left join dataelement on dataelement.uid = entry.key
  left join optionvalue as option on option.optionsetid = dataelement.optionsetid and option.code = entry.value ->> 'value'
`;

/** One page of what templates have to say today, in a fixed order. */
export async function programCases(
  db: Db,
  today: IsoDate,
  after: CasePlace | undefined,
  limit: number,
): Promise<readonly ProgramCase[]> {
  const { rows } = await sql<ProgramCase>`
    with page as materialized (${page(today, after, limit)})
    select page.source, page.template_id as "templateId", page.object_id as "objectId",
      case when page.instance_id is not null then json_build_object('id', page.instance_id, 'uid', instance.uid) end as instance,
      json_build_object(
        'uid', template.uid, 'name', template.name, 'subject', template.subject, 'message', template.message,
        'recipient', template.recipient, 'groupId', template.group_id, 'hierarchyOnly', template.hierarchy_only,
        'parentOnly', template.parent_only, 'channels', template.channels
      ) as template,
      case when page.event_id is not null then json_build_object(
        'id', event.eventid, 'uid', event.uid, 'status', event.status, 'dueDate', event.scheduleddate::date,
        'eventDate', event.occurreddate::date, 'stage', json_build_object('uid', stage.uid, 'name', stage.name)
      ) end as event,
      json_build_object(
        'id', enrollment.enrollmentid, 'uid', enrollment.uid, 'enrollmentDate', enrollment.enrollmentdate::date,
        'incidentDate', enrollment.occurreddate::date
      ) as enrollment,
      json_build_object('uid', program.uid, 'name', program.name) as program,
      case when trackedentity.trackedentityid is not null then
        json_build_object('id', trackedentity.trackedentityid, 'uid', trackedentity.uid) end as "trackedEntity",
      json_build_object(
        'id', unit.organisationunitid, 'uid', unit.uid, 'name', unit.name, 'code', unit.code, 'path', unit.path,
        'email', unit.email, 'phoneNumber', unit.phonenumber
      ) as unit,
      json_build_object('uid', enrolled_at.uid, 'name', enrolled_at.name, 'code', enrolled_at.code) as "enrollmentUnit",
      coalesce(attributes.values, '{}') as attributes, coalesce(elements.values, '{}') as "dataElements",
      json_build_object('email', attributes.email, 'phoneNumber', attributes.phone_number) as contact,
      case template.recipient
        when 'PROGRAM_ATTRIBUTE' then attributes.recipient
        when 'DATA_ELEMENT' then event.eventdatavalues -> template.data_element ->> 'value'
      end as "recipientValue"
    from page
    left join programnotificationinstance as instance on instance.programnotificationinstanceid = page.instance_id
    cross join lateral (${TEMPLATE}) as template
    left join event on event.eventid = page.event_id
    left join programstage as stage on stage.programstageid = event.programstageid
    join enrollment on enrollment.enrollmentid = page.enrollment_id
    join program on program.programid = enrollment.programid
    left join trackedentity on trackedentity.trackedentityid = enrollment.trackedentityid
    join organisationunit as unit
      on unit.organisationunitid = coalesce(event.organisationunitid, enrollment.organisationunitid)
    join organisationunit as enrolled_at on enrolled_at.organisationunitid = enrollment.organisationunitid
    left join lateral (${ATTRIBUTES}) as attributes on true
    left join lateral (${DATA_ELEMENTS}) as elements on true
    order by page.source, page.template_id, page.object_id
  `.execute(db);
  return rows;
}

/** Notes when the messages of program rules were sent. */
export async function markInstancesSent(db: Db, instanceIds: readonly number[], moment: string): Promise<void> {
  await sql`
    update programnotificationinstance set sentat = ${moment}::timestamp, lastupdated = ${moment}::timestamp
    where programnotificationinstance.programnotificationinstanceid = any (${instanceIds}::bigint[])
  `.execute(db);
}
