import { sql } from 'kysely';
import type { Db } from '../../database/index.js';
import {
  type Expression,
  ExpressionError,
  type Item,
  itemsOf,
  parseExpression,
  replaceItems,
} from '../../kernel/expressions/index.js';

interface StoredIndicator {
  readonly uid: string;
  readonly name: string;
  readonly numerator: string;
  readonly denominator: string;
  readonly factor: number;
  readonly annualized: boolean;
}

/** An indicator that is made of itself, or of so many others that it might be. */
export class CyclicIndicatorError extends ExpressionError {
  readonly uid: string;

  constructor(uid: string) {
    super(`Indicator expressions cannot contain cyclic references: ${uid}`);
    this.uid = uid;
  }
}

/** Indicators inside indicators inside indicators … */
const DEEPEST = 10;

/**
 * Puts the formulas of indicators in the place of their names, with one statement for each level of indicators within indicators.
 *
 * @returns for each expression what has become of it, or why it has no meaning
 */
export async function withIndicators(
  db: Db,
  expressions: readonly (Expression | ExpressionError)[],
): Promise<readonly (Expression | ExpressionError)[]> {
  const known = new Map<string, StoredIndicator>();
  let wanted = expressions.flatMap((expression) => (expression instanceof ExpressionError ? [] : namesIn(expression)));
  for (let level = 0; wanted.length > 0 && level < DEEPEST; level += 1) {
    const found = await readIndicators(db, wanted);
    for (const indicator of found) known.set(indicator.uid, indicator);
    wanted = found
      .flatMap(({ numerator, denominator }) => [numerator, denominator].flatMap(namesInText))
      .filter((uid) => !known.has(uid));
  }
  return expressions.map((expression) => {
    if (expression instanceof ExpressionError) return expression;
    return caught(() => replaceItems(expression, (item) => expand(item, known, [])));
  });
}

/** What `work` gives, or the error of a formula that it throws. */
export function caught<Result>(work: () => Result): Result | ExpressionError {
  try {
    return work();
  } catch (error) {
    if (error instanceof ExpressionError) return error;
    throw error;
  }
}

function expand(item: Item, known: ReadonlyMap<string, StoredIndicator>, within: readonly string[]): Expression {
  const [uid = ''] = item.parts;
  if (item.symbol !== 'N') return { kind: 'item', item };
  if (within.includes(uid) || within.length >= DEEPEST) throw new CyclicIndicatorError(uid);
  const indicator = known.get(uid);
  if (!indicator) throw new ExpressionError(`There is no indicator ${uid}.`);
  const part = (text: string): Expression =>
    replaceItems(parsePart(indicator, text), (inner) => expand(modified(inner, item), known, [...within, uid]));
  return {
    kind: 'indicator',
    item,
    numerator: part(indicator.numerator),
    denominator: part(indicator.denominator),
    factor: indicator.factor,
    annualized: indicator.annualized,
  };
}

/** Places in the formula of an indicator mean nothing to the author of the formula that names it, so the error says whose they are. */
function parsePart({ name, uid }: StoredIndicator, text: string): Expression {
  const expression = caught(() => parseExpression(text));
  if (!(expression instanceof ExpressionError)) return expression;
  throw new ExpressionError(`Indicator ${name} (${uid}): ${expression.message}`);
}

/** What is said of an indicator holds for all that it is made of. */
const modified = (inner: Item, { offset, minDate, maxDate, aggregationType, yearToDate }: Item): Item => ({
  ...inner,
  ...(minDate !== undefined && { minDate }),
  ...(maxDate !== undefined && { maxDate }),
  ...(aggregationType !== undefined && { aggregationType }),
  ...(yearToDate !== undefined && { yearToDate }),
  offset: inner.offset + offset,
});

function namesIn(expression: Expression): readonly string[] {
  const { current, sampled } = itemsOf(expression);
  return [...current, ...sampled].flatMap(({ symbol, parts }) => (symbol === 'N' ? parts : []));
}

function namesInText(text: string): readonly string[] {
  const expression = caught(() => parseExpression(text));
  return expression instanceof ExpressionError ? [] : namesIn(expression);
}

async function readIndicators(db: Db, uids: readonly string[]): Promise<readonly StoredIndicator[]> {
  const { rows } = await sql<StoredIndicator>`
    select
      indicator.uid, indicator.name, coalesce(indicator.numerator, '') as numerator, coalesce(indicator.denominator, '') as denominator,
      indicator.annualized, indicatortype.indicatorfactor as factor
    from indicator
    join indicatortype on indicatortype.indicatortypeid = indicator.indicatortypeid
    where indicator.uid = any (${[...new Set(uids)]})
  `.execute(db);
  return rows;
}
