import { sql } from 'kysely';
import { Type } from 'typebox';
import type { Db } from '../../database/index.js';
import { type ApiServer, hasAnyAuthority } from '../../http/index.js';
import { type Jobs, type ProgressSelection, type RunProgress, readProgress } from '../../jobs/index.js';
import { badRequest, forbidden } from '../../kernel/errors/index.js';
import { TASK_TYPES } from '../tasks/index.js';
import { mayReadLogs } from './addressed-job.js';
import { processLine, progressDocument } from './progress-document.js';

const MAY_CANCEL = ['F_SCHEDULING_ADMIN', 'F_PERFORM_MAINTENANCE'];
const RUNNING = { states: ['running'] } as const satisfies ProgressSelection;
const COMPLETED = { states: ['done', 'failed', 'cancelled'] } as const satisfies ProgressSelection;

const config = { cache: 'no-store' } as const;
const schema = { params: Type.Object({ type: Type.String() }) };

/** What runs and ran, by type (contract: scheduling.md §10.3). */
export function schedulingRoutes(api: ApiServer, db: Db, jobs: Jobs): void {
  api.get('/scheduling/running/types', { config }, async () =>
    (await readProgress(db, RUNNING)).map(({ type }) => type).sort(),
  );

  for (const [word, selection] of [
    ['running', RUNNING],
    ['completed', COMPLETED],
  ] as const) {
    api.get(`/scheduling/${word}`, { config }, async () => byType(await readProgress(db, selection)));

    api.get(`/scheduling/${word}/:type`, { config, schema }, async (request) => {
      const [run] = await readProgress(db, { ...selection, type: typeOf(request.params.type) });
      return progressDocument(run, mayReadLogs(request));
    });
  }

  api.post('/scheduling/cancel/:type', { schema }, async (request, reply) => {
    const type = typeOf(request.params.type);
    const latest = await latestActive(db, type);
    if (latest?.requestedBy !== request.user.uid && !hasAnyAuthority(request.user, MAY_CANCEL))
      throw forbidden(`You may not cancel jobs of type ${type}.`);
    const cancelled = latest !== undefined && (await jobs.cancel(db, latest.uid));
    return await reply.header('X-Job-Cancelled', String(cancelled)).code(204).send();
  });
}

const byType = (runs: readonly RunProgress[]): Readonly<Record<string, unknown>> =>
  Object.fromEntries(runs.map((run) => [run.type, [processLine(run)]]));

/** @throws OrderlyError 400 for a type that there is not */
function typeOf(text: string): string {
  const type = text.toUpperCase();
  if (TASK_TYPES.includes(type)) return type;
  throw badRequest(
    `Value \`${text.slice(0, 100)}\` is not a valid job type. Valid values are: [${TASK_TYPES.join(', ')}]`,
  );
}

/** The run of the type that goes on, else the one that waits. */
async function latestActive(
  db: Db,
  type: string,
): Promise<{ readonly uid: string; readonly requestedBy: string | null } | undefined> {
  const { rows } = await sql<{ uid: string; requestedBy: string | null }>`
    select run.uid, run.requested_by as "requestedBy"
    from orderly.job_run as run
    where run.type = ${type} and run.state in ('running', 'queued')
    order by run.state desc, run.run_id desc
    limit 1
  `.execute(db);
  return rows[0];
}
