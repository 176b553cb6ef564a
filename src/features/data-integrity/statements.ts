import { type RawBuilder, sql } from 'kysely';
import { type Db, transaction } from '../../database/index.js';
import type { IntegrityCheck } from './check.js';

/** No check may hold up the others for longer. */
const STATEMENT_TIMEOUT_MS = 600_000;

export interface Issue {
  readonly id?: string;
  readonly name: string;
  readonly comment?: string;
  readonly refs?: readonly string[];
}

export interface CheckSummary {
  readonly count: number;
  /** Share in percent of the objects that have an issue; null where there are none, or where it says nothing. */
  readonly percentage: number | null;
}

/** How many issues there are, and which share of all objects has one: an object with several of them counts once. */
export async function countIssues(db: Db, { issues, of }: IntegrityCheck): Promise<CheckSummary> {
  const percentage: RawBuilder<unknown> =
    of === undefined
      ? sql`null::float8`
      : sql`round(
          100.0 * count(distinct coalesce(to_jsonb(issue) ->> 'id', issue.name)) / nullif((select count(*) from ${sql.table(of)}), 0), 2
        )::float8`;
  const { rows } = await inReadOnly(db, (handle) =>
    sql<CheckSummary>`
      select count(*)::int as count, ${percentage} as percentage from (${issues}) as issue
    `.execute(handle),
  );
  const [row] = rows;
  if (!row) throw new Error('The check gave no count.');
  return row;
}

/** All issues by name. */
export async function listIssues(db: Db, { issues }: IntegrityCheck): Promise<readonly Issue[]> {
  const { rows } = await inReadOnly(db, (handle) =>
    sql<{ issue: Issue }>`
      select jsonb_strip_nulls(to_jsonb(issue)) as issue from (${issues}) as issue
      order by issue.name, to_jsonb(issue) ->> 'id', to_jsonb(issue) ->> 'comment'
    `.execute(handle),
  );
  return rows.map(({ issue }) => issue);
}

/** Each check looks at one state of the database, changes nothing and ends in time (contract: data-admin.md §7.1, §11 no. 26). */
async function inReadOnly<Result>(db: Db, work: (handle: Db) => Promise<Result>): Promise<Result> {
  if (db.isTransaction) return await work(db);
  return await transaction(
    db,
    async (handle) => {
      await sql`set transaction read only`.execute(handle);
      return await work(handle);
    },
    { statementTimeoutMs: STATEMENT_TIMEOUT_MS },
  );
}
