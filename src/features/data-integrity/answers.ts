import { formatTimestamp } from '../../kernel/clock.js';
import type { IntegrityCheck } from './check.js';
import type { CheckList } from './check-list.js';
import type { PastResult, StoredResult } from './results.js';

/** A check as clients are told of it (contract: data-admin.md §7.2). */
export function description(check: IntegrityCheck, averageTime: number | undefined) {
  const {
    name,
    displayName,
    section,
    sectionOrder,
    severity,
    code,
    isSlow,
    isProgrammatic = false,
    issuesIdType,
  } = check;
  return {
    name,
    displayName,
    section,
    sectionOrder,
    severity,
    description: check.description,
    introduction: check.introduction,
    recommendation: check.recommendation,
    ...(issuesIdType !== undefined && { issuesIdType }),
    isSlow,
    isProgrammatic,
    code,
    ...(averageTime !== undefined && { averageExecutionTime: averageTime }),
  };
}

/** Results by the names of their checks; those of checks that this version no longer has are left out (contract: data-admin.md §7.3). */
export function resultsByName(
  checks: CheckList,
  results: readonly StoredResult[],
  times: ReadonlyMap<string, number>,
): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    results.flatMap((result) => {
      const check = checks.get(result.name);
      if (!check) return [];
      const { started, finished, count, percentage, issues, error } = result;
      return [
        [
          result.name,
          {
            ...description(check, times.get(result.name)),
            startTime: formatTimestamp(started),
            finishedTime: formatTimestamp(finished),
            ...(issues === null ? { count: count ?? 0, ...(percentage !== null && { percentage }) } : { issues }),
            ...(error !== null && { error }),
          },
        ],
      ];
    }),
  );
}

/** Kept results of one check as clients are told of them: Orderly's own form. One that failed has no count. */
export const pastResult = ({
  run,
  form,
  requestedBy,
  started,
  finished,
  count,
  percentage,
  error,
}: PastResult): Readonly<Record<string, unknown>> => ({
  run,
  form,
  ...(requestedBy !== null && { requestedBy }),
  startTime: formatTimestamp(started),
  finishedTime: formatTimestamp(finished),
  ...(error === null ? { count, ...(percentage !== null && { percentage }) } : { error }),
});

const GAUGES = [
  ['dhis_data_integrity_issues_count_total', 'Data integrity check counts', (result: StoredResult) => result.count],
  [
    'dhis_data_integrity_issues_percentage',
    'Data integrity check percentages',
    (result: StoredResult) => result.percentage,
  ],
  [
    'dhis_data_integrity_check_duration_milliseconds',
    'Data integrity check durations',
    (result: StoredResult) => result.finished.getTime() - result.started.getTime(),
  ],
] as const;

/** The latest summaries in the text form of Prometheus (contract: data-admin.md §7.5). Checks that failed have no values. */
export function metricsText(checks: CheckList, results: readonly StoredResult[]): string {
  const lines = GAUGES.flatMap(([name, help, measure]) => [
    `# HELP ${name} ${help}`,
    `# TYPE ${name} gauge`,
    ...results.flatMap((result) => {
      const check = checks.get(result.name);
      const value = measure(result);
      if (!check || result.error !== null || value === null) return [];
      const labels = `check="${check.name}",severity="${check.severity}",object_type="${check.issuesIdType ?? ''}"`;
      return [`${name}{${labels}} ${value}`];
    }),
  ]);
  return `${lines.join('\n')}\n`;
}
