import { CommandFailure, EXIT } from './failure.js';
import { duration } from './layout.js';

/** The connection was not made in time. */
export class ConnectTimeout extends Error {
  constructor(readonly afterMs: number) {
    super('timeout');
  }
}

/** Nothing came for too long. */
export class Silence extends Error {
  constructor(readonly afterMs: number) {
    super('silence');
  }
}

/** The answer ended before it was complete. */
export class BrokenOff extends Error {}

/** The system's and OpenSSL's names for what went wrong, and what to do about it; `%` stands for the server's URL, `@` for its host. */
const SENTENCES: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'Nothing answers at %. Start the server, or say where it is with --server or ORDERLY_SERVER.',
  ENOTFOUND: 'There is no host "@". Say where the server is with --server or ORDERLY_SERVER.',
  EAI_AGAIN: 'The name of the host "@" cannot be looked up now. Is there a network?',
  EHOSTUNREACH: 'There is no way to the host "@". Is there a network?',
  ENETUNREACH: 'There is no way to the host "@". Is there a network?',
  ETIMEDOUT: '% does not answer. Is the address right, and does a firewall let it through?',
  ECONNRESET: 'The connection to % broke off before the answer was complete.',
  EPIPE: 'The connection to % broke off before everything was sent.',
  EPROTO: 'The server at % does not speak https there. Try the address with http://, or another port.',
  ERR_SSL_WRONG_VERSION_NUMBER:
    'The server at % does not speak https there. Try the address with http://, or another port.',
  ERR_SSL_PACKET_LENGTH_TOO_LONG:
    'The server at % does not speak https there. Try the address with http://, or another port.',
  HPE_INVALID_CONSTANT: 'What answers at % does not speak HTTP. Is it the right port, or is it https://?',
  CERT_HAS_EXPIRED: 'The certificate of % has expired. The server needs a new one.',
  CERT_NOT_YET_VALID: 'The certificate of % is not valid yet. Is the clock of this machine right?',
  ERR_TLS_CERT_ALTNAME_INVALID:
    'The certificate of % is for another name than "@". Use the name that it was made out for.',
};

const UNTRUSTED = [
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'CERT_UNTRUSTED',
];
const NOT_TRUSTED =
  'The certificate of % is not from an authority that this machine trusts. If it is right, put the file with its authority into NODE_EXTRA_CA_CERTS.';

/** Why a server could not be asked, and what to do. */
export function networkFailure(error: unknown, url: string): CommandFailure {
  const { hostname } = new URL(url);
  const told = sentence(error).replaceAll('%', url).replaceAll('@', hostname);
  return new CommandFailure(EXIT.unreachable, told);
}

function sentence(error: unknown): string {
  if (error instanceof ConnectTimeout)
    return `% does not answer within ${duration(error.afterMs)}. Is the address right, and does a firewall let it through?`;
  if (error instanceof Silence)
    return `% has said nothing for ${duration(error.afterMs)}. Look whether the server is well before you try again.`;
  if (error instanceof BrokenOff) return SENTENCES.ECONNRESET ?? '';
  const code = codeOf(error);
  if (UNTRUSTED.includes(code)) return NOT_TRUSTED;
  return SENTENCES[code] ?? `% cannot be asked: ${error instanceof Error ? error.message : String(error)}`;
}

/** Where a host has several addresses the error of each is inside. */
function codeOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return codeOf(error.errors[0]);
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'EPROTO' || typeof code !== 'string') return code ?? '';
  return code.startsWith('HPE_') ? 'HPE_INVALID_CONSTANT' : code;
}
