import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../../database/index.js';
import type { FieldSelection } from '../../http/index.js';
import type { ReadContext } from '../model/read-context.js';
import { isReadable } from '../model/sharing.js';
import type { MetadataType } from '../model/type.js';
import { FilterCompiler } from './filter.js';
import type { Filter } from './filter-parser.js';
import { orderTerms } from './order.js';
import { Projector } from './projection.js';

/** What is wanted of a type. */
export interface ListQuery {
  readonly fields: FieldSelection;
  readonly filters?: readonly Filter[];
  readonly junction?: 'AND' | 'OR';
  /** Text that is a uid or a code, or part of a name. */
  readonly search?: string | undefined;
  readonly order?: readonly string[];
  /** Which part; all of it when left out. */
  readonly page?: { readonly offset: number; readonly limit: number } | undefined;
  /** A further condition on the row, for parameters that only one type has. */
  readonly where?: ((alias: string) => RawBuilder<boolean>) | undefined;
  /** Leaves sharing aside, for reads on behalf of the server itself. */
  readonly everything?: boolean;
}

export interface ListResult {
  /** Number of objects that comply, on all pages. */
  readonly total: number;
  /** The objects as JSON texts separated by commas. */
  readonly objects: string;
}

const SHARED = ['sharing', 'dataSharing'] as const;

/** One statement for a list: conditions, order, page and the JSON of each object. */
export async function readList(
  db: Db,
  type: MetadataType,
  query: ListQuery,
  context: ReadContext,
): Promise<ListResult> {
  const { fields, filters = [], junction = 'AND', order = [], page } = query;
  const projector = new Projector(context);
  const filter = new FilterCompiler(context, () => projector.alias());
  const alias = 'o';
  const row = sql`${sql.table(type.table)} as ${sql.ref(alias)}`;
  const conditions = sql.join(
    [
      query.everything === true ? sql`true` : readable(type, alias, context),
      filter.all(type, alias, filters, junction),
      query.search === undefined ? sql`true` : searched(type, alias, query.search),
      query.where?.(alias) ?? sql`true`,
    ],
    sql` and `,
  );
  const { rows } = await sql<{ total: number; objects: string | null }>`
    with matched as (
      select ${sql.ref(`${alias}.${type.key}`)} as key, row_number() over (order by ${orderTerms(type, alias, order, context)}) as position
      from ${row}
      where ${conditions}
    )
    select
      (select count(*) from matched) as total,
      (
        select string_agg(found.object, ',' order by found.position)
        from (
          select matched.position, json_strip_nulls(${projector.object(type, fields, alias)})::text as object
          from matched
          join ${row} on ${sql.ref(`${alias}.${type.key}`)} = matched.key
          ${page ? sql`where matched.position > ${page.offset} and matched.position <= ${page.offset + page.limit}` : sql``}
        ) as found
      ) as objects
  `.execute(db);
  const [result] = rows;
  return { total: result?.total ?? 0, objects: result?.objects ?? '' };
}

/** What became of a request for one object. */
export type SingleResult =
  | { readonly found: 'no' }
  | { readonly found: 'hidden' }
  | { readonly found: 'yes'; readonly object: string };

/** One object by its uid, as a JSON text, in one statement. */
export async function readOne(
  db: Db,
  type: MetadataType,
  uid: string,
  fields: FieldSelection,
  context: ReadContext,
): Promise<SingleResult> {
  const projector = new Projector(context);
  const alias = 'o';
  const { rows } = await sql<{ readable: boolean; object: string | null }>`
    select
      ${readable(type, alias, context)} as readable,
      case when ${readable(type, alias, context)} then json_strip_nulls(${projector.object(type, fields, alias)})::text end as object
    from ${sql.table(type.table)} as ${sql.ref(alias)}
    where ${sql.ref(`${alias}.uid`)} = ${uid}
  `.execute(db);
  const [result] = rows;
  if (!result) return { found: 'no' };
  return result.readable && result.object !== null ? { found: 'yes', object: result.object } : { found: 'hidden' };
}

const readable = (type: MetadataType, alias: string, { user }: ReadContext): RawBuilder<boolean> =>
  SHARED.some((trait) => type.traits.has(trait)) ? isReadable(alias, user) : sql`true`;

function searched(type: MetadataType, alias: string, text: string): RawBuilder<boolean> {
  const has = (name: string): boolean => type.properties.has(name);
  const column = (name: string): RawBuilder<unknown> => sql.ref(`${alias}.${name}`);
  const part = `%${text.replace(/[\\%_]/g, '\\$&')}%`;
  return sql`(${sql.join(
    [
      sql`${column('uid')} = ${text}`,
      ...(has('code') ? [sql`${column('code')} = ${text}`] : []),
      ...(has('name') ? [sql`${column('name')} ilike ${part}`] : []),
      ...(has('username') ? [sql`${column('username')} ilike ${part}`] : []),
    ],
    sql` or `,
  )})`;
}
