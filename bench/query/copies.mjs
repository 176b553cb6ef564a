/** Copies of `analytics` with the same rows under other indexes, each in a schema of its own under the same name, so that the same statement reads either. */

/** Columns on which the peer puts no index: facts, and those of outliers. */
const FACTS = new Set(
  'approvallevel daysxvalue daysno value textvalue avg_middle_value percentile_middle_value mad std_dev'.split(' '),
);

/** Partitions by year with the peer's index on every dimension column (contract: tables.md §4.10). */
export async function withPeerIndexes(pool, schema) {
  const { columns, partitions } = await catalogue(pool);
  const indexed = columns.filter((name) => !FACTS.has(name));
  await pool.query(
    `drop schema if exists ${schema} cascade; create schema ${schema}; create table ${schema}.analytics (like analytics)`,
  );
  for (const partition of partitions) {
    const year = Number(/\d+$/.exec(partition)[0]);
    await pool.query(
      `create unlogged table ${schema}.${partition} (check (year = ${year}), check (pestartdate < '${year + 1}-01-01')) inherits (${schema}.analytics);
       insert into ${schema}.${partition} select * from public.${partition}`,
    );
    for (const name of indexed) {
      const on = name === 'co' || name === 'ao' ? `dx, ${name}` : `"${name}"`;
      await pool.query(`create index on ${schema}.${partition} (${on})`);
    }
    await pool.query(`vacuum analyze ${schema}.${partition}`);
  }
  return { indexes: indexed.length * partitions.length };
}

/** One table without partitions, with the indexes of Orderly's partitions. */
export async function inOnePiece(pool, schema) {
  const { partitions } = await catalogue(pool);
  await pool.query(
    `drop schema if exists ${schema} cascade; create schema ${schema}; create unlogged table ${schema}.analytics (like public.analytics);
     insert into ${schema}.analytics select * from public.analytics`,
  );
  const { rows } = await pool.query(
    "select regexp_replace(indexdef, '^.* USING ', ' using ') as how from pg_indexes where schemaname = 'public' and tablename = $1",
    [partitions.at(-1)],
  );
  for (const { how } of rows) await pool.query(`create index on ${schema}.analytics ${how}`);
  await pool.query(`vacuum analyze ${schema}.analytics`);
}

async function catalogue(pool) {
  const { rows: columns } = await pool.query(
    "select attname as name from pg_attribute where attrelid = 'public.analytics'::regclass and attnum > 0 and not attisdropped order by attnum",
  );
  const { rows: partitions } = await pool.query(
    `select child.relname as name from pg_inherits join pg_class as child on child.oid = inhrelid
     where inhparent = 'public.analytics'::regclass order by 1`,
  );
  return { columns: columns.map(({ name }) => name), partitions: partitions.map(({ name }) => name) };
}
