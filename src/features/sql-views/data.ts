import { type RawBuilder, sql } from 'kysely';
import {
  type BoundQuery,
  bindVariables,
  distinct,
  onlyStatement,
  prepareReader,
  violationsOf,
} from '../../database/guard/index.js';
import type { Database, Db } from '../../database/index.js';
import type { CurrentUser } from '../../http/index.js';
import { catalogued, conflict } from '../../kernel/errors/index.js';
import { existingViews, relationOf, type SqlView } from '../../metadata/index.js';
import { type Grid, type GridRow, textHeader } from '../grids/index.js';
import { condition } from './conditions.js';
import type { DataParameters } from './parameters.js';
import { openSession, type ReadSession, type Statement, TIMED_OUT } from './read-session.js';
import { brokenRule, refuse } from './refusal.js';
import { viewViolations } from './rules.js';

export interface DataOptions {
  readonly user: CurrentUser;
  readonly timeoutMs: number;
  /** The most rows that a view may give; undefined for any number. */
  readonly limit: number | undefined;
  readonly page: { readonly number: number; readonly size: number } | undefined;
  /** Whether the rows are counted before they are read although they are not paged. */
  readonly counted: boolean;
}

/** The rows of a view on their way from the database. */
export interface ViewData {
  readonly grid: Grid;
  /** How many there are on all pages, where there are pages. */
  readonly total: number | undefined;
  /** To be called when the rows are read, or nobody wants them any more. */
  close(): Promise<void>;
}

/**
 * Reads the rows of a view as a role that may see nothing protected; criteria, filters, paging and the row limit are the database's work
 * (contract: data-admin.md §9.2, §11 no. 29–31).
 *
 * @throws OrderlyError 409 with every rule that the view or the parameters break; the rows throw it, too
 */
export async function readViewData(
  database: Database,
  view: SqlView,
  parameters: DataParameters,
  options: DataOptions,
): Promise<ViewData> {
  const source = await sourceOf(database.db, view, parameters, options.user);
  const role = await prepareReader(database.db);
  const session = await openSession(database, { role, timeoutMs: options.timeoutMs });
  try {
    return await open(session, source, view, parameters, options);
  } catch (error) {
    await session.close();
    throw explained(error, options);
  }
}

/** What went wrong while reading, in words for the reader. */
function explained(error: unknown, { timeoutMs }: DataOptions): unknown {
  const rule = brokenRule(error);
  if (rule) return refuse([rule]);
  const { code, message: said = '' } = error as { readonly code?: unknown; readonly message?: string };
  // What the query does with the rows, or what the request compares them with, is the reader's to mend.
  if (typeof code === 'string' && /^(0A|21|22)/.test(code)) return conflict(said, { cause: error });
  if (code !== TIMED_OUT) return error;
  const { message } = catalogued('E7131');
  const seconds = timeoutMs / 1000;
  const words = `${message}: it was stopped after ${seconds} ${seconds === 1 ? 'second' : 'seconds'}`;
  return conflict(words, { code: 'E7131', cause: error });
}

/** The query whose rows are wanted, with its variables bound. */
async function sourceOf(
  db: Db,
  view: SqlView,
  { variables, violations }: DataParameters,
  user: CurrentUser,
): Promise<BoundQuery> {
  const relation = relationOf(view);
  const [ofView = []] = await viewViolations(db, [view]);
  const broken = [...violations, ...ofView];
  if (relation !== undefined) {
    if (broken.length > 0) throw refuse(distinct(broken));
    const [found] = await existingViews(db, [relation]);
    if (!found)
      throw conflict(`The SQL view has not been created yet: POST /api/sqlViews/${view.uid}/execute creates it.`);
    return { text: `select * from public."${relation}"`, values: [] };
  }
  const values = new Map([...variables, ['_current_user_id', String(user.id)], ['_current_username', user.username]]);
  const bound = await bindVariables(view.query, values);
  if ('violations' in bound) throw refuse(distinct([...broken, ...bound.violations]));
  // What is run is what is judged, whatever became of the variables; without any that was done with the view.
  const ofBound = bound.text === view.query ? [] : await violationsOf(db, bound.text, bound.values.length);
  const all = [...broken, ...ofBound];
  if (all.length > 0) throw refuse(distinct(all));
  return { text: await onlyStatement(bound.text), values: bound.values };
}

async function open(
  session: ReadSession,
  source: BoundQuery,
  view: SqlView,
  { criteria, filters, fields }: DataParameters,
  options: DataOptions,
): Promise<ViewData> {
  const { page, limit } = options;
  const from = (around: Statement['around']): Statement => ({ source: source.text, values: source.values, around });
  const { columns } = await session.read(from((table) => sql`select * from ${table} limit ${0}`));
  const column = (name: string): RawBuilder<unknown> => sql.ref(`sql_view.${columnNamed(columns, name)}`);
  const conditions = [
    ...criteria.map(([name, value]) => sql`${column(name)} = ${value}`),
    ...filters.map(({ column: name, operator, value }) => condition(column(name), operator, value)),
  ];
  const where = conditions.length === 0 ? sql`` : sql` where ${sql.join(conditions, sql` and `)}`;
  const wanted = fields ? sql.join(fields.map(column)) : sql`*`;
  const count = async (): Promise<number> => {
    const most = limit === undefined ? sql`` : sql` limit ${limit}`;
    const { rows } = await session.read(
      from((table) => sql`select count(*) from (select from ${table}${where}${most}) as counted where ${true}`),
    );
    return Number(rows[0]?.[0] ?? 0);
  };
  const total = page || options.counted ? await count() : undefined;
  const offset = page ? (page.number - 1) * page.size : 0;
  const most = Math.min(page?.size ?? Number.MAX_SAFE_INTEGER, (limit ?? Number.MAX_SAFE_INTEGER) - offset);
  const statement = from(
    (table) => sql`select ${wanted} from ${table}${where} limit ${Math.max(0, most)} offset ${offset}`,
  );
  const grid: Grid = {
    title: view.name,
    subtitle: view.description ?? '',
    headers: (fields ? fields.map((field) => columnNamed(columns, field)) : columns).map(textHeader),
    rows: rowsOf(session, statement, options),
    height: total,
  };
  return { grid, total, close: () => session.close() };
}

async function* rowsOf(
  session: ReadSession,
  statement: Statement,
  options: DataOptions,
): AsyncGenerator<readonly GridRow[]> {
  try {
    yield* session.batches(statement);
  } catch (error) {
    throw explained(error, options);
  } finally {
    await session.close();
  }
}

/**
 * A column as the database calls it: the name as it is, or but for small and capital letters.
 *
 * @throws OrderlyError 409 when there is none
 */
function columnNamed(columns: readonly string[], name: string): string {
  const found =
    columns.find((column) => column === name) ?? columns.find((column) => column.toLowerCase() === name.toLowerCase());
  if (found !== undefined) return found;
  throw conflict(`The SQL view has no column ${name.slice(0, 100)}. Its columns are: ${columns.join(', ')}`);
}
