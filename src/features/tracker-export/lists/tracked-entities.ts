import { type RawBuilder, sql } from 'kysely';
import type { Static } from 'typebox';
import type { Db } from '../../../database/index.js';
import type { Clock } from '../../../kernel/clock.js';
import { badRequest } from '../../../kernel/errors/index.js';
import { type Access, all, anyOf, entityReadable, mayRead, ownerJoin } from '../access/conditions.js';
import type { Scope, ScopeProgram } from '../access/scope.js';
import { readFilters } from '../parameters/filter-parser.js';
import { findEntityType, findProgram, findStage } from '../parameters/named-objects.js';
import { orderBy, readOrder } from '../parameters/order.js';
import type { ENTITY_QUERY } from '../parameters/queries.js';
import { findUnits, readUnitRequest, type UnitCondition } from '../parameters/units.js';
import { attributeFulfils, attributeValue, comparable } from '../parameters/value-conditions.js';
import { attributeNamed, readValueFields, type ValueFields } from '../parameters/value-fields.js';
import { type Query, textOf, uidOf, uidsOf } from '../parameters/values.js';
import { TRACKED_ENTITY } from '../shapes/objects.js';
import { type EntityQuery, enrolledAs } from './enrolled.js';
import { demandEnoughAttributes } from './search-limits.js';
import { given, oneOf, type Selection, updated } from './selection.js';

const ROW = 'entity';
const column = (name: string) => sql.ref(`entity.${name}`);

/** Fields by which tracked entities can be sorted, besides attributes. */
const ORDER: Readonly<Record<string, RawBuilder<unknown>>> = {
  createdAt: column('created'),
  createdAtClient: column('createdatclient'),
  inactive: column('inactive'),
  trackedEntity: column('uid'),
  updatedAt: column('lastupdated'),
  updatedAtClient: column('lastupdatedatclient'),
};

/** Which tracked entities a request is about (contract: imports.md §7; parameters of the peer's `GET /api/tracker/trackedEntities`). */
export async function selectEntities(
  db: Db,
  scope: Scope,
  clock: Clock,
  query: Static<typeof ENTITY_QUERY> & Query,
): Promise<Selection> {
  const entities = uidsOf(query, 'trackedEntities', 'trackedEntity');
  const units = readUnitRequest(query, query, entities ?? []);
  const [programUid, typeUid] = [uidOf(query, 'program'), uidOf(query, 'trackedEntityType')];
  demandContext(query, programUid, typeUid, entities);
  const filters = readFilters('filter', textOf(query, 'filter'));
  const orders = readOrder(textOf(query, 'order'), [...Object.keys(ORDER), 'enrolledAt'], 'attribute');
  const conditions = [
    ...(query.includeDeleted ? [] : [sql<boolean>`not ${column('deleted')}`]),
    ...oneOf(column('uid'), entities),
    ...given(query.potentialDuplicate, (wanted) => sql`coalesce(${column('potentialduplicate')}, false) = ${wanted}`),
    ...updated(query, clock, column('lastupdated')),
  ];
  const program = await findProgram(db, scope, programUid, { registration: true });
  const type = await findEntityType(db, scope, typeUid);
  const stage = await findStage(db, scope, uidOf(query, 'programStage'), program);
  const guarded = program?.accessLevel === 'PROTECTED' || program?.accessLevel === 'CLOSED';
  const inUnits = await findUnits(db, scope, units, guarded);
  const uids = [...filters.map(({ uid }) => uid), ...orders.map(({ field }) => field)];
  const fields = await readValueFields(db, scope.user, uids);
  const access: Access = { scope, mode: units.mode };
  const enrolled = enrolledAs(access, query, { row: ROW, program, stage });
  const where = all([
    ...conditions,
    ...given(type, (id) => anyOf(column('trackedentitytypeid'), [id])),
    ...filters.map(({ uid, conditions: asked }) =>
      attributeFulfils(column('trackedentityid'), attributeNamed(fields, uid), asked),
    ),
    ...given(enrolled, (condition) => condition),
    program ? ownedIn(access, program, inUnits) : entityReadable(access, ROW, inUnits),
  ]);
  const from = sql`
    trackedentity as entity ${TRACKED_ENTITY.joins(ROW)}
    ${program ? ownerJoin('owning', column('trackedentityid'), sql`${program.id}::bigint`) : sql``}
  `;
  if (entities === undefined)
    await demandEnoughAttributes(db, {
      scope,
      units,
      program,
      type,
      filters,
      from,
      where,
      key: column('trackedentityid'),
    });
  return {
    access,
    from,
    where,
    key: column('trackedentityid'),
    order: orderBy(orders, column('trackedentityid'), (field) => {
      if (field === 'enrolledAt') return enrolledAt(program);
      return ORDER[field] ?? attributeOrder(fields, field);
    }),
    byKey: orders.length === 0,
  };
}

/** Whether the user may read what the owning unit owns in the program, and the unit is one of the request's. */
function ownedIn(access: Access, program: ScopeProgram, inUnits: UnitCondition | undefined): RawBuilder<boolean> {
  const owner = sql`coalesce(owning.organisationunitid, ${column('organisationunitid')})`;
  return all([
    mayRead(access, { program: sql`${program.id}::bigint`, entity: column('trackedentityid'), owner }),
    ...given(inUnits, (condition) => condition(owner)),
  ]);
}

const enrolledAt = (program: ScopeProgram | undefined): RawBuilder<unknown> => sql`(
  select max(dated.enrollmentdate) from enrollment as dated
  where dated.trackedentityid = ${column('trackedentityid')} and not dated.deleted
    ${program ? sql`and dated.programid = ${program.id}` : sql``}
)`;

function attributeOrder(fields: ValueFields, uid: string): RawBuilder<unknown> {
  const attribute = fields.attributes.get(uid);
  if (attribute) return comparable(attributeValue(column('trackedentityid'), attribute), attribute.numeric);
  throw badRequest(
    `Cannot order by '${uid}' as its not a tracked entity attribute. Tracked entities can be ordered by fields and tracked entity attributes.`,
  );
}

/** Parameters that say something about enrollments in the program of the request. */
const ABOUT_PROGRAM = [
  'programStatus',
  'enrollmentStatus',
  'followUp',
  'enrollmentEnrolledAfter',
  'enrollmentEnrolledBefore',
  'enrollmentOccurredAfter',
  'enrollmentOccurredBefore',
];

/** @throws OrderlyError 400 for parameters that do not go together */
function demandContext(
  query: EntityQuery,
  program: string | undefined,
  type: string | undefined,
  entities: readonly string[] | undefined,
): void {
  const sent = (name: string) => textOf(query, name) !== undefined;
  if (program !== undefined && type !== undefined)
    throw badRequest('`program` and `trackedEntityType` cannot be specified simultaneously');
  if (program === undefined && type === undefined && entities === undefined)
    throw badRequest('Either `program`, `trackedEntityType` or `trackedEntities` should be specified');
  const lonely = program === undefined ? ABOUT_PROGRAM.find(sent) : undefined;
  if (lonely !== undefined) throw badRequest(`\`program\` must be defined when \`${lonely}\` is defined`);
  const events = ['eventStatus', 'eventOccurredAfter', 'eventOccurredBefore'].filter(sent);
  if (events.length > 0 && events.length < 3) {
    throw badRequest('`eventOccurredAfter`, `eventOccurredBefore` and `eventStatus` must be specified together');
  }
}
