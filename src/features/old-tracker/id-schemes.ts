import { type RawBuilder, sql } from 'kysely';

/** By what the names of metadata in a payload are taken, as the import of tracker objects takes them. */
export type IdScheme = 'UID' | 'CODE' | 'NAME' | { readonly attribute: string };

const COLUMNS = { UID: 'uid', CODE: 'code', NAME: 'name' } as const;

/** The name by a scheme of the row called `alias`. */
export const nameIn = (alias: string, scheme: IdScheme = 'UID'): RawBuilder<string | null> =>
  typeof scheme === 'string'
    ? sql<string | null>`${sql.ref(`${alias}.${COLUMNS[scheme]}`)}::text`
    : sql<string | null>`${sql.ref(`${alias}.attributevalues`)} -> ${scheme.attribute} ->> 'value'`;
