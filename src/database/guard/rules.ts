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

/** A query to be judged. */
export interface JudgedQuery {
  readonly text: string;
  /** How many `$1`, `$2` … stand for its variables. */
  readonly parameters: number;
}

/**
 * Which rules of SQL views each of the queries breaks, all of them (contract: data-admin.md §9.3, §11 no. 29–30). A parser reads them, so a word in a literal, a comment or a name
 * of the query's own is none. The catalogue is asked once for all.
 */
export async function violationsOfAll(
  db: Db,
  queries: readonly JudgedQuery[],
): Promise<readonly (readonly Violation[])[]> {
  const read = await Promise.all(
    queries.map(async ({ text, parameters }) => {
      const parsed = await parseSql(text);
      if ('problem' in parsed) return [violation('E4301', parsed.problem)];
      const { statements } = parsed;
      if (statements.length === 0) return [violation('E4300')];
      return { statements, parameters, facts: statements.map(({ kind, node }) => factsOf({ [kind]: node })) };
    }),
  );
  const called = read.flatMap((one) => ('facts' in one ? functionsOf(one.facts) : []));
  const dangerous = await dangerousFunctions(db, called);
  return read.map((one) => {
    if (!('facts' in one)) return one;
    return [
      ...shapeProblems(one.statements, one.facts),
      ...strayParameters(one.facts, one.parameters),
      ...protectedRelations(one.facts),
      ...dangerousCalls(functionsOf(one.facts), dangerous),
    ];
  });
}

const functionsOf = (facts: readonly Facts[]): readonly QualifiedName[] => facts.flatMap(({ functions }) => functions);

/** Which rules one query breaks. */
export async function violationsOf(db: Db, text: string, parameters = 0): Promise<readonly Violation[]> {
  const [found = []] = await violationsOfAll(db, [{ text, parameters }]);
  return found;
}

/** The first of each code: what the variables break, the text with values in their places may break again. */
export const distinct = (violations: readonly Violation[]): readonly Violation[] =>
  violations.filter(({ code }, index) => violations.findIndex((other) => other.code === code) === index);

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

/** Functions that may change something or reach beyond the rights of who calls them, by the names that they are called by. Unknown ones are left to the database. */
async function dangerousFunctions(
  db: Db,
  functions: readonly QualifiedName[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  if (functions.length === 0) return new Map();
  const { rows } = await sql<{ schema: string | null; called: string; names: readonly string[] }>`
    select called.schema, called.name as called, array_agg(distinct pg_proc.proname::text) as names
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
    group by called.schema, called.name
  `.execute(db);
  return new Map(rows.map(({ schema, called, names }) => [callOf(schema ?? undefined, called), names]));
}

const callOf = (schema: string | undefined, name: string): string => JSON.stringify([schema, name]);

function* dangerousCalls(
  functions: readonly QualifiedName[],
  dangerous: ReadonlyMap<string, readonly string[]>,
): Generator<Violation> {
  const names = functions.flatMap(({ schema, name }) => dangerous.get(callOf(schema, name)) ?? []);
  if (names.length === 0) return;
  const found = [...new Set(names)].sort().map((name) => `${name}()`);
  yield violation(
    'E4311',
    `${found.join(', ')} may change something or run another statement; other functions that are immutable or stable are allowed`,
  );
}

const listed = (found: readonly QualifiedName[]): string =>
  [...new Set(found.map(({ schema, name }) => (schema === undefined ? name : `${schema}.${name}`)))].join(', ');
