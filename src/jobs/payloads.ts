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

/** Keeps a payload that is too large to be held, as it comes. Only once it is there whole may its run be started: keep it in the transaction that queues the run. */
export async function keepPayloadStream(db: Db, run: string, source: AsyncIterable<Uint8Array>): Promise<void> {
  let position = 0;
  let pieces: Uint8Array[] = [];
  let size = 0;
  const keep = async (): Promise<void> => {
    await sql`
      insert into orderly.job_payload_piece (run_uid, position, bytes) values (${run}, ${position}, ${Buffer.concat(pieces)})
    `.execute(db);
    position += 1;
    pieces = [];
    size = 0;
  };
  for await (const chunk of source) {
    pieces.push(chunk);
    size += chunk.length;
    if (size >= PIECE_BYTES) await keep();
  }
  if (size > 0) await keep();
}

const PIECE_BYTES = 1024 * 1024;

/** Gives what {@link keepPayloadStream} kept, piece by piece. */
export async function* readPayloadStream(db: Db, run: string): AsyncGenerator<Uint8Array> {
  for (let position = 0; ; position += 1) {
    const { rows } = await sql<{ bytes: Buffer }>`
      select job_payload_piece.bytes from orderly.job_payload_piece where job_payload_piece.run_uid = ${run} and job_payload_piece.position = ${position}
    `.execute(db);
    const [piece] = rows;
    if (!piece) return;
    yield piece.bytes;
  }
}
