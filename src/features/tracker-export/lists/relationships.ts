import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../../../database/index.js';
import { badRequest, objectNotFound } from '../../../kernel/errors/index.js';
import { type Access, all, anyOf } from '../access/conditions.js';
import type { Scope } from '../access/scope.js';
import { orderBy, readOrder } from '../parameters/order.js';
import { type Query, textOf, uidOf, uidsOf } from '../parameters/values.js';
import { RELATIONSHIP, relationshipReadable } from '../shapes/relationship.js';
import { oneOf, type Selection } from './selection.js';

const ROW = 'relation';
const column = (name: string) => sql.ref(`relation.${name}`);

const ORDER: Readonly<Record<string, RawBuilder<unknown>>> = {
  createdAt: column('created'),
  createdAtClient: column('createdatclient'),
};

/** What a relationship can be looked for by, with the table and the peer's class. */
const ENDS = [
  ['trackedEntity', 'trackedentity', 'TrackedEntity'],
  ['enrollment', 'enrollment', 'Enrollment'],
  ['event', 'event', 'Event'],
] as const;

/** Which relationships a request is about: those of one object, or named ones (contract: imports.md §7; parameters of the peer's `GET /api/tracker/relationships`). */
export async function selectRelationships(
  db: Db,
  scope: Scope,
  query: Query & { readonly includeDeleted?: boolean },
): Promise<Selection> {
  const relationships = uidsOf(query, 'relationships', 'relationship');
  const sent = ENDS.map(([name, ...rest]) => [uidOf(query, name), ...rest] as const).filter(
    ([uid]) => uid !== undefined,
  );
  if (sent.length > 1) throw badRequest("Only one of parameters 'trackedEntity', 'enrollment' or 'event' is allowed.");
  if (sent.length === 0 && relationships === undefined)
    throw badRequest("Missing required parameter 'trackedEntity', 'enrollment', 'event' or 'relationships'.");
  const orders = readOrder(textOf(query, 'order'), Object.keys(ORDER));
  const access: Access = { scope, mode: 'ACCESSIBLE' };
  const ofObject: RawBuilder<boolean>[] = [];
  for (const [uid = '', table, klass] of sent) {
    const key = `${table}id`;
    const id = await findObject(db, table, uid, klass, query.includeDeleted ?? false);
    ofObject.push(sql`${column('relationshipid')} in (
      select item.relationshipid from relationshipitem as item where ${anyOf(sql.ref(`item.${key}`), [id])}
    )`);
  }
  return {
    access,
    from: sql`relationship as relation ${RELATIONSHIP.joins(ROW)}`,
    where: all([
      ...ofObject,
      ...oneOf(column('uid'), relationships),
      ...(query.includeDeleted ? [] : [sql<boolean>`${column('deleted')} is not true`]),
      relationshipReadable(access, ROW),
    ]),
    key: column('relationshipid'),
    order: orderBy(orders, column('relationshipid'), (field) => ORDER[field] ?? column('relationshipid')),
    byKey: orders.length === 0,
  };
}

async function findObject(
  db: Db,
  table: 'trackedentity' | 'enrollment' | 'event',
  uid: string,
  klass: string,
  includeDeleted: boolean,
): Promise<number> {
  const { rows } = await sql<{ readonly id: number }>`
    select ${sql.ref(`named.${table}id`)} as id from ${sql.table(table)} as named
    where named.uid = ${uid} ${includeDeleted ? sql`` : sql`and not named.deleted`}
  `.execute(db);
  const [row] = rows;
  if (!row) throw objectNotFound(klass, uid);
  return row.id;
}
