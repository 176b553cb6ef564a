import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { testDatabase } from '../../../../test/support/database.js';

const test = testDatabase();

it('the lens knows the tables of a standalone database; "npx vitest run src/database/dhis2/lens/shape.test.ts -u" writes them anew', async () => {
  const { rows } = await sql<{ shape: unknown }>`
    select json_object_agg(tables.name, tables.columns order by tables.name) as shape
    from (
      select pg_class.relname as name, json_object_agg(attname, format_type(atttypid, atttypmod) order by attnum) as columns
      from pg_attribute
      join pg_class on pg_class.oid = attrelid and relkind = 'r' and relnamespace = 'public'::regnamespace
      where attnum > 0 and not attisdropped
      group by pg_class.relname
    ) as tables
  `.execute(test.db);
  await expect(`${JSON.stringify(rows[0]?.shape, null, 1)}\n`).toMatchFileSnapshot('./shape.json');
});
