import { Connection } from './connection.js';
import { wrongUse } from './failure.js';

/** What every client command takes. */
export interface AccessOptions {
  readonly server?: string;
  readonly token?: string;
  readonly user?: string;
}

/** Variables of the environment that stand for the options; `src/config` knows them as none of its own. */
export const ACCESS_VARIABLES = { server: 'ORDERLY_SERVER', token: 'ORDERLY_TOKEN', user: 'ORDERLY_USER' } as const;

/** Where `orderly serve` listens unless told otherwise. */
const DEFAULT_SERVER = 'http://127.0.0.1:8080';

/**
 * The connection that options and environment describe; options win, and a token before a user of the same place.
 *
 * @throws CommandFailure for an address or a user that cannot be used; neither token nor password is repeated
 */
export function connectionOf(options: AccessOptions, env: NodeJS.ProcessEnv): Connection {
  const variable = (name: keyof AccessOptions) => env[ACCESS_VARIABLES[name]]?.trim() || undefined;
  const url = serverUrl(options.server ?? variable('server') ?? DEFAULT_SERVER);
  const chosen = options.token !== undefined || options.user !== undefined;
  if (options.token !== undefined && options.user !== undefined)
    throw wrongUse('Give either --token or --user, not both.');
  const token = chosen ? options.token : variable('token');
  const user = chosen ? options.user : variable('user');
  return new Connection(url, token === undefined ? basic(user) : tokenHeader(token));
}

/** The address without what people leave at its end when they copy it: `/`, `/api`, `/api/42`. */
function serverUrl(given: string): string {
  const text = /^[a-z][a-z0-9+.-]*:\/\//i.test(given) ? given : `http://${given}`;
  if (!URL.canParse(text)) throw wrongUse('The address of the server has to look like https://hmis.example.org/path.');
  const url = new URL(text);
  if (!['http:', 'https:'].includes(url.protocol))
    throw wrongUse('The address of the server has to begin with http:// or https://.');
  if (url.username !== '' || url.password !== '')
    throw wrongUse('The address of the server has no place for a password: use --user or --token.');
  return url.origin + url.pathname.replace(/\/+$/, '').replace(/\/api(\/\d+)?$/, '');
}

/** Personal access tokens have a scheme of their own; all others are bearer tokens (contract: http.md §2.4, aggregates.md §1.1). */
function tokenHeader(token: string): string {
  if (!/^[\w.~+/=-]+$/.test(token)) throw wrongUse('The token has characters that no token has. Was it copied whole?');
  return /^d2p(at)?_/.test(token) ? `ApiToken ${token}` : `Bearer ${token}`;
}

function basic(user: string | undefined): string | undefined {
  if (user === undefined) return undefined;
  if (!/^[^:]+:./.test(user)) throw wrongUse('--user and ORDERLY_USER have to look like name:password.');
  return `Basic ${Buffer.from(user, 'utf8').toString('base64')}`;
}
