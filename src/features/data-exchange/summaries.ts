import { errorSummary, type ImportConflict, type ImportSummaries, type ImportSummary } from '../imports/index.js';
import type { RemoteSummary } from '../remote/index.js';

export const emptySummary = (): ImportSummary => ({
  ...errorSummary('There were no data values to exchange'),
  status: 'SUCCESS',
});

/** The summary of another server as one of our own; what it says of conflicts is passed on as it came. */
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
  conflicts: Array.isArray(raw.conflicts) ? (raw.conflicts as readonly ImportConflict[]) : [],
  rejectedIndexes: Array.isArray(raw.rejectedIndexes) ? (raw.rejectedIndexes as readonly number[]) : [],
});

/** Why exchanges failed. */
export const failures = ({ importSummaries }: ImportSummaries): string =>
  [...new Set(importSummaries.filter(({ status }) => status === 'ERROR').map(({ description }) => description))]
    .join(', ')
    .slice(0, 2_000);
