import { sql } from 'kysely';
import {
  analyzeTable,
  createIndex,
  createTable,
  nameList,
  publicTable,
  swapTables,
  type TableName,
  tableRef,
} from '../../database/build/index.js';
import type { Db } from '../../database/index.js';
import type { Progress } from '../../jobs/index.js';
import { RESOURCE_TABLES, type ResourceOptions, type ResourceSource, type ResourceTableKey } from './definition.js';
import { readHooks, runHook, type TableHook } from './hooks.js';
import { RESOURCE_TABLE_DEFINITIONS } from './tables/index.js';

export interface ResourceBuild {
  readonly db: Db;
  /** Schema of the run, in which the tables are built. */
  readonly workshop: string;
  readonly options: ResourceOptions;
  readonly progress: Progress;
  readonly signal: AbortSignal;
}

export interface ResourceResult {
  readonly tables: readonly { readonly table: string; readonly rows: number }[];
  /** A sentence for each view that could not be made again. */
  readonly lostViews: readonly string[];
}

/**
 * Builds all resource tables from the metadata and puts them in place together, in one transaction: readers see the old set or the new one. An error leaves the
 * old set (contract: tables.md §5, §10.3 no. 21).
 */
export async function buildResourceTables(build: ResourceBuild): Promise<ResourceResult> {
  const { db, workshop, progress } = build;
  const built = new Map<ResourceTableKey, TableName>();
  const source: ResourceSource = {
    db,
    options: build.options,
    table: (key) => tableRef(built.get(key) ?? publicTable(RESOURCE_TABLES[key])),
  };
  const hooks = await readHooks(db, 'RESOURCE_TABLE_POPULATED');
  const tables: { table: string; rows: number }[] = [];
  await progress.stage(
    'Generating resource tables',
    async (stage) => {
      for (const definition of RESOURCE_TABLE_DEFINITIONS) {
        const table = RESOURCE_TABLES[definition.key];
        const name = { schema: workshop, table: `${table}_temp` };
        const rows = await stage.item(
          table,
          () => buildOne(source, name, definition, workshop, hooks.get(definition.type) ?? []),
          (count) => `${count} rows`,
        );
        built.set(definition.key, name);
        tables.push({ table, rows });
      }
    },
    RESOURCE_TABLE_DEFINITIONS.length,
  );
  const names = [...built].map(([key, from]) => ({ from, to: RESOURCE_TABLES[key] }));
  const { lostViews } = await swapTables(
    db,
    { drop: names.map(({ to }) => to), move: names, inherit: [] },
    build.signal,
  );
  return { tables, lostViews };
}

async function buildOne(
  source: ResourceSource,
  name: TableName,
  definition: (typeof RESOURCE_TABLE_DEFINITIONS)[number],
  workshop: string,
  hooks: readonly TableHook[],
): Promise<number> {
  const { db } = source;
  const plan = await definition.plan(source);
  await createTable(db, name, plan.columns, { primaryKey: plan.primaryKey });
  const { numAffectedRows } = await sql`
    insert into ${tableRef(name)} (${nameList(plan.columns.map((column) => column.name))}) ${plan.select}
  `.execute(db);
  for (const hook of hooks) await runHook(db, workshop, hook);
  for (const index of plan.indexes) await createIndex(db, name, index);
  await analyzeTable(db, name);
  return Number(numAffectedRows ?? 0n);
}

/** The columns of each resource table as it stands, by table name. */
export async function resourceTableColumns(db: Db): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const { rows } = await sql<{ table: string; columns: readonly string[] }>`
    select pg_class.relname as "table", array_agg(pg_attribute.attname::text) as columns
    from pg_class
    join pg_attribute on pg_attribute.attrelid = pg_class.oid and pg_attribute.attnum > 0 and not pg_attribute.attisdropped
    where pg_class.relnamespace = 'public'::regnamespace and pg_class.relname = any (${Object.values(RESOURCE_TABLES)}::text[])
    group by pg_class.relname
  `.execute(db);
  return new Map(rows.map(({ table, columns }) => [table, new Set(columns)]));
}
