import { expect } from 'vitest';
import type { RequestOptions, testServer } from '../server.js';

export interface ReportedOperation {
  readonly operation: string;
  readonly status: string;
  readonly message?: string;
  readonly counts: Readonly<Record<string, number>>;
  readonly skipped: readonly { readonly id: string; readonly reason: string }[];
  readonly warnings: readonly string[];
}

/** Requests of maintenance, as a client makes them. */
export function maintenanceOf(server: Pick<ReturnType<typeof testServer>, 'request'>) {
  const ask = (path: string, options: RequestOptions = {}) =>
    server.request(`/api/maintenance${path}`, { method: 'POST', ...options });
  /** The reports of all operations of a request. */
  const reports = async (path: string): Promise<readonly ReportedOperation[]> => {
    const { status, json, text } = await ask(`${path}${path.includes('?') ? '&' : '?'}report=true`);
    expect(status, text).toBe(200);
    expect(json.response.responseType).toBe('MaintenanceReport');
    return json.response.operations;
  };
  /** The report of a request for one operation. */
  const report = async (path: string): Promise<ReportedOperation> => {
    const [only, ...others] = await reports(path);
    if (!only || others.length > 0) throw new Error(`${path} is not about one operation.`);
    return only;
  };
  return { ask, reports, report };
}
