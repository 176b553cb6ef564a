import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../../database/index.js';
import { conflict } from '../../kernel/errors/index.js';

/** By what objects are named: `UID`, `CODE`, `NAME`, or the value of an attribute. */
export type IdScheme = { readonly property: 'uid' | 'code' | 'name' } | { readonly attribute: string };

const UID_SCHEME: IdScheme = { property: 'uid' };
const ATTRIBUTE = /^ATTRIBUTE:([a-zA-Z][a-zA-Z0-9]{10})$/i;

/**
 * The scheme that a text means; uids when there is none.
 *
 * @throws OrderlyError 409 for a text that is no scheme
 */
export function parseIdScheme(text: string | undefined): IdScheme {
  const scheme = readIdScheme(text ?? 'UID');
  if (!scheme) throw conflict(unknownScheme(text ?? ''));
  return scheme;
}

export const isIdScheme = (text: string): boolean => readIdScheme(text) !== undefined;

/** The sentence for a text that is no scheme. */
export const unknownScheme = (text: string): string =>
  `\`${text.slice(0, 50)}\` is no identifier scheme; it must be UID, CODE, NAME or ATTRIBUTE:{uid}.`;

function readIdScheme(text: string): IdScheme | undefined {
  const [, attribute] = ATTRIBUTE.exec(text) ?? [];
  if (attribute !== undefined) return { attribute };
  switch (text.toUpperCase()) {
    case 'UID':
    case 'ID':
      return UID_SCHEME;
    case 'CODE':
      return { property: 'code' };
    case 'NAME':
      return { property: 'name' };
    default:
      return undefined;
  }
}

export const isUidScheme = (scheme: IdScheme): boolean => 'property' in scheme && scheme.property === 'uid';

/** The scheme as it is sent to another server. */
export const schemeText = (scheme: IdScheme): string =>
  'property' in scheme ? scheme.property.toUpperCase() : `ATTRIBUTE:${scheme.attribute}`;

/** What the scheme says of the row called `object`. */
export const identifier = (scheme: IdScheme): RawBuilder<string | null> =>
  'property' in scheme
    ? sql`${sql.ref(`object.${scheme.property}`)}`
    : sql`object.attributevalues -> ${scheme.attribute} ->> 'value'`;

/**
 * Uids of the objects of these tables that the scheme calls by the given names. Of several with one name the first table counts; those of one table that share a name
 * are not told apart, and the name means nothing.
 */
export async function uidsOf(
  db: Db,
  tables: readonly string[],
  scheme: IdScheme,
  names: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (names.length === 0) return new Map();
  if (isUidScheme(scheme)) return new Map(names.map((name) => [name, name]));
  const found = tables.map(
    (table, place) => sql`
      select ${identifier(scheme)} as name, object.uid::text as uid, ${place}::int as place
      from ${sql.table(table)} as object where ${identifier(scheme)} = any (${[...names]}::text[])
    `,
  );
  const { rows } = await sql<{ name: string; uid: string }>`
    select distinct on (found.name) found.name, found.uid
    from (
      select named.name, min(named.uid) as uid, named.place from (${sql.join(found, sql` union all `)}) as named
      group by named.name, named.place
      having count(*) = 1
    ) as found
    order by found.name, found.place
  `.execute(db);
  return new Map(rows.map(({ name, uid }) => [name, uid]));
}

/** What the scheme calls objects of these tables, by uid; those that it has no name for are left out. */
export async function namesOf(
  db: Db,
  tables: readonly string[],
  scheme: IdScheme,
  uids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (uids.length === 0 || isUidScheme(scheme)) return new Map();
  const found = tables.map(
    (table) => sql`
      select object.uid::text as uid, ${identifier(scheme)} as name from ${sql.table(table)} as object
      where object.uid = any (${[...uids]}::text[]) and ${identifier(scheme)} is not null
    `,
  );
  const { rows } = await sql<{ uid: string; name: string }>`${sql.join(found, sql` union all `)}`.execute(db);
  return new Map(rows.map(({ uid, name }) => [uid, name]));
}
