import { sql } from 'kysely';
import type { Db } from '../../database/index.js';
import { conflict } from '../../kernel/errors/index.js';
import type { AnalyticsGrid } from '../analytics-query/index.js';
import { labels, type OutputSchemes } from './source.js';

/** A value of a data value set (contract: imports.md §2.1). */
export interface ExchangedValue {
  readonly dataElement: string;
  readonly period: string;
  readonly orgUnit: string;
  readonly categoryOptionCombo?: string;
  readonly attributeOptionCombo?: string;
  readonly value: string;
  readonly storedBy: string;
  readonly comment: string;
  readonly followup: boolean;
}

/** What the peer says of values that nobody entered. */
const AGGREGATED = '[aggregated]';

/** What of the data items decides about their values in a data value set. */
interface ItemFacts {
  readonly uid: string;
  readonly isWhole: boolean;
  readonly element: string | null;
  readonly combo: string | null;
  readonly attributeCombo: string | null;
}

/**
 * The rows of a grid as data values, named by the given schemes. An operand is a data element with its option combos; an indicator may say as which it is exported; a data
 * element with whole numbers gets the whole part, as from the peer.
 *
 * @throws OrderlyError 409 when the grid has no data items, periods or organisation units
 */
export async function dataValuesOf(
  db: Db,
  grid: AnalyticsGrid,
  schemes: OutputSchemes,
): Promise<readonly ExchangedValue[]> {
  const place = (name: string): number => {
    const index = grid.headers.findIndex((header) => header.name === name);
    if (index === -1) throw conflict(`Data cannot be exchanged without the dimension \`${name}\`.`);
    return index;
  };
  const [dx, pe, ou, value] = [place('dx'), place('pe'), place('ou'), place('value')];
  const label = await labels(db, grid, schemes);
  const facts = await itemFacts(db, [...new Set(grid.rows.map((row) => (row[dx] ?? '').split('.')[0] ?? ''))]);
  return grid.rows.map((row) => {
    const [item = '', combo, attributeCombo] = (row[dx] ?? '').split('.');
    const fact = facts.get(item);
    const named = (uid: string | null | undefined, kind: string) =>
      uid == null || uid === '*' || uid === '' ? undefined : label(kind, uid);
    const categoryOptionCombo = isRate(combo) ? undefined : (named(combo, 'co') ?? named(fact?.combo, 'co'));
    const attributeOptionCombo = named(attributeCombo, 'co') ?? named(fact?.attributeCombo, 'co');
    return {
      // The name of a reporting rate, `dataSet.REPORTING_RATE`, is one.
      dataElement: fact?.element ?? label('dx', isRate(combo) ? `${item}.${combo}` : item),
      period: row[pe] ?? '',
      orgUnit: label('ou', row[ou] ?? ''),
      ...(categoryOptionCombo !== undefined && { categoryOptionCombo }),
      ...(attributeOptionCombo !== undefined && { attributeOptionCombo }),
      value: fact?.isWhole ? (row[value] ?? '').replace(/\..*$/, '') : (row[value] ?? ''),
      storedBy: AGGREGATED,
      comment: AGGREGATED,
      followup: false,
    };
  });
}

const isRate = (part: string | undefined): boolean => part !== undefined && /^[A-Z]+_[A-Z_]+$/.test(part);

async function itemFacts(db: Db, uids: readonly string[]): Promise<ReadonlyMap<string, ItemFacts>> {
  const those = sql`uid = any (${[...uids]}::text[])`;
  const { rows } = await sql<ItemFacts>`
    select uid::text, valuetype like 'INTEGER%' as "isWhole", null as element, null as combo, null as "attributeCombo"
    from dataelement where ${those}
    union all
    select uid, false, null, nullif(aggregateexportcategoryoptioncombo, ''), nullif(aggregateexportattributeoptioncombo, '')
    from indicator where ${those}
    union all
    select uid, false, nullif(aggregateexportdataelement, ''),
      nullif(aggregateexportcategoryoptioncombo, ''), nullif(aggregateexportattributeoptioncombo, '')
    from programindicator where ${those}
  `.execute(db);
  return new Map(rows.map((row) => [row.uid, row]));
}
