import { type RawBuilder, sql } from 'kysely';
import { bindToSignal, type Database, type Db, onOwnConnection, transaction } from '../../database/index.js';
import { catalogued, OrderlyError } from '../../kernel/errors/index.js';
import { type Cursors, type QueryGate, readThrough } from '../analytics-query/index.js';
import type { AnalyticsTable } from './model.js';
import { tableOf } from './values.js';

/** A query that takes longer than a person waits is cancelled, the time it waits for its turn included (contract: analytics-query.md §8 no. 8). */
const TIME_LIMIT_MS = 60_000;

export type Ask = <Row>(statement: RawBuilder<Row>) => Promise<readonly Row[]>;

/** Runs the statements of one request. */
export interface Runner {
  /** For what is looked up beside them. */
  readonly db: Db;
  run<Result>(tables: readonly AnalyticsTable[], work: (ask: Ask) => Promise<Result>): Promise<Result>;
  /** Reads long answers a batch at a time from one state of the tables. */
  stream<Item>(
    tables: readonly AnalyticsTable[],
    statements: readonly RawBuilder<unknown>[],
    read: (cursors: Cursors) => AsyncGenerator<Item>,
  ): AsyncGenerator<Item>;
}

export interface RunnerOptions {
  /** Lets only so many queries run at once. */
  readonly gate: QueryGate;
  readonly requester: string;
  /** Aborts when nobody waits for the answer any more. */
  readonly signal: AbortSignal;
}

let requests = 0;

/**
 * Statements run on one state of the tables, in a limited time, and end with the request: when the signal aborts, the connection is cut.
 *
 * @throws OrderlyError E7131 when they take too long, E7133 when values cannot be compared or calculated
 */
export function runnerOf(database: Database, { gate, requester, signal }: RunnerOptions): Runner {
  return {
    db: database.db,
    async run(tables, work) {
      const deadline = performance.now() + TIME_LIMIT_MS;
      requests += 1;
      try {
        return await gate.answer({ requester, deadline, key: `program query ${requests}` }, () =>
          onOwnConnection(database, signal, ({ db }) => inTransaction(db, tables, deadline, work)),
        );
      } catch (error) {
        throw explained(error);
      }
    },
    async *stream(tables, statements, read) {
      const deadline = performance.now() + TIME_LIMIT_MS;
      const turn = { gate, requester, deadline, tables: tables.map(tableOf) };
      try {
        yield* readThrough(bindToSignal(database, signal), statements, read, turn);
      } catch (error) {
        throw explained(error);
      }
    },
  };
}

/** The tables are locked before anything is read: a snapshot from before a swap would show the new tables empty. */
const inTransaction = <Result>(
  db: Db,
  tables: readonly AnalyticsTable[],
  deadline: number,
  work: (ask: Ask) => Promise<Result>,
): Promise<Result> =>
  transaction(
    db,
    async (handle) => {
      const left = Math.floor(deadline - performance.now());
      if (left <= 0) throw catalogued('E7131');
      await sql`set local statement_timeout = ${sql.lit(left)}`.execute(handle);
      await sql`lock table ${sql.join(tables.map(tableOf))} in access share mode`.execute(handle);
      return await work(async (statement) => (await statement.execute(handle)).rows);
    },
    { isolation: 'repeatable read' },
  );

function explained(error: unknown): unknown {
  const { code, name, message } = error as {
    readonly code?: unknown;
    readonly name?: string;
    readonly message?: string;
  };
  if (error instanceof OrderlyError) return error;
  if (name === 'AbortError') return new OrderlyError(503, 'The query was stopped.', { cause: error });
  if (code === '57014') return new OrderlyError(409, catalogued('E7131').message, { code: 'E7131', cause: error });
  // What the metadata have is younger than the table.
  if (code === '42703') return new OrderlyError(409, catalogued('E7144').message, { code: 'E7144', cause: error });
  if (typeof code === 'string' && code.startsWith('22')) {
    const details = { code: 'E7133', cause: error, ...(message !== undefined && { devMessage: message }) } as const;
    return new OrderlyError(409, catalogued('E7133').message, details);
  }
  return error;
}
