import type { RawBuilder } from 'kysely';
import type { Db } from '../../database/index.js';
import type { CurrentUser } from '../../http/index.js';

/** A further condition on the rows of a list. */
export type Condition = (alias: string) => RawBuilder<boolean>;
export type Query = Readonly<Record<string, unknown>>;

/** Parameters that only one type has. */
export interface TypeParameters {
  /** What they add to a list; undefined when none is given. */
  readonly list?: (db: Db, query: Query, user: CurrentUser) => Condition | undefined | Promise<Condition | undefined>;
  /** When given on a single object, the answer is a list that belongs to it. */
  readonly below?: (db: Db, uid: string, query: Query) => Promise<Condition | undefined>;
}
