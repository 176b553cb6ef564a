import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../../database/index.js';
import type { DataError } from '../../jobs/index.js';
import { formatTimestamp } from '../../kernel/clock.js';
import { ERROR_CATALOGUE, type ErrorCode, errorText } from '../../kernel/errors/index.js';

/** Which runs with errors are wanted; empty lists do not restrict. */
export interface ErrorSelection {
  readonly job?: string;
  /** uid of the user who asked for the run. */
  readonly user?: string | undefined;
  readonly from?: Date | undefined;
  readonly to?: Date | undefined;
  readonly codes?: readonly string[];
  readonly objects?: readonly string[];
  readonly types?: readonly string[];
  /** With what was handed over to the run, as far as it is still there. */
  readonly includeInput?: boolean;
  readonly limit?: number;
}

interface ErrorRow {
  readonly id: string;
  readonly type: string;
  readonly user: string | null;
  readonly created: Date;
  readonly executed: Date | null;
  readonly finished: Date | null;
  readonly codes: string;
  readonly errors: readonly DataError[];
  readonly size: number | null;
  readonly input: unknown;
}

const MOST_RUNS = 1_000;

/** Runs that met errors of the data, the latest first (contract: scheduling.md §3.5). */
export async function readErrorLog(
  db: Db,
  selection: ErrorSelection,
): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const {
    job,
    user,
    from,
    to,
    codes = [],
    objects = [],
    types = [],
    includeInput = false,
    limit = MOST_RUNS,
  } = selection;
  const conditions: readonly RawBuilder<unknown>[] = [
    sql`progress.error_codes <> ''`,
    ...(job === undefined ? [] : [sql`run.job_uid = ${job}`]),
    ...(user === undefined ? [] : [sql`run.requested_by = ${user}`]),
    ...(from ? [sql`run.started_at >= ${from}`] : []),
    ...(to ? [sql`run.started_at <= ${to}`] : []),
    ...(types.length > 0 ? [sql`run.type = any (${[...types]}::text[])`] : []),
    ...(codes.length > 0 ? [sql`string_to_array(progress.error_codes, ' ') && ${[...codes]}::text[]`] : []),
    ...(objects.length > 0
      ? [
          sql`exists (
            select from jsonb_array_elements(progress.errors) as error where error.value ->> 'id' = any (${[...objects]}::text[])
          )`,
        ]
      : []),
  ];
  const { rows } = await sql<ErrorRow>`
    select
      run.job_uid as id, run.type, run.requested_by as user, run.queued_at as created, run.started_at as executed, run.finished_at as finished,
      progress.error_codes as codes, progress.errors, octet_length(payload.payload::text) as size,
      ${includeInput ? sql`payload.payload` : sql`null`} as input
    from orderly.job_run as run
    join orderly.job_progress as progress on progress.run_id = run.run_id
    left join orderly.job_payload as payload on payload.run_uid = run.uid
    where ${sql.join(conditions, sql` and `)}
    order by run.run_id desc
    limit ${limit}
  `.execute(db);
  return rows.map(entryOf);
}

function entryOf({ id, type, user, created, executed, finished, errors, size, input }: ErrorRow) {
  return {
    id,
    type,
    ...(user !== null && { user }),
    created: formatTimestamp(created),
    ...(executed && { executed: formatTimestamp(executed) }),
    ...(finished && { finished: formatTimestamp(finished) }),
    ...(size !== null && { file: id, filesize: size, filetype: 'application/json' }),
    errors: errors.map((error) => ({ ...error, message: messageOf(error) })),
    codes: type === 'TRACKER_IMPORT_JOB' ? 'ValidationCode' : 'ErrorCode',
    ...(input !== null && { input }),
  };
}

/** The text of the catalogue; what came with a code that only another server knows. */
const messageOf = ({ code, args }: DataError): string =>
  Object.hasOwn(ERROR_CATALOGUE, code) ? errorText(code as ErrorCode, ...args) : args.join(' ');
