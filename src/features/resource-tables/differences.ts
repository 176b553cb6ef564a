import { type RawBuilder, sql } from 'kysely';
import { nameList, type TableName, tableRef } from '../../database/build/index.js';
import type { Db } from '../../database/index.js';
import type { ResourceTableKey } from './definition.js';
import { RESOURCE_INPUTS } from './inputs.js';

/** A resource table that stands and the same built anew. */
export interface Rebuilt {
  readonly key: ResourceTableKey;
  readonly primaryKey: readonly string[];
  readonly standing: TableName;
  readonly built: TableName;
  /** Columns of each, in order. */
  readonly standingColumns: readonly string[];
  readonly builtColumns: readonly string[];
}

/** Tables whose rows some analytics table repeats in its own. Keys of the others are not all numbers. */
const NOTED: readonly ResourceTableKey[] = [
  'orgUnit',
  'comboNames',
  'dataElementGroups',
  'orgUnitGroups',
  'categories',
  'dataElement',
  'period',
  'approvalMinLevel',
];

/**
 * Notes every row that came, went or changed, and which of its columns did, so that the analytics tables can be brought up to date row by row. A column that only one of both
 * has does not count: it changes the columns of the analytics tables, or none of them shows it.
 *
 * @returns the number of differences
 */
export async function noteDifferences(db: Db, rebuilt: Rebuilt): Promise<number> {
  const { key, primaryKey, standing, built, standingColumns, builtColumns } = rebuilt;
  if (!NOTED.includes(key)) return 0;
  const common = standingColumns.filter((column) => builtColumns.includes(column));
  const [first = ''] = primaryKey;
  const keys = primaryKey.map((column) => sql`coalesce(${sql.ref(`old.${column}`)}, ${sql.ref(`new.${column}`)})`);
  const identity = RESOURCE_INPUTS[key]?.identity;
  const { numAffectedRows } = await sql`
    insert into orderly.resource_change (resource, key, identity, changed)
    select
      ${key}, array[${sql.join(keys)}]::bigint[], ${identity === undefined ? sql`null` : sql.ref(`old.${identity}`)},
      case when ${sql.ref(`old.${first}`)} is not null and ${sql.ref(`new.${first}`)} is not null then (
        select array_agg(before.key)
        from jsonb_each(to_jsonb(old)) as before
        join jsonb_each(to_jsonb(new)) as after on after.key = before.key and after.value <> before.value
      ) end
    from ${tableRef(standing)} as old
    full join ${tableRef(built)} as new on ${sameKey(primaryKey)}
    where ${sql.ref(`old.${first}`)} is null or ${sql.ref(`new.${first}`)} is null or ${differ(common)}
  `.execute(db);
  return Number(numAffectedRows ?? 0n);
}

/** Makes the table that stands equal to the one built beside it, row by row: readers see either all of it or nothing. */
export async function applyDifferences(
  db: Db,
  { primaryKey, standing, built, builtColumns }: Rebuilt,
): Promise<number> {
  const gone = await sql`
    delete from ${tableRef(standing)} as old
    where not exists (
      select from ${tableRef(built)} as new where ${sameKey(primaryKey)} and not ${differ(builtColumns)}
    )
  `.execute(db);
  const names = nameList(builtColumns);
  const come = await sql`
    insert into ${tableRef(standing)} (${names})
    select ${names} from ${tableRef(built)} as new
    where not exists (select from ${tableRef(standing)} as old where ${sameKey(primaryKey)})
  `.execute(db);
  return Number(gone.numAffectedRows ?? 0n) + Number(come.numAffectedRows ?? 0n);
}

const sameKey = (columns: readonly string[]): RawBuilder<boolean> =>
  sql`${sql.join(
    columns.map((column) => sql`${sql.ref(`new.${column}`)} = ${sql.ref(`old.${column}`)}`),
    sql` and `,
  )}`;

const differ = (columns: readonly string[]): RawBuilder<boolean> => {
  const of = (alias: string) => sql.join(columns.map((column) => sql.ref(`${alias}.${column}`)));
  return sql`((${of('old')}) is distinct from (${of('new')}))`;
};
