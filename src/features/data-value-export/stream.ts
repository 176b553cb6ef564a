import { once } from 'node:events';
import { type Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { sql } from 'kysely';
import { type Database, onOwnConnection } from '../../database/index.js';

/** What stands around the rows. */
export interface Frame {
  readonly head: string;
  readonly tail: string;
  /** How many bytes of the first row are there to separate rows. */
  readonly separator: number;
}

const BUFFER_BYTES = 256 * 1024;

/**
 * The rows of a `copy` in their frame, read from the database only as fast as they are taken: one statement, and so one state of the data. When `signal` aborts, the statement ends.
 *
 * @param database connections that nothing else is asked over
 * @returns once the first bytes are there, so that what goes wrong before can still be said instead of them
 */
export async function framedRows(
  database: Database,
  statement: string,
  frame: Frame,
  signal: AbortSignal,
): Promise<Readable> {
  const framed = inFrame(frame);
  const ready = once(framed, 'readable');
  onOwnConnection(database, signal, async ({ db, copyOut }) => {
    // The connections are for exports only, so that what is set on one may stay. Rows that several processes write come as cheaply as those of one.
    await sql`
      select set_config('default_transaction_read_only', 'on', false), set_config('parallel_tuple_cost', '0', false)
    `.execute(db);
    // Nothing comes after it: the answer may be over, and the connection given back, at once.
    await pipeline(copyOut(statement), framed);
  }).catch((error: unknown) => framed.destroy(error as Error));
  await ready;
  return framed;
}

function inFrame({ head, tail, separator }: Frame): Transform {
  let begun = false;
  return new Transform({
    readableHighWaterMark: BUFFER_BYTES,
    transform(rows: Buffer, _encoding, done) {
      if (begun) return done(null, rows);
      begun = true;
      this.push(head);
      done(null, rows.subarray(separator));
    },
    flush(done) {
      done(null, begun ? tail : head + tail);
    },
  });
}
