import { isNode, type Node, type Statement, tokenEnds } from './parser.js';

/** Where variables stand in a query: in its literals, or as values by themselves. */
export interface Spot {
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

const DOUBLE_QUOTE = '"'.charCodeAt(0);

/** Looks for the markers that stand for variables in a query that the parser has read. */
export class SpotFinder {
  readonly #bytes: Buffer;
  readonly #ends: ReadonlyMap<number, number>;
  readonly #marker: string;
  readonly #mark: RegExp;
  readonly #spots: Spot[] = [];
  readonly #misplaced = new Set<string>();

  /** @param marker the beginning of all markers, which end with a number and `_` */
  constructor(text: string, marker: string, statements: readonly Statement[]) {
    this.#bytes = Buffer.from(text);
    this.#ends = tokenEnds(text);
    this.#marker = marker;
    this.#mark = new RegExp(`^${marker}\\d+_$`);
    for (const { kind, node } of statements) this.#visit({ [kind]: node });
  }

  /** In the order of the text. */
  get spots(): readonly Spot[] {
    return this.#spots.toSorted((a, b) => a.start - b.start);
  }

  /** Names and other texts with markers that no value can take the place of. */
  get misplaced(): readonly string[] {
    return [...this.#misplaced];
  }

  #visit(value: unknown, cast?: string): void {
    if (typeof value === 'string' && value.includes(this.#marker)) this.#misplaced.add(value);
    if (Array.isArray(value)) for (const element of value) this.#visit(element, cast);
    if (isNode(value) && !this.#visitValue(value, cast))
      for (const [key, member] of Object.entries(value)) this.#visit(member, castWithin(key, value));
  }

  /** Whether the node is a value with variables, and nothing within it is left to look at. */
  #visitValue(node: Node, cast: string | undefined): boolean {
    if (isNode(node.ParamRef)) this.#misplaced.add(`$${Number(node.ParamRef.number ?? 0)}`);
    for (const chosen of chosenColumns(node)) if (this.#isMark(chosen)) this.#misplaced.add(chosen);
    const text = literal(node);
    if (text?.includes(this.#marker)) {
      this.#take((node.A_Const as Node).location, text, { quoted: true, cast });
      return true;
    }
    const name = bareName(node);
    if (this.#isMark(name)) {
      this.#take((node.ColumnRef as Node).location, name, { quoted: false, cast });
      return true;
    }
    return isNode(node.TypeCast) && this.#visitTyped(node.TypeCast);
  }

  /** `date '${day}'`: only a literal may follow the name of a type so, and a parameter is cast instead. */
  #visitTyped({ arg, typeName, location }: Node): boolean {
    const text = isNode(arg) ? literal(arg) : undefined;
    if (location !== -1 || !text?.includes(this.#marker) || !isNode(typeName)) return false;
    const constant = (arg as Node).A_Const as Node;
    if (Array.isArray(typeName.typmods)) this.#misplaced.add(text);
    else {
      const start = Number(typeName.location ?? 0);
      const type = this.#bytes.subarray(start, Number(constant.location)).toString();
      this.#take(constant.location, text, { quoted: true, cast: type }, start);
    }
    return true;
  }

  #take(location: unknown, marked: string, details: Pick<Spot, 'quoted' | 'cast'>, from = location): void {
    const at = Number(location ?? 0);
    const end = this.#ends.get(at);
    if (end === undefined || this.#bytes[at] === DOUBLE_QUOTE) this.#misplaced.add(marked);
    else this.#spots.push({ start: Number(from ?? 0), end, marked, ...details });
  }

  #isMark(name: string | undefined): name is string {
    return name !== undefined && this.#mark.test(name);
  }
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
