import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { testDatabase } from '../../../test/support/database.js';
import { deleteRows } from './delete-rows.js';

const test = testDatabase();

it.each([1, 7, 1_000])('deletes all rows that are meant and no other, %i pages at once', async (pagesAtOnce) => {
  const { db } = test;
  await sql`drop table if exists heap`.execute(db);
  await sql`create table heap as select n, repeat('x', 100) as filler from generate_series(1, 3000) as n`.execute(db);
  const done: string[] = [];
  const stage = {
    item: async <T>(name: string, work: () => Promise<T>) => {
      done.push(name);
      return await work();
    },
  };
  const rows = { table: 'heap', condition: sql`row.n % 3 = 0 or row.n > 2900` };

  expect(await deleteRows({ db, stage }, rows, pagesAtOnce)).toBe(1_066);

  const left = await sql<{ n: number }>`select n from heap order by n`.execute(db);
  const meant = Array.from({ length: 2_900 }, (_, index) => index + 1).filter((n) => n % 3 !== 0);
  expect(left.rows.map(({ n }) => n)).toEqual(meant);
  expect(done.length > 1).toBe(pagesAtOnce < 1_000);
});
