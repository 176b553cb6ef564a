import { type CompiledQuery, type RawBuilder, sql } from 'kysely';
import type pg from 'pg';
import type { Database, Db } from '../../database/index.js';
import type { GridRow } from '../grids/index.js';
import { cellParsers } from './cell-parsers.js';

/** A statement whose first parameters stand in a text of its own, `$1` …, and the rest of which is built around it. */
export interface Statement {
  /** One query, as the rules have found. */
  readonly source: string;
  readonly values: readonly string[];
  /** Builds the statement around the source, which it is given as a table called `sql_view`. */
  readonly around: (table: RawBuilder<unknown>) => RawBuilder<unknown>;
}

/** Runs statements that may only read, all on one state of the database. */
export interface ReadSession {
  read(statement: Statement): Promise<{ readonly columns: readonly string[]; readonly rows: readonly GridRow[] }>;
  /** The rows in batches, as they are asked for. */
  batches(statement: Statement): AsyncGenerator<readonly GridRow[]>;
  /** Gives the connection back; once is enough, more does nothing. */
  close(): Promise<void>;
}

export interface SessionOptions {
  readonly role: string;
  /** The longest that a statement may take, and all batches together. */
  readonly timeoutMs: number;
}

const BATCH = 1000;
/** As PostgreSQL reports a statement that took too long. */
export const TIMED_OUT = '57014';

/**
 * Begins a transaction that may not write, as `role`, in which a name means a table of `public`, also beside a DHIS2. Parameters are always sent apart from the statement, so that it stays one.
 */
export async function openSession({ pool, db }: Database, { role, timeoutMs }: SessionOptions): Promise<ReadSession> {
  const client = await pool.connect();
  const session = new OpenSession(client, db, Date.now() + timeoutMs);
  try {
    await client.query('begin isolation level repeatable read read only');
    await client.query({
      text: `select
        set_config('statement_timeout', $1, true), set_config('idle_in_transaction_session_timeout', $1, true),
        set_config('standard_conforming_strings', 'on', true), set_config('search_path', 'public', true), set_config('role', $2, true)`,
      values: [String(timeoutMs), role],
    });
    return session;
  } catch (error) {
    await session.close();
    throw error;
  }
}

class OpenSession implements ReadSession {
  readonly #client: pg.PoolClient;
  readonly #db: Db;
  readonly #deadline: number;
  #open = true;

  constructor(client: pg.PoolClient, db: Db, deadline: number) {
    this.#client = client;
    this.#db = db;
    this.#deadline = deadline;
  }

  async read(statement: Statement) {
    const { fields, rows } = await this.#query(written(this.#db, statement));
    return { columns: fields.map(({ name }) => name), rows };
  }

  async *batches(statement: Statement): AsyncGenerator<readonly GridRow[]> {
    const { text, values } = written(this.#db, statement);
    await this.#query({ text: `declare sql_view_rows no scroll cursor for ${text}`, values });
    for (;;) {
      const { rows } = await this.#query({ text: `fetch ${BATCH} from sql_view_rows`, values: [] });
      yield rows;
      if (rows.length < BATCH) return;
      if (Date.now() > this.#deadline) throw Object.assign(new Error('The rows took too long.'), { code: TIMED_OUT });
    }
  }

  async close(): Promise<void> {
    if (!this.#open) return;
    this.#open = false;
    let broken = false;
    try {
      await this.#client.query('rollback');
    } catch {
      broken = true;
    }
    this.#client.release(broken);
  }

  async #query(statement: Written): Promise<pg.QueryArrayResult<GridRow & unknown[]>> {
    const config = { ...statement, rowMode: 'array', types: cellParsers, queryMode: 'extended' };
    return await this.#client.query<GridRow & unknown[]>(config as unknown as pg.QueryArrayConfig);
  }
}

interface Written {
  readonly text: string;
  readonly values: readonly unknown[];
}

function written(db: Db, { source, values, around }: Statement): Written {
  // The line break ends a comment at the end of the source.
  const table = `(${source}\n) as sql_view`;
  return renumbered(around(sql.raw(table)).compile(db), table, values);
}

/** Moves the parameters of the surrounding behind those of the source. */
function renumbered({ sql: text, parameters }: CompiledQuery, table: string, values: readonly string[]): Written {
  const at = text.indexOf(table);
  const move = (part: string): string =>
    part.replace(/\$(\d+)/g, (_whole, number: string) => `$${Number(number) + values.length}`);
  return {
    text: move(text.slice(0, at)) + table + move(text.slice(at + table.length)),
    values: [...values, ...parameters],
  };
}
