import { sql } from 'kysely';
import type { Db } from '../../database/index.js';
import type { Reservation } from './reservation.js';
import type { Resolved } from './text-pattern.js';

/** A value that is kept for somebody, as it is sent. */
export interface ReservedValue {
  readonly ownerObject: string;
  readonly ownerUid: string;
  readonly key: string;
  readonly value: string;
  readonly created: string;
  readonly expiryDate: string;
}

interface Attribute {
  readonly id: number;
  readonly uid: string;
}

/** Only attributes of tracked entities have reserved values. */
const OWNER = 'TRACKEDENTITYATTRIBUTE';

/** How many values of the pattern tracked entities have, or are reserved. */
export async function usedCount(
  db: Db,
  attribute: Attribute,
  { before, after, key, generated }: Resolved,
): Promise<number> {
  const literal = (text: string): string => text.replace(/[\\%_]/g, '\\$&');
  const pattern = generated
    ? `${literal(before)}${'_'.repeat(generated.parameter.length)}${literal(after)}`
    : literal(key);
  const { rows } = await sql<{ readonly count: number }>`
    select count(*) as count from (
      select lower(stored.value) from trackedentityattributevalue as stored
      where stored.trackedentityattributeid = ${attribute.id} and lower(stored.value) like lower(${pattern}::text)
      union
      select lower(reserved.value) from reservedvalue as reserved
      where reserved.ownerobject = ${OWNER} and reserved.owneruid = ${attribute.uid} and lower(reserved.value) like lower(${pattern}::text)
    ) as used
  `.execute(db);
  return rows[0]?.count ?? 0;
}

/** Those of the values that no tracked entity has and that are not reserved under any key, in the order in which they come. */
export async function freeValues(db: Db, attribute: Attribute, values: readonly string[]): Promise<readonly string[]> {
  const { rows } = await sql<{ readonly value: string }>`
    select wanted.value from unnest(${[...values]}::text[]) with ordinality as wanted (value, position)
    where not exists (
      select from trackedentityattributevalue as stored
      where stored.trackedentityattributeid = ${attribute.id} and lower(stored.value) = lower(wanted.value)
    ) and not exists (
      select from reservedvalue as reserved
      where reserved.ownerobject = ${OWNER} and reserved.owneruid = ${attribute.uid} and lower(reserved.value) = lower(wanted.value)
    )
    order by wanted.position
  `.execute(db);
  return rows.map(({ value }) => value);
}

/** The number that comes next, which nobody else takes before the transaction ends. A counter begins with 1. */
export async function lockCounter(db: Db, owner: string, key: string): Promise<number> {
  await sql`
    insert into sequentialnumbercounter (id, owneruid, key, counter)
    values (nextval('hibernate_sequence'), ${owner}, ${key}, 1)
    on conflict (owneruid, key) do nothing
  `.execute(db);
  const { rows } = await sql<{ readonly next: number }>`
    select coalesce(counted.counter, 1) as next from sequentialnumbercounter as counted
    where counted.owneruid = ${owner} and counted.key = ${key} for update
  `.execute(db);
  const [row] = rows;
  if (!row) throw new Error(`The counter of ${owner} is gone.`);
  return row.next;
}

/** Sets which number comes next. */
export async function moveCounter(db: Db, owner: string, key: string, next: number): Promise<void> {
  await sql`
    update sequentialnumbercounter as counted set counter = ${next} where counted.owneruid = ${owner} and counted.key = ${key}
  `.execute(db);
}

/** The values as they are sent; `kept` ones become rows of `reservedvalue` (contract: schema-tables.md). */
export async function storeReserved(
  db: Db,
  { attribute, resolved, days }: Reservation,
  values: readonly string[],
  kept: boolean,
): Promise<readonly ReservedValue[]> {
  const rows = sql`
    select
      wanted.value, wanted.position, localtimestamp::timestamp(3) as created,
      (localtimestamp + make_interval(days => ${days}))::timestamp(3) as expirydate
    from unnest(${[...values]}::text[]) with ordinality as wanted (value, position)
  `;
  const stored = kept
    ? sql`, stored as (
        insert into reservedvalue (reservedvalueid, expirydate, created, ownerobject, owneruid, key, value)
        select nextval('reservedvalue_sequence'), made.expirydate, made.created, ${OWNER}, ${attribute.uid}, ${resolved.key}, made.value from made
      )`
    : sql``;
  const made = await sql<ReservedValue>`
    with made as (${rows}) ${stored}
    select
      ${OWNER}::text as "ownerObject", ${attribute.uid}::text as "ownerUid", ${resolved.key}::text as key, made.value,
      made.created, made.expirydate as "expiryDate"
    from made order by made.position
  `.execute(db);
  return made.rows;
}
