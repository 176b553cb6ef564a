import type { ErrorCode } from '../../kernel/errors/index.js';
import { parseSql } from './parser.js';
import type { Violation } from './rules.js';
import { type Spot, SpotFinder } from './spots.js';

const PLACE = /\$\{([^}]*)\}/g;
export const VARIABLE_NAME = /^[-a-zA-Z0-9_]+$/;

/** Names of the variables of a query, `${name}`, each once. */
export const variablesOf = (query: string): readonly string[] => [
  ...new Set([...query.matchAll(PLACE)].map(([, name = '']) => name)),
];

/** A query whose variables became parameters `$1`, `$2` …, and the values of these. */
export interface BoundQuery {
  readonly text: string;
  readonly values: readonly string[];
}

/**
 * Binds the variables of a query. A literal that holds any becomes one parameter, whatever stands around them in it: `'%${name}%'`; outside of quotes a variable stands for a
 * whole number, true, false or null. It is never a part of a name or of the statement itself, so that no value can change what the query does.
 *
 * @param values by name; a variable that is not among them is a violation
 */
export async function bindVariables(
  query: string,
  values: ReadonlyMap<string, string>,
): Promise<BoundQuery | { readonly violations: readonly Violation[] }> {
  const variables = variablesOf(query);
  if (variables.length === 0) return { text: query, values: [] };
  const missing = variables.filter((name) => !values.has(name));
  if (missing.length > 0) return { violations: [{ code: 'E4307', args: [missing.join(', ')] }] };
  const marker = markerFor(query);
  const marked = query.replace(PLACE, (_place, name: string) => `${marker}${variables.indexOf(name)}_`);
  const found = await spotsIn(marked, marker, variables);
  if ('violations' in found) return found;
  return fill(marked, found.spots, (text) =>
    text.replace(
      new RegExp(`${marker}(\\d+)_`, 'g'),
      (_mark, index: string) => values.get(variables[Number(index)] ?? '') ?? '',
    ),
  );
}

/** A query as the rules see it. */
export interface SampleQuery {
  /** With parameters in the places of its variables. */
  readonly sample: string;
  readonly parameters: number;
  /** What is wrong with its variables. */
  readonly violations: readonly Violation[];
}

/** Whether every variable stands where a value may, before there are any values. */
export async function checkVariables(query: string): Promise<SampleQuery> {
  const variables = variablesOf(query);
  // A name may stand in more places than a value, so that the other rules can be judged.
  const without = { sample: query.replace(PLACE, 'v'), parameters: 0 };
  const bad = variables.filter((name) => !VARIABLE_NAME.test(name));
  if (bad.length > 0) return { ...without, violations: [problem('E4313', bad.join(', '))] };
  const bound = await bindVariables(query, new Map(variables.map((name) => [name, '0'])));
  if ('violations' in bound) return { ...without, violations: bound.violations };
  return { sample: bound.text, parameters: bound.values.length, violations: [] };
}

const problem = (code: ErrorCode, ...args: readonly string[]): Violation => ({ code, args });

/** The beginning of names that the query does not hold. */
function markerFor(query: string): string {
  let marker = 'v_';
  while (query.toLowerCase().includes(marker)) marker = `v${marker}`;
  return marker;
}

type Found = { readonly spots: readonly Spot[] } | { readonly violations: readonly Violation[] };

async function spotsIn(marked: string, marker: string, variables: readonly string[]): Promise<Found> {
  const parsed = await parseSql(marked);
  if ('problem' in parsed)
    return { violations: [{ code: 'E4301', args: [], reason: named(parsed.problem, marker, variables) }] };
  const { spots, misplaced } = new SpotFinder(marked, marker, parsed.statements);
  if (misplaced.length === 0) return { spots };
  const listed = misplaced.map((text) => named(text, marker, variables)).join(', ');
  const reason = 'a variable stands for a value, not for a part of a name or of a type';
  return { violations: [{ code: 'E4313', args: [listed], reason }] };
}

/** The text with its variables as people wrote them. */
const named = (text: string, marker: string, variables: readonly string[]): string =>
  text.replace(new RegExp(`${marker}(\\d+)_`, 'g'), (_mark, index: string) => `\${${variables[Number(index)] ?? ''}}`);

/** Texts that stand for values by themselves, and their types. */
const BARE_VALUES: readonly (readonly [RegExp, string])[] = [
  [/^[-+]?\d{1,9}$/, 'integer'],
  [/^[-+]?\d{1,18}$/, 'bigint'],
  [/^(true|false)$/i, 'boolean'],
];

/** Puts parameters into the places. */
function fill(
  marked: string,
  spots: readonly Spot[],
  textOf: (marked: string) => string,
): BoundQuery | { readonly violations: readonly Violation[] } {
  const bytes = Buffer.from(marked);
  const values: string[] = [];
  const pieces: string[] = [];
  const refused: string[] = [];
  let done = 0;
  for (const { start, end, marked: text, quoted, cast } of spots) {
    const value = textOf(text);
    pieces.push(bytes.subarray(done, start).toString());
    done = end;
    if (!quoted && /^null$/i.test(value)) {
      pieces.push('null');
      continue;
    }
    const type = quoted ? cast : BARE_VALUES.find(([pattern]) => pattern.test(value))?.[1];
    if (!quoted && type === undefined) refused.push(value);
    values.push(value);
    pieces.push(type === undefined ? `$${values.length}` : `cast($${values.length} as ${type})`);
  }
  pieces.push(bytes.subarray(done).toString());
  if (refused.length > 0) {
    const reason =
      'a variable outside of quotes takes a whole number, true, false or null; for a text it has to stand in quotes in the query';
    return { violations: [{ code: 'E4306', args: [refused.join(', ')], reason }] };
  }
  return { text: pieces.join(''), values };
}
