import { type QueryResult, type RawBuilder, sql } from 'kysely';
import { type Db, type HeldKeys, insertHolding } from '../../../database/index.js';
import type { CurrentUser } from '../../../http/index.js';
import { formatTimestamp } from '../../../kernel/clock.js';

/** Who changes what, and when: the same for every row of an import. */
export interface Authorship {
  readonly user: CurrentUser;
  /** Time of the change, as an expression. */
  readonly now: RawBuilder<unknown>;
  /** The same as text of a data value: `yyyy-MM-ddTHH:mm:ss.SSS`. */
  readonly moment: string;
  /** The user as `createdbyuserinfo` keeps it (contract: schema.md §2.8), as an expression. */
  readonly userInfo: RawBuilder<unknown>;
  /** The same as JSON. */
  readonly userJson: string;
}

/** What another import has created meanwhile: the checks have to be made again. */
export class Overtaken extends Error {}

export async function authorship(db: Db, user: CurrentUser, now: Date): Promise<Authorship> {
  const { rows } = await sql<{ info: string }>`
    select jsonb_strip_nulls(jsonb_build_object(
      'id', userinfo.userinfoid, 'uid', userinfo.uid, 'code', userinfo.code, 'username', userinfo.username,
      'firstName', userinfo.firstname, 'surname', userinfo.surname
    ))::text as info
    from userinfo where userinfo.userinfoid = ${user.id}
  `.execute(db);
  const moment = formatTimestamp(now);
  const info = rows[0]?.info ?? null;
  return { user, moment, now: sql`${moment}::timestamp`, userInfo: sql`${info}::jsonb`, userJson: info ?? 'null' };
}

/** What is to be stored of a staging table. */
export const accepted = (
  table: 'entity' | 'enrollment' | 'event' | 'relationship',
  action: 'create' | 'update' | 'delete',
) => sql`(select * from ${sql.table(`staged_${table}`)} as own where not own.refused and own.action = ${action})`;

/** How many objects of a type are to be created, and how many changed. */
export interface ToStore {
  readonly create: number;
  readonly update: number;
}

/** What the rows of a table refer to, by column: the table, whose key is named after it, and a relation of the keys that new rows have. */
export type References = Readonly<Record<string, readonly [table: string, keys: RawBuilder<unknown>]>>;

/** From so many rows on, holding what they refer to is less work than looking it up for each of them. */
const MANY = 500;

/**
 * Puts rows into a table; of many, the references are held (see `insertHolding`).
 *
 * @param rows about how many there are
 */
export async function insertRows<Result>(
  db: Db,
  table: string,
  rows: number,
  references: References,
  insert: () => Promise<Result>,
): Promise<Result> {
  if (rows < MANY) return await insert();
  const held = Object.entries(references).map(
    ([column, [to, keys]]): HeldKeys => ({ column, table: to, key: `${to}id`, keys }),
  );
  return await insertHolding(db, table, held, insert);
}

/**
 * Checks that a statement has created every object that it should: one that another transaction has created meanwhile is not created again.
 *
 * @throws Overtaken
 */
export function expectCreated(wanted: number, { numAffectedRows = 0n }: QueryResult<unknown>): void {
  if (Number(numAffectedRows) !== wanted) throw new Overtaken();
}
