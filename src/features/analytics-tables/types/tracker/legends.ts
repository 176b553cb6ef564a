import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../../../../database/index.js';

export interface LegendSet {
  readonly uid: string;
  readonly legends: readonly { readonly uid: string; readonly from: number; readonly to: number }[];
}

/** All legend sets by their ids, each with its legends from the lowest. */
export async function readLegendSets(db: Db): Promise<ReadonlyMap<number, LegendSet>> {
  const { rows } = await sql<{ id: number } & LegendSet>`
    select
      legendset.maplegendsetid as id, legendset.uid,
      json_agg(json_build_object('uid', legend.uid, 'from', legend.startvalue, 'to', legend.endvalue) order by legend.startvalue, legend.uid) as legends
    from maplegendset as legendset
    join maplegend as legend on legend.maplegendsetid = legendset.maplegendsetid
    group by legendset.maplegendsetid, legendset.uid
  `.execute(db);
  return new Map(rows.map(({ id, ...legendSet }) => [id, legendSet]));
}

/**
 * The uid of the legend that holds a number, null for none: one search in a sorted list, whatever the number of legends. A legend holds its start and not its end; of several
 * that hold a number the one that starts first counts.
 */
export function legendOf({ legends }: LegendSet, number: RawBuilder<unknown>): RawBuilder<unknown> {
  const bounds = [...new Set(legends.flatMap(({ from, to }) => [from, to]))].sort((a, b) => a - b);
  const uids = bounds.map((bound) => legends.find(({ from, to }) => from <= bound && bound < to)?.uid ?? null);
  const list = sql.lit(`{${uids.map((uid) => uid ?? 'null').join(',')}}`);
  return sql`(${list}::text[])[width_bucket(${number}, ${sql.lit(`{${bounds.join(',')}}`)}::double precision[])]`;
}
