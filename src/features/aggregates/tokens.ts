import { randomBytes } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { jwtVerify, SignJWT } from 'jose';
import { sql } from 'kysely';
import type { Database, Db } from '../../database/index.js';
import { type CurrentUser, userOfToken } from '../../http/index.js';
import type { Clock } from '../../kernel/clock.js';

const PURPOSE = 'aggregates-token';
const ISSUER = 'orderly';
const AUDIENCE = 'aggregates';
const ALGORITHM = 'HS256';
const KEY_BYTES = 32;
const HOUR_SECONDS = 3_600;
const BEARER = /^Bearer +(\S+) *$/i;

/** Tokens of the AtScale API: signed, for one user and one organization, good for some hours on every server of the database (contract: aggregates.md §2.3). */
export class Tokens {
  readonly #database: Database;
  readonly #clock: Clock;
  readonly #organizations = new WeakMap<FastifyRequest, string>();
  #key: Uint8Array | undefined;

  constructor(database: Database, clock: Clock) {
    this.#database = database;
    this.#clock = clock;
  }

  /** A token for whoever has shown a password. */
  async issue(user: CurrentUser, organization: string, hours: number): Promise<string> {
    const now = await databaseSeconds(this.#database.db);
    return await new SignJWT({ org: organization })
      .setProtectedHeader({ alg: ALGORITHM, typ: 'JWT' })
      .setIssuer(ISSUER)
      .setAudience(AUDIENCE)
      .setSubject(user.uid)
      .setIssuedAt(now)
      .setExpirationTime(now + hours * HOUR_SECONDS)
      .sign(await this.#signingKey());
  }

  /** The user whose token a request carries; undefined for none that is good. */
  async identify(request: FastifyRequest): Promise<CurrentUser | undefined> {
    const [, token] = BEARER.exec(request.headers.authorization ?? '') ?? [];
    if (token === undefined) return undefined;
    const claims = await this.#claims(token);
    if (!claims) return undefined;
    const user = await userOfToken(this.#database.db, claims.user, claims.issuedAt, this.#clock.now());
    if (user) this.#organizations.set(request, claims.organization);
    return user;
  }

  /** The only organization that the request may be about; undefined for one that came without a token. */
  organizationOf(request: FastifyRequest): string | undefined {
    return this.#organizations.get(request);
  }

  async #claims(
    token: string,
  ): Promise<{ readonly user: string; readonly organization: string; readonly issuedAt: number } | undefined> {
    const key = await this.#signingKey();
    try {
      const { payload } = await jwtVerify(token, key, {
        algorithms: [ALGORITHM],
        issuer: ISSUER,
        audience: AUDIENCE,
        requiredClaims: ['sub', 'org', 'iat', 'exp'],
        currentDate: this.#clock.now(),
      });
      const { sub, org, iat } = payload;
      if (typeof sub !== 'string' || typeof org !== 'string' || typeof iat !== 'number') return undefined;
      return { user: sub, organization: org, issuedAt: iat };
    } catch {
      // Malformed, of another server, or too old: all the same to whoever shows it.
      return undefined;
    }
  }

  async #signingKey(): Promise<Uint8Array> {
    this.#key ??= await signingKey(this.#database.db);
    return this.#key;
  }
}

/** The key that all servers share; the first that needs it makes it. */
async function signingKey(db: Db): Promise<Uint8Array> {
  await sql`
    insert into orderly.signing_key (purpose, key) values (${PURPOSE}, ${randomBytes(KEY_BYTES)}) on conflict do nothing
  `.execute(db);
  const { rows } = await sql<{ key: Buffer }>`
    select signing_key.key from orderly.signing_key where signing_key.purpose = ${PURPOSE}
  `.execute(db);
  const [row] = rows;
  if (!row) throw new Error('There is no key to sign tokens with.');
  return new Uint8Array(row.key);
}

/** Seconds since 1970 by the clock that also says when a password was set. */
async function databaseSeconds(db: Db): Promise<number> {
  const { rows } = await sql<{ now: number }>`
    select floor(extract(epoch from clock_timestamp()))::float8 as now
  `.execute(db);
  return rows[0]?.now ?? 0;
}
