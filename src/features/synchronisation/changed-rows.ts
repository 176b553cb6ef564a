import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../../database/index.js';
import { formatTimestamp } from '../../kernel/clock.js';
import type { Subject } from './subjects.js';

/** Where a row stands in the order of changes: the moment of its change, then its key, all as text. */
export type Place = readonly string[];

/** Rows that come after one place and not after another; without them, from the first and to the last. */
export interface Range {
  readonly after: Place | null;
  readonly upTo: Place | null;
}

/** Changes from `since` on and before `until`. */
export interface Window {
  readonly since: Date;
  readonly until: Date;
}

/** Rows ready to be sent. */
export interface Page {
  readonly payload: string;
  readonly rows: number;
  readonly last: Place;
}

/** Most text of a page; a value and its comment may have 50,000 characters each. */
const MOST_BYTES = 16 * 1024 * 1024;

/** How many rows of the window lie in the range. */
export async function countChanged(db: Db, subject: Subject, window: Window, range: Range): Promise<number> {
  const { rows } = await sql<{ count: string }>`
    select count(*) from ${sql.table(subject.table)} as stored where ${within(subject, window, range)}
  `.execute(db);
  return Number(rows[0]?.count ?? 0);
}

/**
 * The next rows of a range in the order of their changes, by the place of the last one before and not by number: what is changed meanwhile moves to the end, and
 * nothing is passed over. Undefined when there are no more.
 */
export async function readPage(
  db: Db,
  subject: Subject,
  window: Window,
  range: Range,
  size: number,
): Promise<Page | undefined> {
  const { key, columns, changed } = subject;
  const place = sql`changed, ${sql.join(key.map((column) => sql.id(column)))}`;
  const keptPlace = sql.join(['changed', ...key].map((column) => sql.ref(`kept.${column}`)));
  const own = sql.join([...key, ...columns].map((column) => sql.ref(`stored.${column}`)));
  const rowsWhere = (condition: RawBuilder<unknown>): RawBuilder<unknown> => sql`
    select ${changed} as changed, ${own}, pg_column_size(stored.*)::bigint as bytes
    from ${sql.table(subject.table)} as stored
    where ${condition}
  `;
  const { upTo, after } = range;
  const bounds = within(subject, window, { after: null, upTo });
  const { rows } = await sql<{ payload: string; rows: number; last: Place | null }>`
    with same_moment as materialized (
      ${rowsWhere(after === null ? sql`false` : sql`${bounds} and ${sameMoment(subject, after)}`)}
      order by ${keyOf(subject)}
      limit ${size}
    ), later as materialized (
      ${rowsWhere(after === null ? bounds : sql`${bounds} and ${changed} > ${after[0]}::timestamp`)}
      order by ${orderOf(subject)}
      limit greatest(0, ${size}::int - (select count(*) from same_moment))
    ), page as (
      select * from same_moment union all select * from later
    ), kept as (
      select sized.* from (select page.*, sum(bytes) over (order by ${place}) - bytes as before from page) as sized
      where sized.before < ${MOST_BYTES}
    )
    select
      json_build_object(${subject.list}::text, coalesce((
        select json_agg(json_strip_nulls(json_build_object(${subject.row})) order by ${keptPlace}) from kept ${subject.joins}
      ), '[]'))::text as payload,
      (select count(*)::int from kept) as rows,
      (select array[changed::text, ${sql.join(key.map((column) => sql`${sql.id(column)}::text`))}] from kept order by ${descending(key)} limit 1) as last
  `.execute(db);
  const [page] = rows;
  return page?.last ? { ...page, last: page.last } : undefined;
}

const keyOf = ({ key }: Subject): RawBuilder<unknown> => sql.join(key.map((column) => sql.ref(`stored.${column}`)));

const orderOf = (subject: Subject): RawBuilder<unknown> => sql`${subject.changed}, ${keyOf(subject)}`;

/** An import gives millions of rows one moment: by the key they are found where the last page ended, and need not be sorted again for each page. */
const sameMoment = (subject: Subject, [moment, ...key]: Place): RawBuilder<unknown> => sql`
  ${subject.changed} = ${moment}::timestamp
  and (${keyOf(subject)}) > (${sql.join(key.map((part) => sql`${part}::bigint`))})
`;

const descending = (key: readonly string[]): RawBuilder<unknown> =>
  sql.join(['changed', ...key].map((column) => sql`${sql.id(column)} desc`));

function within(subject: Subject, { since, until }: Window, { after, upTo }: Range): RawBuilder<unknown> {
  const { changed } = subject;
  const place = sql`(${orderOf(subject)})`;
  return sql.join(
    [
      sql`${changed} >= ${formatTimestamp(since)}::timestamp and ${changed} < ${formatTimestamp(until)}::timestamp`,
      // The bounds by the moment alone are for the index.
      ...(after === null ? [] : [sql`${changed} >= ${after[0]}::timestamp and ${place} > ${placeValue(after)}`]),
      ...(upTo === null ? [] : [sql`${changed} <= ${upTo[0]}::timestamp and ${place} <= ${placeValue(upTo)}`]),
    ],
    sql` and `,
  );
}

const placeValue = ([moment, ...key]: Place): RawBuilder<unknown> =>
  sql`(${sql.join([sql`${moment}::timestamp`, ...key.map((part) => sql`${part}::bigint`)])})`;
