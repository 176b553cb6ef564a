import { type RawBuilder, sql } from 'kysely';
import type { FieldSelection } from '../../../http/index.js';
import {
  type Access,
  anyOf,
  enrollmentReadable,
  entityReadable,
  eventShared,
  looseEventReadable,
} from '../access/conditions.js';
import { BARE_ENROLLMENT, BARE_ENTITY, BARE_EVENT } from './bare-fields.js';
import { column, type FieldBuilder, listOf, moment, objectOf, type Shape, type ShapeContext } from './shape.js';

/** What one end of a relationship can be: in the peer's words, the name of the field and the shape of what is below it. */
const ENDS = [
  ['trackedEntity', BARE_ENTITY],
  ['enrollment', BARE_ENROLLMENT],
  ['event', BARE_EVENT],
] as const;

/** An end: an object with one member, which is what stands there, without relationships of its own. */
const end =
  (side: 'from' | 'to'): FieldBuilder =>
  (row, context, wanted) => {
    const item = `${row}_${side}`;
    const fields = Object.fromEntries(
      ENDS.map(([name, shape]): [string, FieldBuilder] => [
        name,
        (_row, _context, nested) => {
          const alias = context.alias(name.toLowerCase());
          return sql`(
            select ${objectOf(shape.fields, alias, { ...context, program: undefined, programAttributes: true }, nested)}
            from ${sql.table(shape.table)} as ${sql.id(alias)} ${shape.joins(alias)}
            where ${sql.ref(`${alias}.${shape.key}`)} = ${sql.ref(`${item}.${shape.key}`)}
          )`;
        },
      ]),
    );
    return objectOf(fields, item, context, wanted);
  };

/** A relationship with its two ends (contract: imports.md §7.1). */
export const RELATIONSHIP: Shape = {
  table: 'relationship',
  key: 'relationshipid',
  joins: (row) => sql`
    left join relationshiptype as ${sql.id(`${row}_type`)}
      on ${sql.ref(`${row}_type.relationshiptypeid`)} = ${sql.ref(`${row}.relationshiptypeid`)}
    left join relationshipitem as ${sql.id(`${row}_from`)}
      on ${sql.ref(`${row}_from.relationshipitemid`)} = ${sql.ref(`${row}.from_relationshipitemid`)}
    left join relationshipitem as ${sql.id(`${row}_to`)}
      on ${sql.ref(`${row}_to.relationshipitemid`)} = ${sql.ref(`${row}.to_relationshipitemid`)}
  `,
  fields: {
    relationship: column('uid'),
    relationshipType: (row) => sql.ref(`${row}_type.uid`),
    relationshipName: (row) => sql.ref(`${row}_type.name`),
    createdAt: moment('created'),
    createdAtClient: moment('createdatclient'),
    updatedAt: moment('lastupdated'),
    bidirectional: (row) => sql.ref(`${row}_type.bidirectional`),
    from: end('from'),
    to: end('to'),
  },
};

/** Whether the user may read the relationship in `row`: its type, and what stands at both ends. */
export function relationshipReadable(access: Access, row: string): RawBuilder<boolean> {
  if (access.scope.user.isSuper) return sql`true`;
  const everywhere: Access = { ...access, mode: access.mode === 'ALL' ? 'ALL' : 'ACCESSIBLE' };
  return sql`(
    ${anyOf(sql.ref(`${row}.relationshiptypeid`), access.scope.relationshipTypes)}
    and not exists (
      select from relationshipitem as item
      left join trackedentity as item_entity on item_entity.trackedentityid = item.trackedentityid
      left join event as item_event on item_event.eventid = item.eventid
      left join enrollment as item_enrollment on item_enrollment.enrollmentid = coalesce(item.enrollmentid, item_event.enrollmentid)
      where item.relationshipitemid in (${sql.ref(`${row}.from_relationshipitemid`)}, ${sql.ref(`${row}.to_relationshipitemid`)})
        and not (
          (item.trackedentityid is null or ${entityReadable(everywhere, 'item_entity')})
          and (item_enrollment.enrollmentid is null or ${enrollmentReadable(everywhere, 'item_enrollment', sql`coalesce(item_event.organisationunitid, item_enrollment.organisationunitid)`)})
          and (item.eventid is null or ${eventShared(everywhere, 'item_event')})
          and (item.eventid is null or item_event.enrollmentid is not null or ${looseEventReadable(everywhere, 'item_event')})
        )
    )
  )`;
}

/** Relationships of the tracked entity, enrollment or event in `owner`. */
export function relationshipsOf(
  key: 'trackedentityid' | 'enrollmentid' | 'eventid',
  owner: string,
  context: ShapeContext,
  wanted: FieldSelection | undefined,
): RawBuilder<unknown> {
  const row = context.alias('relation');
  const where = sql<boolean>`
    ${sql.ref(`${row}.relationshipid`)} in (
      select item.relationshipid from relationshipitem as item where ${sql.ref(`item.${key}`)} = ${sql.ref(`${owner}.${key}`)}
    )
    and ${context.includeDeleted ? sql`true` : sql`${sql.ref(`${row}.deleted`)} is not true`}
    and ${relationshipReadable(context.access, row)}
  `;
  return listOf(RELATIONSHIP, context, wanted, { row, where });
}
