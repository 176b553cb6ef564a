import type { Answer } from './answer.js';
import { CommandFailure, EXIT, type ExitCode } from './failure.js';
import { list, record, text } from './wire.js';

const MOST_DETAILS = 20;
const LOG_IN = 'Log in with --token or ORDERLY_TOKEN, or with --user name:password.';

/** What an answer says that is none of success, and its exit code (contract: http.md §4, aggregates.md §2.1). */
export function refusal(answer: Answer, url: string, path: string, isKnown: boolean): CommandFailure {
  const { status } = answer;
  const message = messageOf(answer);
  const failure = (code: ExitCode, told: string) => new CommandFailure(code, told, detailsOf(answer));
  if (status < 300) return failure(EXIT.unreachable, notTheApi(url, path));
  if (status < 400) return redirected(answer, url, isKnown);
  switch (status) {
    case 400:
      return failure(EXIT.usage, message || 'The server cannot make anything of the request.');
    case 401:
      return failure(
        EXIT.forbidden,
        isKnown ? because('The server does not accept these credentials', message) : LOG_IN,
      );
    case 403:
      return failure(EXIT.forbidden, because('You may not do this', message));
    case 404:
      return failure(EXIT.missing, isObject(answer) ? message : `The server at ${url} has no ${path}.`);
    case 405:
      return failure(EXIT.missing, `The server at ${url} cannot do this: it does not take this request for ${path}.`);
    case 413:
      return failure(
        EXIT.failed,
        'The server does not take so large a payload; pack it with gzip, or send it in parts.',
      );
    case 502:
    case 503:
    case 504:
      return failure(EXIT.unreachable, because(`The server at ${url} is not available now`, message));
    default:
      return failure(
        EXIT.failed,
        status >= 500
          ? because(`The server failed (${status}); its log says why`, message)
          : message || `The server answers ${status} to ${path}.`,
      );
  }
}

/** The sentence of a web message or of AtScale's envelope; empty when there is none. */
export function messageOf({ json }: Answer): string {
  const body = record(json);
  return text(body.message) || text(record(body.status).message);
}

const because = (what: string, why: string): string => (why === '' ? `${what}.` : `${what}: ${why}`);

/** A server that has the resource but not the object says so with a code, or with an envelope of its own. */
function isObject({ json }: Answer): boolean {
  const { errorCode, status } = record(json);
  return text(errorCode) !== '' || text(record(status).message) !== '';
}

function redirected({ status, headers: { location = '' } }: Answer, url: string, isKnown: boolean): CommandFailure {
  if (/login|security/i.test(location))
    return new CommandFailure(EXIT.forbidden, isKnown ? 'The server does not accept these credentials.' : LOG_IN);
  const target = URL.canParse(location, url) ? new URL(location, url).origin : 'elsewhere';
  return new CommandFailure(
    EXIT.unreachable,
    `The server at ${url} sends on to ${target} (${status}), which is not followed. If that is right, use it as --server.`,
  );
}

const notTheApi = (url: string, path: string): string =>
  `What answers at ${url}${path} is not DHIS2's Web API. Is the address complete, with the path before /api?`;

/** What an import or object report finds wrong, a line each. */
function detailsOf({ json }: Answer): readonly string[] {
  const response = record(record(json).response);
  const lines = [...conflictLines(response), ...reportLines(response.errorReports)];
  return lines.length <= MOST_DETAILS
    ? lines
    : [...lines.slice(0, MOST_DETAILS), `… and ${lines.length - MOST_DETAILS} more (--json has all)`];
}

/** Conflicts of an import summary (contract: imports.md §2.3). */
export const conflictLines = (summary: unknown): readonly string[] =>
  list(record(summary).conflicts).map(({ errorCode, value, indexes }) => {
    const rows =
      Array.isArray(indexes) && indexes.length > 0
        ? ` (values ${indexes.slice(0, 5).join(', ')}${indexes.length > 5 ? ', …' : ''})`
        : '';
    return `${errorCode === undefined ? '' : `${text(errorCode)}: `}${text(value)}${rows}`;
  });

/** Error reports of metadata and tracker imports. */
export const reportLines = (reports: unknown): readonly string[] =>
  list(reports).map(({ errorCode, message, uid }) =>
    [text(errorCode), text(uid), text(message)].filter((part) => part !== '').join(' '),
  );
