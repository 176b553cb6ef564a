import { sql } from 'kysely';
import type { Db } from '../../../src/database/index.js';
import type { Row } from './least-row.js';

export interface StoredRow {
  /** The whole row as PostgreSQL writes it. */
  readonly text: string;
  readonly values: Row;
}

/** Every row of every table of `public`. */
export type WholeDatabase = ReadonlyMap<string, readonly StoredRow[]>;

export async function readWholeDatabase(db: Db): Promise<WholeDatabase> {
  const { rows: tables } = await sql<{ name: string }>`
    select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') order by 1
  `.execute(db);
  const parts = tables.map(
    ({ name }) => sql`
      select ${name}::text as table, row::text as text, to_jsonb(row) as values from ${sql.table(`public.${name}`)} as row
    `,
  );
  const { rows } = await sql<StoredRow & { table: string }>`${sql.join(parts, sql` union all `)}`.execute(db);
  const whole = new Map<string, StoredRow[]>(tables.map(({ name }) => [name, []]));
  for (const { table, text, values } of rows) whole.get(table)?.push({ text, values });
  return whole;
}

/** How many rows each table of `public` has, and a sum of what is in them: equal for equal databases, and quicker than reading them. */
export async function contentsOf(
  db: Db,
): Promise<Readonly<Record<string, { readonly count: number; readonly sum: string }>>> {
  const { rows: tables } = await sql<{ name: string }>`
    select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') order by 1
  `.execute(db);
  const parts = tables.map(
    ({ name }) => sql`
      select ${name}::text as table, count(*) as count, coalesce(sum(hashtextextended(row::text, 0)), 0)::text as sum from ${sql.id('public', name)} as row
    `,
  );
  const { rows } = await sql<{
    table: string;
    count: number;
    sum: string;
  }>`${sql.join(parts, sql` union all `)}`.execute(db);
  return Object.fromEntries(rows.map(({ table, count, sum }) => [table, { count, sum }]));
}

/** Rows of `left` that `right` has not, by table, equal rows counted as often as they are there. */
export function missing(left: WholeDatabase, right: WholeDatabase): Readonly<Record<string, readonly StoredRow[]>> {
  const found: Record<string, readonly StoredRow[]> = {};
  for (const [table, rows] of left) {
    const others = new Map<string, number>();
    for (const { text } of right.get(table) ?? []) others.set(text, (others.get(text) ?? 0) + 1);
    const gone = rows.filter(({ text }) => {
      const count = others.get(text) ?? 0;
      if (count > 0) others.set(text, count - 1);
      return count === 0;
    });
    if (gone.length > 0) found[table] = gone;
  }
  return found;
}

/** Texts of rows by table, in order: what two sets of rows are compared by. */
export const textsOf = (rows: Readonly<Record<string, readonly StoredRow[]>>): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries(rows).map(([table, some]) => [table, some.map(({ text }) => text).sort()]));

/** How many rows there are by table. */
export const countsOf = (rows: Readonly<Record<string, readonly StoredRow[]>>): Readonly<Record<string, number>> =>
  Object.fromEntries(Object.entries(rows).map(([table, some]) => [table, some.length]));

export interface ForeignKey {
  readonly table: string;
  readonly columns: readonly string[];
  readonly to: string;
  readonly keys: readonly string[];
  readonly cascades: boolean;
}

/** All foreign keys of the catalogue. */
export async function foreignKeys(db: Db): Promise<readonly ForeignKey[]> {
  const names = (relation: string, keys: string) => sql`array(
    select part.attname::text from unnest(${sql.ref(`link.${keys}`)}) with ordinality as place (number, position)
    join pg_attribute as part on part.attrelid = ${sql.ref(`link.${relation}`)} and part.attnum = place.number
    order by place.position
  )`;
  const { rows } = await sql<ForeignKey>`
    select source.relname as table, target.relname as to, link.confdeltype = 'c' as cascades,
      ${names('conrelid', 'conkey')} as columns, ${names('confrelid', 'confkey')} as keys
    from pg_constraint as link
    join pg_class as source on source.oid = link.conrelid
    join pg_class as target on target.oid = link.confrelid
    where link.contype = 'f' and source.relnamespace = 'public'::regnamespace
    order by 1, 2
  `.execute(db);
  return rows;
}

/** References that lead to nothing. */
export function brokenReferences(whole: WholeDatabase, keys: readonly ForeignKey[]): readonly string[] {
  const told = (row: Row, columns: readonly string[]) => JSON.stringify(columns.map((name) => row[name]));
  return keys.flatMap(({ table, columns, to, keys: targets }) => {
    const present = new Set((whole.get(to) ?? []).map(({ values }) => told(values, targets)));
    return (whole.get(table) ?? [])
      .filter(({ values }) => columns.every((name) => values[name] !== null))
      .filter(({ values }) => !present.has(told(values, columns)))
      .map(({ text }) => `${table}.${columns.join('+')} of ${text} leads to nothing in ${to}`);
  });
}

/** The same for a database that is too large to be read as a whole. */
export async function brokenKeys(db: Db): Promise<readonly string[]> {
  const questions = (await foreignKeys(db)).map(({ table, columns, to, keys }) => {
    const present = columns.map((column) => sql`${sql.ref(`row.${column}`)} is not null`);
    const equal = columns.map(
      (column, place) => sql`${sql.ref(`target.${keys[place]}`)} = ${sql.ref(`row.${column}`)}`,
    );
    return sql`
      select ${`${table}.${columns.join('+')}`} as reference where exists (
        select from ${sql.table(table)} as row
        where ${sql.join(present, sql` and `)} and not exists (
          select from ${sql.table(to)} as target where ${sql.join(equal, sql` and `)}
        )
      )
    `;
  });
  const { rows } = await sql<{ reference: string }>`${sql.join(questions, sql` union all `)}`.execute(db);
  return rows.map(({ reference }) => reference);
}
