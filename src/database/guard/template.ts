import type { ErrorCode } from '../../kernel/errors/index.js';
import { isNode, type Node, parseSql, tokenEnds } from './parser.js';
import type { Violation } from './rules.js';

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

/** Where variables stand in a query: in its literals, or as values by themselves. */
interface Spot {
  /** Bytes of the marked text that the parameter replaces. */
  readonly start: number;
  readonly end: number;
  /** The value: text with markers. */
  readonly marked: string;
  readonly quoted: boolean;
  /** What the parameter is cast to, where its surroundings do not tell. */
  readonly cast?: string | undefined;
}

/** Functions that take values of any type tell nothing about a parameter's. */
const ANY_TYPE = new Set([
  'concat',
  'concat_ws',
  'format',
  'json_build_array',
  'json_build_object',
  'jsonb_build_array',
  'jsonb_build_object',
  'num_nonnulls',
  'num_nulls',
]);

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

/** What quotes names. */
const DOUBLE_QUOTE = 0x22;

async function spotsIn(
  marked: string,
  marker: string,
  variables: readonly string[],
): Promise<{ readonly spots: readonly Spot[] } | { readonly violations: readonly Violation[] }> {
  const parsed = await parseSql(marked);
  if ('problem' in parsed)
    return { violations: [{ code: 'E4301', args: [], reason: named(parsed.problem, marker, variables) }] };
  const ends = tokenEnds(marked);
  const spots: Spot[] = [];
  const misplaced = new Set<string>();
  const bytes = Buffer.from(marked);

  const mark = new RegExp(`^${marker}\\d+_$`);
  const isMark = (name: string | undefined): name is string => name !== undefined && mark.test(name);

  const take = (location: unknown, marked: string, details: Pick<Spot, 'quoted' | 'cast'>, from = location): void => {
    const end = ends.get(Number(location ?? 0));
    const isName = bytes[Number(location ?? 0)] === DOUBLE_QUOTE;
    if (end === undefined || isName) misplaced.add(marked);
    else spots.push({ start: Number(from ?? 0), end, marked, ...details });
  };

  const visit = (value: unknown, cast?: string): void => {
    if (typeof value === 'string' && value.includes(marker)) misplaced.add(value);
    if (Array.isArray(value)) for (const element of value) visit(element, cast);
    if (isNode(value) && !visitValue(value, cast))
      for (const [key, member] of Object.entries(value)) visit(member, castWithin(key, value));
  };

  /** Whether the node is a value with variables, and nothing within it is left to look at. */
  const visitValue = (node: Node, cast: string | undefined): boolean => {
    if (isNode(node.ParamRef)) misplaced.add(`$${Number(node.ParamRef.number ?? 0)}`);
    for (const chosen of chosenColumns(node)) if (isMark(chosen)) misplaced.add(chosen);
    const text = literal(node);
    if (text?.includes(marker)) {
      take((node.A_Const as Node).location, text, { quoted: true, cast });
      return true;
    }
    const name = bareName(node);
    if (isMark(name)) {
      take((node.ColumnRef as Node).location, name, { quoted: false, cast });
      return true;
    }
    return isNode(node.TypeCast) && visitTyped(node.TypeCast);
  };

  /** `date '${day}'`: only a literal may follow the name of a type so, and a parameter is cast instead. */
  const visitTyped = ({ arg, typeName, location }: Node): boolean => {
    const text = isNode(arg) ? literal(arg) : undefined;
    if (location !== -1 || !text?.includes(marker) || !isNode(typeName)) return false;
    const constant = (arg as Node).A_Const as Node;
    if (Array.isArray(typeName.typmods)) misplaced.add(text);
    else {
      const start = Number(typeName.location ?? 0);
      const type = bytes.subarray(start, Number(constant.location)).toString();
      take(constant.location, text, { quoted: true, cast: type }, start);
    }
    return true;
  };

  for (const { kind, node } of parsed.statements) visit({ [kind]: node });
  const listed = [...misplaced].map((text) => named(text, marker, variables));
  if (listed.length > 0)
    return {
      violations: [
        {
          code: 'E4313',
          args: [listed.join(', ')],
          reason: 'a variable stands for a value, not for a part of a name or of a type',
        },
      ],
    };
  return { spots: spots.toSorted((a, b) => a.start - b.start) };
}

/** What rows are ordered or grouped by: a value there would order and group nothing. */
function chosenColumns({ SortBy, groupClause }: Node): readonly (string | undefined)[] {
  const sorted = isNode(SortBy) && isNode(SortBy.node) ? [SortBy.node] : [];
  const grouped = Array.isArray(groupClause) ? (groupClause as readonly Node[]) : [];
  return [...sorted, ...grouped].map(bareName);
}

/** The type of what an expression of any type holds directly. */
function castWithin(key: string, node: Node): string | undefined {
  if (key === 'arg' && 'nulltesttype' in node) return 'text';
  const { funcname } = node;
  if (key !== 'args' || !Array.isArray(funcname)) return undefined;
  const last = (funcname.at(-1) as Node | undefined)?.String;
  return isNode(last) && ANY_TYPE.has(String(last.sval)) ? 'text' : undefined;
}

/** The text of a literal. */
function literal({ A_Const }: Node): string | undefined {
  if (!isNode(A_Const) || !isNode(A_Const.sval)) return undefined;
  return typeof A_Const.sval.sval === 'string' ? A_Const.sval.sval : undefined;
}

/** The name of a column without its table. */
function bareName({ ColumnRef }: Node): string | undefined {
  if (!isNode(ColumnRef) || !Array.isArray(ColumnRef.fields) || ColumnRef.fields.length !== 1) return undefined;
  const [field] = ColumnRef.fields as readonly Node[];
  return isNode(field?.String) && typeof field.String.sval === 'string' ? field.String.sval : undefined;
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
