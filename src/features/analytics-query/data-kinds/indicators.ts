import { sql } from 'kysely';
import type { Db } from '../../../database/index.js';
import type { Frame, MissingValueStrategy } from '../../../kernel/expressions/index.js';
import type { AnalyticsRequest, DerivedItem } from '../query.js';
import { readableBy } from '../request/data-statements.js';
import type { DataOptions } from '../request/resolve-data.js';
import type { AnswerRow } from '../statements/execute.js';
import { type CompiledFormula, openBook } from './formula-book.js';
import { type FormulaItem, formulaRows, numberOf } from './formula-rows.js';
import { groupedBy } from './grouped.js';
import type { DataKind, RowOptions } from './kind.js';
import { writeNumber } from './write-number.js';

const GROUP_PREFIX = 'IN_GROUP-';
const UID = /^[a-zA-Z][a-zA-Z0-9]{10}$/;
const DAYS_IN_YEAR = 365;

/** An indicator with its formulas, as they are stored. */
export interface IndicatorItem extends DerivedItem {
  readonly kind: 'indicator';
  readonly numerator: string;
  readonly denominator: string;
  readonly factor: number;
  readonly annualized: boolean;
  readonly decimals: number | null;
}

/** Indicators, by uid and as members of indicator groups (contract: analytics-query.md §4 "Indicators"). */
export const indicatorKind: DataKind<IndicatorItem> = {
  kind: 'indicator',
  matches: (text) => UID.test(text) || text.startsWith(GROUP_PREFIX),
  async resolve(db, texts, options) {
    const rows = await readIndicators(db, texts, options);
    return groupedBy(rows, ({ asked }) => asked);
  },
  rows: ratioRows,
};

/** What an indicator is worked out from; other kinds of items may be such, too. */
export interface Ratio {
  readonly uid: string;
  readonly name: string | undefined;
  readonly numerator: string;
  readonly denominator: string;
  readonly factor: number;
  readonly annualized: boolean;
  readonly decimals: number | null;
  /** Where the numerator has no value for want of data; where all of them are missing unless it says something else. */
  readonly strategy?: MissingValueStrategy;
}

/** The rows of indicators: numerator × factor ÷ denominator wherever both have a value (contract: analytics-query.md §4 "Indicators"). */
export async function ratioRows(
  db: Db,
  request: AnalyticsRequest,
  items: readonly Ratio[],
  options: RowOptions,
): Promise<readonly AnswerRow[]> {
  const texts = items.flatMap((owner) => [
    { owner, text: owner.numerator },
    { owner, text: owner.denominator },
  ]);
  const book = await openBook(db, texts);
  const made = items.map((item, index) =>
    formulaItem(item, book.formulas.slice(index * 2, index * 2 + 2) as [CompiledFormula, CompiledFormula], options),
  );
  return await formulaRows(db, request, { book, items: made }, options);
}

function formulaItem(
  item: Ratio,
  formulas: readonly [CompiledFormula, CompiledFormula],
  { skipRounding }: RowOptions,
): FormulaItem {
  const [numerator, denominator] = formulas;
  const write = (value: number): string => writeNumber(value, item.decimals, skipRounding);
  return {
    uid: item.uid,
    formulas,
    cell(frame: Frame): Omit<AnswerRow, 'keys'> | undefined {
      const below = numberOf(denominator.evaluate, frame);
      if (below === null || below === 0) return undefined;
      const above = numberOf(numerator.evaluate, frame, item.strategy);
      if (above === null) return undefined;
      const multiplier = item.annualized ? item.factor * DAYS_IN_YEAR : item.factor;
      const divisor = item.annualized ? frame.daysInPeriod : 1;
      const value = (above * multiplier) / (below * divisor);
      if (!Number.isFinite(value)) return undefined;
      const text = write(value);
      const parts = [write(above), write(below), write(multiplier / divisor), String(multiplier), String(divisor)];
      return { value: Number(text), text, parts };
    },
  };
}

interface IndicatorRow extends IndicatorItem {
  /** The text that named it. */
  readonly asked: string;
}

async function readIndicators(
  db: Db,
  texts: readonly string[],
  { user, shortNames }: DataOptions,
): Promise<readonly IndicatorRow[]> {
  const groups = texts.filter((text) => text.startsWith(GROUP_PREFIX)).map((text) => text.slice(GROUP_PREFIX.length));
  const name = shortNames ? sql`indicator.shortname` : sql`indicator.name`;
  const { rows } = await sql<IndicatorRow>`
    select
      'indicator' as kind, asked.text as asked, indicator.uid, ${name} as name, indicator.code, indicator.numerator, indicator.denominator,
      indicatortype.indicatorfactor as factor, indicator.annualized, indicator.decimals,
      json_strip_nulls(json_build_object(
        'description', indicator.description,
        'dimensionItemType', 'INDICATOR',
        'valueType', 'NUMBER',
        'totalAggregationType', 'AVERAGE',
        'indicatorType', json_build_object(
          'name', indicatortype.name, 'factor', indicatortype.indicatorfactor, 'number', indicatortype.indicatornumber
        )
      )) as details
    from (
      select indicator.indicatorid, indicator.uid::text as text from indicator where indicator.uid = any (${[...texts]}::text[])
      union all
      select member.indicatorid, ${GROUP_PREFIX}::text || indicatorgroup.uid
      from indicatorgroup
      join indicatorgroupmembers as member on member.indicatorgroupid = indicatorgroup.indicatorgroupid
      where indicatorgroup.uid = any (${groups}::text[]) and ${readableBy('indicatorgroup', user)}
    ) as asked
    join indicator on indicator.indicatorid = asked.indicatorid
    join indicatortype on indicatortype.indicatortypeid = indicator.indicatortypeid
    where ${readableBy('indicator', user)}
    order by indicator.name, indicator.uid
  `.execute(db);
  return rows;
}
