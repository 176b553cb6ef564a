import { sql } from 'kysely';
import type { Db } from '../../database/index.js';

/** Memory that one loading or indexing statement may use. */
const WORK_MEM = '192MB';
const MAINTENANCE_WORK_MEM = '128MB';

/** Runs a statement with the memory of a build. */
export async function withMemory(db: Db, work: (handle: Db) => Promise<unknown>): Promise<void> {
  await db.transaction().execute(async (handle) => {
    await setMemory(handle);
    await work(handle);
  });
}

/** Shards keep every worker busy already, so a statement does not spread over further processes. In one round trip, because many statements are small. */
export async function setMemory(handle: Db): Promise<void> {
  await sql`
    select
      set_config('work_mem', ${WORK_MEM}, true), set_config('maintenance_work_mem', ${MAINTENANCE_WORK_MEM}, true),
      set_config('max_parallel_workers_per_gather', '0', true), set_config('max_parallel_maintenance_workers', '0', true),
      -- Every join is with small tables; sorting rows of seventy columns to merge them doubles the time.
      set_config('enable_mergejoin', 'off', true)
  `.execute(handle);
}
