import { sql } from 'kysely';
import type { Db } from '../../../../database/index.js';

/** A family of tables, one for each program or tracked entity type. */
export interface TableFamily {
  readonly tableOf: (uid: string) => string;
  /** The names of all tables that the family has now. */
  readonly tables: (db: Db) => Promise<readonly string[]>;
}

/** `{prefix}_{uid of the program in lower case}` (contract: tables.md §4). */
export const programTables = (prefix: string): TableFamily => family(prefix, 'program');

/** `{prefix}_{uid of the tracked entity type in lower case}`. */
export const trackedEntityTypeTables = (prefix: string): TableFamily => family(prefix, 'trackedentitytype');

function family(prefix: string, objects: string): TableFamily {
  const tableOf = (uid: string): string => `${prefix}_${uid.toLowerCase()}`;
  return {
    tableOf,
    async tables(db) {
      const { rows } = await sql<{ uid: string }>`select uid from ${sql.table(objects)}`.execute(db);
      return rows.map(({ uid }) => tableOf(uid));
    },
  };
}
