import { sql } from 'kysely';
import { type ErrorCode, errorText } from '../../kernel/errors/index.js';
import type { Db } from '../database.js';
import { type Facts, factsOf, type QualifiedName } from './facts.js';
import { parseSql, type Statement } from './parser.js';
import { PROTECTED_SCHEMAS, PROTECTED_TABLES } from './protected-tables.js';

/** A rule that a query breaks. */
export interface Violation {
  readonly code: ErrorCode;
  /** What fills the sentence of the code. */
  readonly args: readonly string[];
  /** What in the query breaks it. */
  readonly reason?: string | undefined;
}

/** The peer's sentence, and after it what in the query it is about. */
export const violationText = ({ code, args, reason }: Violation): string =>
  reason === undefined ? errorText(code, ...args) : `${errorText(code, ...args)}: ${reason}`;

/** Functions that PostgreSQL calls volatile and that change nothing: chance, the clock, sizes. */
const HARMLESS_FUNCTIONS = [
  'clock_timestamp',
  'gen_random_uuid',
  'pg_database_size',
  'pg_indexes_size',
  'pg_relation_size',
  'pg_table_size',
  'pg_total_relation_size',
  'random',
  'random_normal',
  'timeofday',
  'uuidv4',
  'uuidv7',
];

/** Their functions run statements that are texts, which nobody could judge. */
const EXTENSIONS_THAT_RUN_TEXT = ['dblink', 'tablefunc', 'xml2'];

/**
 * Which rules of SQL views a query breaks, all of them (contract: data-admin.md §9.3, §11 no. 29–30). A parser reads it, so a word in a literal, a comment or a name of the
 * query's own is none.
 *
 * @param parameters how many `$1`, `$2` … stand for its variables
 */
export async function violationsOf(db: Db, query: string, parameters = 0): Promise<readonly Violation[]> {
  const parsed = await parseSql(query);
  if ('problem' in parsed) return [violation('E4301', parsed.problem)];
  const { statements } = parsed;
  if (statements.length === 0) return [violation('E4300')];
  const facts = statements.map(({ kind, node }) => factsOf({ [kind]: node }));
  return [
    ...shapeProblems(statements, facts),
    ...strayParameters(facts, parameters),
    ...protectedRelations(facts),
    ...(await dangerousFunctions(
      db,
      facts.flatMap(({ functions }) => functions),
    )),
  ];
}

const violation = (code: ErrorCode, reason?: string): Violation => ({ code, args: [], reason });

function* shapeProblems(statements: readonly Statement[], facts: readonly Facts[]): Generator<Violation> {
  const others = statements.filter(({ kind }) => kind !== 'SelectStmt').map(({ kind }) => kind.replace(/Stmt$/, ''));
  if (others.length > 0) yield violation('E4301', `${others.join(', ').toUpperCase()} is none`);
  if (statements.length > 1) yield violation('E4302', `it holds ${statements.length} statements`);
  const forbidden = new Set(facts.flatMap((fact) => fact.forbidden));
  if (forbidden.size > 0) yield violation('E4311', [...forbidden].join(', '));
}

/** A parameter of the author's own would take the value of another. */
function* strayParameters(facts: readonly Facts[], known: number): Generator<Violation> {
  const stray = facts.flatMap((fact) => fact.parameters).filter((number) => number < 1 || number > known);
  if (stray.length > 0) yield { code: 'E4313', args: [[...new Set(stray)].map((number) => `$${number}`).join(', ')] };
}

function* protectedRelations(facts: readonly Facts[]): Generator<Violation> {
  const found = facts
    .flatMap(({ relations }) => relations)
    .filter(({ schema, name }) =>
      schema === undefined || schema === 'public' ? PROTECTED_TABLES.has(name) : PROTECTED_SCHEMAS.has(schema),
    );
  if (found.length > 0) yield violation('E4310', listed(found));
}

/** Functions that may change something or reach beyond the rights of who calls them. Unknown ones are left to the database. */
async function dangerousFunctions(db: Db, functions: readonly QualifiedName[]): Promise<readonly Violation[]> {
  if (functions.length === 0) return [];
  const { rows } = await sql<{ name: string }>`
    select distinct pg_proc.proname as name
    from unnest(${functions.map(({ schema }) => schema ?? null)}::text[], ${functions.map(({ name }) => name)}::text[]) as called (schema, name)
    join pg_proc on pg_proc.proname = called.name
    join pg_namespace on pg_namespace.oid = pg_proc.pronamespace
      and (called.schema is null or pg_namespace.nspname = called.schema)
    where (pg_proc.provolatile = 'v' and not (pg_namespace.nspname = 'pg_catalog' and pg_proc.proname = any (${HARMLESS_FUNCTIONS}::text[])))
      or pg_proc.prosecdef
      or exists (
        select
        from pg_depend
        join pg_extension on pg_extension.oid = pg_depend.refobjid and pg_depend.refclassid = 'pg_extension'::regclass
        where pg_depend.objid = pg_proc.oid and pg_depend.classid = 'pg_proc'::regclass and pg_depend.deptype = 'e'
          and pg_extension.extname = any (${EXTENSIONS_THAT_RUN_TEXT}::text[])
      )
    order by 1
  `.execute(db);
  if (rows.length === 0) return [];
  const found = rows.map(({ name }) => `${name}()`).join(', ');
  return [
    violation(
      'E4311',
      `${found} may change something or run another statement; other functions that are immutable or stable are allowed`,
    ),
  ];
}

const listed = (found: readonly QualifiedName[]): string =>
  [...new Set(found.map(({ schema, name }) => (schema === undefined ? name : `${schema}.${name}`)))].join(', ');
