import { type TrackerCode, trackerText } from './checks/catalogue.js';
import type { ReportMode } from './options.js';

export const TRACKER_TYPES = ['TRACKED_ENTITY', 'ENROLLMENT', 'EVENT', 'RELATIONSHIP'] as const;
export type TrackerType = (typeof TRACKER_TYPES)[number];

export interface TrackerStats {
  readonly created: number;
  readonly updated: number;
  readonly deleted: number;
  readonly ignored: number;
  readonly total: number;
}

interface About {
  readonly message: string;
  readonly trackerType: TrackerType;
  readonly uid: string;
  readonly args: readonly string[];
  /** Where in the payload, e.g. `trackedEntities[0].enrollments[1]` (contract: imports.md §9 no. 22). */
  readonly path: string;
}
export interface TrackerError extends About {
  readonly errorCode: TrackerCode;
}
export interface TrackerWarning extends About {
  readonly warningCode: TrackerCode;
}

export interface TrackerTypeReport {
  readonly trackerType: TrackerType;
  readonly stats: TrackerStats;
  /** What was stored or deleted, in the order of the payload. */
  readonly objectReports: readonly {
    readonly trackerType: TrackerType;
    readonly uid: string;
    readonly index: number;
    readonly errorReports: readonly never[];
  }[];
}

/** What became of an import (contract: imports.md §7.3). */
export interface TrackerReport {
  readonly status: 'OK' | 'WARNING' | 'ERROR';
  readonly validationReport: {
    readonly errorReports: readonly TrackerError[];
    readonly warningReports: readonly TrackerWarning[];
  };
  readonly stats: TrackerStats;
  /** Absent when nothing was stored because of errors. */
  readonly bundleReport?: { readonly typeReportMap: Readonly<Partial<Record<TrackerType, TrackerTypeReport>>> };
  /** Why the import failed as a whole. */
  readonly message?: string;
}

/** An error or a warning about an object of the payload, as the checks tell it. */
export interface Finding {
  readonly position: number;
  readonly code: TrackerCode;
  readonly args: readonly string[];
  readonly warning: boolean;
}

/** An object of the payload as the report names it. */
export interface Subject {
  readonly type: TrackerType;
  readonly uid: string;
  readonly path: string;
}

/** What was done to an object; undefined when nothing was. */
export type Outcome = 'created' | 'updated' | 'deleted' | undefined;

/** The report on the objects `subjects`, whose positions are those of the findings and of the outcomes. */
export function trackerReport(
  subjects: readonly Subject[],
  findings: readonly Finding[],
  outcomes: readonly Outcome[] | undefined,
): TrackerReport {
  const about = ({ position, code, args }: Finding): About => {
    const { type, uid, path } = subjects[position] as Subject;
    return { message: trackerText(code, args), trackerType: type, uid, args, path };
  };
  const errors = findings.filter(({ warning }) => !warning);
  const warnings = findings.filter(({ warning }) => warning);
  const validationReport = {
    errorReports: errors.map((finding): TrackerError => ({ errorCode: finding.code, ...about(finding) })),
    warningReports: warnings.map((finding): TrackerWarning => ({ warningCode: finding.code, ...about(finding) })),
  };
  const stats = statsOf(outcomes ?? subjects.map(() => undefined));
  if (!outcomes) return { status: 'ERROR', validationReport, stats };
  return {
    status: statusOf(errors.length, warnings.length, stats),
    validationReport,
    stats,
    bundleReport: { typeReportMap: typeReports(subjects, outcomes) },
  };
}

/** An import of which nothing was taken because of errors has failed, whatever the atomic mode. */
function statusOf(errors: number, warnings: number, { ignored, total }: TrackerStats): TrackerReport['status'] {
  if (errors > 0 && ignored === total) return 'ERROR';
  return errors + warnings > 0 ? 'WARNING' : 'OK';
}

/** The report on an import that failed as a whole, with its reason. */
export function failedReport(message: string, total = 0): TrackerReport {
  return {
    status: 'ERROR',
    validationReport: { errorReports: [], warningReports: [] },
    stats: { created: 0, updated: 0, deleted: 0, ignored: total, total },
    message,
  };
}

function typeReports(subjects: readonly Subject[], outcomes: readonly Outcome[]) {
  return Object.fromEntries(
    TRACKER_TYPES.flatMap((type): [TrackerType, TrackerTypeReport][] => {
      const own = subjects.flatMap(({ type: kind, uid }, position) =>
        kind === type ? [{ uid, outcome: outcomes[position] }] : [],
      );
      if (own.length === 0) return [];
      const objectReports = own.flatMap(({ uid, outcome }, index) =>
        outcome === undefined ? [] : [{ trackerType: type, uid, index, errorReports: [] }],
      );
      return [[type, { trackerType: type, stats: statsOf(own.map(({ outcome }) => outcome)), objectReports }]];
    }),
  );
}

function statsOf(outcomes: readonly Outcome[]): TrackerStats {
  const count = { created: 0, updated: 0, deleted: 0, ignored: 0 };
  for (const outcome of outcomes) count[outcome ?? 'ignored'] += 1;
  return { ...count, total: outcomes.length };
}

/** What of a report a request wants to see: `ERRORS` is without its warnings. */
export function inMode(report: TrackerReport, mode: ReportMode): TrackerReport {
  if (mode !== 'ERRORS') return report;
  return { ...report, validationReport: { ...report.validationReport, warningReports: [] } };
}
