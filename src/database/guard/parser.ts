import { loadModule, parseSync, scanSync } from 'libpg-query';

/** A node of the parser's tree: members are texts, numbers, flags, nodes and lists of them. */
export type Node = Readonly<Record<string, unknown>>;

/** One statement of a text. */
export interface Statement {
  /** The kind of the statement, e.g. `SelectStmt`. */
  readonly kind: string;
  readonly node: Node;
  /** Its own text, without the semicolon. */
  readonly text: string;
}

export type Parsed = { readonly statements: readonly Statement[] } | { readonly problem: string };

/** A text of more characters than anybody writes takes the parser long, and nothing else can be done meanwhile. */
const LONGEST_QUERY = 200_000;

/**
 * Reads SQL with PostgreSQL's own parser, so that what is found here is what the server will find.
 *
 * @returns the statements, or why there are none
 */
export async function parseSql(text: string): Promise<Parsed> {
  if (text.length > LONGEST_QUERY) return { problem: `it is longer than ${LONGEST_QUERY} characters` };
  // The parser would stop at it and not see what follows.
  if (text.includes('\0')) return { problem: 'it holds a character that no text may hold' };
  if (text.trim() === '') return { statements: [] };
  await loadModule();
  try {
    const bytes = Buffer.from(text);
    const { stmts = [] } = parseSync(text);
    return {
      statements: stmts.map(({ stmt, stmt_location: start = 0, stmt_len: length }) => {
        const [[kind, node] = ['', {}]] = Object.entries(stmt ?? {});
        const end = length ? start + length : bytes.length;
        return { kind, node: node as Node, text: bytes.subarray(start, end).toString() };
      }),
    };
  } catch (error) {
    if (error instanceof RangeError) return { problem: 'its parts stand in each other too deep' };
    return { problem: error instanceof Error ? error.message : String(error) };
  }
}

/**
 * The one statement of a query that was found good, without semicolons and what follows them.
 *
 * @throws Error when there is none
 */
export async function onlyStatement(query: string): Promise<string> {
  const parsed = await parseSql(query);
  const [statement] = 'problem' in parsed ? [] : parsed.statements;
  if (!statement) throw new Error('A query that was found good has no statement.');
  return statement.text;
}

/** Where each token begins and ends, in bytes. The text has to be one that the parser takes. */
export function tokenEnds(text: string): ReadonlyMap<number, number> {
  return new Map(scanSync(text).tokens.map(({ start, end }) => [start, end]));
}

export const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The texts of a list of `String` nodes, e.g. the parts of a qualified name. */
export function names(list: unknown): readonly string[] {
  if (!Array.isArray(list)) return [];
  return list.flatMap((element: Node) =>
    isNode(element.String) && typeof element.String.sval === 'string' ? [element.String.sval] : [],
  );
}
