import { sql } from 'kysely';
import type { Db } from '../../database/index.js';
import type { JobType } from '../../jobs/index.js';
import { count } from './count.js';

/** Pages of the table that one statement goes through: 64 MB, so that nobody waits long for a row that it marks. */
const PAGES_AT_ONCE = 8_192;

/**
 * `DATA_VALUE_TRIM`: values that say nothing are marked as deleted, unless zero means something for their data element (contract: job-types.md §3.3). What
 * has a comment says something (schema.md §2.1) and is kept: somebody wrote it. The rows stay, with the time of their last change.
 */
export function dataValueTrimJob(): JobType {
  return {
    type: 'DATA_VALUE_TRIM',
    label: 'Data value trim',
    // What is marked already is not marked again.
    takeOver: 'restart',
    startMessage: 'Data value trim',
    async run({ db, progress }) {
      const ranges = rangesOf(await pagesOfTable(db));
      const trimmed = await progress.stage(
        'Marking values that say nothing as deleted',
        async (stage) => {
          let total = 0;
          for (const [from, to] of ranges) {
            total += await stage.item(`pages ${from} to ${to}`, () => trimPages(db, from, to), String);
          }
          return total;
        },
        ranges.length,
      );
      return { message: `${count(trimmed, 'data value')} marked as deleted` };
    },
  };
}

function rangesOf(pages: number): readonly (readonly [number, number])[] {
  return Array.from({ length: Math.ceil(pages / PAGES_AT_ONCE) }, (_, index) => [
    index * PAGES_AT_ONCE,
    (index + 1) * PAGES_AT_ONCE,
  ]);
}

async function pagesOfTable(db: Db): Promise<number> {
  const { rows } = await sql<{ pages: number }>`
    select pg_relation_size('datavalue') / current_setting('block_size')::bigint as pages
  `.execute(db);
  return Number(rows[0]?.pages ?? 0);
}

/** By place in the table: no index finds such values, and this reads each page once. A row that moves meanwhile waits for the next run. */
async function trimPages(db: Db, from: number, to: number): Promise<number> {
  const { numAffectedRows } = await sql`
    update datavalue set deleted = true
    from dataelement
    where datavalue.ctid >= ${`(${from},0)`}::tid and datavalue.ctid < ${`(${to},0)`}::tid
      and not datavalue.deleted
      and coalesce(datavalue.value, '') = ''
      and coalesce(datavalue.comment, '') = ''
      and dataelement.dataelementid = datavalue.dataelementid
      and dataelement.zeroissignificant is not true
  `.execute(db);
  return Number(numAffectedRows ?? 0n);
}
