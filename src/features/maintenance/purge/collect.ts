import { type RawBuilder, sql } from 'kysely';
import { type Db, type Referrer, tableOf } from '../../../database/index.js';
import type { Skipped } from '../operation.js';
import type { Collected, PurgeMap } from './map.js';

/** The keys of a table that go, each with the roots because of which they go. */
export const going = (table: string): RawBuilder<unknown> => sql.table(`going_${table}`);

/** The table itself, past the view that may stand before it. */
export const stored = (table: string): RawBuilder<unknown> => tableOf({ schema: 'public', table });

/** Makes the temporary tables of a transaction, empty. */
export async function prepare(db: Db, { collected }: PurgeMap): Promise<void> {
  await sql`
    create temporary table purged_root (root bigint generated always as identity primary key, key bigint not null, uid text not null) on commit drop
  `.execute(db);
  for (const { table } of collected)
    await sql`
      create temporary table ${going(table)} (key bigint not null, root bigint not null) on commit drop
    `.execute(db);
}

/** Soft-deleted rows of a table that are to go: the next ones by their keys, locked so that none of them comes back to life meanwhile, or all, as they are. */
export async function takeRoots(
  db: Db,
  { table, key }: Collected,
  next?: { readonly after: number; readonly atMost: number },
): Promise<number | null> {
  const column = sql.ref(`row.${key}`);
  const chosen = next ? sql`and ${column} > ${next.after} order by 1 limit ${next.atMost} for update` : sql``;
  const { rows } = await sql<{ last: number | null }>`
    with roots as (
      select ${column} as key, coalesce(row.uid, ${column}::text) as uid from ${stored(table)} as row where row.deleted ${chosen}
    ),
    named as (insert into purged_root (key, uid) select roots.key, roots.uid from roots returning root, key),
    taken as (insert into ${going(table)} (key, root) select named.key, named.root from named returning key)
    select max(taken.key) as last from taken
  `.execute(db);
  await analyze(db, table);
  return rows[0]?.last ?? null;
}

/**
 * Fills the temporary tables with all that goes with the roots that stand in them, however deep. Children go whether they are soft-deleted themselves or not
 * (contract: schema.md §3.3).
 */
export async function collect(db: Db, map: PurgeMap, rootName: string): Promise<void> {
  const { collected, referrers, along, isCollected, goesAlong } = map;
  for (const { table, key } of collected.slice(collected.findLastIndex(({ name }) => name === rootName) + 1)) {
    const through = referrers
      .filter((referrer) => referrer.table === table && goesAlong(referrer) && isCollected(referrer.to))
      .map(
        ({ column, to }) => sql`
          select ${sql.ref(`row.${key}`)}, parent.root
          from ${stored(table)} as row join ${going(to)} as parent on ${sql.ref(`row.${column}`)} = parent.key
        `,
      );
    const alongWith = along
      .filter(({ to }) => to === table)
      .flatMap(({ from, column }) =>
        referrers
          .filter((link) => link.table === from && goesAlong(link) && link.to !== table && isCollected(link.to))
          .map(
            (link) => sql`
            select ${sql.ref(`link.${column}`)}, parent.root
            from ${stored(from)} as link join ${going(link.to)} as parent on ${sql.ref(`link.${link.column}`)} = parent.key
            where ${sql.ref(`link.${column}`)} is not null
          `,
          ),
      );
    const sources = [...through, ...alongWith, ...(table === 'relationship' ? byNamedItems(map) : [])];
    if (sources.length === 0) continue;
    await sql`insert into ${going(table)} (key, root) ${sql.join(sources, sql` union `)}`.execute(db);
    await analyze(db, table);
  }
  await leaveShared(db, map);
}

/** Relationships that name an item which goes but that the item does not name back: the cascade takes them too, so that they have to be known. */
const byNamedItems = ({ referrers, isCollected }: PurgeMap): readonly RawBuilder<unknown>[] =>
  referrers
    .filter(({ table, to }) => table === 'relationship' && to === 'relationshipitem')
    .flatMap((named) =>
      referrers
        .filter(({ table, to }) => table === 'relationshipitem' && to !== 'relationship' && isCollected(to))
        .map(
          (item) => sql`
            select row.relationshipid, parent.root
            from ${stored('relationship')} as row
            join ${stored('relationshipitem')} as item on item.relationshipitemid = ${sql.ref(`row.${named.column}`)}
            join ${going(item.to)} as parent on ${sql.ref(`item.${item.column}`)} = parent.key
          `,
        ),
    );

/** A note that is also one of an object which stays, stays with it. */
async function leaveShared(db: Db, { referrers, nameOf, isCollected, goesAlong }: PurgeMap): Promise<void> {
  for (const { table, column, to } of referrers.filter(
    (referrer) => nameOf(referrer.to) === 'note' && goesAlong(referrer),
  ))
    for (const link of referrers.filter((other) => other.table === table && other.to !== to && isCollected(other.to)))
      await sql`
        delete from ${going(to)} as gone where exists (
          select from ${stored(table)} as link
          where ${sql.ref(`link.${column}`)} = gone.key
            and not exists (select from ${going(link.to)} as parent where parent.key = ${sql.ref(`link.${link.column}`)})
        )
      `.execute(db);
}

/** Temporary tables are not analyzed by themselves, and the planner would take them for small. */
const analyze = (db: Db, table: string): Promise<unknown> => sql`analyze ${going(table)}`.execute(db);

/** Rows of a table that does not go along and that refer to what goes because of each root: to collected rows, or to rows that go by what they refer to. */
function referencesBy(
  keeper: Referrer,
  { referrers, isCollected, goesAlong }: PurgeMap,
): readonly RawBuilder<unknown>[] {
  const { schema, table, column, to, target } = keeper;
  const name = schema === 'public' ? table : `${schema}.${table}`;
  const places = (rows: RawBuilder<unknown>) => sql`
    select gone.root, ${name}::text as table, keeper.ctid as place from ${tableOf(keeper)} as keeper ${rows}
  `;
  if (isCollected(to)) return [places(sql`join ${going(to)} as gone on ${sql.ref(`keeper.${column}`)} = gone.key`)];
  return referrers
    .filter((leaf) => leaf.table === to && isCollected(leaf.to) && goesAlong(leaf))
    .map((leaf) =>
      places(sql`
        join ${stored(to)} as leaf on ${sql.ref(`keeper.${column}`)} = ${sql.ref(`leaf.${target}`)}
        join ${going(leaf.to)} as gone on ${sql.ref(`leaf.${leaf.column}`)} = gone.key
      `),
    );
}

/** How many kept objects a report names. */
const NAMES_SHOWN = 100;

/**
 * Takes roots out to which, or to something of which, rows refer that do not go along: an unknown table of an upgraded database, or one of an extension. They stay whole
 * (contract: schema.md §3.1).
 *
 * @returns which stay and because of what
 */
export async function keepReferred(db: Db, map: PurgeMap): Promise<readonly Skipped[]> {
  const keepers = map.referrers.filter((referrer) => map.isPurged(referrer.to) && !map.goesAlong(referrer));
  const references = keepers.flatMap((keeper) => referencesBy(keeper, map));
  if (references.length === 0) return [];
  const { rows } = await sql<{ root: number; uid: string; reason: string }>`
    select kept.root, purged_root.uid, string_agg(
        kept.count || case kept.count when 1 then ' row of ' || kept.table || ' refers' else ' rows of ' || kept.table || ' refer' end || ' to it',
        ', ' order by kept.table
      ) as reason
    from (
      select reference.root, reference.table, count(distinct reference.place) as count
      from (${sql.join(references, sql` union all `)}) as reference
      group by reference.root, reference.table
    ) as kept
    join purged_root on purged_root.root = kept.root
    group by kept.root, purged_root.uid
    order by purged_root.uid
  `.execute(db);
  if (rows.length === 0) return [];
  const kept = rows.map(({ root }) => root);
  for (const { table } of map.collected)
    await sql`delete from ${going(table)} as gone where gone.root = any (${kept}::bigint[])`.execute(db);
  await leaveShared(db, map);
  const more = rows.length - NAMES_SHOWN;
  const named = rows.slice(0, NAMES_SHOWN).map(({ uid, reason }) => ({ id: uid, reason }));
  return more > 0 ? [...named, { id: '', reason: `${more} more are kept in the same way` }] : named;
}
