import { type RawBuilder, sql } from 'kysely';
import type { Clock } from '../../../kernel/clock.js';
import { formatTimestamp } from '../../../kernel/clock.js';
import { badRequest } from '../../../kernel/errors/index.js';
import type { Access } from '../access/conditions.js';
import { durationOf, endOf, type Query, startOf, textOf } from '../parameters/values.js';

/** Which objects a request is about, as pieces of a statement. */
export interface Selection {
  readonly access: Access;
  readonly from: RawBuilder<unknown>;
  readonly where: RawBuilder<boolean>;
  readonly key: RawBuilder<unknown>;
  readonly order: RawBuilder<unknown>;
  /** Whether the order is that of the keys, the newest first. */
  readonly byKey: boolean;
}

/** Conditions for a column that `{name}After` and `{name}Before` of a request make. */
export function span(query: Query, name: string, column: RawBuilder<unknown>): readonly RawBuilder<boolean>[] {
  const after = startOf(query, `${name}After`);
  const before = endOf(query, `${name}Before`);
  return [
    ...(after === undefined ? [] : [sql<boolean>`${column} >= ${after}::timestamp`]),
    ...(before === undefined ? [] : [sql<boolean>`${column} <= ${before}::timestamp`]),
  ];
}

/** The same for when objects were changed last, also `updatedWithin`. @throws OrderlyError 400 when both are sent */
export function updated(query: Query, clock: Clock, column: RawBuilder<unknown>): readonly RawBuilder<boolean>[] {
  const within = durationOf(query, 'updatedWithin');
  if (within === undefined) return span(query, 'updated', column);
  if (textOf(query, 'updatedAfter') !== undefined || textOf(query, 'updatedBefore') !== undefined) {
    throw badRequest('`updatedAfter` or `updatedBefore` and `updatedWithin` cannot be specified simultaneously');
  }
  const since = new Date(clock.now().getTime() - within);
  if (Number.isNaN(since.getTime()) || since.getFullYear() < 1) return [];
  return [sql`${column} >= ${formatTimestamp(since)}::timestamp`];
}

/** Whether the object's uid is one of those that were asked for; nothing when none were. */
export const oneOf = (
  column: RawBuilder<unknown>,
  uids: readonly string[] | undefined,
): readonly RawBuilder<boolean>[] => (uids === undefined ? [] : [sql`${column} = any (${[...uids]}::text[])`]);

/** A condition that is made only where there is a value. */
export const given = <Value>(
  value: Value | undefined,
  condition: (value: Value) => RawBuilder<boolean>,
): readonly RawBuilder<boolean>[] => (value === undefined ? [] : [condition(value)]);
