import { type RawBuilder, sql } from 'kysely';
import { badRequest } from '../../../kernel/errors/index.js';
import { isUid } from '../../../kernel/uid.js';

/** By what objects are sorted, the first first. */
export interface Order {
  /** A field of the object, or the uid of a data element or an attribute. */
  readonly field: string;
  readonly direction: 'asc' | 'desc';
}

/**
 * Reads `order`, e.g. `occurredAt:desc,createdAt`. `uids` says what uids mean here, if anything.
 *
 * @throws OrderlyError 400 in the peer's words for what cannot be sorted by, and for fields named twice
 */
export function readOrder(text: string | undefined, fields: readonly string[], uids?: string): readonly Order[] {
  const orders = (text ?? '')
    .split(',')
    .filter((part) => part !== '')
    .map(readOne);
  const names = fields.toSorted().join(', ');
  const supported =
    uids === undefined
      ? `Supported fields are '${names}'. All of which can at most be specified once.`
      : `Supported are ${uids} UIDs and fields '${names}'. All of which can at most be specified once.`;
  const unknown = orders.filter(({ field }) => !fields.includes(field) && !(uids !== undefined && isUid(field)));
  if (unknown.length > 0) {
    const list = unknown.map(({ field }) => field).join(', ');
    throw badRequest(`order parameter is invalid. Cannot order by '${list}'. ${supported}`);
  }
  const twice = orders.filter(({ field }, index) => orders.findIndex((order) => order.field === field) < index);
  if (twice.length > 0) {
    const list = [...new Set(twice.map(({ field }) => field))].join(', ');
    throw badRequest(`order parameter is invalid. '${list}' are repeated. ${supported}`);
  }
  return orders;
}

function readOne(part: string): Order {
  const [field = '', direction = 'asc', ...more] = part.split(':').map((piece) => piece.trim());
  const lower = direction.toLowerCase();
  if (more.length > 0 || (lower !== 'asc' && lower !== 'desc')) {
    throw badRequest(
      `order parameter is invalid. '${part}' should be a field and a direction such as ${field}:desc. Valid directions are 'asc' and 'desc'.`,
    );
  }
  return { field, direction: lower };
}

/** The order of a statement: as wanted, and the newest first among equals. `expression` gives what a field stands for. */
export function orderBy(
  orders: readonly Order[],
  key: RawBuilder<unknown>,
  expression: (field: string) => RawBuilder<unknown>,
): RawBuilder<unknown> {
  const parts = orders.map(({ field, direction }) => sql`${expression(field)} ${sql.raw(direction)}`);
  return sql.join([...parts, sql`${key} desc`]);
}
