import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../../../database/index.js';

interface Source {
  readonly key: readonly string[];
  readonly uid?: string;
  /** Its rows are marked as deleted before they go. */
  readonly marked: boolean;
}

/** What latest runs know gone rows by: on tables of Orderly's own triggers note the same (migration 0107). */
const SOURCES = {
  datavalue: {
    key: ['dataelementid', 'periodid', 'sourceid', 'categoryoptioncomboid', 'attributeoptioncomboid'],
    marked: true,
  },
  completedatasetregistration: { key: ['datasetid', 'periodid', 'sourceid', 'attributeoptioncomboid'], marked: false },
  event: { key: ['eventid', 'enrollmentid'], uid: 'uid', marked: true },
  enrollment: { key: ['enrollmentid', 'trackedentityid'], uid: 'uid', marked: true },
  trackedentity: { key: ['trackedentityid'], uid: 'uid', marked: true },
} satisfies Readonly<Record<string, Source>>;

export type GoneSource = keyof typeof SOURCES;

export const isGoneSource = (table: string): table is GoneSource => table in SOURCES;

/** Rows that go for good. */
export interface GoingRows {
  readonly table: RawBuilder<unknown>;
  /** About a row called `row`. */
  readonly condition: RawBuilder<unknown>;
}

/** The column of the table that 2.42 calls so; undefined where it has none. */
export type ColumnOf = (name: string) => string | undefined;

/**
 * Deletes rows so that the next latest run takes them out of the analytics tables, also beside a DHIS2, whose tables have no trigger that would tell it.
 *
 * @param source what 2.42 calls the table
 * @returns how many
 */
export async function deleteAndTell(
  db: Db,
  source: string,
  { table, condition }: GoingRows,
  columnOf: ColumnOf = (name) => name,
): Promise<number> {
  const deletion = sql`delete from ${table} as row where ${condition}`;
  if (!isGoneSource(source) || !(await isUntold(db, source))) {
    const { numAffectedRows } = await deletion.execute(db);
    return Number(numAffectedRows ?? 0n);
  }
  const { rows } = await sql<{ count: number }>`
    with gone as (${deletion} returning ${sql.join(columnsOf(source, columnOf).map((name) => sql.ref(`row.${name}`)))}),
    noted as (${noteOf(source, columnOf)})
    select count(*) as count from gone
  `.execute(db);
  return rows[0]?.count ?? 0;
}

/** Whether whoever deletes rows of the table has to note them: latest runs have begun, and no trigger does it. */
export async function isUntold(db: Db, source: GoneSource): Promise<boolean> {
  const { rows } = await sql`
    select
    where exists (select from orderly.analytics_watermark) and not exists (
      select from pg_trigger where pg_trigger.tgrelid = to_regclass(${`public.${source}`}) and pg_trigger.tgname = 'note_gone'
    )
  `.execute(db);
  return rows.length > 0;
}

/** What a note needs of a row. */
function columnsOf(source: GoneSource, columnOf: ColumnOf): readonly string[] {
  const { key, uid, marked }: Source = SOURCES[source];
  const names = [...key, ...(uid === undefined ? [] : [uid]), ...(marked ? ['deleted', 'lastupdated'] : [])];
  return names.map(columnOf).filter((name) => name !== undefined);
}

/** Notes the rows of `gone`, the deleted ones. What was marked as deleted long ago is in no table any more. */
export function noteOf(source: GoneSource, columnOf: ColumnOf = (name) => name): RawBuilder<unknown> {
  const { key, uid, marked }: Source = SOURCES[source];
  const columns = key.map((name) => {
    const column = columnOf(name);
    return column === undefined ? sql`null` : sql.ref(`gone.${column}`);
  });
  const shown = sql`
    (gone.deleted and gone.lastupdated < (
      select min(mark.since)::timestamp - interval '1 day' from orderly.analytics_watermark as mark where mark.table_name <> ''
    )) is not true
  `;
  return sql`
    insert into orderly.analytics_gone_row (source, key, uid)
    select ${source}, array[${sql.join(columns)}]::bigint[], ${uid === undefined ? sql`null` : sql.ref(`gone.${uid}`)}
    from gone where ${marked ? shown : sql`true`}
  `;
}
