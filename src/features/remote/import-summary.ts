import { jsonOf, type RemoteAnswer } from './client.js';

type Members = Readonly<Record<string, unknown>>;

/** What a server says of values that it was sent (contract: imports.md §2.3). */
export interface RemoteSummary {
  readonly status: 'SUCCESS' | 'WARNING' | 'ERROR';
  readonly description: string;
  readonly imported: number;
  readonly updated: number;
  readonly deleted: number;
  readonly ignored: number;
  readonly conflicts: readonly RemoteConflict[];
  /** The summary as it came, for those who pass it on; empty when there was none. */
  readonly raw: Members;
}

export interface RemoteConflict {
  /** Code of the peer's catalogue; empty when the server gave none. */
  readonly code: string;
  readonly object: string;
  readonly text: string;
}

const isMembers = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const number = (value: unknown): number => (typeof value === 'number' ? value : 0);
const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** Reads the summary of an answer, inside a web message or by itself as older servers send it. An answer without one is an error. */
export function summaryOf(answer: RemoteAnswer): RemoteSummary {
  const json = jsonOf(answer);
  const inner = isMembers(json) && isMembers(json.response) ? json.response : json;
  if (!isMembers(inner) || typeof inner.status !== 'string' || !('importCount' in inner || 'description' in inner)) {
    const said = isMembers(json) ? text(json.message) : '';
    return failedSummary(`The remote server answered ${answer.status}${said === '' ? '' : `: ${said.slice(0, 500)}`}`);
  }
  const counts = isMembers(inner.importCount) ? inner.importCount : {};
  return {
    status: statusOf(inner.status, answer.status),
    description: text(inner.description),
    imported: number(counts.imported),
    updated: number(counts.updated),
    deleted: number(counts.deleted),
    ignored: number(counts.ignored),
    conflicts: (Array.isArray(inner.conflicts) ? inner.conflicts : []).filter(isMembers).map((conflict) => ({
      code: text(conflict.errorCode),
      object: text(conflict.object),
      text: text(conflict.value),
    })),
    raw: inner,
  };
}

export const failedSummary = (description: string): RemoteSummary => ({
  status: 'ERROR',
  description,
  imported: 0,
  updated: 0,
  deleted: 0,
  ignored: 0,
  conflicts: [],
  raw: {},
});

function statusOf(word: string, httpStatus: number): RemoteSummary['status'] {
  if (word === 'WARNING' || word === 'ERROR') return word;
  const good = (word === 'SUCCESS' || word === 'OK') && httpStatus < 300;
  return good ? 'SUCCESS' : 'ERROR';
}

const MOST_CONFLICTS_SHOWN = 3;

/** Why values were refused, in one sentence. */
export function refusalText({ description, conflicts }: RemoteSummary): string {
  const shown = conflicts.slice(0, MOST_CONFLICTS_SHOWN).map((conflict) => conflict.text.slice(0, 200));
  const more = conflicts.length > shown.length ? ` and ${conflicts.length - shown.length} more` : '';
  if (shown.length > 0) return `${shown.join('; ')}${more}`;
  return description === '' ? 'no reason was given' : description.slice(0, 500);
}
