import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../../../database/index.js';
import { catalogued } from '../../../kernel/errors/index.js';
import { type ExecuteOptions, newDeadline } from './execute.js';

const BATCH = 1_000;
/** A reader may be slow, and holds a connection meanwhile. */
const LONGEST_READ_MS = 300_000;

/** Whose turn it is to read, as for any other query. */
export interface Turn extends Pick<ExecuteOptions, 'gate' | 'requester' | 'deadline'> {
  /** The tables that are read, where they are others than that of values. */
  readonly tables?: readonly RawBuilder<unknown>[];
}

/** What is read: statements, or what says them once the tables are locked and their state is seen. */
export type Statements = readonly RawBuilder<unknown>[] | ((handle: Db) => Promise<readonly RawBuilder<unknown>[]>);

/** Rows of several statements, read a batch at a time from one state of the tables. */
export interface Cursors {
  /** The next rows of a statement; none when all are read. */
  next<Row>(index: number): Promise<readonly Row[]>;
}

/**
 * Opens statements for reading, lets `read` take rows of them, and closes them when it has ended or nobody wants its rows any more. The database makes rows as they are
 * asked for, or keeps what it had to sort, so that none waits in memory here (contract: analytics-query.md §8 no. 7).
 *
 * @throws OrderlyError E7131 when the first rows, or all of them, take too long
 */
export async function* readThrough<Item>(
  db: Db,
  statements: Statements,
  read: (cursors: Cursors) => AsyncGenerator<Item>,
  { gate, requester = '', deadline = newDeadline(), tables = [sql.id('analytics')] }: Turn,
): AsyncGenerator<Item> {
  // Nobody shares the place: rows that are on their way to somebody are not there for others.
  const leave = await gate?.enter({ requester, deadline });
  try {
    yield* readNow(db, statements, read, deadline, tables);
  } finally {
    leave?.();
  }
}

async function* readNow<Item>(
  db: Db,
  statements: Statements,
  read: (cursors: Cursors) => AsyncGenerator<Item>,
  deadline: number,
  tables: readonly RawBuilder<unknown>[],
): AsyncGenerator<Item> {
  const handle = await db.startTransaction().setIsolationLevel('repeatable read').execute();
  try {
    // The lock before the first statement: a snapshot from before a swap would show the new tables empty.
    await sql`lock table ${sql.join(tables)} in access share mode`.execute(handle);
    const chosen = typeof statements === 'function' ? await statements(handle) : statements;
    for (const [index, statement] of chosen.entries()) {
      await sql`declare ${sql.id(`rows_${index}`)} no scroll cursor for ${statement}`.execute(handle);
    }
    const end = performance.now() + LONGEST_READ_MS;
    const begun = new Set<number>();
    yield* read({
      async next<Row>(index: number) {
        if (performance.now() > end) throw catalogued('E7131');
        // The first rows are the work of the whole statement.
        if (!begun.has(index)) await limitTime(handle, deadline);
        begun.add(index);
        const { rows } = await sql<Row>`fetch ${sql.lit(BATCH)} from ${sql.id(`rows_${index}`)}`.execute(handle);
        return rows;
      },
    });
  } finally {
    await handle.rollback().execute();
  }
}

/** A statement gets what is left of the time; a connection whose reader has gone away without a word is given up. */
async function limitTime(handle: Db, deadline: number): Promise<void> {
  const left = Math.floor(deadline - performance.now());
  if (left <= 0) throw catalogued('E7131');
  await sql
    .raw(`set local statement_timeout = ${left}; set local idle_in_transaction_session_timeout = ${LONGEST_READ_MS}`)
    .execute(handle);
}
