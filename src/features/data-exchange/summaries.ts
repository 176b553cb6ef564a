import type { RemoteSummary } from '../remote/index.js';

/** What became of one source request, in the peer's form (contract: system.md §7 ImportSummary). */
export interface ImportSummary {
  readonly responseType: 'ImportSummary';
  readonly status: 'SUCCESS' | 'WARNING' | 'ERROR';
  readonly description: string;
  readonly importCount: {
    readonly imported: number;
    readonly updated: number;
    readonly ignored: number;
    readonly deleted: number;
  };
  readonly conflicts: readonly unknown[];
  readonly rejectedIndexes: readonly number[];
}

/** All of them together (contract: maintenance.md §4.15). */
export interface ImportSummaries {
  readonly responseType: 'ImportSummaries';
  readonly status: ImportSummary['status'];
  readonly imported: number;
  readonly updated: number;
  readonly deleted: number;
  readonly ignored: number;
  readonly total: number;
  readonly importSummaries: readonly ImportSummary[];
}

const NOTHING = { imported: 0, updated: 0, ignored: 0, deleted: 0 };

export const errorSummary = (description: string): ImportSummary => ({
  responseType: 'ImportSummary',
  status: 'ERROR',
  description,
  importCount: NOTHING,
  conflicts: [],
  rejectedIndexes: [],
});

export const emptySummary = (): ImportSummary => ({
  ...errorSummary('There were no data values to exchange'),
  status: 'SUCCESS',
});

/** The summary of another server as one of our own; what else it says of conflicts is passed on. */
export const summaryOfRemote = ({
  status,
  description,
  imported,
  updated,
  ignored,
  deleted,
  raw,
}: RemoteSummary): ImportSummary => ({
  responseType: 'ImportSummary',
  status,
  description,
  importCount: { imported, updated, ignored, deleted },
  conflicts: Array.isArray(raw.conflicts) ? raw.conflicts : [],
  rejectedIndexes: Array.isArray(raw.rejectedIndexes) ? raw.rejectedIndexes : [],
});

const SEVERITY: readonly ImportSummary['status'][] = ['SUCCESS', 'WARNING', 'ERROR'];

/** The worst status and the sums of the counts. */
export function combined(summaries: readonly ImportSummary[]): ImportSummaries {
  const sum = (count: keyof ImportSummary['importCount']): number =>
    summaries.reduce((total, { importCount }) => total + importCount[count], 0);
  const worst = Math.max(0, ...summaries.map(({ status }) => SEVERITY.indexOf(status)));
  const [imported, updated, deleted, ignored] = [sum('imported'), sum('updated'), sum('deleted'), sum('ignored')];
  return {
    responseType: 'ImportSummaries',
    status: SEVERITY[worst] ?? 'ERROR',
    imported,
    updated,
    deleted,
    ignored,
    total: imported + updated + deleted + ignored,
    importSummaries: summaries,
  };
}

/** Why exchanges failed. */
export const failures = ({ importSummaries }: ImportSummaries): string =>
  [...new Set(importSummaries.filter(({ status }) => status === 'ERROR').map(({ description }) => description))]
    .join(', ')
    .slice(0, 2_000);
