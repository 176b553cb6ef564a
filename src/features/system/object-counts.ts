import { sql } from 'kysely';
import type { Db } from '../../database/index.js';

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

/** Too large to count on every request: estimated from the planner's statistics, unless they say that the table is small or say nothing. */
const ESTIMATED = {
  dataValue: 'datavalue',
  trackedEntity: 'trackedentity',
  enrollment: 'enrollment',
  event: 'event',
} as const;

const COUNT_EXACTLY_BELOW = 100_000;

/** How many objects of each kind there are. */
export async function objectCounts(db: Db): Promise<Readonly<Record<string, number>>> {
  const estimates = await estimatedRows(db);
  const exact = [
    ...Object.entries(COUNTED),
    ...Object.entries(ESTIMATED).filter(([, table]) => (estimates.get(table) ?? 0) < COUNT_EXACTLY_BELOW),
  ];
  const counts = exact.map(([name, table]) => sql`(select count(*) from ${sql.table(table)}) as ${sql.id(name)}`);
  const { rows } = await sql<Record<string, number>>`select ${sql.join(counts)}`.execute(db);
  const estimated = Object.entries(ESTIMATED).map(([name, table]) => [name, estimates.get(table) ?? 0]);
  return { ...Object.fromEntries(estimated), ...rows[0] };
}

async function estimatedRows(db: Db): Promise<ReadonlyMap<string, number>> {
  const { rows } = await sql<{ table: string; rows: number }>`
    select pg_class.relname as "table", greatest(pg_class.reltuples, 0)::bigint as rows
    from pg_class
    where pg_class.relnamespace = 'public'::regnamespace and pg_class.relname = any (${Object.values(ESTIMATED)}::text[])
  `.execute(db);
  return new Map(rows.map(({ table, rows: count }) => [table, count]));
}
