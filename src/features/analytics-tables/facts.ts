import { sql } from 'kysely';
import type { Db } from '../../database/index.js';

/** The tables of a type as they stand. */
export interface AnalyticsTableFacts {
  readonly type: string;
  /** Seconds since the data were read that the partition shows which is most behind; a run that found nothing new has read them too. */
  readonly oldestSeconds: number;
  /** The same of the partition which is least behind. */
  readonly newestSeconds: number;
  /** The two moments themselves. */
  readonly oldest: Date;
  readonly newest: Date;
  readonly partitions: number;
  /** As the last runs counted or estimated them. */
  readonly rows: number;
  readonly bytes: number;
  /** Partitions that a crash of the database emptied and that are not built anew yet. */
  readonly lost: number;
}

/** What is known of the analytics tables of each type that has any. */
export async function analyticsTableFacts(db: Db): Promise<readonly AnalyticsTableFacts[]> {
  const { rows } = await sql<AnalyticsTableFacts>`
    select standing.table_type as type,
      extract(epoch from now() - min(standing.seen_at))::float8 as "oldestSeconds",
      extract(epoch from now() - max(standing.seen_at))::float8 as "newestSeconds",
      min(standing.seen_at) as oldest, max(standing.seen_at) as newest, count(*) as partitions,
      sum(standing.row_estimate)::bigint as rows, sum(standing.bytes)::bigint as bytes, count(*) filter (where standing.lost) as lost
    from (
      select known.*, coalesce(
        (
          select mark.since from orderly.analytics_watermark as mark
          where mark.table_name in (known.table_name, regexp_replace(known.table_name, '_[0-9]{1,4}$', ''))
            and mark.from_year <= coalesce(known.year, 2147483647)
          order by mark.from_year desc
          limit 1
        ),
        known.started_at
      ) as seen_at
      from orderly.analytics_partition as known
    ) as standing
    group by standing.table_type
    order by standing.table_type
  `.execute(db);
  return rows;
}
