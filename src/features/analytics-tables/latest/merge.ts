import { type RawBuilder, sql } from 'kysely';
import {
  createIndex,
  createTable,
  handOver,
  keepTidy,
  nameList,
  publicTable,
  type TableName,
  tableRef,
} from '../../../database/build/index.js';
import { type Db, transaction } from '../../../database/index.js';
import { REJECTED_CELLS, REJECTED_YEAR, type RejectionRow, type TablePlan } from '../definition.js';
import { mainTables } from '../main-table.js';
import type { Build } from '../work.js';
import type { LatestSource, RowRules } from './rules.js';
import { findTouched, tooMany } from './touched.js';
import { affected, latestSource, type TypeMerge, writeMarks } from './type-merge.js';
import { quietTime, type Watermark, watermarkAt } from './watermark.js';

/** What a latest run changed in the tables of one type. */
export interface MergeResult {
  /** Source rows that were looked at again. */
  readonly touched: number;
  readonly removed: number;
  readonly added: number;
  /** Pieces of the tables that changed. */
  readonly pieces: readonly string[];
  readonly rejections: readonly RejectionRow[];
  /** Years of which so much changed that they are to be built instead; all of the type for `true`. */
  readonly rebuild: readonly number[] | true;
  readonly watermark: Watermark;
}

/**
 * Brings the tables of one type up to date in one transaction: finds the source rows that changed since the marks, removes what they had become and adds what they become now.
 * Readers see all of it or nothing; a run that dies leaves the tables and their marks as they were (contract: tables.md §10.2 no. 12). The marks are written unless
 * years are to be built instead, or more follows.
 */
export async function mergeType({ source }: Build, merge: TypeMerge): Promise<MergeResult> {
  const { rules, hasHooks } = merge;
  const quiet = await quietTime(source.db);
  return await transaction(
    source.db,
    async (handle) => {
      const at = await latestSource(handle, source, merge);
      const watermark = await watermarkAt(handle, await currentSnapshot(handle), quiet);
      const direct = await findTouched(at, rules);
      const rebuild = direct === 0 ? [] : hasHooks || (await tooMany(at, rules));
      const nothing = { touched: direct, removed: 0, added: 0, pieces: [], rejections: [], rebuild, watermark };
      if (rebuild === true) return nothing;
      const result = direct === 0 ? nothing : { ...nothing, ...(await replaceRows(at, merge, rebuild)) };
      if (rebuild.length === 0 && (direct === 0 || !rules.following)) await writeMarks(handle, merge, watermark);
      return result;
    },
    { isolation: 'repeatable read' },
  );
}

async function currentSnapshot(handle: Db): Promise<string> {
  const { rows } = await sql<{ snapshot: string }>`select pg_current_snapshot()::text as snapshot`.execute(handle);
  return rows[0]?.snapshot ?? '';
}

type Replaced = Pick<MergeResult, 'removed' | 'added' | 'pieces' | 'rejections'>;

async function replaceRows(at: LatestSource, { rules, run }: TypeMerge, rebuilt: readonly number[]): Promise<Replaced> {
  const { handle, plans } = at;
  for (const { preparation } of plans)
    if (preparation) await createTable(handle, preparation.table, preparation.columns);
  await rules.beforeRemoval?.(at);
  const standing = await mainTables(
    handle,
    plans.map(({ table }) => table),
  );
  const concerned = await rules.tablesTouched?.(at);
  const pieces: string[] = [];
  const rejections: RejectionRow[] = [];
  let removed = 0;
  let added = 0;
  for (const plan of plans) {
    if (concerned && !concerned.has(plan.table)) continue;
    const staged = await stageRows(at, rules, plan);
    rejections.push(...staged.rejections);
    const present = standing.get(plan.table)?.partitions ?? [];
    const wholes = plan.years ? present : [{ table: plan.table, year: undefined }];
    const changes = new Map<string, PieceChange>();
    for (const { table, year } of wholes) {
      if (year !== undefined && rebuilt.includes(year)) continue;
      const gone = await removeRows(at, rules, plan, table, year);
      if (gone.rows > 0) changes.set(table, { table, year, removed: gone.rows, added: 0, noted: gone.noted });
    }
    for (const year of plan.years ? staged.years : [undefined]) {
      if (year !== undefined && rebuilt.includes(year)) continue;
      const table = year === undefined ? plan.table : `${plan.table}_${year}`;
      const isNew = year !== undefined && !present.some((one) => one.year === year);
      const rows = await addRows(at, plan, staged.name, table, year, isNew);
      if (rows === 0) continue;
      const before = changes.get(table);
      const noted = [...(before?.noted ?? []), ...(await notedRows(handle, rules, plan, staged.name, year))];
      changes.set(table, { table, year, removed: before?.removed ?? 0, added: rows, noted });
    }
    for (const change of changes.values()) {
      removed += change.removed;
      added += change.added;
      pieces.push(change.table);
      await keepTidy(handle, publicTable(change.table));
      await rememberPiece(at, rules.type, run, change);
      if (rules.noted !== undefined) await noteChange(handle, change);
    }
  }
  return { removed, added, pieces, rejections };
}

interface PieceChange {
  readonly table: string;
  readonly year: number | undefined;
  readonly removed: number;
  readonly added: number;
  /** Values of the noted column in these rows. */
  readonly noted: readonly string[];
}

/** Removes from a piece what the touched rows had become. */
async function removeRows(
  at: LatestSource,
  rules: RowRules,
  plan: TablePlan,
  table: string,
  year: number | undefined,
): Promise<{ readonly rows: number; readonly noted: readonly string[] }> {
  const removal = sql`delete from only ${tableRef(publicTable(table))} as present ${rules.obsolete(at, plan, year)}`;
  if (rules.noted === undefined) return { rows: await affected(removal, at.handle), noted: [] };
  const { rows } = await sql<{ rows: number; noted: string[] }>`
    with gone as (${removal} returning ${sql.id('present', rules.noted)}::text as noted)
    select count(*)::int as rows, coalesce(array_agg(distinct gone.noted), '{}') as noted from gone
  `.execute(at.handle);
  return rows[0] ?? { rows: 0, noted: [] };
}

/** Values of the noted column in the staged rows of one piece. */
async function notedRows(
  handle: Db,
  { noted }: RowRules,
  plan: TablePlan,
  staged: TableName,
  year: number | undefined,
): Promise<readonly string[]> {
  if (noted === undefined) return [];
  const { rows } = await sql<{ noted: string }>`
    select distinct ${sql.id(noted)}::text as noted from ${tableRef(staged)} ${ofYear(plan, year)}
  `.execute(handle);
  return rows.map((row) => row.noted);
}

const ofYear = ({ years }: TablePlan, year: number | undefined): RawBuilder<unknown> =>
  years && year !== undefined ? sql`where (${years.key}) = ${sql.lit(year)}` : sql``;

/** The touched rows as they are now, beside the table: those that cannot be taken are counted and thrown away. */
async function stageRows(
  { handle, source: { workshop }, touched }: LatestSource,
  rules: RowRules,
  plan: TablePlan,
): Promise<{
  readonly name: TableName;
  readonly years: readonly number[];
  readonly rejections: readonly RejectionRow[];
}> {
  const name: TableName = { schema: workshop, table: `${plan.table}_latest` };
  const columns = [
    ...plan.columns,
    ...(plan.rejectedCells ? [{ name: REJECTED_CELLS, type: 'text' as const, value: plan.rejectedCells.value }] : []),
  ];
  await createTable(
    handle,
    name,
    columns.map((column) => ({ name: column.name, type: column.type })),
  );
  await sql`
    insert into ${tableRef(name)} (${nameList(columns.map((column) => column.name))})
    select ${sql.join(columns.map(({ value }) => value))} ${plan.source(rules.condition(touched))}
  `.execute(handle);
  const rejections: RejectionRow[] = [];
  if (plan.years && plan.rejectedRows) {
    const rejected: TableName = { schema: workshop, table: `${plan.table}_latest_rejected` };
    const isRejected = sql`(${plan.years.key}) = ${sql.lit(REJECTED_YEAR)}`;
    await sql`create unlogged table ${tableRef(rejected)} as select * from ${tableRef(name)} where ${isRejected}`.execute(
      handle,
    );
    rejections.push(...(await plan.rejectedRows(rejected).execute(handle)).rows);
    await sql`delete from ${tableRef(name)} where ${isRejected}`.execute(handle);
  }
  if (plan.rejectedCells) rejections.push(...(await plan.rejectedCells.report(name).execute(handle)).rows);
  if (!plan.years) return { name, years: [], rejections };
  const { rows } = await sql<{ year: number }>`
    select distinct ${plan.years.key} as year from ${tableRef(name)} order by year
  `.execute(handle);
  return { name, years: rows.map(({ year }) => year), rejections };
}

/** Adds the staged rows of one piece; a year that has none yet gets one (contract: tables.md §10.2 no. 13). */
async function addRows(
  { handle }: LatestSource,
  plan: TablePlan,
  staged: TableName,
  table: string,
  year: number | undefined,
  isNew: boolean,
): Promise<number> {
  const piece = publicTable(table);
  if (isNew && plan.years && year !== undefined)
    await createTable(handle, piece, plan.columns, {
      checks: plan.years.checks(year),
      inherits: publicTable(plan.table),
    });
  const names = nameList(plan.columns.map(({ name }) => name));
  const rows = await affected(
    sql`insert into ${tableRef(piece)} (${names}) select ${names} from ${tableRef(staged)} ${ofYear(plan, year)}`,
    handle,
  );
  if (isNew) {
    for (const index of plan.indexes) await createIndex(handle, piece, index);
    await sql`analyze ${tableRef(piece)}`.execute(handle);
    for (const statement of await handOver(handle, [table])) await statement.execute(handle);
  }
  return rows;
}

/** Keeps the size of a piece, and that its rows are others now; the run that last took something in counts as its maker. */
async function rememberPiece(
  { handle }: LatestSource,
  type: string,
  run: string,
  { table, year, removed, added }: PieceChange,
): Promise<void> {
  await sql`
    insert into orderly.analytics_partition as known
      (table_type, table_name, table_oid, year, run_uid, snapshot, started_at, row_estimate, bytes, merges)
    values (
      ${type}, ${table}, ${`public.${table}`}::regclass::oid, ${year ?? null}, ${run}, pg_current_snapshot()::text, now(), ${added}, pg_total_relation_size(${`public.${table}`}::regclass), 1
    )
    on conflict (table_name) do update set
      table_oid = excluded.table_oid, run_uid = excluded.run_uid, snapshot = excluded.snapshot, started_at = excluded.started_at, finished_at = now(),
      row_estimate = greatest(known.row_estimate + ${added}::bigint - ${removed}::bigint, 0), bytes = excluded.bytes, merges = known.merges + 1
  `.execute(handle);
}

/** For how long changes are told one by one; whoever has not looked for so long begins anew. */
const NOTED_FOR = sql`interval '2 days'`;

/** Notes what changed in a piece beside the count of its merges, and forgets what nobody asks for any more. */
async function noteChange(handle: Db, { table, noted }: PieceChange): Promise<void> {
  const piece = `public.${table}`;
  await sql`
    delete from orderly.analytics_partition_change as change
    where change.table_name = ${table} and (change.table_oid <> ${piece}::regclass::oid or change.changed_at < now() - ${NOTED_FOR})
  `.execute(handle);
  await sql`
    insert into orderly.analytics_partition_change (table_name, table_oid, merges, noted)
    select known.table_name, ${piece}::regclass::oid, known.merges, ${[...new Set(noted)]}::text[]
    from orderly.analytics_partition as known where known.table_name = ${table}
  `.execute(handle);
}
