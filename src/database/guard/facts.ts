import { isNode, type Node, names } from './parser.js';

/** A name that may be qualified by a schema. */
export interface QualifiedName {
  readonly schema: string | undefined;
  readonly name: string;
}

/** What a statement does, wherever in it. */
export interface Facts {
  /** Tables and views; names of its own `with` clauses are none. */
  readonly relations: readonly QualifiedName[];
  readonly functions: readonly QualifiedName[];
  /** Numbers of parameters, `$1`. */
  readonly parameters: readonly number[];
  /** What no query may hold, in the words of SQL. */
  readonly forbidden: readonly string[];
}

const WORDS: Readonly<Record<string, string>> = {
  InsertStmt: 'INSERT',
  UpdateStmt: 'UPDATE',
  DeleteStmt: 'DELETE',
  MergeStmt: 'MERGE',
};

/** Looks through a whole statement; names made by `with` hide tables exactly where SQL says so. */
export function factsOf(statement: Node): Facts {
  const relations: QualifiedName[] = [];
  const functions: QualifiedName[] = [];
  const parameters: number[] = [];
  const forbidden = new Set<string>();

  const visit = (value: unknown, scope: ReadonlySet<string>): void => {
    if (Array.isArray(value)) {
      for (const element of value) visit(element, scope);
      return;
    }
    if (!isNode(value)) return;
    note(value, scope);
    const inner = isNode(value.withClause) ? visitWith(value.withClause, scope) : scope;
    for (const [key, member] of Object.entries(value)) {
      const word = WORDS[key];
      if (word !== undefined) forbidden.add(word);
      if (key !== 'withClause') visit(member, inner);
    }
  };

  /** The queries of a `with` see those before them, all of them in a recursive one; the statement sees all. */
  const visitWith = ({ ctes, recursive }: Node, scope: ReadonlySet<string>): ReadonlySet<string> => {
    const expressions = (Array.isArray(ctes) ? (ctes as readonly Node[]) : []).map(({ CommonTableExpr }) =>
      isNode(CommonTableExpr) ? CommonTableExpr : {},
    );
    const all = new Set([...scope, ...expressions.map(({ ctename }) => String(ctename))]);
    const seen = new Set(recursive === true ? all : scope);
    for (const expression of expressions) {
      visit(expression, new Set(seen));
      seen.add(String(expression.ctename));
    }
    return all;
  };

  const note = (node: Node, scope: ReadonlySet<string>): void => {
    if (typeof node.relname === 'string') {
      const schema = typeof node.schemaname === 'string' ? node.schemaname : undefined;
      if (schema !== undefined || !scope.has(node.relname)) relations.push({ schema, name: node.relname });
    }
    if (Array.isArray(node.funcname)) {
      const parts = names(node.funcname);
      functions.push({ schema: parts.at(-2), name: parts.at(-1) ?? '' });
    }
    if (isNode(node.ParamRef)) parameters.push(Number(node.ParamRef.number ?? 0));
    if (isNode(node.intoClause)) forbidden.add('INTO');
    if (Array.isArray(node.lockingClause)) forbidden.add('FOR UPDATE or FOR SHARE');
  };

  visit(statement, new Set());
  return { relations, functions, parameters, forbidden: [...forbidden] };
}
