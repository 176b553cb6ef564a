import { setTimeout as sleep } from 'node:timers/promises';
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
  workshop: 'workshop',
  drop: ['thing'],
  move: [{ from: { schema: 'workshop', table: 'thing_temp' }, to: 'thing' }],
  inherit: [],
};

const ids = async (relation: string): Promise<readonly number[]> =>
  (await sql<{ id: number }>`select id from ${sql.table(relation)}`.execute(test.db)).rows.map(({ id }) => id);

/** Relations that a swap has locked while it waits for another lock. */
async function heldByWaiting(): Promise<readonly string[]> {
  for (;;) {
    const { rows } = await sql<{ pid: number; held: readonly string[] }>`
      select waiting.pid, array(
        select held.relation::regclass::text from pg_locks as held
        where held.pid = waiting.pid and held.granted and held.mode = 'AccessExclusiveLock' and held.locktype = 'relation'
      ) as held
      from pg_locks as waiting
      where not waiting.granted and waiting.mode = 'AccessExclusiveLock' and waiting.database = (select oid from pg_database where datname = current_database())
    `.execute(test.db);
    if (rows[0]) return rows[0].held;
    await sleep(10);
  }
}

beforeEach(async () => {
  await sql`drop schema if exists workshop_old cascade`.execute(test.db);
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
    await sql`create unique index third_index on third_view (id)`.execute(test.db);
    await sql`grant select on second_view to public`.execute(test.db);
    expect(await swapTables(test.db, plan)).toEqual({ lostViews: [] });
    expect(await ids('second_view')).toEqual([2]);
    expect(await ids('third_view')).toEqual([2]);
    expect(
      (await sql`select from pg_indexes where tablename = 'third_view' and indexname = 'third_index'`.execute(test.db))
        .rows,
    ).toHaveLength(1);
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

  it('waits for readers with no lock that they could still come for', async () => {
    await sql`create table thing_2025 () inherits (thing)`.execute(test.db);
    await sql`create view first_view as select id from thing`.execute(test.db);
    await sql`create view second_view as select id from first_view`.execute(test.db);
    const whole = { ...plan, drop: ['thing_2025', 'thing'] };
    for (const [held, wanted] of [
      ['second_view', sql`comment on view second_view is 'read'`],
      ['thing', sql`lock table only thing in access share mode`],
    ] as const) {
      const [swap] = await transaction(test.db, async (reader) => {
        await wanted.execute(reader);
        const started = swapTables(test.db, whole);
        const locked = await heldByWaiting();
        expect(
          locked.filter((name) => name.startsWith('thing')),
          held,
        ).toEqual([]);
        // So it goes on to what it has not locked yet, and nobody waits in a circle.
        await sql`select from thing`.execute(reader);
        return [started];
      });
      expect(await swap).toEqual({ lostViews: [] });
      await build('workshop', 3);
      await sql`create table thing_2025 () inherits (thing)`.execute(test.db);
    }
  });

  it('keeps a table on which something depends that it does not know', async () => {
    await sql`create function things() returns setof thing language sql as 'select * from thing'`.execute(test.db);
    await expect(swapTables(test.db, plan)).rejects.toThrow(
      'The table thing cannot be replaced, because function things() depends on it.',
    );
    await sql`drop function things()`.execute(test.db);
    await sql`drop table workshop.thing`.execute(test.db);
    await build('workshop', 3);
    await sql`create table child (id int) inherits (thing)`.execute(test.db);
    await expect(swapTables(test.db, plan)).rejects.toThrow(/because table child depends on it/);
    expect(await ids('thing')).toEqual([1]);
  });

  it('changes nothing when it fails', async () => {
    const broken = { ...plan, inherit: [{ child: 'thing', parent: 'nothing_there' }] };
    await expect(swapTables(test.db, broken)).rejects.toThrow(/nothing_there/);
    expect(await ids('thing')).toEqual([1]);
  });
});
