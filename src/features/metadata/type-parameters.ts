import type { RawBuilder } from 'kysely';
import type { CurrentUser } from '../../http/index.js';

/** A further condition on the rows of a list. */
export type Condition = (alias: string) => RawBuilder<boolean>;
export type Query = Readonly<Record<string, unknown>>;

/** Parameters that only one type has. */
export interface TypeParameters {
  /** What they add to a list; undefined when none is given. */
  readonly list?: (query: Query, user: CurrentUser) => Condition | undefined;
  /** When given on a single object, the answer is a list that belongs to it. */
  readonly below?: (uid: string, query: Query) => Condition | undefined;
}
