import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../../database/index.js';
import type { FieldSelection } from '../../http/index.js';
import { badRequest } from '../../kernel/errors/index.js';
import type { ReadContext } from '../model/read-context.js';
import { isReadable } from '../model/sharing.js';
import type { MetadataType } from '../model/type.js';
import { FilterCompiler } from './filter.js';
import type { Filter } from './filter-parser.js';
import { type OrderTerm, orderTerms } from './order.js';
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
  /** Something else to be known in the same statement, e.g. whether the object exists whose parts are listed. */
  readonly anchor?: RawBuilder<boolean> | undefined;
  /** Leaves sharing aside, for reads on behalf of the server itself. */
  readonly everything?: boolean;
}

export interface ListResult {
  /** What {@link ListQuery.anchor} gave. */
  readonly anchored: boolean;
  /** Number of objects that comply, on all pages. */
  readonly total: number;
  /** The objects as JSON texts separated by commas. */
  readonly objects: string;
}

const MEGABYTE = 1024 * 1024;
/** Far more than the largest list of a country, and half of what a text of JavaScript can hold. */
const LARGEST_ANSWER = 256 * MEGABYTE;
const SHARED = ['sharing', 'dataSharing'] as const;

/** One statement for a list: conditions, order, page and the JSON of each object. */
export async function readList(
  db: Db,
  type: MetadataType,
  query: ListQuery,
  context: ReadContext,
  largest = LARGEST_ANSWER,
): Promise<ListResult> {
  const { order = [], page, anchor } = query;
  const projector = new Projector(context);
  const alias = 'o';
  const list: ListStatement = {
    row: sql`${sql.table(type.source)} as ${sql.ref(alias)}`,
    key: sql.ref(`${alias}.${type.key}`),
    conditions: conditionsOf(type, alias, query, context, projector),
    terms: orderTerms(type, alias, order, context),
    object: sql`json_strip_nulls(${projector.object(type, query.fields, alias)})::text`,
  };
  const anchored = anchor ?? sql`true`;
  const statement = page ? pageStatement(list, page, anchored) : wholeStatement(list, anchored);
  const { rows } = await sql<{ anchored: boolean; total: number; objects: string | null; too_large: boolean | null }>`
    select answer.anchored, answer.total, ${bounded(sql.ref('answer.objects'), largest)} as objects, octet_length(answer.objects) > ${largest} as too_large
    from (${statement} offset 0) as answer
  `.execute(db);
  const [result] = rows;
  if (result?.too_large) throw tooLarge(largest);
  return { anchored: result?.anchored ?? false, total: result?.total ?? 0, objects: result?.objects ?? '' };
}

/** The parts of a statement for a list. */
interface ListStatement {
  readonly row: RawBuilder<unknown>;
  readonly key: RawBuilder<unknown>;
  readonly conditions: RawBuilder<unknown>;
  readonly terms: readonly OrderTerm[];
  readonly object: RawBuilder<unknown>;
}

/**
 * Everything at once: rows are sorted before their JSON is made, so that the sort moves rows and not texts. The list keeps their order, because PostgreSQL makes no
 * parallel parts of a subquery that is sorted.
 */
function wholeStatement(
  { row, conditions, terms, object }: ListStatement,
  anchored: RawBuilder<unknown>,
): RawBuilder<unknown> {
  // The same for all rows, a value would be a constant, by which PostgreSQL refuses to sort.
  const order = sql.join(terms.map(({ value, how }) => sql`coalesce(${value}) ${how}`));
  return sql`
    select ${anchored} as anchored, count(*) as total, string_agg(found.object, ',') as objects
    from (
      select ${object} as object
      from (select o.* from ${row} where ${conditions} order by ${order} offset 0) as o
    ) as found
  `;
}

/** A page: all that comply are found and counted once by their keys, the first are picked without sorting the rest, and only these become JSON. */
function pageStatement(
  { row, key, conditions, terms, object }: ListStatement,
  { offset, limit }: { readonly offset: number; readonly limit: number },
  anchored: RawBuilder<unknown>,
): RawBuilder<unknown> {
  const columns = terms.map(({ value, how }, index) => ({ name: sql.id(`s${index}`), value, how }));
  const order = (table: string): RawBuilder<unknown> =>
    sql.join(columns.map(({ name, how }) => sql`${sql.id(table)}.${name} ${how}`));
  return sql`
    with matched as (
      select ${key} as key, ${sql.join(columns.map(({ name, value }) => sql`${value} as ${name}`))}
      from ${row}
      where ${conditions}
    )
    select ${anchored} as anchored, (select count(*) from matched) as total, (
      select string_agg(found.object, ',')
      from (
        select ${object} as object
        from (select matched.* from matched order by ${order('matched')} limit ${limit}::bigint offset ${offset}::bigint) as page
        join ${row} on ${key} = page.key
        order by ${order('page')}
      ) as found
    ) as objects
  `;
}

function conditionsOf(
  type: MetadataType,
  alias: string,
  { filters = [], junction = 'AND', search, where, everything }: ListQuery,
  context: ReadContext,
  projector: Projector,
): RawBuilder<unknown> {
  const filter = new FilterCompiler(context, () => projector.alias());
  return sql.join(
    [
      everything === true ? sql`true` : readable(type, alias, context),
      filter.all(type, alias, filters, junction),
      search === undefined ? sql`true` : searched(type, alias, search),
      where?.(alias) ?? sql`true`,
    ],
    sql` and `,
  );
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
  largest = LARGEST_ANSWER,
): Promise<SingleResult> {
  const projector = new Projector(context);
  const alias = 'o';
  const { rows } = await sql<{ readable: boolean; object: string | null; too_large: boolean | null }>`
    select answer.readable, ${bounded(sql.ref('answer.object'), largest)} as object, octet_length(answer.object) > ${largest} as too_large
    from (
      select o.readable, case when o.readable then json_strip_nulls(${projector.object(type, fields, alias)})::text end as object
      from (
        select o.*, ${readable(type, alias, context)} as readable
        from ${sql.table(type.source)} as ${sql.ref(alias)}
        where ${sql.ref(`${alias}.uid`)} = ${uid}
        offset 0
      ) as o
      offset 0
    ) as answer
  `.execute(db);
  const [result] = rows;
  if (!result) return { found: 'no' };
  if (result.too_large) throw tooLarge(largest);
  return result.readable && result.object !== null ? { found: 'yes', object: result.object } : { found: 'hidden' };
}

/** The text unless it is too large. It does not reach the driver then, which has no way to refuse a text that is longer than JavaScript's longest: the process would end. */
const bounded = (text: RawBuilder<unknown>, largest: number): RawBuilder<unknown> =>
  sql`case when octet_length(${text}) <= ${largest} then ${text} end`;

const tooLarge = (largest: number) =>
  badRequest(
    `The answer would be larger than ${Math.floor(largest / MEGABYTE)} MB. Ask for fewer fields, or for one page after the other.`,
    { code: 'E1003' },
  );

/** Whether there is an object of the type with this uid. */
export const exists = (type: MetadataType, uid: string): RawBuilder<boolean> =>
  sql`exists (select from ${sql.table(type.source)} as addressed where addressed.uid = ${uid})`;

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
      ...(has('username') ? [sql`${column('username')} ilike ${part}`, sql`${column('email')} ilike ${part}`] : []),
    ],
    sql` or `,
  )})`;
}
