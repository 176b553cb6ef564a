import { type RawBuilder, sql } from 'kysely';
import { namesOf } from '../../database/dhis2/index.js';
import { type Db, transaction } from '../../database/index.js';

/** Wire name → table (contract: system.md §5). */
const COUNTED = {
  dataElement: 'dataelement',
  dataElementGroup: 'dataelementgroup',
  indicatorType: 'indicatortype',
  indicator: 'indicator',
  indicatorGroup: 'indicatorgroup',
  dataSet: 'dataset',
  organisationUnit: 'organisationunit',
  organisationUnitGroup: 'orgunitgroup',
  validationRule: 'validationrule',
  program: 'program',
  period: 'period',
  user: 'userinfo',
  userGroup: 'usergroup',
  visualization: 'visualization',
  eventVisualization: 'eventvisualization',
  map: 'map',
  dashboard: 'dashboard',
} as const;

/** Too large to count on every request: estimated, unless the estimate says that the table is small, or there is none. */
const ESTIMATED = {
  dataValue: 'datavalue',
  trackedEntity: 'trackedentity',
  enrollment: 'enrollment',
  event: 'event',
} as const;

/** Counting so many rows takes two milliseconds. */
const COUNT_EXACTLY_BELOW = 20_000;

export interface ObjectCounts {
  /** Kind of object → how many there are. */
  readonly counts: Readonly<Record<string, number>>;
  /** Kinds whose number is an estimate. */
  readonly estimated: readonly string[];
}

/** How many objects of each kind there are, in one statement (contract: system.md §5, data-admin.md §3.2, §11 no. 13). */
export async function objectCounts(db: Db): Promise<ObjectCounts> {
  const names = Object.keys(ESTIMATED);
  const counts = [
    ...Object.entries(COUNTED).map(([name, table]) => sql`${countOf(table)} as ${sql.id(name)}`),
    // A branch that is not taken costs nothing: the table is counted when the number is wanted first.
    ...Object.entries(ESTIMATED).map(
      ([name, table]) =>
        sql`case when ${isLarge(table)} then ${estimateOf(table)} else ${countOf(table)} end as ${sql.id(name)}`,
    ),
  ];
  const { rows } = await sql<{ estimated: readonly string[] } & Record<string, number>>`
    with estimate as materialized (${ESTIMATES})
    select
      array(
        select kind.name from unnest(${names}::text[], ${Object.values(ESTIMATED)}::text[]) as kind (name, relation)
        join estimate on estimate.relation = kind.relation
        where estimate.rows >= ${COUNT_EXACTLY_BELOW}
      ) as estimated,
      ${sql.join(counts)}
  `.execute(db);
  const { estimated = [], ...found } = rows[0] ?? { estimated: [] };
  return { counts: found, estimated };
}

const countOf = (table: string): RawBuilder<number> => sql`(select count(*) from ${sql.id(table)})`;

const estimateOf = (table: string): RawBuilder<number> =>
  sql`(select estimate.rows from estimate where estimate.relation = ${table})`;

const isLarge = (table: string): RawBuilder<boolean> =>
  sql`coalesce(${estimateOf(table)} >= ${COUNT_EXACTLY_BELOW}, false)`;

/** Each table that is estimated, as `relation`, with the names of those that hold its rows in some version, as `name`. */
const HOLDERS = sql`
  unnest(
    ${Object.values(ESTIMATED).flatMap((table) => namesOf(table).map(() => table))}::text[], ${Object.values(ESTIMATED).flatMap(namesOf)}::text[]
  ) as holder (relation, name)
  join pg_class as class on class.relname = holder.name and class.relnamespace = 'public'::regnamespace
`;

/**
 * Rows of tables without counting them: PostgreSQL keeps the number of live rows with each commit, and sets it right whenever it vacuums or analyses the table. A crash
 * loses it; it is null until one of these has happened since.
 */
const ESTIMATES = sql`
  select holder.relation, case when bool_and(${isKept('class')}) then sum(pg_stat_get_live_tuples(class.oid))::bigint end as rows
  from ${HOLDERS}
  group by holder.relation
`;

/** Whether the database's statistics of the table know where to count from. */
function isKept(alias: string): RawBuilder<boolean> {
  const oid = sql.ref(`${alias}.oid`);
  return sql`coalesce(
    pg_stat_get_last_vacuum_time(${oid}), pg_stat_get_last_autovacuum_time(${oid}), pg_stat_get_last_analyze_time(${oid}),
    pg_stat_get_last_autoanalyze_time(${oid})
  ) is not null`;
}

/** Forty megabytes: smaller tables are quickly counted. */
const ANALYSED_FROM_BYTES = 40 * 1024 * 1024;

/** Who holds such a lock vacuums or analyses the table already. */
const LONGEST_WAIT_MS = 3_000;

/**
 * Analyses the large tables whose number of rows the database has lost, by a crash or because it was copied: until then each request would have to count them. Nothing
 * else does it before a tenth of their rows has changed.
 *
 * @returns the tables that were analysed
 */
export async function restoreEstimates(db: Db, fromBytes = ANALYSED_FROM_BYTES): Promise<readonly string[]> {
  const { rows } = await sql<{ table: string }>`
    select class.relname as "table" from ${HOLDERS}
    where not ${isKept('class')} and pg_relation_size(class.oid) >= ${fromBytes}
    order by class.relname
  `.execute(db);
  for (const { table } of rows)
    await transaction(db, (handle) => sql`analyze ${sql.id('public', table)}`.execute(handle), {
      lockTimeoutMs: LONGEST_WAIT_MS,
    });
  return rows.map(({ table }) => table);
}
