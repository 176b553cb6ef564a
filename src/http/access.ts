import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { catalogued, conflict, OrderlyError, unauthorized } from '../kernel/errors/index.js';
import { addressOf, isServedVersion } from './address.js';
import type { Authenticator } from './authentication/authenticator.js';
import { hasAnyAuthority } from './authentication/current-user.js';
import { sendSessionCookie } from './authentication/sessions.js';
import type { Dialect } from './dialect.js';
import { negotiate } from './media.js';
import { renderAs } from './render.js';

export const SAFE_METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

/** The error of a request that belongs to the DHIS2 beside which the server works. */
export const leftToDhis2 = (): OrderlyError =>
  conflict('This Orderly works beside a DHIS2 and leaves this to it: send the request to the DHIS2.');

export interface AccessOptions {
  readonly authenticator: Authenticator;
  readonly contextPath: string;
  readonly csrf: boolean;
}

/** The gate before every route: who asks, may they, and in which form do they want the answer. */
export function guardRoutes(app: FastifyInstance, options: AccessOptions): void {
  app.addHook('onRequest', async (request, reply) => {
    const access = request.routeOptions.config;
    const known = !request.is404;
    const open = known && access.anonymous === true;
    const { dialect } = addressOf(request.raw);
    await dialect?.admit();
    if (!open || access.knowsUser) {
      const user = await authenticate(options, dialect, request, reply);
      if (!user && !open) return await refuseAnonymous(options, dialect, request, reply);
    }
    if (!request.is404 && request.url.startsWith('/api/') && !isServedVersion(addressOf(request.raw).version))
      throw catalogued('E1002');
    if (!known) return;
    checkAuthorities(request);
    if (access.leftToDhis2) throw leftToDhis2();
    if (options.csrf) checkOrigin(request);
    const { produces = ['json'], extensions } = access;
    if (produces.length > 0)
      request.media = negotiate(produces, addressOf(request.raw).extension, request.headers.accept, extensions);
    if (access.produces?.length) renderAs(request, reply, access.xmlRoot ?? 'response');
    setCachePolicy(reply, access.cache);
  });
}

async function authenticate(
  { authenticator, contextPath }: AccessOptions,
  dialect: Dialect | undefined,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<boolean> {
  request.currentUser = await dialect?.identify(request);
  if (request.currentUser) return true;
  const identified = await authenticator.identify(request);
  if (!identified) return false;
  request.currentUser = identified.user;
  if (identified.session !== undefined) sendSessionCookie(request, reply, contextPath, identified.session);
  return true;
}

/**
 * Nobody asks: a browser is sent to the login page, a script is told so (contract: http.md §2.3). Methods that change something are never redirected, because a
 * script would follow and take the login page for success. Other APIs than DHIS2's have no pages.
 */
async function refuseAnonymous(
  { contextPath }: AccessOptions,
  dialect: Dialect | undefined,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const script = request.headers['x-requested-with']?.toString().toLowerCase() === 'xmlhttprequest';
  const triedBasic = /^Basic /i.test(request.headers.authorization ?? '');
  if (dialect || script || triedBasic || !SAFE_METHODS.has(request.method)) throw unauthorized('Unauthorized');
  return await reply.redirect(`${request.baseUrl || contextPath}/dhis-web-login/`, 302);
}

function checkAuthorities(request: FastifyRequest): void {
  const needed = request.routeOptions.config.authorities;
  if (!needed || (request.currentUser && hasAnyAuthority(request.currentUser, needed))) return;
  throw new OrderlyError(403, `Access is denied, requires one Authority from [${needed.join(', ')}]`);
}

/**
 * A browser adds the session cookie to requests that other sites make it send. An unsafe one is taken only when a script of our own pages sent it
 * (contract: http.md §13).
 */
function checkOrigin(request: FastifyRequest): void {
  if (SAFE_METHODS.has(request.method) || request.headers.authorization !== undefined) return;
  if (request.headers.cookie === undefined || request.routeOptions.config.anonymous) return;
  const { origin } = request.headers;
  const site = request.headers['sec-fetch-site'];
  const ours = origin !== undefined && sameOrigin(origin, request.baseUrl);
  if (request.headers['x-requested-with'] !== undefined || ours || site === 'same-origin') return;
  throw new OrderlyError(
    403,
    'This request may come from another site: send the header X-Requested-With: XMLHttpRequest.',
  );
}

/** Whether an `Origin` header names the server itself. */
export function sameOrigin(origin: string, baseUrl: string): boolean {
  try {
    return new URL(origin).origin === new URL(baseUrl).origin;
  } catch {
    return false;
  }
}

const POLICIES = {
  'no-store': 'no-store',
  never: 'no-cache, no-store, max-age=0, must-revalidate',
  revalidate: 'no-cache, no-store, must-revalidate',
  private: 'no-cache, private',
} as const;

function setCachePolicy(reply: FastifyReply, policy: keyof typeof POLICIES | undefined): void {
  if (policy !== undefined) reply.header('Cache-Control', POLICIES[policy]);
}
