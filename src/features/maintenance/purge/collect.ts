import { type RawBuilder, sql } from 'kysely';
import { type Db, type Referrer, referrersOf } from '../../../database/index.js';
import type { Skipped } from '../operation.js';
import { COLLECTED, type CollectedTable, GOES_WITH, TAKES_ALONG } from './belongings.js';

/** What refers to what among the tables of a purge, read once for a run. */
export interface PurgeMap {
  readonly referrers: readonly Referrer[];
  /** Tables that are there: attached versions differ. */
  readonly tables: ReadonlySet<string>;
}

export async function readPurgeMap(db: Db): Promise<PurgeMap> {
  const referrers = await referrersOf(db, Object.keys(GOES_WITH));
  return { referrers, tables: new Set(referrers.flatMap(({ table, to }) => [table, to])) };
}

/** The keys of a table that go, each with the roots because of which they go. */
export const going = (table: string): RawBuilder<unknown> => sql.table(`going_${table}`);

/** Makes the temporary tables of a transaction, empty. */
export async function prepare(db: Db): Promise<void> {
  for (const { table } of COLLECTED)
    await sql`
      create temporary table ${going(table)} (key bigint not null, root bigint not null) on commit drop
    `.execute(db);
}

/**
 * Fills the temporary tables with all that goes with the roots that stand in one of them, however deep. Children go whether they are soft-deleted themselves or not
 * (contract: schema.md §3.3).
 */
export async function collect(db: Db, { referrers }: PurgeMap, rootTable: CollectedTable): Promise<void> {
  await analyze(db, rootTable);
  const roots = COLLECTED.findIndex(({ table }) => table === rootTable);
  for (const { table, key } of COLLECTED.slice(roots + 1)) {
    const through = referrers
      .filter((referrer) => referrer.table === table && GOES_WITH[referrer.to]?.includes(table))
      .filter(({ to }) => isCollected(to))
      .map(
        ({ column, to }) => sql`
          select ${sql.ref(`row.${key}`)}, parent.root
          from ${sql.table(table)} as row join ${going(to)} as parent on ${sql.ref(`row.${column}`)} = parent.key
        `,
      );
    const along = TAKES_ALONG.filter(({ to }) => to === table).flatMap(({ from, column }) =>
      referrers
        .filter(({ table: link, to }) => link === from && to !== table && isCollected(to))
        .map(
          (link) => sql`
            select ${sql.ref(`link.${column}`)}, parent.root
            from ${sql.table(from)} as link join ${going(link.to)} as parent on ${sql.ref(`link.${link.column}`)} = parent.key
            where ${sql.ref(`link.${column}`)} is not null
          `,
        ),
    );
    const sources = [...through, ...along];
    if (sources.length === 0) continue;
    await sql`insert into ${going(table)} (key, root) ${sql.join(sources, sql` union `)}`.execute(db);
    await analyze(db, table);
  }
}

/** Temporary tables are not analyzed by themselves, and the planner would take them for small. */
const analyze = (db: Db, table: string): Promise<unknown> => sql`analyze ${going(table)}`.execute(db);

const isCollected = (name: string): boolean => COLLECTED.some(({ table }) => table === name);

/** How many kept objects a report names. */
const NAMES_SHOWN = 100;

/**
 * Takes roots out to which, or to something of which, rows refer that do not go along: an unknown table of an upgraded database, or one of an extension. They stay whole
 * (contract: schema.md §3.1).
 *
 * @returns which stay and because of what
 */
export async function keepReferred(
  db: Db,
  { referrers }: PurgeMap,
  root: { table: string; key: string },
): Promise<readonly Skipped[]> {
  const keepers = referrers.filter(
    ({ table, to }) =>
      isCollected(to) &&
      !GOES_WITH[to]?.includes(table) &&
      !TAKES_ALONG.some((along) => along.from === to && along.to === table),
  );
  if (keepers.length === 0) return [];
  const references = keepers.map(
    ({ table, column, to }) => sql`
      select gone.root, ${table}::text as table, count(*) as count
      from ${sql.table(table)} as keeper join ${going(to)} as gone on ${sql.ref(`keeper.${column}`)} = gone.key
      group by gone.root
    `,
  );
  const { rows } = await sql<{ key: number; uid: string; reason: string }>`
    select kept.root as key, root.uid, string_agg(kept.count || ' rows of ' || kept.table || ' refer to it', ', ' order by kept.table) as reason
    from (${sql.join(references, sql` union all `)}) as kept
    join ${sql.table(root.table)} as root on ${sql.ref(`root.${root.key}`)} = kept.root
    group by kept.root, root.uid
    order by root.uid
  `.execute(db);
  if (rows.length === 0) return [];
  const kept = rows.map(({ key }) => key);
  for (const { table } of COLLECTED)
    await sql`delete from ${going(table)} as gone where gone.root = any (${kept}::bigint[])`.execute(db);
  const more = rows.length - NAMES_SHOWN;
  const named = rows.slice(0, NAMES_SHOWN).map(({ uid, reason }) => ({ id: uid, reason }));
  return more > 0 ? [...named, { id: '', reason: `${more} more are kept in the same way` }] : named;
}
