import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../../database/index.js';
import { conflict } from '../../kernel/errors/index.js';
import { isIndexable } from '../metadata/index.js';

const PREFIX = 'in_gin_teavalue_';
const EXTENSIONS = ['pg_trgm', 'btree_gin'] as const;

/** An attribute of tracked entities that could have an index for searching, or has one (contract: data-admin.md §5). */
export interface SearchedAttribute {
  readonly id: number;
  /** Null for an index whose attribute is gone. */
  readonly uid: string | null;
  readonly name: string | null;
  readonly indexable: boolean;
  /** `invalid`: its building was broken off, and searches do not use it. */
  readonly index: 'none' | 'valid' | 'invalid';
}

/** Whether the attribute in `alias` has an index; one whose building was broken off counts only among `all`. */
const hasIndex = (alias: string, which: 'valid' | 'all'): RawBuilder<boolean> => sql`exists (
  select from pg_index
  join pg_class on pg_class.oid = pg_index.indexrelid
  where pg_index.indrelid = 'trackedentityattributevalue'::regclass
    and pg_class.relname = ${PREFIX} || ${sql.ref(`${alias}.trackedentityattributeid`)}
    and ${which === 'all' ? sql`true` : sql`pg_index.indisvalid`}
)`;

/**
 * The lists of the summary as conditions on an attribute (contract: data-admin.md §5). An index that is not valid is none: its attribute is indexable still (§11 no. 17); but if
 * it is of no use it is in the way, and the job drops it.
 */
export const SUMMARY_LISTS: Readonly<Record<string, (alias: string) => RawBuilder<boolean>>> = {
  indexedAttributes: (alias) => sql`(${isIndexable(alias)} and ${hasIndex(alias, 'valid')})`,
  indexableAttributes: (alias) => sql`(${isIndexable(alias)} and not ${hasIndex(alias, 'valid')})`,
  obsoleteIndexedAttributes: (alias) => sql`(not coalesce(${isIndexable(alias)}, false) and ${hasIndex(alias, 'all')})`,
};

/** All attributes, and what is left of others in indexes. */
export async function searchedAttributes(db: Db): Promise<readonly SearchedAttribute[]> {
  const { rows } = await sql<SearchedAttribute>`
    with present as (
      select substr(pg_class.relname, ${PREFIX.length + 1})::bigint as id, pg_index.indisvalid as valid
      from pg_index
      join pg_class on pg_class.oid = pg_index.indexrelid
      where pg_index.indrelid = 'trackedentityattributevalue'::regclass and pg_class.relname ~ ${`^${PREFIX}[0-9]{1,18}$`}
    )
    select coalesce(attribute.trackedentityattributeid, present.id) as id, attribute.uid, attribute.name,
      coalesce(${isIndexable('attribute')}, false) as indexable,
      case when present.valid then 'valid' when present.id is null then 'none' else 'invalid' end as index
    from trackedentityattribute as attribute
    full join present on present.id = attribute.trackedentityattributeid
    order by attribute.name, id
  `.execute(db);
  return rows;
}

/**
 * Makes sure that the database can search by trigrams.
 *
 * @throws OrderlyError 409 that says what to ask the database's administrator for
 */
export async function requireExtensions(db: Db): Promise<void> {
  const { rows } = await sql<{ name: string }>`
    select named.name from unnest(${[...EXTENSIONS]}::text[]) as named (name)
    where not exists (select from pg_extension where pg_extension.extname = named.name)
  `.execute(db);
  for (const { name } of rows) {
    try {
      await sql`create extension if not exists ${sql.id(name)}`.execute(db);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw conflict(
        `Indexes for searching need the PostgreSQL extensions ${EXTENSIONS.join(' and ')}, and ${name} could not be installed: ${reason}. Ask the administrator of the database to run: create extension ${name}`,
        { cause: error },
      );
    }
  }
}

/** Builds the index of an attribute while values are read and written. One that is broken is built anew. */
export async function createSearchIndex(db: Db, { id, index }: SearchedAttribute): Promise<void> {
  if (index === 'invalid') await dropSearchIndex(db, id);
  await sql`
    create index concurrently if not exists ${sql.id(`${PREFIX}${id}`)} on trackedentityattributevalue
    using gin (trackedentityid, lower(value) gin_trgm_ops) where trackedentityattributeid = ${sql.lit(id)}
  `.execute(db);
}

export async function dropSearchIndex(db: Db, id: number): Promise<void> {
  await sql`drop index concurrently if exists ${sql.id('public', `${PREFIX}${id}`)}`.execute(db);
}

export async function analyzeValues(db: Db): Promise<void> {
  await sql`analyze trackedentityattributevalue`.execute(db);
}
