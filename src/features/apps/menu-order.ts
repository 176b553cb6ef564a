import { sql } from 'kysely';
import { type Db, transaction } from '../../database/index.js';

/** The names of apps in the order that the user gave them. */
export async function readMenuOrder(db: Db, userId: number): Promise<readonly string[]> {
  const { rows } = await sql<{ app: string }>`
    select userapps.app from userapps
    where userapps.userinfoid = ${userId} and userapps.app is not null
    order by userapps.sort_order
  `.execute(db);
  return rows.map(({ app }) => app);
}

/** Replaces the order; the peer's list counts from zero. */
export async function writeMenuOrder(db: Db, userId: number, names: readonly string[]): Promise<void> {
  await transaction(db, async (handle) => {
    // Two browser windows that save at once must not meet in the table's key.
    await sql`select from userinfo where userinfo.userinfoid = ${userId} for no key update`.execute(handle);
    await sql`delete from userapps where userapps.userinfoid = ${userId}`.execute(handle);
    await sql`
      insert into userapps (userinfoid, sort_order, app)
      select ${userId}, chosen.position - 1, chosen.app
      from unnest(${names}::text[]) with ordinality as chosen (app, position)
    `.execute(handle);
  });
}
