import { type RawBuilder, sql } from 'kysely';
import type { Static } from 'typebox';
import { type Access, all, enrollmentReadable } from '../access/conditions.js';
import type { ScopeProgram } from '../access/scope.js';
import { readAssignedUsers } from '../parameters/assigned-users.js';
import type { ENTITY_QUERY, EventStatus } from '../parameters/queries.js';
import { eitherOf, endOf, type Query, startOf } from '../parameters/values.js';
import { given, span } from './selection.js';

export type EntityQuery = Static<typeof ENTITY_QUERY> & Query;

const column = (name: string) => sql.ref(`enrolled.${name}`);
const event = (name: string) => sql.ref(`happened.${name}`);

/**
 * Whether the tracked entity in `row` is enrolled in the program as the request wants it, with events as it wants them; without a program in any that the user may read,
 * and only if it asks for events.
 */
export function enrolledAs(
  access: Access,
  query: EntityQuery,
  {
    row,
    program,
    stage,
  }: { readonly row: string; readonly program: ScopeProgram | undefined; readonly stage: number | undefined },
): RawBuilder<boolean> | undefined {
  const status = eitherOf('programStatus', query.programStatus, 'enrollmentStatus', query.enrollmentStatus);
  const happened = eventConditions(access, query, stage);
  if (!program && happened.length === 0) return undefined;
  const alive = (deleted: RawBuilder<unknown>) => (query.includeDeleted ? [] : [sql<boolean>`not ${deleted}`]);
  return sql`exists (
    select from enrollment as enrolled
    where ${all([
      sql`${column('trackedentityid')} = ${sql.ref(`${row}.trackedentityid`)}`,
      ...alive(column('deleted')),
      program
        ? sql`${column('programid')} = ${program.id}`
        : enrollmentReadable({ ...access, mode: access.mode === 'ALL' ? 'ALL' : 'ACCESSIBLE' }, 'enrolled'),
      ...given(status, (wanted) => sql`${column('status')} = ${wanted}`),
      ...given(query.followUp, (wanted) => sql`coalesce(${column('followup')}, false) = ${wanted}`),
      ...span(query, 'enrollmentEnrolled', column('enrollmentdate')),
      ...span(query, 'enrollmentOccurred', column('occurreddate')),
      ...(happened.length === 0
        ? []
        : [
            sql`exists (
              select from event as happened
              where ${all([sql`${event('enrollmentid')} = ${column('enrollmentid')}`, ...alive(event('deleted')), ...happened])}
            )`,
          ]),
    ])}
  )`;
}

function eventConditions(
  access: Access,
  query: EntityQuery,
  stage: number | undefined,
): readonly RawBuilder<boolean>[] {
  const assigned = readAssignedUsers(query, query.assignedUserMode, access.scope);
  const after = startOf(query, 'eventOccurredAfter');
  const before = endOf(query, 'eventOccurredBefore');
  return [
    ...given(stage, (id) => sql`${event('programstageid')} = ${id}`),
    ...given(assigned, (condition) => condition('happened')),
    ...given(query.eventStatus, (status) => statusWithin(status, after, before)),
  ];
}

/** An event with this status in the span; those that are still to come are dated by when they are due, as in the peer. */
function statusWithin(status: EventStatus, after = '0001-01-01', before = '9999-12-31'): RawBuilder<boolean> {
  const between = (date: RawBuilder<unknown>) =>
    sql`${date} >= ${after}::timestamp and ${date} <= ${before}::timestamp`;
  const due = event('scheduleddate');
  const waiting = sql`${event('status')} <> 'SKIPPED' and ${event('occurreddate')} is null`;
  switch (status) {
    case 'COMPLETED':
      return sql`(${between(event('occurreddate'))} and ${event('status')} = 'COMPLETED')`;
    case 'ACTIVE':
    case 'VISITED':
      return sql`(${between(event('occurreddate'))} and ${event('status')} in ('ACTIVE', 'VISITED'))`;
    case 'SCHEDULE':
      return sql`(${between(due)} and ${waiting} and ${due}::date >= current_date)`;
    case 'OVERDUE':
      return sql`(${between(due)} and ${waiting} and ${due}::date < current_date)`;
    case 'SKIPPED':
      return sql`(${between(due)} and ${event('status')} = 'SKIPPED')`;
  }
}
