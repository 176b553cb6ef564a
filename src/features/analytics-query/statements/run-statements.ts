import { createHash } from 'node:crypto';
import { type CompiledQuery, type RawBuilder, sql } from 'kysely';
import type { Db } from '../../../database/index.js';
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
  readonly instead?: ((handle: Db) => Promise<Instead>) | undefined;
  /** Told the names of what the statements read; also when somebody else asked the same and this is their answer. */
  readonly used?: ((sources: readonly (string | undefined)[]) => void) | undefined;
  /** Told how long a statement took. */
  readonly took?: ((index: number, milliseconds: number) => void) | undefined;
}

export interface Instead {
  readonly statements: readonly RawBuilder<unknown>[];
  /** What each of them reads; undefined for the table. */
  readonly sources: readonly (string | undefined)[];
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
  const { gate, requester, deadline, instead, used } = options;
  if (statements.length === 0) return [];
  const queries = statements.map((statement) => statement.compile(db));
  const run = async () => {
    let sources: Instead['sources'] = [];
    const choose = async (handle: Db): Promise<readonly CompiledQuery<Row>[]> => {
      if (!instead) return queries;
      const chosen = await inTime(instead(handle), deadline);
      sources = chosen.sources;
      return queries.map((query, index) => {
        const statement = chosen.statements[index];
        return statement === statements[index] ? query : (statement?.compile(handle) as CompiledQuery<Row>);
      });
    };
    const rows = await readAll(db, choose, options);
    return { rows, sources };
  };
  // Within a transaction of the caller the tables may look different, and waiting would hold its locks.
  const isAlone = !gate || db.isTransaction;
  // Whoever wants these very statements must not get what others were read instead.
  const key = `${instead ? 'best' : 'own'} ${keyOf(queries)}`;
  const { rows, sources } = isAlone ? await run() : await gate.answer({ requester, deadline, key }, run);
  used?.(sources);
  return rows;
}

/** The statements to run in the state of the tables that a handle sees. */
type Choose<Row> = (handle: Db) => Promise<readonly CompiledQuery<Row>[]>;

function keyOf(queries: readonly CompiledQuery[]): string {
  const text = JSON.stringify(queries.map(({ sql: statement, parameters }) => [statement, parameters]));
  return createHash('sha256').update(text).digest('base64');
}

async function readAll<Row>(db: Db, choose: Choose<Row>, options: RunOptions): Promise<readonly (readonly Row[])[]> {
  // A transaction of the caller has its own limits.
  if (db.isTransaction) return await readEach(db, choose, options, () => Promise.resolve());
  return await db.connection().execute(async (handle) => {
    const clock = timeLimit(handle, options);
    try {
      await clock.begin();
      const results = await readEach(handle, choose, options, clock.next);
      await sql`commit`.execute(handle);
      return results;
    } catch (error) {
      await sql`rollback`.execute(handle).catch(() => undefined);
      throw error;
    }
  });
}

/** @param next called before each statement */
async function readEach<Row>(
  handle: Db,
  choose: Choose<Row>,
  { limit, deadline, took }: RunOptions,
  next: () => Promise<void>,
): Promise<readonly (readonly Row[])[]> {
  const results: (readonly Row[])[] = [];
  let total = 0;
  for (const [index, query] of (await choose(handle)).entries()) {
    await next();
    const started = performance.now();
    const { rows } = await inTime(handle.executeQuery(query), deadline);
    took?.(index, performance.now() - started);
    total += rows.length;
    if (limit !== undefined && total > limit * MOST_ROWS_OF_ONE) throw catalogued('E7128', limit);
    results.push(rows);
  }
  return results;
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

/** Statements after the first are told anew what is left of the time when it is so much less than they were told before. */
const TOLERANCE_MS = 100;

/** Begins a transaction whose statements have what is left of the time, each. */
function timeLimit(handle: Db, { table, deadline }: Pick<RunOptions, 'table' | 'deadline'>) {
  let told = Number.POSITIVE_INFINITY;
  const limit = (): RawBuilder<unknown> => {
    told = Math.ceil(deadline - performance.now());
    if (told <= 0) throw catalogued('E7131');
    return sql`set local statement_timeout = ${sql.lit(told)}`;
  };
  const isolation = sql.raw(table === undefined ? 'read committed' : 'repeatable read');
  // The table is locked before anything is read: a snapshot from before a swap would show the new one empty.
  const lock = table === undefined ? sql`` : sql`; lock table ${sql.table(table)} in access share mode`;
  return {
    begin: async () => {
      const all = sql`start transaction isolation level ${isolation}; ${limit()}${lock}`;
      await inTime(all.execute(handle), deadline);
    },
    next: async () => {
      if (told - (deadline - performance.now()) > TOLERANCE_MS) await inTime(limit().execute(handle), deadline);
    },
  };
}
