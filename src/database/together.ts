import { type RawBuilder, sql } from 'kysely';
import type { Db } from './database.js';
import { kept } from './kept.js';

/** Statements by the names of what they read; undefined where nothing is to be read. */
export type Statements<Lists> = { readonly [Name in keyof Lists]: RawBuilder<Lists[Name]> | undefined };

/** Rows by the names of their statements; none where nothing was read. */
export type Rows<Lists> = { readonly [Name in keyof Lists]: readonly Lists[Name][] };

/**
 * The rows of several statements, read in one round trip from one state of the database. They come as JSON: columns are texts, numbers, truth values, JSON, or lists of
 * these. The plan is kept, so that the texts of the statements must not depend on values.
 */
export async function readTogether<Lists>(db: Db, statements: Statements<Lists>): Promise<Rows<Lists>> {
  const names = Object.keys(statements) as (keyof Lists & string)[];
  const selects = names.flatMap((name) => {
    const statement = statements[name];
    return statement
      ? [sql`(select coalesce(json_agg(listed), '[]') from (${statement}) as listed) as ${sql.id(name)}`]
      : [];
  });
  const { rows } =
    selects.length === 0 ? { rows: [] } : await kept(sql<Rows<Lists>>`select ${sql.join(selects)}`).execute(db);
  const read = rows[0] as Partial<Rows<Lists>> | undefined;
  return Object.fromEntries(names.map((name) => [name, read?.[name] ?? []])) as unknown as Rows<Lists>;
}
