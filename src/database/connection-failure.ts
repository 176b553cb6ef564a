import { isConnectionLoss } from './connection-loss.js';

/** Where a connection leads, without the password. */
export interface Place {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
}

/** `unreachable`: no server answers, or not now. `refused`: it does not let this user in. `missing`: it has no such database. */
type Kind = 'unreachable' | 'refused' | 'missing';

/** Why there is no connection, in a sentence that a person can act on. The password is not in it. */
export class DatabaseUnreachable extends Error {
  readonly kind: Kind;

  constructor(kind: Kind, message: string, cause: unknown) {
    super(message, { cause });
    this.name = 'DatabaseUnreachable';
    this.kind = kind;
  }
}

/** The codes of PostgreSQL and of the system for what went wrong; `@` stands for host and port, `%` for the database, `#` for the user. */
const SENTENCES: Readonly<Record<string, readonly [kind: Kind, sentence: string]>> = {
  '3D000': ['missing', 'There is no database "%" at @.'],
  '28P01': ['refused', 'PostgreSQL at @ does not take this password of the user "#".'],
  '42501': ['refused', 'The user "#" may not connect to the database "%"; "grant connect" gives the right.'],
  '53300': ['unreachable', 'PostgreSQL at @ has no connection left; raise max_connections, or end clients.'],
  '55000': ['unreachable', 'The database "%" at @ takes no connections at the moment.'],
  '55P03': ['unreachable', 'Somebody holds tables of the database "%" alone, as an upgrade does; try again later.'],
  '57014': ['unreachable', 'The database "%" takes too long to answer; try again when it has less to do.'],
  '57P01': ['unreachable', 'PostgreSQL at @ is shutting down.'],
  '57P03': ['unreachable', 'PostgreSQL at @ is starting or stopping; try again in a moment.'],
  ECONNREFUSED: ['unreachable', 'No PostgreSQL answers at @.'],
  ENOENT: ['unreachable', 'No PostgreSQL answers at @.'],
  ENOTFOUND: ['unreachable', 'There is no host of the name in @.'],
  EAI_AGAIN: ['unreachable', 'The name of the host in @ cannot be looked up now. Is there a network?'],
  EHOSTUNREACH: ['unreachable', 'There is no way to the host of @. Is there a network?'],
  ENETUNREACH: ['unreachable', 'There is no way to the host of @. Is there a network?'],
  ETIMEDOUT: ['unreachable', 'Nothing answers at @. Is the address right, and does a firewall let it through?'],
};

/** What `pg` says of itself, without a code. */
const SAID: readonly (readonly [RegExp, Kind, string])[] = [
  [/timeout expired|due to connection timeout/, 'unreachable', 'Nothing at @ says in time that it is a PostgreSQL.'],
  [
    /password must be a (non-empty )?string/,
    'refused',
    'PostgreSQL at @ asks the user "#" for a password, and none was given.',
  ],
  [
    /does not support SSL/,
    'unreachable',
    'PostgreSQL at @ speaks no TLS, and the address asks for it; leave sslmode out, or switch TLS on.',
  ],
  [
    /self[- ]signed certificate|unable to (verify|get)|certificate/i,
    'unreachable',
    'The certificate of PostgreSQL at @ is not trusted; name its authority with sslrootcert in the address.',
  ],
];

/** The failure in words, if it is one of the connection. */
export function connectionFailure(error: unknown, place: Place): DatabaseUnreachable | undefined {
  if (error instanceof DatabaseUnreachable) return error;
  // Where a host has several addresses the error of each is inside.
  const first: unknown = error instanceof AggregateError ? error.errors[0] : error;
  if (!(first instanceof Error)) return undefined;
  const { code, severity } = first as Error & { readonly code?: string; readonly severity?: string };
  const words = (kind: Kind, sentence: string) => new DatabaseUnreachable(kind, filled(sentence, place), error);
  // The same code comes back from statements, which end with severity ERROR.
  const known = code === '42501' && severity !== 'FATAL' ? undefined : SENTENCES[code ?? ''];
  if (known) return words(...known);
  if (code === '28000') return words('refused', `PostgreSQL at @ does not let the user "#" in: ${first.message}.`);
  const said = SAID.find(([pattern]) => pattern.test(first.message));
  if (said && severity === undefined) return words(said[1], said[2]);
  return isConnectionLoss(first) ? words('unreachable', 'The connection to PostgreSQL at @ broke off.') : undefined;
}

const filled = (sentence: string, { host, port, database, user }: Place): string =>
  sentence
    .replaceAll('@', host.startsWith('/') ? `the socket in ${host}` : `${host}:${port}`)
    .replaceAll('%', database)
    .replaceAll('#', user);
