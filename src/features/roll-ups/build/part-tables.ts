import { dropTables, type TableName } from '../../../database/build/index.js';
import type { Db } from '../../../database/index.js';
import { ROLL_UP_SCHEMA } from '../definition.js';

/** The table of a part by its name. */
export const partTable = (table: string): TableName => ({ schema: ROLL_UP_SCHEMA, table });

/** Drops tables that nobody reads. */
export const dropParts = (db: Db, tables: readonly string[]): Promise<void> => dropTables(db, ROLL_UP_SCHEMA, tables);
