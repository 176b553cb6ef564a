import type { FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { type Database, transaction } from '../../database/index.js';
import { type ApiServer, hasAnyAuthority, ok, uidParameter } from '../../http/index.js';
import { findRun, type Jobs, keepPayload, type Run, runEvents } from '../../jobs/index.js';
import type { Clock } from '../../kernel/clock.js';
import { badRequest, notFound } from '../../kernel/errors/index.js';
import { applyRules } from '../program-rules/index.js';
import { notification } from '../tasks/index.js';
import { importTracker } from './import-tracker.js';
import { TRACKER_IMPORT_JOB } from './job.js';
import { IMPORT_QUERY, importOptions, REPORT_MODE, type ReportMode, type TrackerImportOptions } from './options.js';
import { readCsv } from './payload/csv.js';
import { flatten } from './payload/flatten.js';
import type { TrackerPayload } from './payload/payload.js';
import { failedReport, inMode, type TrackerReport } from './report.js';

const MEGABYTE = 1024 * 1024;
const LEAST_BODY_LIMIT = 256 * MEGABYTE;
const MAY_SEE_ALL = ['F_PERFORM_MAINTENANCE', 'F_JOB_LOG_READ'];

const ONE_JOB = Type.Object({ uid: uidParameter() });

/** `/api/tracker`, to import, and what became of it (contract: imports.md §7). */
export function trackerRoutes(
  api: ApiServer,
  { db }: Database,
  jobs: Jobs,
  clock: Clock,
  bodyLimitMegabytes: number,
): void {
  const bodyLimit = Math.max(LEAST_BODY_LIMIT, bodyLimitMegabytes * MEGABYTE);

  api.post('/tracker', { bodyLimit, schema: { querystring: IMPORT_QUERY } }, async (request, reply) => {
    const options = importOptions(request.query);
    const payload = payloadOf(request, request.query.skipFirst);
    if (request.query.async) {
      // What cannot be read is told at once, not by a job.
      flatten(payload);
      return jobAdded(request, await queue(request, options, payload));
    }
    const report = await importTracker(db, payload, options, { user: request.user, clock, rules: applyRules });
    return await send(reply, report, request.query.reportMode);
  });

  api.get('/tracker/jobs/:uid', { config: { cache: 'no-store' }, schema: { params: ONE_JOB } }, async (request) => {
    const run = await visibleRun(request, request.params.uid);
    if (!run) return [];
    const events = await runEvents(db, run.uid);
    return events.map((event) => notification({ ...event, type: run.type }));
  });

  api.get(
    '/tracker/jobs/:uid/report',
    {
      config: { cache: 'no-store' },
      schema: { params: ONE_JOB, querystring: Type.Object({ reportMode: REPORT_MODE }) },
    },
    async (request, reply) => {
      const { uid } = request.params;
      const report = reportOf(await visibleRun(request, uid));
      if (!report) throw notFound(`Summary for job ${uid} does not exist`);
      return await reply.send(inMode(report, request.query.reportMode));
    },
  );

  /** The run of that uid if it is an import of the user, or the user may see all. */
  const visibleRun = async (request: FastifyRequest, uid: string): Promise<Run | undefined> => {
    const run = await findRun(db, uid);
    const mayKnow = run?.requestedBy === request.user.uid || hasAnyAuthority(request.user, MAY_SEE_ALL);
    return run?.type === TRACKER_IMPORT_JOB && mayKnow ? run : undefined;
  };

  /** Queues the import and keeps its payload, both or neither. */
  const queue = async (request: FastifyRequest, options: TrackerImportOptions, payload: TrackerPayload): Promise<Run> =>
    await transaction(db, async (handle) => {
      const parameters = { ...options };
      const run = await jobs.queue(handle, { type: TRACKER_IMPORT_JOB, parameters, requestedBy: request.user.uid });
      await keepPayload(handle, run.uid, payload);
      return run;
    });
}

function payloadOf(request: FastifyRequest, skipFirst: boolean): TrackerPayload {
  const { body } = request;
  if ((request.headers['content-type'] ?? '').includes('csv')) return readCsv(String(body ?? ''), skipFirst);
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    throw badRequest('JSON parse error: an object with lists of tracker objects is needed as the body.');
  return body;
}

const jobAdded = (request: FastifyRequest, { uid }: Run) =>
  ok('Tracker job added', {
    responseType: 'TrackerJob',
    id: uid,
    location: `${request.apiRoot}/tracker/jobs/${uid}`,
  });

async function send(reply: FastifyReply, report: TrackerReport, mode: ReportMode): Promise<FastifyReply> {
  return await reply.code(report.status === 'ERROR' ? 409 : 200).send(inMode(report, mode));
}

/** The report of a run that has ended. One that was cancelled, or whose server died for good, has only its last words. */
function reportOf(run: Run | undefined): TrackerReport | undefined {
  if (!run || run.state === 'queued' || run.state === 'running') return undefined;
  return (run.summary as TrackerReport | null) ?? failedReport(run.message ?? 'The import was not finished.');
}
