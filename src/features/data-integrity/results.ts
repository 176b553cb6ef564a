import { type RawBuilder, sql } from 'kysely';
import { type Db, transaction } from '../../database/index.js';
import type { CheckSummary, Issue } from './check.js';

export type ResultForm = 'summary' | 'details';

/** Runs of a check of which the results are kept. */
const KEPT_RESULTS = 10;

/** Puts down what a run is going to check, so that none of it is forgotten, whatever becomes of the run. */
export async function openResults(
  db: Db,
  runUid: string,
  names: readonly string[],
  forms: readonly ResultForm[],
): Promise<void> {
  await sql`
    insert into orderly.data_integrity_result (check_name, form, run_uid)
    select named.name, form.form, ${runUid} from unnest(${[...names]}::text[]) as named (name), unnest(${[...forms]}::text[]) as form (form)
    on conflict (run_uid, check_name, form) do nothing
  `.execute(db);
}

export async function beginCheck(db: Db, runUid: string, name: string): Promise<void> {
  await sql`
    update orderly.data_integrity_result as result set started_at = clock_timestamp(), finished_at = null, error = null
    where result.run_uid = ${runUid} and result.check_name = ${name}
  `.execute(db);
}

export interface CheckOutcome {
  readonly summary?: CheckSummary;
  readonly issues?: readonly Issue[];
  readonly error?: string;
}

/** Writes what a check found; older results than the last few go. */
export async function finishCheck(
  db: Db,
  runUid: string,
  name: string,
  { summary, issues, error }: CheckOutcome,
): Promise<void> {
  await transaction(db, async (handle) => {
    await sql`
      update orderly.data_integrity_result as result set
        finished_at = clock_timestamp(), error = ${error ?? null},
        issue_count = case when result.form = 'summary' then ${summary?.count ?? -1}::bigint end,
        percentage = case when result.form = 'summary' then ${summary?.percentage ?? null}::numeric end,
        issues = case when result.form = 'details' then ${JSON.stringify(issues ?? [])}::jsonb end
      where result.run_uid = ${runUid} and result.check_name = ${name}
    `.execute(handle);
    await sql`
      delete from orderly.data_integrity_result as old
      where old.check_name = ${name} and old.result_id in (
        select ranked.result_id
        from (
          select result.result_id, row_number() over (partition by result.form order by result.result_id desc) as position
          from orderly.data_integrity_result as result
          where result.check_name = ${name} and result.finished_at is not null
        ) as ranked
        where ranked.position > ${KEPT_RESULTS}
      )
    `.execute(handle);
  });
}

/** Ends the checks that a run leaves undone: who waits for them has to hear of it (contract: clients.md §12 no. 7). */
export async function closeResults(db: Db, runUid: string, error: string): Promise<void> {
  await sql`
    update orderly.data_integrity_result as result set
      started_at = coalesce(result.started_at, clock_timestamp()), finished_at = clock_timestamp(), error = ${error},
      issue_count = case when result.form = 'summary' then -1 end,
      issues = case when result.form = 'details' then '[]'::jsonb end
    where result.run_uid = ${runUid} and result.finished_at is null
  `.execute(db);
}

export interface StoredResult {
  readonly name: string;
  readonly started: Date;
  readonly finished: Date;
  readonly count: number | null;
  readonly percentage: number | null;
  readonly issues: readonly Issue[] | null;
  readonly error: string | null;
}

/** The latest result of each check that has one. */
export async function latestResults(
  db: Db,
  form: ResultForm,
  names: readonly string[] | undefined,
): Promise<readonly StoredResult[]> {
  const wanted: RawBuilder<unknown> =
    names === undefined ? sql`true` : sql`result.check_name = any (${[...names]}::text[])`;
  const { rows } = await sql<StoredResult>`
    select distinct on (result.check_name)
      result.check_name as name, result.started_at as started, result.finished_at as finished, result.issue_count as count,
      result.percentage::float8 as percentage, result.issues, result.error
    from orderly.data_integrity_result as result
    where result.form = ${form} and result.finished_at is not null and ${wanted}
    order by result.check_name, result.result_id desc
  `.execute(db);
  return rows;
}

/** A result of which only the size is of interest, and whose it is. */
export interface PastResult extends Omit<StoredResult, 'name' | 'issues'> {
  readonly form: ResultForm;
  readonly run: string;
  readonly requestedBy: string | null;
}

/** The kept results of a check, newest first, to be compared (contract: data-admin.md §11 no. 21). */
export async function pastResults(db: Db, name: string): Promise<readonly PastResult[]> {
  const { rows } = await sql<PastResult>`
    select
      result.form, result.run_uid as run, run.requested_by as "requestedBy", result.started_at as started,
      result.finished_at as finished, coalesce(result.issue_count, jsonb_array_length(result.issues))::int as count,
      result.percentage::float8 as percentage, result.error
    from orderly.data_integrity_result as result
    left join orderly.job_run as run on run.uid = result.run_uid
    where result.check_name = ${name} and result.finished_at is not null
    order by result.result_id desc
  `.execute(db);
  return rows;
}

/** Names of the checks that runs have still to do. */
export async function openChecks(db: Db, form: ResultForm): Promise<readonly string[]> {
  const { rows } = await sql<{ name: string }>`
    select distinct result.check_name as name
    from orderly.data_integrity_result as result
    join orderly.job_run as run on run.uid = result.run_uid and run.state in ('queued', 'running')
    where result.form = ${form} and result.finished_at is null
    order by name
  `.execute(db);
  return rows.map(({ name }) => name);
}

/** Whether a run waits or goes on that may bring results. */
export async function isRunning(db: Db): Promise<boolean> {
  const { rows } = await sql<{ running: boolean }>`
    select exists (
      select from orderly.job_run as run
      where run.type in ('DATA_INTEGRITY', 'DATA_INTEGRITY_DETAILS') and run.state in ('queued', 'running')
    ) as running
  `.execute(db);
  return rows[0]?.running === true;
}

/** Milliseconds that each check takes, of its kept results. */
export async function averageTimes(db: Db): Promise<ReadonlyMap<string, number>> {
  const { rows } = await sql<{ name: string; milliseconds: number }>`
    select result.check_name as name,
      round(avg(extract(epoch from result.finished_at - result.started_at) * 1000))::int as milliseconds
    from orderly.data_integrity_result as result
    where result.finished_at is not null and result.error is null
    group by result.check_name
  `.execute(db);
  return new Map(rows.map(({ name, milliseconds }) => [name, milliseconds]));
}
