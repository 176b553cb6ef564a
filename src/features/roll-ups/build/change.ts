import { sql } from 'kysely';
import { tableRef } from '../../../database/build/index.js';
import type { Db } from '../../../database/index.js';
import { ROLL_UP_SCHEMA } from '../definition.js';
import type { Instance } from '../instances.js';
import type { BaseYear } from '../standing.js';

/** What latest runs changed since a part was built. */
export interface SmallChange {
  /** The part. */
  readonly table: string;
  /** Uids of the data elements of which rows came or went, of those that the roll-up has; none when it has others. */
  readonly elements: readonly string[];
}

/** From this share of the rows on the part is built as a whole (contract: aggregates.md §6.8). */
const SMALL = 0.1;

/**
 * What changed of a year since the part that stands was built; undefined where that is not known, or is much. All rows of a data element count as changed with one of them: more than did, and
 * found by an index.
 */
export async function smallChange(handle: Db, instance: Instance, base: BaseYear): Promise<SmallChange | undefined> {
  if (!instance.columns.includes('dx')) return undefined;
  const { rows } = await sql<{ table: string; noted: string[] }>`
    select part.table_name as "table", changed.noted
    from orderly.roll_up_part as part
    cross join lateral (
      select split_part(part.base_version, '.', 1) as oid,
        case when part.base_version ~ '^[0-9]+[.][0-9]+$' then split_part(part.base_version, '.', 2)::bigint end as merges
    ) as was
    cross join lateral (
      select split_part(${base.version}::text, '.', 1) as oid, split_part(${base.version}::text, '.', 2)::bigint as merges
    ) as now_is
    cross join lateral (
      select count(distinct change.merges) as steps, array_agg(distinct uid.uid) as noted
      from orderly.analytics_partition_change as change
      cross join unnest(change.noted) as uid (uid)
      where change.table_name = ${base.table} and change.table_oid::text = was.oid and change.merges > was.merges and change.merges <= now_is.merges
    ) as changed
    where part.instance_id = ${instance.instance} and part.year = ${base.year} and part.superseded_at is null
      and was.oid = now_is.oid and now_is.merges > was.merges and changed.steps = now_is.merges - was.merges
  `.execute(handle);
  const [found] = rows;
  if (!found) return undefined;
  const { table, noted } = found;
  const elements =
    instance.elements.length === 0 ? noted : noted.filter((element) => instance.elements.includes(element));
  return (await shareOf(handle, table, elements)) < SMALL ? { table, elements } : undefined;
}

async function shareOf(handle: Db, table: string, elements: readonly string[]): Promise<number> {
  const { rows } = await sql<{ share: number }>`
    select (count(*) filter (where part.dx = any (${[...elements]}::bpchar[]))::double precision / greatest(count(*), 1)) as share
    from ${tableRef({ schema: ROLL_UP_SCHEMA, table })} as part
  `.execute(handle);
  return rows[0]?.share ?? 1;
}
