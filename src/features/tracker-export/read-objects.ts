import { sql } from 'kysely';
import type { Db } from '../../database/index.js';
import type { FieldSelection } from '../../http/index.js';
import { recordReading } from './access/audit.js';
import type { Selection } from './lists/selection.js';
import type { Page } from './parameters/paging.js';
import { objectOf, type Shape, type ShapeContext } from './shapes/shape.js';

/** Objects that are read with one statement when all are wanted. */
const BATCH = 500;

export interface FoundPage {
  readonly ids: readonly number[];
  readonly hasMore: boolean;
  readonly total: number | undefined;
}

/** The keys of a page in their order, and how many there are in all if that is wanted. */
export async function readIds(db: Db, selection: Selection, page: Page): Promise<FoundPage> {
  const ids = await idsOf(db, selection, sql`limit ${page.size + 1} offset ${(page.number - 1) * page.size}`);
  const total = page.total ? await countOf(db, selection) : undefined;
  return { ids: ids.slice(0, page.size), hasMore: ids.length > page.size, total };
}

async function idsOf(
  db: Db,
  { from, where, key, order }: Selection,
  limit = sql``,
  more = sql`true`,
): Promise<readonly number[]> {
  const { rows } = await sql<{ readonly id: number }>`
    select ${key} as id from ${from} where ${where} and ${more} order by ${order} ${limit}
  `.execute(db);
  return rows.map(({ id }) => id);
}

async function countOf(db: Db, { from, where }: Selection): Promise<number> {
  const { rows } = await sql<{ readonly count: number }>`select count(*) as count from ${from} where ${where}`.execute(
    db,
  );
  return rows[0]?.count ?? 0;
}

/** All keys in batches. In the order of the keys each batch begins where the last one ended; any other order is worked out once. */
export async function* idBatches(db: Db, selection: Selection): AsyncGenerator<readonly number[]> {
  if (!selection.byKey) {
    const ids = await idsOf(db, selection);
    for (let start = 0; start < ids.length; start += BATCH) yield ids.slice(start, start + BATCH);
    return;
  }
  let last: number | undefined;
  for (;;) {
    const more = last === undefined ? sql`true` : sql`${selection.key} < ${last}`;
    const ids = await idsOf(db, selection, sql`limit ${BATCH}`, more);
    if (ids.length > 0) yield ids;
    if (ids.length < BATCH) return;
    last = ids.at(-1);
  }
}

/**
 * The objects with these keys as JSON texts, in the same order, all in one statement. What has no value is left out (contract: http.md §10). That tracked entities are
 * seen is noted before they are sent.
 */
export async function readObjects(
  db: Db,
  shape: Shape,
  context: ShapeContext,
  wanted: FieldSelection,
  ids: readonly number[],
): Promise<readonly string[]> {
  if (ids.length === 0) return [];
  const { scope } = context.access;
  if (scope.auditsReading && shape.table === 'trackedentity')
    await recordReading(db, scope.user, context.reading ?? 'SEARCH', ids);
  const row = context.alias('object');
  const { rows } = await sql<{ readonly text: string }>`
    select json_strip_nulls(${objectOf(shape.fields, row, context, wanted)})::text as text
    from unnest(${[...ids]}::bigint[]) with ordinality as chosen (id, position)
    join ${sql.table(shape.table)} as ${sql.id(row)} on ${sql.ref(`${row}.${shape.key}`)} = chosen.id
    ${shape.joins(row)}
    order by chosen.position
  `.execute(db);
  return rows.map(({ text }) => text);
}
