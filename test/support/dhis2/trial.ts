import { sql } from 'kysely';
import { readCatalogue } from '../../../src/database/catalogue.js';
import { type Db, openDatabase } from '../../../src/database/index.js';
import { connectionTo } from '../database.js';

const TAKEN_BACK = new Error('taken back');

/** Looks at a database as it is after some statements, which are taken back; while looking PostgreSQL refuses every writing. */
export async function lookAfter<Found>(
  name: string,
  statements: readonly string[],
  look: (db: Db) => Promise<Found>,
): Promise<Found> {
  const database = openDatabase({ connection: connectionTo(name), poolSize: 1 });
  const found: Found[] = [];
  try {
    await database.db.transaction().execute(async (db: Db) => {
      for (const statement of statements) await sql.raw(statement).execute(db);
      await sql`set transaction read only`.execute(db);
      found.push(await look(db));
      throw TAKEN_BACK;
    });
  } catch (error) {
    if (error !== TAKEN_BACK) throw error;
  } finally {
    await database.close();
  }
  return found[0] as Found;
}

/** What the catalogue of a database says, to compare it before and after something that is not to change it. */
export async function catalogueOf(name: string): Promise<Awaited<ReturnType<typeof readCatalogue>>> {
  const database = openDatabase({ connection: connectionTo(name), poolSize: 1 });
  try {
    return await readCatalogue(database.db);
  } finally {
    await database.close();
  }
}
