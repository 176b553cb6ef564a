import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../../database/index.js';
import type { CurrentUser } from '../../http/index.js';
import { catalogued } from '../../kernel/errors/index.js';
import { PERIOD_TYPE_NAMES, type PeriodTypeName } from '../../kernel/periods/index.js';
import { AGGREGATION_TYPES, type AggregationType, type DataItem, type Item } from './query.js';
import { isReadable } from './readable.js';

interface ElementRow {
  readonly uid: string;
  readonly name: string;
  readonly code: string | null;
  readonly valueType: string;
  readonly aggregationType: string;
  readonly periodType: string | null;
  readonly group: string | null;
}

export interface DataOptions {
  readonly user: CurrentUser;
  readonly shortNames: boolean;
  /** Aggregation type that overrides the elements' own. */
  readonly override: string | undefined;
}

const NUMERIC = new Set([
  'NUMBER',
  'UNIT_INTERVAL',
  'PERCENTAGE',
  'INTEGER',
  'INTEGER_POSITIVE',
  'INTEGER_NEGATIVE',
  'INTEGER_ZERO_OR_POSITIVE',
]);
const BOOLEAN = new Set(['BOOLEAN', 'TRUE_ONLY']);
const OPERAND = /^([a-zA-Z][a-zA-Z0-9]{10})\.([a-zA-Z][a-zA-Z0-9]{10})$/;
const GROUP_PREFIX = 'DE_GROUP-';

/**
 * The data elements and operands that the items name, in request order; groups become their members. What does not exist or may not be read is passed over
 * (contract: analytics-query.md §3.1).
 *
 * @throws OrderlyError E7124 when nothing is left, E7115 when something cannot be aggregated
 */
export async function resolveData(
  db: Db,
  items: readonly string[],
  options: DataOptions,
): Promise<readonly DataItem[]> {
  const groups = items.filter((item) => item.startsWith(GROUP_PREFIX)).map((item) => item.slice(GROUP_PREFIX.length));
  const operands = items.map((item) => OPERAND.exec(item)).filter((match) => match !== null);
  const elements = [...items, ...operands.map(([, element]) => element ?? '')];
  const rows = await readElements(db, elements, groups, options);
  const combos = await readCombos(
    db,
    operands.map(([, , combo]) => combo ?? ''),
  );
  const byUid = new Map(rows.map((row) => [row.uid, row]));
  const found = items.flatMap((item): DataItem[] => {
    if (item.startsWith(GROUP_PREFIX)) {
      const uid = item.slice(GROUP_PREFIX.length);
      return rows.filter(({ group }) => group === uid).map((row) => dataItem(row, undefined, options.override));
    }
    const [, element, combo] = OPERAND.exec(item) ?? [];
    const row = byUid.get(element ?? item);
    if (!row) return [];
    if (combo === undefined) return [dataItem(row, undefined, options.override)];
    const option = combos.get(combo);
    return option ? [dataItem(row, option, options.override)] : [];
  });
  const distinct = [...new Map(found.map((item) => [item.uid, item])).values()];
  if (distinct.length === 0) throw catalogued('E7124', 'dx');
  return distinct;
}

async function readElements(
  db: Db,
  uids: readonly string[],
  groups: readonly string[],
  { user, shortNames }: DataOptions,
): Promise<readonly ElementRow[]> {
  const name: RawBuilder<unknown> = shortNames ? sql`element.shortname` : sql`element.name`;
  const { rows } = await sql<ElementRow>`
    select
      element.uid, ${name} as name, element.code, element.valuetype as "valueType", element.aggregationtype as "aggregationType",
      (
        select periodtype.name
        from datasetelement
        join dataset on dataset.datasetid = datasetelement.datasetid
        join periodtype on periodtype.periodtypeid = dataset.periodtypeid
        where datasetelement.dataelementid = element.dataelementid
        order by dataset.workflowid is null, dataset.datasetid
        limit 1
      ) as "periodType",
      asked.group
    from (
      select dataelement.dataelementid, null::text as group from dataelement where dataelement.uid = any (${[...uids]}::text[])
      union all
      select dataelementgroupmembers.dataelementid, dataelementgroup.uid
      from dataelementgroup
      join dataelementgroupmembers on dataelementgroupmembers.dataelementgroupid = dataelementgroup.dataelementgroupid
      where dataelementgroup.uid = any (${[...groups]}::text[])
    ) as asked
    join dataelement as element on element.dataelementid = asked.dataelementid
    where element.domaintype = 'AGGREGATE' and ${isReadable('element', user)}
    order by element.name
  `.execute(db);
  return rows;
}

async function readCombos(db: Db, uids: readonly string[]): Promise<ReadonlyMap<string, Item>> {
  if (uids.length === 0) return new Map();
  const { rows } = await sql<Item>`
    select categoryoptioncombo.uid, categoryoptioncombo.name, categoryoptioncombo.code
    from categoryoptioncombo
    where categoryoptioncombo.uid = any (${[...uids]}::text[])
  `.execute(db);
  return new Map(rows.map((row) => [row.uid, row]));
}

function dataItem(row: ElementRow, combo: Item | undefined, override: string | undefined): DataItem {
  const isBoolean = BOOLEAN.has(row.valueType);
  const aggregationType = aggregationOf(override ?? row.aggregationType);
  if (aggregationType === undefined || !(isBoolean || NUMERIC.has(row.valueType))) throw catalogued('E7115', row.uid);
  return {
    uid: combo ? `${row.uid}.${combo.uid}` : row.uid,
    name: combo ? `${row.name} ${combo.name}` : row.name,
    code: row.code,
    element: row.uid,
    combo: combo?.uid,
    aggregationType,
    isBoolean,
    periodType: PERIOD_TYPE_NAMES.find((name): name is PeriodTypeName => name === row.periodType),
    details: {
      dimensionItemType: combo ? 'DATA_ELEMENT_OPERAND' : 'DATA_ELEMENT',
      valueType: row.valueType,
      aggregationType: row.aggregationType,
      totalAggregationType: aggregationType,
    },
  };
}

const aggregationOf = (name: string): AggregationType | undefined => AGGREGATION_TYPES.find((type) => type === name);
