import { type RawBuilder, sql } from 'kysely';
import type { Static } from 'typebox';
import type { Db } from '../../../database/index.js';
import type { Clock } from '../../../kernel/clock.js';
import { badRequest } from '../../../kernel/errors/index.js';
import { type Access, all, anyOf, eventShared, mayRead, ownerJoin } from '../access/conditions.js';
import type { Scope } from '../access/scope.js';
import { readAssignedUsers } from '../parameters/assigned-users.js';
import { findAttributeOptionCombo } from '../parameters/attribute-options.js';
import { readFilters } from '../parameters/filter-parser.js';
import { findEntity, findProgram, findStage } from '../parameters/named-objects.js';
import { orderBy, readOrder } from '../parameters/order.js';
import type { EVENT_QUERY, EventStatus } from '../parameters/queries.js';
import { findUnits, readUnitRequest } from '../parameters/units.js';
import { attributeFulfils, attributeValue, comparable, dataValue, fulfils } from '../parameters/value-conditions.js';
import { attributeNamed, dataElementNamed, readValueFields, type ValueFields } from '../parameters/value-fields.js';
import { eitherOf, type Query, textOf, uidOf, uidsOf } from '../parameters/values.js';
import { EVENT } from '../shapes/objects.js';
import { given, oneOf, type Selection, span, updated } from './selection.js';

const ROW = 'event';
const column = (name: string) => sql.ref(`event.${name}`);
const joined = (stem: string, name: string) => sql.ref(`event_${stem}.${name}`);

/** Fields by which events can be sorted, besides data elements and attributes. */
const ORDER: Readonly<Record<string, RawBuilder<unknown>>> = {
  assignedUser: joined('assignee', 'username'),
  assignedUserDisplayName: sql`${joined('assignee', 'firstname')} || ' ' || ${joined('assignee', 'surname')}`,
  attributeOptionCombo: joined('combo', 'uid'),
  completedAt: column('completeddate'),
  completedBy: column('completedby'),
  createdAt: column('created'),
  createdAtClient: column('createdatclient'),
  createdBy: sql`${column('createdbyuserinfo')} ->> 'username'`,
  deleted: column('deleted'),
  enrolledAt: joined('enrollment', 'enrollmentdate'),
  enrollment: joined('enrollment', 'uid'),
  enrollmentStatus: joined('enrollment', 'status'),
  event: column('uid'),
  followUp: joined('enrollment', 'followup'),
  occurredAt: column('occurreddate'),
  orgUnit: joined('unit', 'uid'),
  program: joined('program', 'uid'),
  programStage: joined('stage', 'uid'),
  scheduledAt: column('scheduleddate'),
  status: column('status'),
  storedBy: column('storedby'),
  trackedEntity: joined('entity', 'uid'),
  updatedAt: column('lastupdated'),
  updatedAtClient: column('lastupdatedatclient'),
  updatedBy: sql`${column('lastupdatedbyuserinfo')} ->> 'username'`,
};

/** Which events a request is about (contract: imports.md §7; parameters of the peer's `GET /api/tracker/events`). */
export async function selectEvents(
  db: Db,
  scope: Scope,
  clock: Clock,
  query: Static<typeof EVENT_QUERY> & Query,
): Promise<Selection> {
  const units = readUnitRequest(query, query);
  const events = uidsOf(query, 'events', 'event');
  if (events !== undefined && textOf(query, 'filter') !== undefined)
    throw badRequest('Event UIDs and filters can not be specified at the same time');
  const filters = readFilters('filter', textOf(query, 'filter'));
  const attributeFilters = readFilters('filterAttributes', textOf(query, 'filterAttributes'));
  const orders = readOrder(textOf(query, 'order'), Object.keys(ORDER), 'data element and attribute');
  const assigned = readAssignedUsers(query, query.assignedUserMode, scope);
  const enrollmentStatus = eitherOf('programStatus', query.programStatus, 'enrollmentStatus', query.enrollmentStatus);
  const conditions = [
    ...(query.includeDeleted ? [] : [sql<boolean>`not ${column('deleted')}`]),
    ...oneOf(column('uid'), events),
    ...oneOf(joined('enrollment', 'uid'), uidsOf(query, 'enrollments', 'enrollment')),
    ...given(query.status, hasStatus),
    ...given(enrollmentStatus, (status) => sql`${joined('enrollment', 'status')} = ${status}`),
    ...given(query.followUp, (wanted) => sql`coalesce(${joined('enrollment', 'followup')}, false) = ${wanted}`),
    ...given(assigned, (condition) => condition(ROW)),
    ...span(query, 'occurred', column('occurreddate')),
    ...span(query, 'scheduled', column('scheduleddate')),
    ...span(query, 'enrollmentEnrolled', joined('enrollment', 'enrollmentdate')),
    ...span(query, 'enrollmentOccurred', joined('enrollment', 'occurreddate')),
    ...updated(query, clock, column('lastupdated')),
  ];
  const program = await findProgram(db, scope, uidOf(query, 'program'));
  const stage = await findStage(db, scope, uidOf(query, 'programStage'));
  const entity = await findEntity(db, uidOf(query, 'trackedEntity'));
  const combo = await findAttributeOptionCombo(db, scope, query);
  const guarded = program?.accessLevel === 'PROTECTED' || program?.accessLevel === 'CLOSED';
  const inUnits = await findUnits(db, scope, units, guarded);
  const fields = await readValueFields(
    db,
    scope.user,
    [...filters, ...attributeFilters].map(({ uid }) => uid).concat(orders.map(({ field }) => field)),
  );
  const access: Access = { scope, mode: units.mode };
  const register = program?.registration === false ? program : undefined;
  const ofRegister = register && (await eventsOfRegister(db, register.id));
  const programKey = register
    ? sql`${register.id}::bigint`
    : sql`coalesce(${joined('enrollment', 'programid')}, ${joined('stage', 'programid')})`;
  const owner = register
    ? column('organisationunitid')
    : sql`coalesce(owning.organisationunitid, ${joined('entity', 'organisationunitid')}, ${column('organisationunitid')})`;
  const entityKey = joined('enrollment', 'trackedentityid');
  return {
    access,
    from: sql`event as event ${EVENT.joins(ROW)} ${ownerJoin('owning', entityKey, joined('enrollment', 'programid'))}`,
    where: all([
      ...conditions,
      ...(register ? [] : given(program, ({ id }) => sql`${joined('enrollment', 'programid')} = ${id}`)),
      ...given(ofRegister, (condition) => condition),
      ...given(stage, (id) => sql`${column('programstageid')} = ${id}`),
      ...given(entity, (id) => sql`${entityKey} = ${id}`),
      ...given(combo, (id) => anyOf(column('attributeoptioncomboid'), [id])),
      ...given(inUnits, (condition) => condition(owner)),
      ...filters.map(({ uid, conditions: asked }) => {
        const field = dataElementNamed(fields, uid);
        return fulfils(dataValue(ROW, field), field, asked);
      }),
      ...attributeFilters.map(({ uid, conditions: asked }) =>
        attributeFulfils(entityKey, attributeNamed(fields, uid), asked),
      ),
      mayRead(access, { program: programKey, entity: entityKey, owner }),
      eventShared(access, ROW),
    ]),
    key: column('eventid'),
    order: orderBy(orders, column('eventid'), (field) => ORDER[field] ?? valueOrder(fields, field)),
    byKey: orders.length === 0,
  };
}

/**
 * The events of an event program by the enrollments that it has for itself (contract: schema.md §2.8). Named in the statement they tell the planner that nearly all events may be
 * theirs, and leave it the index of the units; joined they look like any others, which have few events. From 2.43 on there are none, and the stages tell.
 */
async function eventsOfRegister(db: Db, program: number): Promise<RawBuilder<boolean>> {
  const { rows } = await sql<{ readonly enrollments: readonly number[]; readonly stages: readonly number[] }>`
    select
      array(select enrollment.enrollmentid from enrollment where enrollment.programid = ${program}) as enrollments,
      array(select programstage.programstageid from programstage where programstage.programid = ${program}) as stages
  `.execute(db);
  const { enrollments, stages } = rows[0] ?? { enrollments: [], stages: [] };
  return enrollments.length > 0 ? anyOf(column('enrollmentid'), enrollments) : anyOf(column('programstageid'), stages);
}

/** An event that has a date is overdue only while it waits. VISITED is the peer's old word for an active one that took place (contract: schema.md §2.8). */
function hasStatus(status: EventStatus): RawBuilder<boolean> {
  if (status === 'VISITED')
    return sql`${column('status')} in ('ACTIVE', 'VISITED') and ${column('occurreddate')} is not null`;
  if (status !== 'OVERDUE') return sql`${column('status')} = ${status}`;
  return sql`(${column('status')} = 'OVERDUE' or ${column('status')} = 'SCHEDULE' and ${column('scheduleddate')}::date < current_date)`;
}

function valueOrder(fields: ValueFields, uid: string): RawBuilder<unknown> {
  const element = fields.dataElements.get(uid);
  if (element) return comparable(dataValue(ROW, element), element.numeric);
  const attribute = fields.attributes.get(uid);
  if (attribute)
    return comparable(attributeValue(joined('enrollment', 'trackedentityid'), attribute), attribute.numeric);
  throw badRequest(
    `Cannot order by '${uid}' as its neither a data element nor a tracked entity attribute. Events can be ordered by event fields, data elements and tracked entity attributes.`,
  );
}
