import type { Logger } from 'pino';
import { readRunningJobs } from '../../database/dhis2/index.js';
import type { Database, Db } from '../../database/index.js';
import { overlappingRun, type RunContext, type Stage } from '../../jobs/index.js';
import { conflict, OrderlyError } from '../../kernel/errors/index.js';
import { clearDhis2Caches } from '../remote/index.js';
import type {
  Effects,
  MaintenanceOperation,
  OperationContext,
  OperationOptions,
  OperationServices,
} from './operation.js';
import { type MaintenanceReport, maintenanceReport, type OperationReport } from './report.js';

const SILENT: Stage = { item: (_name, work) => work() };
const NEVER = new AbortController().signal;

/** What the operations would do now, one by one: each is counted as if those before it had not run. Nothing of it stays. */
export async function previewOperations(
  operations: readonly MaintenanceOperation[],
  options: OperationOptions,
  services: OperationServices,
  {
    db,
    log,
    requestedBy,
    job,
  }: { db: Db; log: Pick<Logger, 'error'>; requestedBy: string | undefined; job?: RunContext<unknown> },
): Promise<MaintenanceReport> {
  const reports: OperationReport[] = [];
  for (const operation of operations) {
    const signal = job?.signal ?? NEVER;
    const context: OperationContext = { db, services, requestedBy, options, stage: SILENT, signal, job };
    reports.push(await reported(operation, signal, log, () => operation.preview(context)));
  }
  return maintenanceReport(true, reports);
}

/**
 * Runs the operations one after the other. One that fails does not stop the others unless told so, and its failure is in the report.
 *
 * @throws only when the run was cancelled or its server stops
 */
export async function performOperations(
  operations: readonly MaintenanceOperation[],
  options: OperationOptions,
  failFast: boolean,
  services: OperationServices,
  job: RunContext<unknown>,
): Promise<MaintenanceReport> {
  const { db, progress, run, signal, log } = job;
  const reports: OperationReport[] = [];
  const stale = new Map<OperationReport, string>();
  for (const operation of operations) {
    const work = () =>
      progress.stage(operation.label, async (stage) => {
        await refuseDuringOthers(services.database, operation);
        return await operation.run({ db, services, requestedBy: run.requestedBy, options, stage, signal, job });
      });
    const report = await reported(operation, signal, log, work);
    reports.push(report);
    const { cachedByDhis2 } = operation;
    // One that failed may have done a part.
    const changed = report.status === 'ERROR' || Object.keys(report.counts).length > 0;
    if (cachedByDhis2 !== undefined && services.database.dhis2 && changed) stale.set(report, cachedByDhis2);
    if (report.status === 'ERROR' && failFast) break;
  }
  if (stale.size === 0) return maintenanceReport(false, reports);
  const told = await clearDhis2Caches(services.dhis2Server, [...stale.values()], signal);
  await progress.message(told);
  const withTold = (report: OperationReport) =>
    stale.has(report) ? { ...report, warnings: [...report.warnings, told] } : report;
  return maintenanceReport(false, reports.map(withTold));
}

/** What it would harm may have begun since the run was asked for. */
async function refuseDuringOthers(database: Database, { refusedDuring = [] }: MaintenanceOperation): Promise<void> {
  const other = await overlappingRun(database.db, { types: refusedDuring });
  if (other)
    throw conflict(
      `it cannot run while a job of type ${other.type} does (/api/system/tasks/${other.type}/${other.uid})`,
    );
  const theirs = await runningInDhis2(database, refusedDuring);
  if (theirs !== undefined)
    throw conflict(`it cannot run while the DHIS2 beside this Orderly runs its job "${theirs}"`);
}

/** A job of the DHIS2 beside us that is of one of the types and runs now. */
export async function runningInDhis2({ db, dhis2 }: Database, types: readonly string[]): Promise<string | undefined> {
  return dhis2 && (await readRunningJobs(db, types))[0];
}

async function reported(
  { name }: MaintenanceOperation,
  signal: AbortSignal,
  log: Pick<Logger, 'error'>,
  work: () => Promise<Effects>,
): Promise<OperationReport> {
  const started = performance.now();
  const duration = () => Math.round(performance.now() - started);
  try {
    const { counts, skipped, warnings, changes } = await work();
    const some = Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0));
    const status = skipped.length > 0 ? 'WARNING' : 'SUCCESS';
    return {
      operation: name,
      status,
      duration: duration(),
      counts: some,
      skipped,
      warnings,
      ...(changes && { changes }),
    };
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof OrderlyError)) log.error({ err: error, operation: name }, 'a maintenance operation failed');
    const message = error instanceof Error ? error.message : String(error);
    return { operation: name, status: 'ERROR', message, duration: duration(), counts: {}, skipped: [], warnings: [] };
  }
}
