import type { Config } from '../../config/index.js';
import { askRemote, type RemoteServer, shownUrl, tokenAuthorization } from './client.js';

/** DHIS2 forgets what it has in its caches within a moment. */
const TIMEOUT_MS = 30_000;

const BY_HAND = 'clear them there (Data Administration → Maintenance → Clear application cache), or restart it';

/** The DHIS2 beside which Orderly works, as the settings of the process name it; undefined when they do not. */
export const dhis2ServerOf = ({
  dhis2Url,
  dhis2Token,
}: Pick<Config, 'dhis2Url' | 'dhis2Token'>): RemoteServer | undefined =>
  dhis2Url === undefined || dhis2Token === undefined
    ? undefined
    : { url: dhis2Url, authorization: tokenAuthorization(dhis2Token) };

/**
 * DHIS2 does not see what others change in its database, and goes on with what it has in its caches (contract: schema.md §7 no. 4). Tells it to clear them, if a server is
 * given. It never fails: what came of it, and what is left to be done by hand, is in the sentence.
 *
 * @param stale what it may still have of what was changed, e.g. `['periods']`
 * @returns a sentence for the report
 * @throws only the reason of `signal` when that aborts
 */
export async function clearDhis2Caches(
  server: RemoteServer | undefined,
  stale: readonly string[],
  signal?: AbortSignal,
): Promise<string> {
  const what = new Intl.ListFormat('en').format([...new Set(stale)]);
  if (!server) return `DHIS2 may still have ${what} in its caches: ${BY_HAND}.`;
  const failure = await failureOf(server, signal);
  return failure === undefined
    ? `DHIS2 (${shownUrl(server)}) was told to clear its caches, which may still have had ${what}.`
    : `DHIS2 may still have ${what} in its caches and could not be told to clear them: ${failure} Therefore ${BY_HAND}.`;
}

/** Why the caches could not be cleared, as a sentence; undefined when they were (contract: maintenance.md §2). */
async function failureOf(server: RemoteServer, signal: AbortSignal | undefined): Promise<string | undefined> {
  try {
    const { status } = await askRemote(server, {
      method: 'POST',
      path: '/api/maintenance',
      query: { cacheClear: 'true' },
      timeoutMs: TIMEOUT_MS,
      signal,
    });
    return status >= 200 && status < 300 ? undefined : refusalOf(status, shownUrl(server));
  } catch (error) {
    signal?.throwIfAborted();
    return error instanceof Error ? error.message : String(error);
  }
}

function refusalOf(status: number, url: string): string {
  switch (status) {
    case 401:
      return `${url} does not accept the token of ORDERLY_DHIS2_TOKEN.`;
    case 403:
      return `${url} answered 403: the token of ORDERLY_DHIS2_TOKEN needs the authority F_PERFORM_MAINTENANCE, and may not be kept to other methods or addresses.`;
    case 404:
      return `${url} has no /api/maintenance: ORDERLY_DHIS2_URL has to be the address of DHIS2 without /api.`;
    default:
      return status >= 300 && status < 400
        ? `${url} sends on to another address: name that one in ORDERLY_DHIS2_URL.`
        : `${url} answered ${status}.`;
  }
}
