import { readFile } from 'node:fs/promises';
import { CODE } from '../../../files.js';

/** The columns and their types of a table. */
export type Columns = Readonly<Record<string, string>>;

/** The tables of DHIS2 2.42 as Orderly's statements know them: those of a standalone database, without what is Orderly's own. `shape.test.ts` keeps the file. */
export async function readShape(): Promise<Readonly<Record<string, Columns>>> {
  return JSON.parse(await readFile(new URL('database/dhis2/lens/shape.json', CODE), 'utf8')) as Record<string, Columns>;
}
