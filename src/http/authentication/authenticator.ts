import type { FastifyRequest } from 'fastify';
import { sql } from 'kysely';
import type { Database } from '../../database/index.js';
import type { Clock } from '../../kernel/clock.js';
import { badRequest, type OrderlyError, unauthorized } from '../../kernel/errors/index.js';
import type { CredentialCache } from './credential-cache.js';
import type { CurrentUser } from './current-user.js';
import { isLocked } from './failed-logins.js';
import { type LoginResult, verifyLogin } from './login.js';
import { readLoginPolicy } from './login-policy.js';
import { beginSession, SESSION_COOKIE, sessionUser } from './sessions.js';
import { isWellFormed, tokenHash } from './token.js';
import { type Account, accountById, hasTwoFactor, isExpired, rememberLogin } from './user-store.js';

/** Who a credential belongs to, with what has to be looked at on every request. */
export interface Identity {
  readonly account: Account;
  /** Session that a basic login began; its cookie goes to clients that have none. */
  readonly session?: string;
  readonly token?: TokenLimits;
}

interface TokenLimits {
  readonly expiresAt: number | null;
  readonly attributes: readonly {
    readonly type: string;
    readonly allowedIps?: readonly string[];
    readonly allowedMethods?: readonly string[];
    readonly allowedReferrers?: readonly string[];
  }[];
}

export interface AuthenticatorOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly cache: CredentialCache<Identity>;
}

/** What basic credentials are told beyond `Unauthorized` (contract: http.md §2.3). */
const REFUSALS: Partial<Record<LoginResult['status'], string>> = {
  ACCOUNT_LOCKED: 'Account locked',
  ACCOUNT_DISABLED: 'Account disabled',
};

const TOKEN_HEADER = /^ApiToken (?<token>[a-z0-9-._~+/]+=*)$/i;

/**
 * Finds out who a request comes from, in the peer's order: session cookie, personal access token, basic credentials (contract: http.md §2.1). Credentials that
 * were sent and are wrong are an error; none at all is nobody.
 */
export class Authenticator {
  readonly #options: AuthenticatorOptions;

  constructor(options: AuthenticatorOptions) {
    this.#options = options;
  }

  async identify(
    request: FastifyRequest,
  ): Promise<{ readonly user: CurrentUser; readonly session?: string } | undefined> {
    const header = request.headers.authorization;
    const cookie = request.cookies[SESSION_COOKIE];
    if (header === undefined && cookie !== undefined) {
      const identity = await this.#options.cache.find('session', cookie, () => this.#bySession(cookie));
      return identity && this.#admit(identity);
    }
    if (header === undefined) return undefined;
    if (/^ApiToken\b/i.test(header)) {
      const identity = await this.#options.cache.find('token', header, () => this.#byToken(header));
      if (identity?.token) this.#checkTokenLimits(identity.token, request);
      return identity && this.#admit(identity);
    }
    if (/^Basic /i.test(header)) {
      // The session's cookie goes out with the answer that verified the password; clients that want it have it then.
      let verified = false;
      const identity = await this.#options.cache.find('password', header, () => {
        verified = true;
        return this.#byPassword(header);
      });
      const admitted = identity && this.#admit(identity);
      const session = verified && cookie === undefined ? identity?.session : undefined;
      return admitted && session !== undefined ? { ...admitted, session } : admitted;
    }
    // Schemes that are switched off are as good as none (contract: http.md §2.1 no. 4).
    return undefined;
  }

  #admit({ account }: Identity): { readonly user: CurrentUser } | undefined {
    return account.disabled || isExpired(account, this.#options.clock.now()) ? undefined : { user: account.user };
  }

  async #bySession(cookie: string): Promise<Identity | undefined> {
    const { db } = this.#options.database;
    const userId = await sessionUser(db, cookie);
    const account = userId === undefined ? undefined : await accountById(db, userId);
    return account && { account };
  }

  async #byPassword(header: string): Promise<Identity> {
    const { db } = this.#options.database;
    const decoded = Buffer.from(header.slice('Basic '.length).trim(), 'base64').toString('utf8');
    const colon = decoded.indexOf(':');
    const { status, account } = await verifyLogin(this.#options.database, this.#options.clock, {
      username: decoded.slice(0, Math.max(colon, 0)),
      password: decoded.slice(colon + 1),
    });
    if (!account) throw unauthorized(REFUSALS[status] ?? 'Unauthorized');
    await rememberLogin(this.#options.database, account.user.id);
    return { account, session: await beginSession(db, account.user.id) };
  }

  async #byToken(header: string): Promise<Identity> {
    const token = TOKEN_HEADER.exec(header)?.groups?.token;
    if (token === undefined) throw tokenError(400, 'Api token is malformed');
    if (!isWellFormed(token)) throw tokenError(400, 'Checksum validation failed');
    const { db } = this.#options.database;
    const { rows } = await sql<{
      owner: number | null;
      expiresAt: number | null;
      attributes: TokenLimits['attributes'] | null;
    }>`
      select api_token.createdby as owner, api_token.expire as "expiresAt", api_token.attributes
      from api_token
      where api_token.key = ${tokenHash(token)}
    `.execute(db);
    const [row] = rows;
    if (!row) throw tokenError(401, 'The API token does not exists');
    if (row.owner === null) throw tokenError(401, 'The API token does not have any owner.');
    const account = await accountById(db, row.owner);
    if (!account) throw tokenError(401, 'The API token owner does not exists.');
    const unusable = account.disabled || hasTwoFactor(account) || isExpired(account, this.#options.clock.now());
    if (unusable || (await this.#isLocked(account.user.username))) {
      throw tokenError(401, 'The API token is disabled, locked or 2FA is enabled.');
    }
    return {
      account,
      token: { expiresAt: row.expiresAt, attributes: Array.isArray(row.attributes) ? row.attributes : [] },
    };
  }

  async #isLocked(username: string): Promise<boolean> {
    const { db } = this.#options.database;
    return (await readLoginPolicy(db)).locksAccounts && (await isLocked(db, username));
  }

  #checkTokenLimits({ expiresAt, attributes }: TokenLimits, request: FastifyRequest): void {
    const refused = (why: string) => tokenError(401, `Failed to authenticate API token, ${why}`);
    if (expiresAt !== null && expiresAt <= this.#options.clock.now().getTime()) throw refused('token has expired.');
    for (const { allowedIps, allowedMethods, allowedReferrers } of attributes) {
      if (allowedIps && !allowedIps.includes(request.ip)) throw refused('request ip address is not allowed.');
      if (allowedMethods && !allowedMethods.includes(request.method))
        throw refused('request http method is not allowed.');
      if (allowedReferrers && !allowedReferrers.includes(request.headers.referer ?? '')) {
        throw refused('request http referrer is missing or not allowed.');
      }
    }
  }
}

function tokenError(status: 400 | 401, message: string): OrderlyError {
  const details = { headers: { 'WWW-Authenticate': 'ApiToken' } };
  return status === 400 ? badRequest(message, details) : unauthorized(message, details);
}
