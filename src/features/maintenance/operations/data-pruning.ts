import { sql } from 'kysely';
import { readActualTables, tablesFor } from '../../../database/dhis2/index.js';
import { type Db, transaction } from '../../../database/index.js';
import { countTogether, deleteTogether, type Rows } from '../delete-rows.js';
import { counted, type MaintenanceOperation, type OperationContext } from '../operation.js';
import { DATA_VALUE_READERS } from './data-value-readers.js';

interface Pruning {
  readonly name: string;
  readonly paths: readonly string[];
  readonly label: string;
  readonly description: string;
  readonly cachedByDhis2?: string;
  /** Table and key of the object. */
  readonly object: { readonly table: string; readonly key: string; readonly label: string };
  /** What goes, in this order: table → column that names the object. */
  parts(db: Db): Promise<readonly Part[]>;
}

type Part = readonly [table: string, column: string];

function pruning({ name, paths, label, description, object, parts, ...more }: Pruning): MaintenanceOperation {
  const rows = async ({ db, options: { target = '' } }: OperationContext): Promise<readonly Rows[]> =>
    (await parts(db)).map(([table, column]) => ({
      table,
      condition: sql`${sql.ref(`row.${column}`)} = (
        select ${sql.ref(`object.${object.key}`)} from ${sql.table(object.table)} as object where object.uid = ${target}
      )`,
    }));
  return {
    name,
    label,
    description,
    ...more,
    refusedDuring: DATA_VALUE_READERS,
    object: {
      authorities: ['ALL'],
      paths,
      exists: async (db, uid) => await exists(db, object.table, uid),
      unknown: (uid) => `${object.label} does not exist: ${uid}`,
      done: 'Data was pruned successfully',
    },
    preview: async (context) => counted(await countTogether(context.db, await rows(context))),
    run: async (context) =>
      counted(
        await context.stage.item(context.options.target ?? '', () =>
          transaction(context.db, async (handle) => deleteTogether(handle, await rows(context))),
        ),
      ),
  };
}

async function exists(db: Db, table: string, uid: string): Promise<boolean> {
  const { rows } = await sql`select from ${sql.table(table)} as object where object.uid = ${uid}`.execute(db);
  return rows.length > 0;
}

/** All aggregate data of one unit, not of those below it (contract: maintenance.md §4.17). */
export const organisationUnitPruning = pruning({
  name: 'organisationUnitDataPruning',
  paths: ['dataPruning/organisationUnits', 'dataPruning/organisationUnit'],
  label: 'Prune data of an organisation unit',
  description:
    'Removes all data values of an organisation unit, their audit, its completions and approvals, for good. Units below it keep theirs.',
  cachedByDhis2: 'states of approval',
  object: { table: 'organisationunit', key: 'organisationunitid', label: 'Organisation unit' },
  parts: async () => [
    ['dataapproval', 'organisationunitid'],
    ['dataapprovalaudit', 'organisationunitid'],
    ['completedatasetregistration', 'sourceid'],
    ['datavalueaudit', 'organisationunitid'],
    ['datavalue', 'sourceid'],
  ],
});

/** The change log of events: in two tables from DHIS2 2.43 on, and in the audit of their values before 2.42 (contract: schema.md §3.4). */
async function eventChangeLogs(db: Db): Promise<readonly string[]> {
  const { tables } = await readActualTables(db);
  const logs = tablesFor('eventchangelog', tables).filter((table) => tables.has(table));
  return logs.length > 0 ? logs : ['trackedentitydatavalueaudit'];
}

/** All aggregate data of one data element, and its part of the change log of events, which refers to it (contract: maintenance.md §4.18). */
export const dataElementPruning = pruning({
  name: 'dataElementDataPruning',
  paths: ['dataPruning/dataElements', 'dataPruning/dataElement'],
  label: 'Prune data of a data element',
  description:
    'Removes all data values of a data element, their audit and its entries in the change log of events, for good.',
  object: { table: 'dataelement', key: 'dataelementid', label: 'Data element' },
  parts: async (db) => [
    ...(await eventChangeLogs(db)).map((table): Part => [table, 'dataelementid']),
    ['datavalueaudit', 'dataelementid'],
    ['datavalue', 'dataelementid'],
  ],
});
