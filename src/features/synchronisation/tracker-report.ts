import { jsonOf, type RemoteAnswer } from '../remote/index.js';

type Members = Readonly<Record<string, unknown>>;

/** What the import of tracker objects says (contract: imports.md §7.3). */
export interface TrackerOutcome {
  /** Why nothing at all was taken; undefined when single objects were judged. */
  readonly failure: string | undefined;
  /** Refused objects by uid. */
  readonly errors: ReadonlyMap<string, { readonly code: string; readonly message: string }>;
}

/** What is to be deleted and not there, or is deleted already, is as it should be. */
const GONE_ALREADY = new Set(['E1032', 'E1063', 'E1081', 'E4016', 'E1082', 'E1113', 'E1114', 'E4017']);
/** A relationship that the other server has already cannot be changed and need not be. */
const THERE_ALREADY = new Set(['E4015', 'E4018']);

const isMembers = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const text = (value: unknown): string => (typeof value === 'string' ? value : '');

export function trackerOutcome(answer: RemoteAnswer, deleting: boolean): TrackerOutcome {
  const json = jsonOf(answer);
  const report =
    isMembers(json) && isMembers(json.response) && 'validationReport' in json.response ? json.response : json;
  if (!isMembers(report) || !isMembers(report.validationReport)) {
    const said = isMembers(json) ? text(json.message).slice(0, 500) : '';
    return {
      failure: `The remote server answered ${answer.status}${said === '' ? '' : `: ${said}`}`,
      errors: new Map(),
    };
  }
  const { errorReports } = report.validationReport;
  const reports = (Array.isArray(errorReports) ? errorReports : []).filter(isMembers);
  const harmless = (code: string): boolean => (deleting ? GONE_ALREADY : THERE_ALREADY).has(code);
  const errors = new Map(
    reports
      .filter(({ errorCode }) => !harmless(text(errorCode)))
      .map(({ uid, errorCode, message }) => [text(uid), { code: text(errorCode), message: text(message) }]),
  );
  if (report.status === 'ERROR' && reports.length === 0)
    return { failure: text(report.message).slice(0, 500) || 'The remote server gave no reason.', errors };
  return { failure: undefined, errors };
}
