import { badRequest, catalogued } from '../../../kernel/errors/index.js';

export interface DimensionParameter {
  readonly name: string;
  readonly items: readonly string[];
}

/** A dimension as it was written: what follows the colon may be items, or conditions on an item of a program. */
export interface DimensionText {
  readonly name: string;
  readonly text: string;
}

/** Repeated parameters, each of several dimensions separated by commas → their names and what follows. */
export function splitDimensions(parameters: readonly string[]): readonly DimensionText[] {
  return parameters
    .flatMap((parameter) => parameter.split(','))
    .map((text) => text.trim())
    .filter((text) => text !== '')
    .map((text) => {
      const colon = text.indexOf(':');
      return colon === -1
        ? { name: text, text: '' }
        : { name: text.slice(0, colon).trim(), text: text.slice(colon + 1).trim() };
    });
}

/** `a;b;a` → the items, each once. */
export function parseItems(text: string): readonly string[] {
  const items = text.split(';').map((item) => item.trim());
  return [...new Set(items.filter((item) => item !== '' && item !== 'ALL_ITEMS'))];
}

/**
 * `dx:a;b,pe:2025` and repeated parameters → dimensions with their items (contract: analytics-query.md §2, §3). A comma begins another dimension.
 */
export function parseDimensions(parameters: readonly string[]): readonly DimensionParameter[] {
  return splitDimensions(parameters).map(({ name, text }) => ({ name, items: parseItems(text) }));
}

const OPERATORS = {
  EQ: (value: number, limit: number) => value === limit,
  GT: (value: number, limit: number) => value > limit,
  GE: (value: number, limit: number) => value >= limit,
  LT: (value: number, limit: number) => value < limit,
  LE: (value: number, limit: number) => value <= limit,
} as const;

export type Operator = keyof typeof OPERATORS;

export interface Criterion {
  readonly operator: Operator;
  readonly limit: number;
}

/** `GE:10;LT:50` → conditions that all have to hold. */
export function parseCriteria(text: string | undefined): readonly Criterion[] {
  return (text ?? '')
    .split(';')
    .filter((part) => part.trim() !== '')
    .map((part) => {
      const [operator = '', number = ''] = part.split(':').map((piece) => piece.trim());
      if (!Object.hasOwn(OPERATORS, operator)) throw catalogued('E7149', operator);
      if (!/^[-+]?\d{1,15}(\.\d{1,15})?$/.test(number))
        throw badRequest(`Value '${number}' of a measure criterion is not a number.`);
      return { operator: operator as Operator, limit: Number(number) };
    });
}

export const meetsAll = (value: number, criteria: readonly Criterion[]): boolean =>
  criteria.every(({ operator, limit }) => OPERATORS[operator](value, limit));
