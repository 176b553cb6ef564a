import { sql } from 'kysely';
import type { Db } from '../../database/index.js';

/** The tables of a type as they stand. */
export interface AnalyticsTableFacts {
  readonly type: string;
  /** Seconds since the reading of data began that the oldest partition shows. */
  readonly oldestSeconds: number;
  /** Seconds since the reading of data began that the newest partition shows. */
  readonly newestSeconds: number;
  /** As the last runs counted or estimated them. */
  readonly rows: number;
  readonly bytes: number;
  /** Partitions that a crash of the database emptied and that are not built anew yet. */
  readonly lost: number;
}

/** What is known of the analytics tables of each type that has any. */
export async function analyticsTableFacts(db: Db): Promise<readonly AnalyticsTableFacts[]> {
  const { rows } = await sql<AnalyticsTableFacts>`
    select known.table_type as type,
      extract(epoch from now() - min(known.started_at))::float8 as "oldestSeconds",
      extract(epoch from now() - max(known.started_at))::float8 as "newestSeconds",
      sum(known.row_estimate)::bigint as rows, sum(known.bytes)::bigint as bytes, count(*) filter (where known.lost) as lost
    from orderly.analytics_partition as known
    group by known.table_type
    order by known.table_type
  `.execute(db);
  return rows;
}
