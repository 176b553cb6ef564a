import { type RawBuilder, sql } from 'kysely';
import { type Db, transaction } from '../../../database/index.js';

/** Rows that analytics tables read directly: `key` as bigint[], `identity`, and `content` as jsonb with all that shows. */
interface WatchedSource {
  readonly name: string;
  readonly rows: RawBuilder<unknown>;
}

const WATCHED: readonly WatchedSource[] = [
  {
    name: 'aggregationLevels',
    rows: sql`
      select array[cut.dataelementid]::bigint[] as key, null as identity, jsonb_agg(cut.aggregationlevel order by cut.aggregationlevel) as content
      from dataelementaggregationlevels as cut
      group by cut.dataelementid
    `,
  },
  {
    name: 'reportedDataSets',
    rows: sql`
      select array[ds.datasetid]::bigint[] as key, ds.uid as identity, jsonb_build_object('uid', ds.uid, 'timelydays', ds.timelydays) as content
      from dataset as ds
    `,
  },
];

/** Notes which of the watched rows came, went or changed since the last time, beside the changes of resource tables. */
export async function noteWatchedRows(db: Db): Promise<void> {
  await transaction(db, async (handle) => {
    for (const { name, rows } of WATCHED) {
      await sql`
        with now as (${rows}),
        known as (select * from orderly.watched_row as known where known.source = ${name}),
        noted as (
          insert into orderly.resource_change (resource, key, identity)
          select ${name}, coalesce(known.key, now.key), known.identity
          from known full join now on now.key = known.key
          where now.content is distinct from known.content
        ),
        gone as (
          delete from orderly.watched_row as known
          where known.source = ${name} and not exists (select from now where now.key = known.key)
        )
        insert into orderly.watched_row (source, key, identity, content)
        select ${name}, now.key, now.identity, now.content from now
        on conflict (source, key) do update set identity = excluded.identity, content = excluded.content
        where watched_row.content is distinct from excluded.content
      `.execute(handle);
    }
  });
}
