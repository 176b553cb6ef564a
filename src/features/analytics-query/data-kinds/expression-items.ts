import { sql } from 'kysely';
import type { Db } from '../../../database/index.js';
import type { MissingValueStrategy } from '../../../kernel/expressions/index.js';
import type { DerivedItem } from '../query.js';
import { readableBy } from '../request/data-statements.js';
import type { DataOptions } from '../request/resolve-data.js';
import { groupedBy } from './grouped.js';
import { type Ratio, ratioRows } from './indicators.js';
import type { DataKind } from './kind.js';

interface ExpressionItem extends DerivedItem, Ratio {
  readonly kind: 'expressionItem';
  readonly name: string;
}

const UID = /^[a-zA-Z][a-zA-Z0-9]{10}$/;

/**
 * Expression dimension items: formulas that somebody stored for a favourite, which are indicators without denominator (contract: analytics-query.md §3.1). Only databases
 * that come from DHIS2 have such.
 */
export const expressionItemKind: DataKind<ExpressionItem> = {
  kind: 'expressionItem',
  matches: (text) => UID.test(text),
  resolve: async (db, texts, options) =>
    (await hasTable(db))
      ? groupedBy(await readExpressionItems(db, texts, options), ({ uid }) => uid)
      : new Map<string, readonly ExpressionItem[]>(),
  rows: ratioRows,
};

async function hasTable(db: Db): Promise<boolean> {
  const { rows } = await sql<{ known: boolean }>`
    select to_regclass('expressiondimensionitem') is not null as known
  `.execute(db);
  return rows[0]?.known === true;
}

interface ExpressionRow extends Omit<ExpressionItem, 'strategy'> {
  readonly missing: MissingValueStrategy | null;
}

async function readExpressionItems(
  db: Db,
  texts: readonly string[],
  { user, shortNames }: DataOptions,
): Promise<readonly ExpressionItem[]> {
  const { rows } = await sql<ExpressionRow>`
    select
      'expressionItem' as kind, item.uid, ${shortNames ? sql`item.shortname` : sql`item.name`} as name, item.code,
      coalesce(item.expression, '') as numerator, '1' as denominator, 1 as factor, false as annualized, null::int as decimals,
      item.missingvaluestrategy as missing,
      json_build_object(
        'dimensionItemType', 'EXPRESSION_DIMENSION_ITEM', 'valueType', 'NUMBER', 'totalAggregationType', 'SUM'
      ) as details
    from expressiondimensionitem as item
    where item.uid = any (${[...texts]}::text[]) and ${readableBy('item', user)}
  `.execute(db);
  return rows.map(({ missing, ...row }) => ({ ...row, ...(missing !== null && { strategy: missing }) }));
}
