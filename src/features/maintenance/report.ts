import { ok, type WebMessage } from '../../http/index.js';
import type { Effects } from './operation.js';

/** What came of one operation (contract: maintenance.md §8). */
export interface OperationReport extends Effects {
  readonly operation: string;
  /** `WARNING`: something was left as it is. */
  readonly status: 'SUCCESS' | 'WARNING' | 'ERROR';
  /** Why it failed. */
  readonly message?: string;
  /** Milliseconds. */
  readonly duration: number;
}

export interface MaintenanceReport {
  readonly responseType: 'MaintenanceReport';
  readonly dryRun: boolean;
  readonly operations: readonly OperationReport[];
}

export const maintenanceReport = (dryRun: boolean, operations: readonly OperationReport[]): MaintenanceReport => ({
  responseType: 'MaintenanceReport',
  dryRun,
  operations,
});

/** 200 with the report; the envelope's status is that of the worst operation. */
export function reportMessage(report: MaintenanceReport): WebMessage {
  const has = (status: OperationReport['status']) => report.operations.some((operation) => operation.status === status);
  const status = has('ERROR') ? 'ERROR' : has('WARNING') ? 'WARNING' : 'OK';
  return { ...ok(undefined, { ...report }), status };
}

/** What failed, in a sentence; undefined when nothing did. */
export function failureOf({ operations }: MaintenanceReport): string | undefined {
  const failed = operations.filter(({ status }) => status === 'ERROR');
  if (failed.length === 0) return undefined;
  return failed.map(({ operation, message = 'failed' }) => `${operation}: ${message}`).join('; ');
}
