import { sql } from 'kysely';
import { enrollmentReadable, eventShared } from '../access/conditions.js';
import { BARE_ENROLLMENT, BARE_ENTITY, BARE_EVENT } from './bare-fields.js';
import { relationshipsOf } from './relationship.js';
import { listOf, type Shape, type ShapeContext } from './shape.js';

/** Objects with all that hangs on them, as the peer nests them: tracked entity, enrollment, event. */

const shown = (row: string, { includeDeleted }: ShapeContext) =>
  includeDeleted ? sql`true` : sql`not ${sql.ref(`${row}.deleted`)}`;

export const EVENT: Shape = {
  ...BARE_EVENT,
  fields: {
    ...BARE_EVENT.fields,
    relationships: (row, context, wanted) => relationshipsOf('eventid', row, context, wanted),
  },
};

export const ENROLLMENT: Shape = {
  ...BARE_ENROLLMENT,
  fields: {
    ...BARE_ENROLLMENT.fields,
    events: (owner, context, wanted) => {
      const row = context.alias('event');
      const where = sql<boolean>`
        ${sql.ref(`${row}.enrollmentid`)} = ${sql.ref(`${owner}.enrollmentid`)} and ${shown(row, context)} and ${eventShared(context.access, row)}
      `;
      return listOf(EVENT, context, wanted, { row, where });
    },
    relationships: (row, context, wanted) => relationshipsOf('enrollmentid', row, context, wanted),
  },
};

export const TRACKED_ENTITY: Shape = {
  ...BARE_ENTITY,
  fields: {
    ...BARE_ENTITY.fields,
    enrollments: (owner, context, wanted) => {
      const row = context.alias('enrollment');
      // The units of the request choose tracked entities; of those that are chosen everything is shown that may be seen.
      const access = { ...context.access, mode: context.access.mode === 'ALL' ? 'ALL' : 'ACCESSIBLE' } as const;
      const where = sql<boolean>`
        ${sql.ref(`${row}.trackedentityid`)} = ${sql.ref(`${owner}.trackedentityid`)} and ${shown(row, context)}
        and ${enrollmentReadable(access, row)}
        ${context.program === undefined ? sql`` : sql`and ${sql.ref(`${row}.programid`)} = ${context.program}`}
      `;
      return listOf(ENROLLMENT, context, wanted, { row, where });
    },
    relationships: (row, context, wanted) => relationshipsOf('trackedentityid', row, context, wanted),
  },
};
