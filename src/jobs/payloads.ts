import { sql } from 'kysely';
import type { Db } from '../database/index.js';

/** Keeps what was handed over to a run as long as its job is listed: it can be asked for with the errors of the run. */
export async function keepPayload(db: Db, run: string, payload: unknown): Promise<void> {
  await sql`insert into orderly.job_payload (run_uid, payload) values (${run}, ${JSON.stringify(payload)}::json)`.execute(
    db,
  );
}

export async function readPayload<Payload>(db: Db, run: string): Promise<Payload> {
  const { rows } = await sql<{ payload: Payload }>`
    select job_payload.payload from orderly.job_payload where job_payload.run_uid = ${run}
  `.execute(db);
  const [row] = rows;
  if (!row) throw new Error('The payload of the import is not there any more.');
  return row.payload;
}
