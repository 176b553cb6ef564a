import { VARIABLE_NAME, type Violation } from '../../database/guard/index.js';
import { conflict } from '../../kernel/errors/index.js';
import { repeated } from '../metadata/index.js';
import { isOperator, type Operator, takesValue } from './conditions.js';

/** What a request for rows asks for besides paging (contract: data-admin.md §9.2). */
export interface DataParameters {
  /** Columns and the values that they have to equal. */
  readonly criteria: readonly (readonly [column: string, value: string])[];
  readonly variables: ReadonlyMap<string, string>;
  readonly filters: readonly Filter[];
  /** The columns that are wanted; undefined for all. */
  readonly fields: readonly string[] | undefined;
  /** Rules that the parameters break. */
  readonly violations: readonly Violation[];
}

export interface Filter {
  readonly column: string;
  readonly operator: Operator;
  readonly value: string;
}

/** Letters, digits, blanks, underscores and hyphens: the peer's rule, kept although values are bound. */
const VALUE = /^[\p{L}\w\s-]*$/u;

/** @throws OrderlyError 409 `Invalid filter => X` */
export function dataParameters(query: unknown): DataParameters {
  const variables = pairs(query, 'var');
  const criteria = pairs(query, 'criteria');
  const fields = repeated(query, 'fields').flatMap((text) => text.split(','));
  const wanted = fields.map((field) => field.trim()).filter((field) => field !== '');
  return {
    criteria: given(criteria),
    variables: new Map(given(variables)),
    filters: repeated(query, 'filter').map(parseFilter),
    fields: wanted.length === 0 || wanted.includes('*') ? undefined : wanted,
    violations: [...variableProblems(variables), ...criteriaProblems(criteria)],
  };
}

interface Pair {
  readonly name: string;
  /** Undefined where there is no colon. */
  readonly value: string | undefined;
}

/** `name:value`, several of them in one parameter separated by commas. */
function pairs(query: unknown, parameter: string): readonly Pair[] {
  const all = repeated(query, parameter).flatMap((text) => text.split(','));
  return all
    .filter((text) => text.trim() !== '')
    .map((text) => {
      const colon = text.indexOf(':');
      return colon === -1
        ? { name: text, value: undefined }
        : { name: text.slice(0, colon), value: text.slice(colon + 1) };
    });
}

const given = (pairs: readonly Pair[]): readonly (readonly [string, string])[] =>
  pairs.flatMap(({ name, value }) => (value === undefined ? [] : [[name, value] as const]));

function* variableProblems(pairs: readonly Pair[]): Generator<Violation> {
  if (pairs.some(({ name }) => name === '')) yield { code: 'E4303', args: [] };
  if (pairs.some(({ value }) => value === undefined)) yield { code: 'E4304', args: [] };
  yield* badTexts(
    'E4305',
    pairs.map(({ name }) => name),
    (name) => name === '' || VARIABLE_NAME.test(name),
  );
  yield* badTexts(
    'E4306',
    pairs.map(({ value = '' }) => value),
    (value) => VALUE.test(value),
  );
}

function* criteriaProblems(pairs: readonly Pair[]): Generator<Violation> {
  const bad = pairs.filter(({ name, value }) => value === undefined || !VARIABLE_NAME.test(name));
  yield* badTexts(
    'E4308',
    bad.map(({ name }) => name),
    () => false,
  );
  yield* badTexts(
    'E4309',
    pairs.map(({ value = '' }) => value),
    (value) => VALUE.test(value),
  );
}

function* badTexts(
  code: Violation['code'],
  texts: readonly string[],
  isGood: (text: string) => boolean,
): Generator<Violation> {
  const bad = texts.filter((text) => !isGood(text));
  if (bad.length > 0) yield { code, args: [bad.map((text) => text.slice(0, 100)).join(', ')] };
}

function parseFilter(text: string): Filter {
  const [column = '', operator = '', ...rest] = text.split(':');
  const known = operator.toLowerCase();
  if (column === '' || !isOperator(known) || (takesValue(known) && rest.length === 0))
    throw conflict(`Invalid filter => ${text}`);
  return { column, operator: known, value: rest.join(':') };
}
