import { type RawBuilder, sql } from 'kysely';
import { type Db, transaction } from '../../database/index.js';
import type { CheckSummary, IntegrityCheck, Issue } from './check.js';
import type { ResultForm } from './results.js';

/** No check may hold up the others for longer. */
const STATEMENT_TIMEOUT_MS = 600_000;

export interface Findings {
  readonly summary?: CheckSummary;
  readonly issues?: readonly Issue[];
}

/**
 * What a check finds, in the forms that are asked for. It looks at one state of the database, changes nothing, and none of its statements takes longer than ten minutes
 * (contract: data-admin.md §7.1, §11 no. 26).
 */
export async function examine(db: Db, check: IntegrityCheck, forms: readonly ResultForm[]): Promise<Findings> {
  const options = { statementTimeoutMs: STATEMENT_TIMEOUT_MS, isolation: 'repeatable read' } as const;
  return await transaction(
    db,
    async (handle) => {
      if (!db.isTransaction) await sql`set transaction read only`.execute(handle);
      const isListed = forms.includes('details');
      const issues = isListed ? await listIssues(handle, check) : undefined;
      const summary = forms.includes('summary') ? await countIssues(handle, check, issues) : undefined;
      return { ...(summary && { summary }), ...(issues && { issues }) };
    },
    options,
  );
}

/** How many issues there are, and which share of all objects has one: an object with several of them counts once. */
async function countIssues(db: Db, check: IntegrityCheck, listed: readonly Issue[] | undefined): Promise<CheckSummary> {
  if (check.summary) return await check.summary(db);
  if (typeof check.issues === 'function') {
    const issues = listed ?? (await check.issues(db));
    const objects = new Set(issues.map(({ id, name }) => id ?? name)).size;
    return { count: issues.length, percentage: await percentageOf(db, sql.val(objects), check.of) };
  }
  const { rows } = await sql<CheckSummary>`
    select counted.issues as count, ${percentage(sql`counted.objects`, check.of)} as percentage
    from (
      select count(*)::int as issues, count(distinct (to_jsonb(issue) ->> 'id', issue.name)) as objects
      from (${check.issues}) as issue
    ) as counted
  `.execute(db);
  const [row] = rows;
  if (!row) throw new Error('The check gave no count.');
  return row;
}

const percentage = (objects: RawBuilder<unknown>, of: IntegrityCheck['of']): RawBuilder<number | null> => {
  if (of === undefined) return sql`null::float8`;
  const all = typeof of === 'string' ? sql.table(of) : of;
  return sql`round(100.0 * ${objects}::numeric / nullif((select count(*) from ${all}), 0), 2)::float8`;
};

async function percentageOf(db: Db, objects: RawBuilder<unknown>, of: IntegrityCheck['of']): Promise<number | null> {
  const { rows } = await sql<{ share: number | null }>`select ${percentage(objects, of)} as share`.execute(db);
  return rows[0]?.share ?? null;
}

/** All issues by name. */
async function listIssues(db: Db, { issues }: IntegrityCheck): Promise<readonly Issue[]> {
  if (typeof issues === 'function') return (await issues(db)).toSorted(byName);
  const { rows } = await sql<{ issue: Issue }>`
    select jsonb_strip_nulls(to_jsonb(issue)) as issue from (${issues}) as issue
    order by issue.name, to_jsonb(issue) ->> 'id', to_jsonb(issue) ->> 'comment'
  `.execute(db);
  return rows.map(({ issue }) => issue);
}

const byName = (a: Issue, b: Issue): number => a.name.localeCompare(b.name) || (a.id ?? '').localeCompare(b.id ?? '');
