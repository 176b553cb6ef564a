import { sql } from 'kysely';
import { type Db, generatedName } from '../../../../database/index.js';

/** A family of tables, one for each program or tracked entity type. */
export interface TableFamily {
  /** The table for the object with the uid, as this version of DHIS2 calls it. */
  readonly tableOf: (db: Db, uid: string) => string;
  /** The names of all tables that the family has now. */
  readonly tables: (db: Db) => Promise<readonly string[]>;
  /** Why there are none; undefined where there may be some. */
  readonly missing: (db: Db) => string | undefined;
}

/** `{prefix}_{uid of the program in lower case}` (contract: tables.md §4). */
export const programTables = (prefix: string): TableFamily => family(prefix, 'program');

/** `{prefix}_{uid of the tracked entity type in lower case}`. */
export const trackedEntityTypeTables = (prefix: string): TableFamily => family(prefix, 'trackedentitytype');

function family(prefix: string, objects: string): TableFamily {
  const nameOf = (db: Db, uid: string): string | undefined => generatedName(db, `${prefix}_${uid.toLowerCase()}`);
  return {
    tableOf: (db, uid) => {
      const table = nameOf(db, uid);
      if (table === undefined) throw new Error(`This DHIS2 has no tables ${prefix}_*.`);
      return table;
    },
    async tables(db) {
      const { rows } = await sql<{ uid: string }>`select uid from ${sql.table(objects)}`.execute(db);
      return rows.flatMap(({ uid }) => nameOf(db, uid) ?? []);
    },
    missing: (db) => (nameOf(db, '') === undefined ? 'this version of DHIS2 has no such tables' : undefined),
  };
}
