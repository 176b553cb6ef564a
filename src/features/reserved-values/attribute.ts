import { sql } from 'kysely';
import type { Db } from '../../database/index.js';
import type { CurrentUser } from '../../http/index.js';
import { badRequest, conflict, objectNotFound } from '../../kernel/errors/index.js';
import { isReadable } from '../../metadata/index.js';
import { PatternFault } from './pattern-fault.js';
import { parsePattern, type TextPattern } from './text-pattern.js';

export interface PatternedAttribute {
  readonly id: number;
  readonly uid: string;
  readonly pattern: TextPattern;
}

/**
 * The attribute whose values are made by a pattern.
 *
 * @throws OrderlyError 404 E1005 when it is not there, 400 in the peer's words when it has no pattern, 409 when the pattern makes no sense
 */
export async function findAttribute(db: Db, user: CurrentUser, uid: string): Promise<PatternedAttribute> {
  const { rows } = await sql<{ readonly id: number; readonly pattern: string; readonly generated: boolean }>`
    select
      attribute.trackedentityattributeid as id, coalesce(attribute.pattern, '') as pattern, coalesce(attribute.generated, false) as generated
    from trackedentityattribute as attribute
    where attribute.uid = ${uid} and ${isReadable('attribute', user)}
  `.execute(db);
  const [attribute] = rows;
  if (!attribute) throw objectNotFound('TrackedEntityAttribute', uid);
  if (!attribute.generated || attribute.pattern.trim() === '') throw badRequest('Attribute does not contain pattern.');
  return { id: attribute.id, uid, pattern: orConflict(() => parsePattern(attribute.pattern)) };
}

/** Turns what is wrong with a pattern into an answer. @throws OrderlyError 409 */
export function orConflict<Result>(work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    if (error instanceof PatternFault) throw conflict(error.message);
    throw error;
  }
}
