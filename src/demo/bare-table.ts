import type pg from 'pg';

/**
 * Fills a large table without its indexes and keys, and puts them back: building each once is several times faster than keeping it up row by row, and foreign
 * keys are then checked by one join. The names stay the same.
 */
export async function withBareTable(client: pg.ClientBase, table: string, fill: () => Promise<void>): Promise<void> {
  const { rows: constraints } = await client.query<{ name: string; definition: string }>(
    `select conname as name, pg_get_constraintdef(oid) as definition
     from pg_constraint where conrelid = $1::regclass and contype in ('p', 'u', 'f')
       and not exists (select from pg_constraint as referrer where referrer.confrelid = pg_constraint.conrelid and referrer.contype = 'f' and pg_constraint.contype <> 'f')
     order by contype desc`,
    [table],
  );
  const { rows: indexes } = await client.query<{ name: string; definition: string }>(
    `select indexrelid::regclass::text as name, pg_get_indexdef(indexrelid) as definition
     from pg_index
     where indrelid = $1::regclass and not exists (select from pg_constraint where conindid = indexrelid)`,
    [table],
  );
  // Names and definitions are PostgreSQL's own.
  for (const { name } of constraints) await client.query(`alter table ${table} drop constraint "${name}"`);
  for (const { name } of indexes) await client.query(`drop index ${name}`);
  await fill();
  for (const { definition } of indexes) await client.query(definition);
  for (const { name, definition } of constraints)
    await client.query(`alter table ${table} add constraint "${name}" ${definition}`);
}
