import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { Logger } from 'pino';
import type { Db } from '../../database/index.js';
import type { QueryShape } from './definition.js';
import type { QuestionUse } from './reader.js';

/** What was asked of the analytics tables, on its way into the database. */
export interface UseLog {
  /** Takes note of a question. Never waits and never fails; when too many kinds of questions wait to be written down, those beyond are forgotten. */
  note(use: QuestionUse): void;
  start(): void;
  /** Writes down what is left. */
  stop(): Promise<void>;
}

export interface UseLogOptions {
  readonly everyMs?: number;
  /** Most kinds of questions that wait at a time. */
  readonly most?: number;
}

const EVERY_MS = 10_000;
const MOST_WAITING = 5_000;
const KEPT_DAYS = 90;

interface Waiting {
  readonly shape: QueryShape;
  readonly answeredBy: string;
  queries: number;
  milliseconds: number;
  rows: number;
}

/** Keeps in memory how often each kind of question was asked, and adds it up in `orderly.roll_up_use` every ten seconds (contract: aggregates.md §6.5). */
export function useLog(db: Db, log: Logger, { everyMs = EVERY_MS, most = MOST_WAITING }: UseLogOptions = {}): UseLog {
  let waiting = new Map<string, Waiting>();
  let writing: Promise<void> | undefined;
  let timer: NodeJS.Timeout | undefined;
  const write = async (): Promise<void> => {
    const batch = [...waiting.values()];
    waiting = new Map();
    if (batch.length === 0) return;
    try {
      await writeUse(db, batch);
    } catch (error) {
      // They only say what is worth a roll-up: losing some is better than keeping them for a database that may be away for long.
      log.warn({ err: error, kinds: batch.length }, 'what was asked of analytics could not be written down');
    }
  };
  const take = (): void => {
    writing ??= write().finally(() => {
      writing = undefined;
    });
  };
  return {
    note({ cube, columns, states, instance = '', milliseconds, rows }) {
      const key = [cube, instance, columns.join(), states.join()].join(' ');
      const known = waiting.get(key);
      if (known) {
        known.queries += 1;
        known.milliseconds += milliseconds;
        known.rows += rows;
      } else if (waiting.size < most) {
        waiting.set(key, { shape: { cube, columns, states }, answeredBy: instance, queries: 1, milliseconds, rows });
      }
    },
    start() {
      timer = setInterval(take, everyMs);
      timer.unref();
    },
    async stop() {
      clearInterval(timer);
      await writing;
      await write();
    },
  };
}

/** Names the columns and states of a question, in whichever order they are given. */
export function signatureOf({ columns, states }: Pick<QueryShape, 'columns' | 'states'>): string {
  const text = JSON.stringify([[...columns].sort(), [...states].sort()]);
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}

/**
 * Adds to the counts of today, by the clock of the database, and marks the instances that answered as used. The version of the catalogue stays: nothing that queries go
 * by has changed. An instance that is being changed is not waited for; it is marked another time.
 */
async function writeUse(db: Db, batch: readonly Waiting[]): Promise<void> {
  const used = batch.map(({ shape, answeredBy, queries, milliseconds, rows }) => ({
    cube: shape.cube,
    signature: signatureOf(shape),
    columns: [...shape.columns].sort(),
    states: [...shape.states].sort(),
    answered_by: answeredBy,
    queries,
    total_ms: milliseconds,
    rows_read: rows,
  }));
  await sql`
    with used as (
      select one.cube, one.signature, one.columns, one.states, one.answered_by,
        sum(one.queries) as queries, sum(one.total_ms) as total_ms, sum(one.rows_read) as rows_read
      from jsonb_to_recordset(${JSON.stringify(used)}::jsonb) as one (
        cube text, signature text, columns text[], states text[], answered_by text,
        queries bigint, total_ms double precision, rows_read double precision
      )
      group by one.cube, one.signature, one.columns, one.states, one.answered_by
    ),
    free as (
      select instance.instance_id
      from orderly.roll_up_instance as instance
      where instance.instance_id::text in (select used.answered_by from used)
      for no key update skip locked
    ),
    marked as (
      update orderly.roll_up_instance as instance set last_used_at = clock_timestamp()
      from free where instance.instance_id = free.instance_id
    )
    insert into orderly.roll_up_use as known
      (cube, day, signature, columns, states, answered_by, queries, total_ms, rows_read, last_used_at)
    select used.cube, ${today}, used.signature, used.columns, used.states, used.answered_by,
      used.queries, used.total_ms, used.rows_read, clock_timestamp()
    from used
    -- in one order, so that two servers do not wait for each other
    order by used.cube, used.signature, used.answered_by
    on conflict (cube, day, signature, answered_by) do update set
      queries = known.queries + excluded.queries,
      total_ms = known.total_ms + excluded.total_ms,
      rows_read = known.rows_read + excluded.rows_read,
      last_used_at = excluded.last_used_at
  `.execute(db);
}

/** The same day for servers in different zones. */
const today = sql`(now() at time zone 'UTC')::date`;

/**
 * Removes what was asked more than ninety days ago (contract: aggregates.md §6.5).
 *
 * @returns how many counts were removed
 */
export async function forgetOldUse(db: Db): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from orderly.roll_up_use as known where known.day < ${today} - ${KEPT_DAYS}::int
  `.execute(db);
  return Number(numAffectedRows ?? 0n);
}
