import type { Gateway, Sms } from './gateway.js';
import { gatewayRequest } from './gateway-request.js';

/** Why a gateway did not take an SMS. */
export interface GatewayProblem {
  /** A sentence without addresses and credentials. */
  readonly sentence: string;
  /** It cannot be asked at all at the moment, or has a defect: the same SMS may pass later. */
  readonly later: boolean;
}

const PATIENCE_MS = 20_000;
const SERVER_ERROR = 500;
const TOO_MANY_REQUESTS = 429;

export interface CallOptions {
  readonly patienceMs?: number;
  /** Ends the call before its time. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Asks a gateway to send an SMS.
 *
 * @returns what went wrong; undefined when the gateway took it
 */
export async function callGateway(
  { name, config }: Gateway,
  sms: Sms,
  { patienceMs = PATIENCE_MS, signal }: CallOptions = {},
): Promise<GatewayProblem | undefined> {
  const { url, method, headers, body } = gatewayRequest(config, sms);
  try {
    const response = await fetch(url, {
      method,
      headers,
      ...(body !== undefined && { body }),
      // Headers hold passwords, which are nobody else's.
      redirect: 'manual',
      signal: AbortSignal.any([AbortSignal.timeout(patienceMs), ...(signal ? [signal] : [])]),
    });
    await response.body?.cancel();
    if (response.ok) return undefined;
    const { status } = response;
    return {
      sentence: `The SMS gateway ${name} answered ${status}.`,
      later: status >= SERVER_ERROR || status === TOO_MANY_REQUESTS,
    };
  } catch (error) {
    const silent = error instanceof Error && error.name === 'TimeoutError';
    return {
      sentence: silent
        ? `The SMS gateway ${name} did not answer within ${patienceMs / 1000} seconds.`
        : `The SMS gateway ${name} cannot be reached.`,
      later: true,
    };
  }
}
