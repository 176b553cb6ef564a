import { badRequest } from '../../kernel/errors/index.js';

/** One condition of a list (contract: http.md §8). */
export interface Filter {
  readonly path: readonly string[];
  readonly operator: FilterOperator;
  /** Text after the operator; undefined where the operator takes none. */
  readonly value: string | undefined;
}

/** How a value is compared, whatever the spelling of the operator. */
export type FilterOperator =
  | { readonly kind: 'equal'; readonly negated: boolean; readonly ignoreCase: boolean }
  | { readonly kind: 'compare'; readonly sign: '>' | '>=' | '<' | '<=' }
  | {
      readonly kind: 'like';
      readonly negated: boolean;
      readonly ignoreCase: boolean;
      readonly at: 'anywhere' | 'start' | 'end';
    }
  | { readonly kind: 'token'; readonly negated: boolean }
  | { readonly kind: 'in'; readonly negated: boolean }
  | { readonly kind: 'null'; readonly negated: boolean };

const like = (ignoreCase: boolean, negated: boolean, at: 'anywhere' | 'start' | 'end'): FilterOperator => ({
  kind: 'like',
  ignoreCase,
  negated,
  at,
});
const equal = (negated: boolean, ignoreCase = false): FilterOperator => ({ kind: 'equal', negated, ignoreCase });
const compare = (sign: '>' | '>=' | '<' | '<='): FilterOperator => ({ kind: 'compare', sign });

export const OPERATORS: Readonly<Record<string, FilterOperator>> = {
  eq: equal(false),
  ieq: equal(false, true),
  '!eq': equal(true),
  neq: equal(true),
  ne: equal(true),
  gt: compare('>'),
  gte: compare('>='),
  ge: compare('>='),
  lt: compare('<'),
  lte: compare('<='),
  le: compare('<='),
  like: like(false, false, 'anywhere'),
  '!like': like(false, true, 'anywhere'),
  $like: like(false, false, 'start'),
  '!$like': like(false, true, 'start'),
  like$: like(false, false, 'end'),
  '!like$': like(false, true, 'end'),
  ilike: like(true, false, 'anywhere'),
  '!ilike': like(true, true, 'anywhere'),
  $ilike: like(true, false, 'start'),
  startsWith: like(true, false, 'start'),
  '!$ilike': like(true, true, 'start'),
  ilike$: like(true, false, 'end'),
  endsWith: like(true, false, 'end'),
  '!ilike$': like(true, true, 'end'),
  token: { kind: 'token', negated: false },
  '!token': { kind: 'token', negated: true },
  in: { kind: 'in', negated: false },
  '!in': { kind: 'in', negated: true },
  null: { kind: 'null', negated: false },
  empty: { kind: 'null', negated: false },
  '!null': { kind: 'null', negated: true },
  '!empty': { kind: 'null', negated: true },
};

/** By their spelling without regard to case, so that `startswith` is known too. */
const BY_SPELLING = new Map(
  Object.entries(OPERATORS).map(([spelling, operator]) => [spelling.toLowerCase(), operator]),
);

const DEEPEST = 16;
const MOST = 1_000;

/**
 * Reads the `filter` parameters: each `path:operator[:value]`, several in one parameter separated by commas outside brackets.
 *
 * @throws OrderlyError 400 E1003 with the peer's sentence
 */
export function parseFilters(parameters: readonly string[]): readonly Filter[] {
  const texts = parameters.flatMap(splitOutsideBrackets);
  if (texts.length > MOST) throw badFilter(`A request can have ${MOST} filters at most; use \`in\` for long lists.`);
  return texts.map(parseFilter);
}

function parseFilter(text: string): Filter {
  const match = /^([^:]+):([^:]+)(?::([\s\S]*))?$/.exec(text);
  const [, path = '', spelling = '', value] = match ?? [];
  if (!match) throw badFilter(`Invalid filter => ${text}`);
  const operator = BY_SPELLING.get(spelling.toLowerCase());
  if (!operator) throw badFilter(`\`${spelling}\` is not a valid operator.`);
  if (operator.kind !== 'null' && value === undefined) throw badFilter(`Invalid filter => ${text}`);
  const names = path.split('.');
  // Each name is a level of the statement.
  if (names.length > DEEPEST) throw badFilter(`Unknown path property: ${path}`);
  return { path: names, operator, value };
}

/** Pieces between commas; a comma within brackets belongs to the piece. */
function splitOutsideBrackets(text: string): string[] {
  const pieces: string[] = [];
  let depth = 0;
  let start = 0;
  for (let index = 0; index < text.length; index += 1) {
    const character = text.charAt(index);
    if (character === '[') depth += 1;
    else if (character === ']') depth = Math.max(0, depth - 1);
    else if (character === ',' && depth === 0) {
      pieces.push(text.slice(start, index));
      start = index + 1;
    }
  }
  pieces.push(text.slice(start));
  return pieces.map((piece) => piece.trim()).filter((piece) => piece !== '');
}

/** The values of `in:[a,b,c]`. */
export function listOf(value: string): readonly string[] {
  const match = /^\[([\s\S]*)\]$/.exec(value.trim());
  if (!match) throw badFilter(`Invalid argument \`${value}\` for in operator.`);
  const items = match[1] ?? '';
  return items.trim() === '' ? [] : items.split(',').map((item) => item.trim());
}

/** 400 E1003: a list was asked for in words that make no sense. */
export const badFilter = (message: string) => badRequest(message, { code: 'E1003' });
