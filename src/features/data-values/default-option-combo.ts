import { sql } from 'kysely';
import type { Db } from '../../database/index.js';

/** Key of the option combo `default`, which stands for no disaggregation (contract: schema.md §2.7). */
export async function defaultOptionCombo(db: Db): Promise<number> {
  const { rows } = await sql<{ key: number }>`
    select categoryoptioncombo.categoryoptioncomboid as key from categoryoptioncombo where categoryoptioncombo.name = 'default'
  `.execute(db);
  const key = rows[0]?.key;
  if (key === undefined) throw new Error('The database has no default category option combo.');
  return key;
}
