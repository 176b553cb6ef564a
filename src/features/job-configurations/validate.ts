import { serverZone } from '../../kernel/clock.js';
import { CronError, nextRun, parseCron } from '../../kernel/cron/index.js';
import type { ErrorCode } from '../../kernel/errors/index.js';
import { type ErrorReport, errorReport, typeNamed } from '../../metadata/index.js';
import type { ParameterProblem } from './parameters.js';
import type { clashing, StoredJob } from './store.js';

const LONGEST_NAME = 230;
const LONGEST_CODE = 50;
const LARGEST_DELAY = 2_147_483_647;

const report = (code: ErrorCode, args: readonly (string | number)[], id: string, property?: string): ErrorReport =>
  errorReport(typeNamed('jobConfiguration'), code, args, { id, property });

/** What is wrong with a job, in the order in which the peer says it (contract: scheduling.md §3.4). */
export function problemsOf(
  job: StoredJob,
  clashes: Awaited<ReturnType<typeof clashing>>,
  parameters: readonly ParameterProblem[],
): readonly ErrorReport[] {
  const { uid } = job;
  return [
    ...naming(job, clashes),
    ...schedule(job),
    ...(job.cron !== null && clashes.cron !== null ? [report('E7000', [job.cron], uid, 'cronExpression')] : []),
    ...parameters.map(({ code, args, property }) => report(code, args, uid, property)),
  ];
}

function naming(job: StoredJob, clashes: Awaited<ReturnType<typeof clashing>>): readonly ErrorReport[] {
  const { uid, name, code } = job;
  if (name.trim() === '') return [report('E4000', ['name'], uid, 'name')];
  const described = `${name} [${uid}] (JobConfiguration)`;
  return [
    ...(name.length > LONGEST_NAME ? [report('E4001', ['name', LONGEST_NAME, name.length], uid, 'name')] : []),
    ...(clashes.name === null ? [] : [report('E5003', ['name', name, described, clashes.name], uid, 'name')]),
    ...(code !== null && code.length > LONGEST_CODE
      ? [report('E4001', ['code', LONGEST_CODE, code.length], uid, 'code')]
      : []),
    ...(code === null || clashes.code === null
      ? []
      : [report('E5003', ['code', code, described, clashes.code], uid, 'code')]),
  ];
}

function schedule({ uid, schedulingType, cron, delay, queuePosition }: StoredJob): readonly ErrorReport[] {
  const reports: ErrorReport[] = [];
  if (cron !== null) {
    const text = refusedCron(cron);
    if (text !== undefined) reports.push(report('E7005', [text], uid, 'cronExpression'));
  } else if (schedulingType === 'CRON' && (queuePosition ?? 0) === 0)
    reports.push(report('E7004', [uid], uid, 'cronExpression'));
  if (delay === null) {
    if (schedulingType === 'FIXED_DELAY') reports.push(report('E7007', [uid], uid, 'delay'));
  } else if (!Number.isInteger(delay) || delay < 1 || delay > LARGEST_DELAY)
    reports.push(report('E4008', ['delay', '1', LARGEST_DELAY.toLocaleString('en-US'), delay], uid, 'delay'));
  return reports;
}

/** Why an expression cannot be stored; undefined for a good one. */
export function refusedCron(text: string): string | undefined {
  try {
    const next = nextRun(parseCron(text), new Date(), serverZone());
    return next === undefined ? 'Expression never matches' : undefined;
  } catch (error) {
    if (error instanceof CronError) return error.message;
    throw error;
  }
}
