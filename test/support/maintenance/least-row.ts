import { sql } from 'kysely';
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

async function columnsOf(db: Db, table: string): Promise<readonly Column[]> {
  const { rows } = await sql<Column>`
    select part.attname as name, format_type(part.atttypid, null) as type, part.attnotnull and not part.atthasdef as demanded,
      target.relname as target, target_part.attname as key
    from pg_attribute as part
    left join pg_constraint as link
      on link.conrelid = part.attrelid and link.contype = 'f' and link.conkey = array[part.attnum]
    left join pg_class as target on target.oid = link.confrelid
    left join pg_attribute as target_part on target_part.attrelid = link.confrelid and target_part.attnum = link.confkey[1]
    where part.attrelid = ('public.' || quote_ident(${table}))::regclass and part.attnum > 0 and not part.attisdropped
    order by part.attnum
  `.execute(db);
  return rows;
}

/**
 * Makes rows of any table: what is given, and of the rest what the columns demand. A demanded reference leads to the first row of its table, or to a new one where
 * there is none.
 */
export class LeastRows {
  readonly #db: Db;
  readonly #columns = new Map<string, readonly Column[]>();
  readonly #keys = new Map<string, unknown>();

  constructor(db: Db) {
    this.#db = db;
  }

  async insert(table: string, given: Row = {}): Promise<Row> {
    const row: Record<string, unknown> = { ...given };
    const columns = this.#columns.get(table) ?? (await columnsOf(this.#db, table));
    this.#columns.set(table, columns);
    for (const { name, type, demanded, target, key } of columns) {
      if (name in row || !demanded) continue;
      row[name] =
        target === null || key === null ? await anyValue(this.#db, name, type) : await this.#anyKey(target, key);
    }
    await insertRows(this.#db, table, [row]);
    return row;
  }

  async #anyKey(table: string, key: string): Promise<unknown> {
    const place = `${table}.${key}`;
    if (!this.#keys.has(place)) {
      const { rows } = await sql<{ key: unknown }>`
        select ${sql.ref(key)} as key from ${sql.table(table)} order by 1 limit 1
      `.execute(this.#db);
      this.#keys.set(place, rows[0]?.key ?? (await this.insert(table))[key]);
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

/** Inserts rows that name the same columns, but for those whose key is taken. */
export async function insertRows(db: Db, table: string, rows: readonly Row[]): Promise<void> {
  const [first] = rows;
  if (!first) return;
  const columns = sql.join(Object.keys(first).map((name) => sql.ref(name)));
  await sql`
    insert into ${sql.table(table)} (${columns})
    select ${columns} from jsonb_populate_recordset(null::${sql.table(table)}, ${JSON.stringify(rows)}::jsonb)
    on conflict do nothing
  `.execute(db);
}
