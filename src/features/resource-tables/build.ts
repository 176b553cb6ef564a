import { sql } from 'kysely';
import {
  analyzeTable,
  createIndex,
  createTable,
  keepTidy,
  nameList,
  publicTable,
  type SwapResult,
  swapTables,
  type TableName,
  tableRef,
} from '../../database/build/index.js';
import { type Db, transaction } from '../../database/index.js';
import type { Progress } from '../../jobs/index.js';
import {
  RESOURCE_TABLES,
  type ResourceOptions,
  type ResourceSource,
  type ResourceTableDefinition,
  type ResourceTableKey,
  type ResourceTablePlan,
  resourceTableNames,
} from './definition.js';
import { applyDifferences, noteDifferences, type Rebuilt } from './differences.js';
import { fingerprints, knownFingerprints, rememberFingerprints, resourceFingerprint } from './fingerprint.js';
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
 * old set (contract: tables.md §5, §10.3 no. 21). What differs is noted first, for analytics tables that are not built anew with them.
 */
export async function buildResourceTables(build: ResourceBuild): Promise<ResourceResult> {
  const { db } = build;
  const definitions = definitionsFor(db);
  const states = await currentFingerprints(build, definitions);
  const built = await buildBeside(build, definitions);
  await transaction(db, async (handle) => {
    for (const rebuilt of await rebuiltTables(handle, built)) await noteDifferences(handle, rebuilt);
  });
  const { lostViews } = await putInPlace(build, built);
  await rememberFingerprints(db, states);
  return { tables: built.map(({ table, rows }) => ({ table, rows })), lostViews };
}

/**
 * Builds only the resource tables whose sources changed since they were made, notes which rows differ and makes those that stand equal row by row: nothing is swapped, and views on
 * them stay as they are. A table that got other columns is swapped (contract: tables.md §10.2 no. 15).
 *
 * @param skipped tables that nothing reads now
 */
export async function refreshChangedResourceTables(
  build: ResourceBuild,
  skipped: readonly ResourceTableKey[],
): Promise<ResourceResult> {
  const { db } = build;
  const definitions = definitionsFor(db);
  const states = await currentFingerprints(build, definitions);
  const known = await knownFingerprints(db);
  const present = await resourceTableColumns(db);
  const stale = definitions.filter(
    ({ key }) => !present.has(RESOURCE_TABLES[key]) || (states.get(key) !== known.get(key) && !skipped.includes(key)),
  );
  if (stale.length === 0) return { tables: [], lostViews: [] };
  const built = await buildBeside(build, stale);
  const stay = new Set<ResourceTableKey>();
  const changed: { table: string; rows: number }[] = [];
  await transaction(db, async (handle) => {
    for (const rebuilt of await rebuiltTables(handle, built)) {
      await noteDifferences(handle, rebuilt);
      if (rebuilt.standingColumns.join() !== rebuilt.builtColumns.join()) continue;
      stay.add(rebuilt.key);
      const rows = await applyDifferences(handle, rebuilt);
      if (rows === 0) continue;
      changed.push({ table: rebuilt.standing.table, rows });
      await keepTidy(handle, rebuilt.standing);
    }
  });
  const replaced = built.filter(({ key }) => !stay.has(key));
  const { lostViews } = await putInPlace(build, replaced);
  await rememberFingerprints(db, new Map(stale.map(({ key }) => [key, states.get(key) ?? ''])));
  return { tables: [...changed, ...replaced.map(({ table, rows }) => ({ table, rows }))], lostViews };
}

/** Those of the tables that the DHIS2 has. */
function definitionsFor(db: Db): readonly ResourceTableDefinition[] {
  const names = resourceTableNames(db);
  return RESOURCE_TABLE_DEFINITIONS.filter(({ key }) => names.has(key));
}

/** Asked before anything is read: what changes meanwhile counts as a change the next time. */
async function currentFingerprints(
  { db, options }: ResourceBuild,
  definitions: readonly ResourceTableDefinition[],
): Promise<ReadonlyMap<ResourceTableKey, string>> {
  const of = fingerprints(db);
  const states = new Map<ResourceTableKey, string>();
  for (const { key } of definitions) {
    states.set(key, await resourceFingerprint(key, options, of));
  }
  return states;
}

/** A resource table built in the run's workshop. */
interface Built {
  readonly key: ResourceTableKey;
  /** Its name in `public`, as this version of DHIS2 has it. */
  readonly table: string;
  readonly name: TableName;
  readonly plan: ResourceTablePlan;
  readonly rows: number;
}

async function buildBeside(
  { db, workshop, options, progress }: ResourceBuild,
  definitions: readonly ResourceTableDefinition[],
): Promise<readonly Built[]> {
  const built: Built[] = [];
  const names = resourceTableNames(db);
  const source: ResourceSource = {
    db,
    options,
    table: (key) => tableRef(built.find((one) => one.key === key)?.name ?? publicTable(RESOURCE_TABLES[key])),
  };
  const hooks = await readHooks(db, 'RESOURCE_TABLE_POPULATED');
  await progress.stage(
    'Generating resource tables',
    async (stage) => {
      for (const definition of definitions) {
        const { key } = definition;
        const table = names.get(key) ?? RESOURCE_TABLES[key];
        const name = { schema: workshop, table: `${table}_temp` };
        const one = await stage.item(
          table,
          () => buildOne(source, name, definition, hooks.get(definition.type) ?? []),
          ({ rows }) => `${rows} rows`,
        );
        built.push({ key, table, name, ...one });
      }
    },
    definitions.length,
  );
  return built;
}

/** Those of the built tables that stand, too. */
async function rebuiltTables(db: Db, built: readonly Built[]): Promise<readonly Rebuilt[]> {
  const standing = await resourceTableColumns(db);
  return built.flatMap(({ key, table, name, plan }) => {
    const columns = standing.get(RESOURCE_TABLES[key]);
    if (!columns) return [];
    const { primaryKey } = plan;
    const builtColumns = plan.columns.map((column) => column.name);
    return [
      { key, primaryKey, standing: publicTable(table), built: name, standingColumns: [...columns], builtColumns },
    ];
  });
}

async function putInPlace({ db, workshop, signal }: ResourceBuild, built: readonly Built[]): Promise<SwapResult> {
  if (built.length === 0) return { lostViews: [] };
  const move = built.map(({ name, table }) => ({ from: name, to: table }));
  return await swapTables(db, { workshop, drop: move.map(({ to }) => to), move, inherit: [] }, signal);
}

async function buildOne(
  source: ResourceSource,
  name: TableName,
  definition: ResourceTableDefinition,
  hooks: readonly TableHook[],
): Promise<{ readonly plan: ResourceTablePlan; readonly rows: number }> {
  const { db } = source;
  const plan = await definition.plan(source);
  await createTable(db, name, plan.columns, { primaryKey: plan.primaryKey });
  const { numAffectedRows } = await sql`
    insert into ${tableRef(name)} (${nameList(plan.columns.map((column) => column.name))}) ${plan.select}
  `.execute(db);
  for (const hook of hooks) await runHook(db, name.schema, hook);
  for (const index of plan.indexes) await createIndex(db, name, index);
  await analyzeTable(db, name);
  return { plan, rows: Number(numAffectedRows ?? 0n) };
}

/** The columns of each resource table as it stands, by its name in 2.42. */
export async function resourceTableColumns(db: Db): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const names = resourceTableNames(db);
  const { rows } = await sql<{ key: ResourceTableKey; columns: readonly string[] }>`
    select named.key, array_agg(pg_attribute.attname::text order by pg_attribute.attnum) as columns
    from unnest(${[...names.keys()]}::text[], ${[...names.values()]}::text[]) as named (key, name)
    join pg_class on pg_class.relname = named.name and pg_class.relnamespace = 'public'::regnamespace
    join pg_attribute on pg_attribute.attrelid = pg_class.oid and pg_attribute.attnum > 0 and not pg_attribute.attisdropped
    group by named.key
  `.execute(db);
  return new Map(rows.map(({ key, columns }) => [RESOURCE_TABLES[key], new Set(columns)]));
}
