import { createHash } from 'node:crypto';
import { type CompiledQuery, type RawBuilder, sql } from 'kysely';
import { type Db, transaction } from '../../../database/index.js';
import { catalogued } from '../../../kernel/errors/index.js';
import type { QueryGate } from '../query-gate.js';

export interface RunOptions {
  /** Most rows of all statements together. */
  readonly limit: number | undefined;
  readonly gate: QueryGate | undefined;
  readonly requester: string;
  readonly deadline: number;
  /** The table that all statements read: they see one state of it. Without it each statement sees the newest of what it reads. */
  readonly table?: string | undefined;
  /** Statements to run in the place of those, for the state of the tables that the handle sees; each gives the same rows. */
  readonly instead?: ((handle: Db) => Promise<readonly RawBuilder<unknown>[]>) | undefined;
  /** Told how long a statement took. */
  readonly took?: ((index: number, milliseconds: number) => void) | undefined;
}

/**
 * The rows of each statement, read one after the other over one connection from one state of the tables. What a user may see is part of the statements, so two
 * requests with the same statements may share what they give, whoever asks (contract: analytics-query.md §8 no. 1, 8).
 *
 * @throws OrderlyError E7128 when there are more rows than the limit, E7131 when the deadline passes
 */
export async function runStatements<Row>(
  db: Db,
  statements: readonly RawBuilder<Row>[],
  options: RunOptions,
): Promise<readonly (readonly Row[])[]> {
  const { gate, requester, deadline } = options;
  const queries = statements.map((statement) => statement.compile(db));
  const run = () => readAll(db, queries, options);
  // Within a transaction of the caller the tables may look different, and waiting would hold its locks.
  if (!gate || db.isTransaction) return await run();
  return await gate.answer({ requester, deadline, key: keyOf(queries) }, run);
}

function keyOf(queries: readonly CompiledQuery[]): string {
  const text = JSON.stringify(queries.map(({ sql: statement, parameters }) => [statement, parameters]));
  return createHash('sha256').update(text).digest('base64');
}

async function readAll<Row>(
  db: Db,
  queries: readonly CompiledQuery<Row>[],
  { limit, deadline, table, instead, took }: RunOptions,
): Promise<readonly (readonly Row[])[]> {
  return await transaction(
    db,
    async (handle) => {
      const results: (readonly Row[])[] = [];
      let total = 0;
      let chosen = queries;
      for (const index of queries.keys()) {
        // A transaction of the caller has its own limits.
        if (!db.isTransaction) await inTime(prepare(handle, index === 0 ? table : undefined, deadline), deadline);
        if (index === 0 && instead)
          chosen = (await inTime(instead(handle), deadline)).map(
            (statement) => statement.compile(handle) as CompiledQuery<Row>,
          );
        const started = performance.now();
        const { rows } = await inTime(handle.executeQuery(chosen[index] as CompiledQuery<Row>), deadline);
        took?.(index, performance.now() - started);
        total += rows.length;
        if (limit !== undefined && total > limit * MOST_ROWS_OF_ONE) throw catalogued('E7128', limit);
        results.push(rows);
      }
      return results;
    },
    { isolation: table === undefined ? 'read committed' : 'repeatable read' },
  );
}

const CANCELLED = '57014';

/** A statement that was cancelled after the deadline has taken too long; before it, somebody else cancelled it. */
async function inTime<Result>(work: Promise<Result>, deadline: number): Promise<Result> {
  try {
    return await work;
  } catch (error) {
    const { code } = error as { readonly code?: unknown };
    if (code === CANCELLED && performance.now() >= deadline) throw catalogued('E7131');
    throw error;
  }
}

/** A row of the answer may be mixed from two rows of a statement. */
const MOST_ROWS_OF_ONE = 2;

/** Gives the next statement what is left of the time. A table is locked before anything is read: a snapshot from before a swap would show the new one empty. */
async function prepare(handle: Db, table: string | undefined, deadline: number): Promise<void> {
  const left = Math.ceil(deadline - performance.now());
  if (left <= 0) throw catalogued('E7131');
  const settings = `set local statement_timeout = ${left}; set local jit = off`;
  const lock = table === undefined ? sql`` : sql`; lock table ${sql.table(table)} in access share mode`;
  await sql`${sql.raw(settings)}${lock}`.execute(handle);
}
