import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { testDatabase } from '../../../test/support/database.js';
import { type Db, transaction } from '../index.js';
import { handOver, whyNotReplaceable } from './index.js';

const test = testDatabase();
/** Roles are the whole server's, and other tests run there. */
const OWNER = `owner_${process.pid}`;
const OTHER = `other_${process.pid}`;

const run = (statements: string): Promise<unknown> => sql.raw(statements).execute(test.db);

beforeAll(async () => {
  await run(`
    create role ${OWNER}; create role ${OTHER};
    create table public.analytics_mine (id integer); create table public.analytics_theirs (id integer);
    alter table public.organisationunit owner to ${OWNER}; alter table public.analytics_theirs owner to ${OWNER};
    alter table public.analytics_mine owner to ${OTHER};
    grant create on schema public to ${OWNER}
  `);
});

afterAll(async () => {
  await run(
    `reassign owned by ${OWNER}, ${OTHER} to current_user; drop owned by ${OWNER}, ${OTHER}; drop role ${OWNER}, ${OTHER}`,
  );
});

const asOther = <Result>(work: (db: Db) => Promise<Result>): Promise<Result> =>
  transaction(test.db, async (db) => {
    await sql`set local role ${sql.id(OTHER)}`.execute(db);
    return await work(db);
  });

const handOverMine = () =>
  asOther(async (db) => {
    for (const statement of await handOver(db, ['analytics_mine'])) await statement.execute(db);
  });

const ownerOfMine = async () =>
  (
    await sql<{ owner: string; readable: boolean }>`
      select pg_get_userbyid(relowner) as owner, has_table_privilege(${OWNER}, oid, 'select') as readable
      from pg_class where oid = 'public.analytics_mine'::regclass
    `.execute(test.db)
  ).rows[0];

it('a role that is no member of the owner says what is in the way, and lets the owner read what it makes', async () => {
  expect(await asOther((db) => whyNotReplaceable(db, ['analytics_mine', 'analytics_theirs', 'analytics_none']))).toBe(
    `The tables analytics_theirs belong to the role ${OWNER}, and ${OTHER} may not replace them. Let the administrator of the database run: grant "${OWNER}" to "${OTHER}".`,
  );
  expect(await ownerOfMine()).toEqual({ owner: OTHER, readable: false });
  await handOverMine();
  expect(await ownerOfMine()).toEqual({ owner: OTHER, readable: true });
});

it('a member replaces tables of the owner, and gives it what it makes', async () => {
  await run(`grant ${OWNER} to ${OTHER}`);
  expect(await asOther((db) => whyNotReplaceable(db, ['analytics_mine', 'analytics_theirs']))).toBeUndefined();
  await handOverMine();
  expect(await ownerOfMine()).toEqual({ owner: OWNER, readable: true });
});
