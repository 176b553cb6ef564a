import { sql } from 'kysely';
import { type Db, onTrial, transaction } from '../../database/index.js';
import type { CurrentUser } from '../../http/index.js';
import type { ErrorCode } from '../../kernel/errors/index.js';
import {
  type DataValueKeys,
  type DataValueRow,
  dataValueKeys,
  storeDataValues,
  type WireDataValue,
} from '../data-values/index.js';
import { Conflicts, type ImportSummary, parseIdScheme, type Strategy, strategyOf, uidsOf } from '../imports/index.js';
import type { ExchangedValue } from './data-values.js';
import type { TargetRequest } from './exchange.js';
import { COMBO_TABLES, ELEMENT_TABLES, UNIT_TABLES } from './source.js';
import { valueProblem } from './value-check.js';

const UNKNOWN: Readonly<Record<keyof WireDataValue, ErrorCode>> = {
  dataElement: 'E7610',
  period: 'E7611',
  orgUnit: 'E7612',
  categoryOptionCombo: 'E7613',
  attributeOptionCombo: 'E7615',
};

/** Stores the values here: what is refused is told, the others are stored (contract: imports.md §2.3–2.5). */
export async function storeInternally(
  db: Db,
  request: TargetRequest,
  values: readonly ExchangedValue[],
  user: CurrentUser,
): Promise<ImportSummary> {
  const conflicts = new Conflicts();
  const strategy = strategyOf({ importStrategy: request.importStrategy?.toUpperCase() ?? '' });
  const run = request.dryRun ? onTrial : transaction;
  const { counts, skipped } = await run(db, async (handle) => {
    const wire = await withUids(handle, request, values);
    const keys = await dataValueKeys(handle, wire);
    const good = await accepted(handle, wire, keys, user, conflicts);
    const wanted = await byStrategy(handle, strategy, good);
    return { counts: await storeDataValues(handle, wanted, user.username), skipped: good.length - wanted.length };
  });
  const { list, rejectedIndexes } = conflicts;
  const { imported, updated, deleted, ignored } = counts;
  return {
    responseType: 'ImportSummary',
    status: list.length > 0 ? 'WARNING' : 'SUCCESS',
    description: 'Import process completed successfully',
    importCount: { imported, updated, deleted, ignored: ignored + skipped + rejectedIndexes.length },
    conflicts: list,
    rejectedIndexes,
  };
}

/** The values with their objects by uid: the names of the source are read by the schemes of the target. */
async function withUids(
  db: Db,
  request: TargetRequest,
  values: readonly ExchangedValue[],
): Promise<readonly WireDataValue[]> {
  const scheme = (own: string | undefined) => parseIdScheme(own ?? request.idScheme);
  const distinct = (names: readonly (string | undefined)[]) => [...new Set(names.filter((name) => name !== undefined))];
  const elements = await uidsOf(
    db,
    ELEMENT_TABLES,
    scheme(request.dataElementIdScheme),
    distinct(values.map(({ dataElement }) => dataElement)),
  );
  const units = await uidsOf(
    db,
    UNIT_TABLES,
    scheme(request.orgUnitIdScheme),
    distinct(values.map(({ orgUnit }) => orgUnit)),
  );
  const combos = await uidsOf(
    db,
    COMBO_TABLES,
    scheme(request.categoryOptionComboIdScheme),
    distinct(
      values.flatMap(({ categoryOptionCombo, attributeOptionCombo }) => [categoryOptionCombo, attributeOptionCombo]),
    ),
  );
  const combo = (name: string | undefined) => (name === undefined ? undefined : (combos.get(name) ?? name));
  return values.map((value) => ({
    dataElement: elements.get(value.dataElement) ?? value.dataElement,
    period: value.period,
    orgUnit: units.get(value.orgUnit) ?? value.orgUnit,
    categoryOptionCombo: combo(value.categoryOptionCombo),
    attributeOptionCombo: combo(value.attributeOptionCombo),
    value: value.value,
    comment: value.comment,
  }));
}

type Valued = WireDataValue & { readonly value?: string; readonly comment?: string };

async function accepted(
  db: Db,
  wire: readonly Valued[],
  keys: Awaited<ReturnType<typeof dataValueKeys>>,
  user: CurrentUser,
  conflicts: Conflicts,
): Promise<readonly DataValueRow[]> {
  const found = keys.filter((key): key is DataValueKeys => !('unknown' in key));
  const types = await valueTypes(db, found);
  const outside = await unitsOutside(db, found, user);
  const refuse = (
    index: number,
    code: ErrorCode,
    property: string,
    object: string,
    ...args: readonly string[]
  ): readonly DataValueRow[] => {
    conflicts.refuse(index, { code, property, objects: { [property]: object }, args: [object, ...args] });
    return [];
  };
  return wire.flatMap((value, index): readonly DataValueRow[] => {
    const key = keys[index];
    if (!key) return [];
    if ('unknown' in key) return refuse(index, UNKNOWN[key.unknown], key.unknown, key.value);
    if (outside.has(key.sourceId)) return refuse(index, 'E7617', 'orgUnit', value.orgUnit, user.username);
    const problem = valueProblem(types.get(key.dataElementId) ?? '', value.value ?? '');
    if (problem !== undefined) return refuse(index, 'E7619', 'value', value.dataElement, problem);
    return [{ ...key, value: value.value ?? null, ...(value.comment !== undefined && { comment: value.comment }) }];
  });
}

async function valueTypes(db: Db, keys: readonly DataValueKeys[]): Promise<ReadonlyMap<number, string>> {
  const { rows } = await sql<{ id: number; type: string }>`
    select dataelement.dataelementid as id, dataelement.valuetype as type from dataelement
    where dataelement.dataelementid = any (${[...new Set(keys.map(({ dataElementId }) => dataElementId))]}::bigint[])
  `.execute(db);
  return new Map(rows.map(({ id, type }) => [Number(id), type]));
}

/** Units that do not lie below one for which the user enters data. */
async function unitsOutside(db: Db, keys: readonly DataValueKeys[], user: CurrentUser): Promise<ReadonlySet<number>> {
  if (user.isSuper) return new Set();
  const { rows } = await sql<{ id: number }>`
    select unit.organisationunitid as id from organisationunit as unit
    where unit.organisationunitid = any (${[...new Set(keys.map(({ sourceId }) => sourceId))]}::bigint[])
      and not exists (
        select from usermembership
        join organisationunit as own on own.organisationunitid = usermembership.organisationunitid
        where usermembership.userinfoid = ${user.id} and (unit.path = own.path or unit.path like own.path || '/%')
      )
  `.execute(db);
  return new Set(rows.map(({ id }) => Number(id)));
}

/** The rows that the strategy lets through; the others are ignored. */
async function byStrategy(db: Db, strategy: Strategy, rows: readonly DataValueRow[]): Promise<readonly DataValueRow[]> {
  if (strategy === 'CREATE_AND_UPDATE' || rows.length === 0) return rows;
  const column = <Value>(of: (row: DataValueRow) => Value): Value[] => rows.map(of);
  const { rows: there } = await sql<{ position: string }>`
    select given.position from unnest(
      ${column((row) => row.dataElementId)}::bigint[], ${column((row) => row.periodId)}::bigint[], ${column((row) => row.sourceId)}::bigint[],
      ${column((row) => row.categoryOptionComboId)}::bigint[], ${column((row) => row.attributeOptionComboId)}::bigint[]
    ) with ordinality as given (dataelementid, periodid, sourceid, categoryoptioncomboid, attributeoptioncomboid, position)
    join datavalue on (datavalue.dataelementid, datavalue.periodid, datavalue.sourceid, datavalue.categoryoptioncomboid, datavalue.attributeoptioncomboid)
      = (given.dataelementid, given.periodid, given.sourceid, given.categoryoptioncomboid, given.attributeoptioncomboid)
    where not datavalue.deleted
  `.execute(db);
  const stored = new Set(there.map(({ position }) => Number(position) - 1));
  const wanted = rows.filter((_row, index) => stored.has(index) === (strategy !== 'CREATE'));
  return strategy === 'DELETE' ? wanted.map((row) => ({ ...row, deleted: true })) : wanted;
}
