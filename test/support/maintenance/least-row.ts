import { type RawBuilder, sql } from 'kysely';
import { columnFor, readActualTables, tablesFor } from '../../../src/database/dhis2/index.js';
import type { Db } from '../../../src/database/index.js';
import { generateUid } from '../../../src/kernel/uid.js';

export type Row = Readonly<Record<string, unknown>>;

interface Column {
  readonly name: string;
  readonly type: string;
  readonly demanded: boolean;
  /** Table and column that it refers to. */
  readonly target: string | null;
  readonly key: string | null;
}

type Tables = Awaited<ReturnType<typeof readActualTables>>['tables'];
/** What is kept of each database by its name, as handles come and go with transactions. */
interface Known {
  readonly tables: Promise<Tables>;
  /** By table. */
  readonly columns: Map<string, readonly Column[]>;
}
const KNOWN = new Map<string, Known>();
const NAMES = new WeakMap<Db, Promise<string>>();

async function knownOf(db: Db): Promise<Known> {
  const read = async () =>
    (await sql<{ name: string }>`select current_database() as name`.execute(db)).rows[0]?.name ?? '';
  const name = NAMES.get(db) ?? read();
  NAMES.set(db, name);
  const known = KNOWN.get(await name) ?? {
    tables: readActualTables(db).then(({ tables }) => tables),
    columns: new Map(),
  };
  KNOWN.set(await name, known);
  return known;
}

const tablesOf = async (db: Db): Promise<Tables> => await (await knownOf(db)).tables;

/** What a database calls a table of 2.42, for statements that a view does not do for; of two tables of events, that of programs with registration. */
export async function actualTable(db: Db, table: string): Promise<string> {
  return tablesFor(table, await tablesOf(db))[0] ?? table;
}

/** What a database calls a column of a table of 2.42. */
export async function actualColumn(db: Db, table: string, column: string): Promise<string> {
  const tables = await tablesOf(db);
  return columnFor(column, tables.get(await actualTable(db, table)) ?? new Map()) ?? column;
}

export const stored = async (db: Db, table: string): Promise<RawBuilder<unknown>> =>
  sql.id('public', await actualTable(db, table));

/** The columns of a table, called by its name in 2.42 or by its own, that can be written. */
export async function columnsOf(db: Db, name: string): Promise<readonly Column[]> {
  const table = await actualTable(db, name);
  const { columns } = await knownOf(db);
  const known = columns.get(table) ?? (await readColumns(db, table));
  columns.set(table, known);
  return known;
}

async function readColumns(db: Db, table: string): Promise<readonly Column[]> {
  const { rows } = await sql<Column>`
    select part.attname as name, format_type(part.atttypid, null) as type, part.attnotnull and not part.atthasdef as demanded,
      target.relname as target, target_part.attname as key
    from pg_attribute as part
    left join pg_constraint as link
      on link.conrelid = part.attrelid and link.contype = 'f' and link.conkey = array[part.attnum]
    left join pg_class as target on target.oid = link.confrelid
    left join pg_attribute as target_part on target_part.attrelid = link.confrelid and target_part.attnum = link.confkey[1]
    where part.attrelid = ('public.' || quote_ident(${table}))::regclass and part.attnum > 0 and not part.attisdropped and part.attgenerated = ''
    order by part.attnum
  `.execute(db);
  return rows;
}

/** Keys that some versions call otherwise. */
const RENAMED = ['eventid', 'enrollmentid', 'trackedentityid', 'noteid'];

/**
 * Makes rows of any table, called by its name in 2.42 or by its own: what is given, and of the rest what the columns demand. A demanded reference leads to the first row of its table, or to a new one where
 * there is none.
 */
export class LeastRows {
  readonly #db: Db;
  readonly #keys = new Map<string, unknown>();

  constructor(db: Db) {
    this.#db = db;
  }

  async insert(table: string, given: Row = {}): Promise<Row> {
    const row = await this.complete(table, given);
    await insertRows(this.#db, table, [row]);
    return row;
  }

  /** What is given, and of the rest what the columns demand. */
  async complete(table: string, given: Row): Promise<Row> {
    const row: Record<string, unknown> = { ...given };
    const columns = await columnsOf(this.#db, table);
    const called = new Map<string, string>();
    for (const name of [...RENAMED, ...Object.keys(given)]) called.set(await actualColumn(this.#db, table, name), name);
    for (const { name: own, type, demanded, target, key } of columns) {
      const name = called.get(own) ?? own;
      if (name in row || !demanded) continue;
      row[name] =
        target === null || key === null ? await anyValue(this.#db, name, type) : await this.#anyKey(target, key);
    }
    return row;
  }

  async #anyKey(table: string, key: string): Promise<unknown> {
    const place = `${table}.${key}`;
    const first = async () => {
      const { rows } = await sql<{ key: unknown }>`
        select ${sql.ref(key)} as key from ${await stored(this.#db, table)} order by 1 limit 1
      `.execute(this.#db);
      return rows[0]?.key;
    };
    if (!this.#keys.has(place)) {
      const known = await first();
      if (known === undefined) await this.insert(table);
      this.#keys.set(place, known ?? (await first()));
    }
    return this.#keys.get(place);
  }
}

async function anyValue(db: Db, name: string, type: string): Promise<unknown> {
  if (['bigint', 'integer', 'double precision'].includes(type)) return await nextId(db);
  if (type === 'boolean') return false;
  if (type === 'date' || type.startsWith('timestamp')) return '2026-01-01';
  if (type === 'jsonb') return {};
  if (type.startsWith('character') || type === 'text') return generateUid();
  throw new Error(`No value is known for the column ${name} of type ${type}.`);
}

/** An id that no row has. */
export async function nextId(db: Db): Promise<number> {
  const { rows } = await sql<{ id: number }>`select nextval('hibernate_sequence') as id`.execute(db);
  return rows[0]?.id ?? 0;
}

/** Inserts rows that name the same columns, in the names of 2.42, but for those whose key is taken. */
export async function insertRows(db: Db, table: string, rows: readonly Row[]): Promise<void> {
  const [first] = rows;
  if (!first) return;
  const target = await stored(db, table);
  const names = await Promise.all(
    Object.keys(first).map(async (name) => [name, await actualColumn(db, table, name)] as const),
  );
  const columns = sql.join(names.map(([, own]) => sql.ref(own)));
  const renamed = rows.map((row) => Object.fromEntries(names.map(([name, own]) => [own, row[name]])));
  await sql`
    insert into ${target} (${columns})
    select ${columns} from jsonb_populate_recordset(null::${target}, ${JSON.stringify(renamed)}::jsonb)
    on conflict do nothing
  `.execute(db);
}
