import { sql } from 'kysely';
import { beforeEach, describe, expect, it } from 'vitest';
import { testDatabase } from '../../../test/support/database.js';
import { transaction } from '../transaction.js';
import { createTable, publicTable, swapTables } from './index.js';

const test = testDatabase();

async function build(schema: string, value: number): Promise<void> {
  await createTable(test.db, { schema, table: 'thing_temp' }, [
    { name: 'id', type: 'integer', notNull: true },
    { name: 'name', type: 'text' },
  ]);
  await sql`insert into ${sql.id(schema, 'thing_temp')} values (${value}, 'x')`.execute(test.db);
}

const plan = {
  drop: ['thing'],
  move: [{ from: { schema: 'workshop', table: 'thing_temp' }, to: 'thing' }],
  inherit: [],
};

const ids = async (relation: string): Promise<readonly number[]> =>
  (await sql<{ id: number }>`select id from ${sql.table(relation)}`.execute(test.db)).rows.map(({ id }) => id);

beforeEach(async () => {
  await sql`drop schema if exists workshop cascade`.execute(test.db);
  await sql`drop table if exists thing cascade`.execute(test.db);
  await sql`create schema workshop`.execute(test.db);
  await createTable(test.db, publicTable('thing'), [
    { name: 'id', type: 'integer', notNull: true },
    { name: 'name', type: 'text' },
  ]);
  await sql`insert into thing values (1, 'old')`.execute(test.db);
  await build('workshop', 2);
});

describe('a swap', () => {
  it('puts the new table in place of the old', async () => {
    expect(await swapTables(test.db, plan)).toEqual({ lostViews: [] });
    expect(await ids('thing')).toEqual([2]);
  });

  it('keeps the views on the table, those on them, and who may read them', async () => {
    await sql`create view first_view as select id, name from thing where id > 0`.execute(test.db);
    await sql`create view second_view as select id from first_view`.execute(test.db);
    await sql`create materialized view third_view as select id from second_view`.execute(test.db);
    await sql`grant select on second_view to public`.execute(test.db);
    expect(await swapTables(test.db, plan)).toEqual({ lostViews: [] });
    expect(await ids('second_view')).toEqual([2]);
    expect(await ids('third_view')).toEqual([2]);
    const { rows } = await sql<{ allowed: boolean }>`
      select exists (
        select from pg_class, aclexplode(relacl) as acl where relname = 'second_view' and acl.grantee = 0 and acl.privilege_type = 'SELECT'
      ) as allowed
    `.execute(test.db);
    expect(rows[0]?.allowed).toBe(true);
  });

  it('reports a view that no longer fits and keeps the others', async () => {
    await sql`alter table thing add column extra text`.execute(test.db);
    await sql`create view lost_view as select extra from thing`.execute(test.db);
    await sql`create view kept_view as select id from thing`.execute(test.db);
    const { lostViews } = await swapTables(test.db, plan);
    expect(lostViews).toEqual([expect.stringMatching(/^View public\.lost_view could not be made again: .*extra/)]);
    expect(await ids('kept_view')).toEqual([2]);
  });

  it('steps back for a reader that stays, and goes through when it is done', async () => {
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const reader = transaction(test.db, async (handle) => {
      await sql`select from thing`.execute(handle);
      await held;
    });
    const swap = swapTables(test.db, plan);
    // While the swap waits for the lock or between its tries, others read on: it never waits for longer than its lock timeout.
    expect(await ids('thing')).toEqual([1]);
    release();
    await reader;
    await swap;
    expect(await ids('thing')).toEqual([2]);
  });

  it('changes nothing when it fails', async () => {
    const broken = { ...plan, inherit: [{ child: 'thing', parent: 'nothing_there' }] };
    await expect(swapTables(test.db, broken)).rejects.toThrow(/nothing_there/);
    expect(await ids('thing')).toEqual([1]);
  });
});
