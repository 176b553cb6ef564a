import type { RawBuilder } from 'kysely';
import { type Database, type Db, onOwnConnection, setLocal, transaction } from '../../database/index.js';
import { catalogued, OrderlyError } from '../../kernel/errors/index.js';

/** A query that takes longer than a person waits is cancelled (contract: analytics-query.md §8 no. 8). */
const TIME_LIMIT_MS = 60_000;

export type Ask = <Row>(statement: RawBuilder<Row>) => Promise<readonly Row[]>;

/**
 * Runs statements of one request on one state of the database. Their time is limited, and they end with the request: when `signal` aborts, the connection is cut.
 *
 * @throws OrderlyError E7131 when they take too long, E7133 when values cannot be compared or calculated
 */
export async function onAnalytics<Result>(
  database: Database,
  signal: AbortSignal,
  work: (ask: Ask) => Promise<Result>,
): Promise<Result> {
  try {
    return await onOwnConnection(database, signal, ({ db }) => inTransaction(db, work));
  } catch (error) {
    throw explained(error);
  }
}

const inTransaction = <Result>(db: Db, work: (ask: Ask) => Promise<Result>): Promise<Result> =>
  transaction(
    db,
    async (handle) => {
      await setLocal(handle, 'jit', 'off');
      return await work(async (statement) => (await statement.execute(handle)).rows);
    },
    { statementTimeoutMs: TIME_LIMIT_MS, isolation: 'repeatable read' },
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
  if (typeof code === 'string' && code.startsWith('22')) {
    const details = { code: 'E7133', cause: error, ...(message !== undefined && { devMessage: message }) } as const;
    return new OrderlyError(409, catalogued('E7133').message, details);
  }
  return error;
}
