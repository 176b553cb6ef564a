import { sql } from 'kysely';
import type { Db } from '../../database/index.js';

export async function dataElementExists(db: Db, uid: string): Promise<boolean> {
  const { rows } = await sql`select from dataelement where dataelement.uid = ${uid}`.execute(db);
  return rows.length > 0;
}
