import { setTimeout as sleep } from 'node:timers/promises';
import type { SettingValues } from '../settings/index.js';
import {
  askRemote,
  basicAuthorization,
  type RemoteAnswer,
  RemoteFailure,
  type RemoteRequest,
  type RemoteServer,
} from './client.js';

/** Why nothing can be synchronized; also what a job that needs the remote server is refused with (contract: scheduling.md §3.4). */
export const NOT_CONFIGURED = 'Remote server is not configured';

/** Whether the server can be asked, in the form of `/api/synchronization/availability`. */
export interface Availability {
  readonly available: boolean;
  readonly message: string;
  readonly statusCode: number;
  readonly statusPhrase: string;
}

const PING_TIMEOUT_MS = 20_000;
const BAD_GATEWAY = { statusCode: 502, statusPhrase: 'Bad Gateway' } as const;
const MOST_ATTEMPTS = 100;
const LONGEST_PAUSE_MS = 600_000;

/** The server of the settings `keyRemoteInstance…`; undefined when one of them is empty. */
export function remoteOf(settings: SettingValues): RemoteServer | undefined {
  const { keyRemoteInstanceUrl, keyRemoteInstanceUsername, keyRemoteInstancePassword } = settings;
  const url = keyRemoteInstanceUrl.trim().replace(/\/+$/, '');
  if (url === '' || keyRemoteInstanceUsername.trim() === '' || keyRemoteInstancePassword === '') return undefined;
  return { url, authorization: basicAuthorization(keyRemoteInstanceUsername.trim(), keyRemoteInstancePassword) };
}

/** Asks the remote server once whether it is there and knows us. */
export async function availabilityOf(server: RemoteServer | undefined, signal?: AbortSignal): Promise<Availability> {
  if (!server) return { available: false, message: NOT_CONFIGURED, ...BAD_GATEWAY };
  try {
    const { status } = await askRemote(server, { path: '/api/system/ping', timeoutMs: PING_TIMEOUT_MS, signal });
    return { available: status === 200, ...described(status) };
  } catch (error) {
    if (!(error instanceof RemoteFailure)) throw error;
    return { available: false, message: error.passing ? 'Network is unreachable' : error.message, ...BAD_GATEWAY };
  }
}

function described(status: number): Omit<Availability, 'available'> {
  switch (status) {
    case 200:
      return { message: 'Authentication was successful', statusCode: status, statusPhrase: 'OK' };
    case 302:
      return { message: 'No authentication was provided', statusCode: status, statusPhrase: 'Found' };
    case 401:
      return { message: 'Authentication failed', statusCode: status, statusPhrase: 'Unauthorized' };
    case 500:
      return {
        message: 'Remote server experienced an internal error',
        statusCode: status,
        statusPhrase: 'Internal Server Error',
      };
    default:
      return { message: `Server is not available: ${status}`, statusCode: status, statusPhrase: String(status) };
  }
}

/** Asks as often as the settings say, until it is there; a server that refuses the credentials is not asked again. */
export async function awaitRemote(settings: SettingValues, signal: AbortSignal): Promise<Availability> {
  const server = remoteOf(settings);
  const attempts = Math.min(Math.max(1, settings.syncMaxRemoteServerAvailabilityCheckAttempts), MOST_ATTEMPTS);
  for (let attempt = 1; ; attempt += 1) {
    const availability = await availabilityOf(server, signal);
    const settled = availability.available || server === undefined || [401, 403].includes(availability.statusCode);
    if (settled || attempt >= attempts) return availability;
    await sleep(pauseOf(settings), undefined, { signal });
  }
}

const pauseOf = ({ syncDelayBetweenRemoteServerAvailabilityCheckAttempts }: SettingValues): number =>
  Math.min(Math.max(0, syncDelayBetweenRemoteServerAvailabilityCheckAttempts), LONGEST_PAUSE_MS);

/** Statuses of a server, or of a proxy before it, that is overloaded or restarting. */
const OVERLOADED = new Set([429, 502, 503, 504]);
/** May be the server's trouble as well as that of what it was sent. */
const BROKEN = 500;

/**
 * Sends a request that does the same when it is done twice, as often as `syncMaxAttempts` says while the network or the server fails. What the last attempt
 * gave counts, also the status 500.
 *
 * @throws RemoteFailure when there was no usable answer to the last attempt, or when the server does not know us
 */
export async function sendPersistently(
  server: RemoteServer,
  request: RemoteRequest & { readonly signal: AbortSignal },
  settings: SettingValues,
): Promise<RemoteAnswer> {
  const attempts = Math.min(Math.max(1, settings.syncMaxAttempts), MOST_ATTEMPTS);
  for (let attempt = 1; ; attempt += 1) {
    const outcome = await attemptOf(server, request);
    const isFailure = outcome instanceof RemoteFailure;
    const again = isFailure ? outcome.passing : outcome.status === BROKEN;
    if (!again || attempt >= attempts) {
      if (isFailure) throw outcome;
      return outcome;
    }
    await sleep(pauseOf(settings), undefined, { signal: request.signal });
  }
}

async function attemptOf(server: RemoteServer, request: RemoteRequest): Promise<RemoteAnswer | RemoteFailure> {
  try {
    const answer = await askRemote(server, request);
    return refusal(answer.status, request.path) ?? answer;
  } catch (error) {
    if (error instanceof RemoteFailure) return error;
    throw error;
  }
}

/** A failure that is none of what was sent. */
function refusal(status: number, path: string): RemoteFailure | undefined {
  if (OVERLOADED.has(status))
    return new RemoteFailure(`The remote server answered ${path} with ${status}.`, { passing: true });
  switch (status) {
    case 401:
      return new RemoteFailure('The remote server does not accept the user name and password.');
    case 403:
      return new RemoteFailure(`The user of the remote server may not use ${path} there.`);
    case 404:
    case 405:
      return new RemoteFailure(`The remote server has no ${path}.`);
    case 413:
      return new RemoteFailure('The remote server takes no bodies of this size; give the job a smaller page size.');
    default:
      return status >= 300 && status < 400
        ? new RemoteFailure(
            `The remote server sends ${path} on to another address; name that address in the settings if it is right.`,
          )
        : undefined;
  }
}
