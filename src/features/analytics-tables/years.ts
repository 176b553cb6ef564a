import { sql } from 'kysely';
import { RESOURCE_TABLES } from '../resource-tables/index.js';
import type { BuildSource } from './definition.js';

/**
 * The years that rows may belong to: those of the periods in the structure table within the run's window. A year without rows ends as no partition, so there
 * is no need to ask the data for its years first.
 */
export async function periodYears(source: BuildSource): Promise<readonly number[]> {
  const { rows } = await sql<{ year: number }>`
    select distinct ps.year
    from ${sql.table(RESOURCE_TABLES.period)} as ps
    where ps.year >= ${source.options.fromYear ?? 0}
    order by ps.year
  `.execute(source.db);
  return rows.map(({ year }) => year);
}
