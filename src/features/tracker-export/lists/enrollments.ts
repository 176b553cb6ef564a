import { type RawBuilder, sql } from 'kysely';
import type { Static } from 'typebox';
import type { Db } from '../../../database/index.js';
import type { Clock } from '../../../kernel/clock.js';
import { type Access, all, anyOf, mayRead, ownerJoin } from '../access/conditions.js';
import type { Scope } from '../access/scope.js';
import { findEntity, findEntityType, findProgram } from '../parameters/named-objects.js';
import { orderBy, readOrder } from '../parameters/order.js';
import type { ENROLLMENT_QUERY } from '../parameters/queries.js';
import { findUnits, readUnitRequest } from '../parameters/units.js';
import { eitherOf, type Query, textOf, uidOf, uidsOf } from '../parameters/values.js';
import { ENROLLMENT } from '../shapes/objects.js';
import { given, oneOf, type Selection, span, updated } from './selection.js';

const ROW = 'enrollment';
const column = (name: string) => sql.ref(`enrollment.${name}`);

const ORDER: Readonly<Record<string, RawBuilder<unknown>>> = {
  completedAt: column('completeddate'),
  createdAt: column('created'),
  createdAtClient: column('createdatclient'),
  enrolledAt: column('enrollmentdate'),
  updatedAt: column('lastupdated'),
  updatedAtClient: column('lastupdatedatclient'),
};

/** Which enrollments a request is about: never those that event programs have for themselves (contract: schema.md §2.8; parameters of the peer's `GET /api/tracker/enrollments`). */
export async function selectEnrollments(
  db: Db,
  scope: Scope,
  clock: Clock,
  query: Static<typeof ENROLLMENT_QUERY> & Query,
): Promise<Selection> {
  const units = readUnitRequest(query, query);
  const orders = readOrder(textOf(query, 'order'), Object.keys(ORDER));
  const status = eitherOf('programStatus', query.programStatus, 'status', query.status);
  const conditions = [
    sql<boolean>`enrollment_program.type = 'WITH_REGISTRATION'`,
    ...(query.includeDeleted ? [] : [sql<boolean>`not ${column('deleted')}`]),
    ...oneOf(column('uid'), uidsOf(query, 'enrollments', 'enrollment')),
    ...given(status, (wanted) => sql`${column('status')} = ${wanted}`),
    ...given(query.followUp, (wanted) => sql`coalesce(${column('followup')}, false) = ${wanted}`),
    ...span(query, 'enrolled', column('enrollmentdate')),
    ...span(query, 'occurred', column('occurreddate')),
    ...updated(query, clock, column('lastupdated')),
  ];
  const program = await findProgram(db, scope, uidOf(query, 'program'), { registration: true });
  const type = await findEntityType(db, scope, uidOf(query, 'trackedEntityType'));
  const entity = await findEntity(db, uidOf(query, 'trackedEntity'));
  const guarded = program?.accessLevel === 'PROTECTED' || program?.accessLevel === 'CLOSED';
  const inUnits = await findUnits(db, scope, units, guarded);
  const access: Access = { scope, mode: units.mode };
  const owner = sql`coalesce(owning.organisationunitid, enrollment_entity.organisationunitid, ${column('organisationunitid')})`;
  return {
    access,
    from: sql`enrollment as enrollment ${ENROLLMENT.joins(ROW)} ${ownerJoin('owning', column('trackedentityid'), column('programid'))}`,
    where: all([
      ...conditions,
      ...given(program, ({ id }) => sql`${column('programid')} = ${id}`),
      ...given(type, (id) => anyOf(sql.ref('enrollment_entity.trackedentitytypeid'), [id])),
      ...given(entity, (id) => sql`${column('trackedentityid')} = ${id}`),
      ...given(inUnits, (condition) => condition(owner)),
      mayRead(access, { program: column('programid'), entity: column('trackedentityid'), owner }),
    ]),
    key: column('enrollmentid'),
    order: orderBy(orders, column('enrollmentid'), (field) => ORDER[field] ?? column('enrollmentid')),
    byKey: orders.length === 0,
  };
}
