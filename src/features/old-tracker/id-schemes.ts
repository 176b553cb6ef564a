import { type RawBuilder, sql } from 'kysely';
import type { IdScheme } from '../tracker-import/index.js';

const COLUMNS = { UID: 'uid', CODE: 'code', NAME: 'name' } as const;

/** The name by a scheme of the row called `alias`. */
export const nameIn = (alias: string, scheme: IdScheme = 'UID'): RawBuilder<string | null> =>
  typeof scheme === 'string'
    ? sql<string | null>`${sql.ref(`${alias}.${COLUMNS[scheme]}`)}::text`
    : sql<string | null>`${sql.ref(`${alias}.attributevalues`)} -> ${scheme.attribute} ->> 'value'`;
