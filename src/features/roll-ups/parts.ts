import { sql } from 'kysely';
import { type Db, transaction } from '../../database/index.js';
import { raiseCatalogueVersion } from './standing.js';

/** A table that was built and that nobody knows of yet. */
export interface BuiltPart {
  readonly table: string;
  readonly year: number;
  readonly version: string;
  readonly rows: number;
  readonly bytes: number;
  /** Sums over all its rows; `totalV` is null for a roll-up without sums. */
  readonly totalN: number;
  readonly totalV: number | null;
  readonly milliseconds: number;
  /** What it was made of. */
  readonly source: string;
  /** Whether only what changed was made anew, and the rest is that of the table before. */
  readonly isChange: boolean;
}

/**
 * Puts a built table in the place of the one that stands for its year.
 *
 * @returns false when the instance is no longer in use
 */
export async function putInPlace(db: Db, instance: string, part: BuiltPart): Promise<boolean> {
  return await transaction(db, async (handle) => {
    const { rows } = await sql`
      select from orderly.roll_up_instance as instance
      where instance.instance_id = ${instance} and instance.status in ('pending', 'active')
      for share
    `.execute(handle);
    if (rows.length === 0) return false;
    await supersede(handle, instance, [part.year]);
    await sql`
      insert into orderly.roll_up_part (table_name, instance_id, year, base_version, row_count, bytes, total_n, total_v, build_ms)
      values (
        ${part.table}, ${instance}, ${part.year}, ${part.version}, ${part.rows}, ${part.bytes}, ${part.totalN}, ${part.totalV}, ${part.milliseconds}
      )
    `.execute(handle);
    await raiseCatalogueVersion(handle);
    return true;
  });
}

/** Takes the tables of years out of use that are gone. */
export async function leaveYears(db: Db, instance: string, years: readonly number[]): Promise<void> {
  if (years.length === 0) return;
  await transaction(db, async (handle) => {
    await supersede(handle, instance, years);
    await raiseCatalogueVersion(handle);
  });
}

async function supersede(handle: Db, instance: string, years: readonly number[]): Promise<void> {
  await sql`
    update orderly.roll_up_part as part set superseded_at = clock_timestamp()
    where part.instance_id = ${instance} and part.year = any (${[...years]}::int[]) and part.superseded_at is null
  `.execute(handle);
}
