import type { Db } from '../../database/index.js';
import {
  checkKinds,
  type Dialect,
  describeExpression,
  type Expression,
  ExpressionError,
  itemsOf,
  parseExpression,
} from '../../kernel/expressions/index.js';
import { rateNamed } from './formulas.js';
import { caught } from './indicators.js';
import { KnownObjects } from './known-objects.js';

/** Where a stored formula stands. */
export type FormulaPlace = 'indicator' | 'validation rule' | 'program indicator';

/**
 * Why each of the formulas has no meaning, undefined for those that have one: it is not of the peer's language, adds up what cannot be added up, or names what is not there. That
 * this server may be unable to work a formula out is no reason (contract: data-admin.md §7.8).
 */
export async function formulaFaults(
  db: Db,
  texts: readonly string[],
  place: FormulaPlace,
): Promise<readonly (string | undefined)[]> {
  const dialect: Dialect = place === 'program indicator' ? 'program' : 'aggregate';
  const parsed = texts.map((text) =>
    caught(() => {
      const expression = parseExpression(text, dialect);
      // What the items of programs are is known only to the program.
      if (place !== 'program indicator') checkKinds(expression, place, ['number']);
      return expression;
    }),
  );
  const known = await KnownObjects.load(db, parsed.filter(isSound), dialect);
  return parsed.map((expression) => {
    const checked = isSound(expression) ? caught(() => demandNames(expression, known)) : expression;
    return checked?.message;
  });
}

/**
 * What the formulas of aggregated data say to people: names in the place of uids. One that cannot be read stays as it is.
 */
export async function describeFormulas(db: Db, texts: readonly string[]): Promise<readonly string[]> {
  const parsed = texts.map((text) => caught(() => parseExpression(text)));
  const known = await KnownObjects.load(db, parsed.filter(isSound));
  return parsed.map((expression, index) => {
    const text = texts[index] ?? '';
    return isSound(expression) ? describeExpression(text, expression, (item) => known.nameOf(item)) : text;
  });
}

const isSound = (expression: Expression | ExpressionError): expression is Expression =>
  !(expression instanceof ExpressionError);

/** @throws ExpressionError for the first thing that is not there */
function demandNames(expression: Expression, known: KnownObjects): undefined {
  known.demandAll(expression);
  const { current, sampled } = itemsOf(expression);
  for (const { symbol, parts } of [...current, ...sampled]) if (symbol === 'R') rateNamed(parts[1] ?? '');
}
