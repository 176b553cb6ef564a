export { leftToDhis2 } from './access.js';
export { addressOf } from './address.js';
export type { ApiServer } from './api-server.js';
export { changePassword } from './authentication/change-password.js';
export { forgetCredentialsEverywhere } from './authentication/credential-cache.js';
export { type CurrentUser, hasAnyAuthority, hasAuthority } from './authentication/current-user.js';
export { forgetOldFailures } from './authentication/failed-logins.js';
export { readLoginPolicy } from './authentication/login-policy.js';
export { adminNeedsPassword, ensureAdminPassword, hashPassword, verifyPassword } from './authentication/password.js';
export { type PasswordLimits, passwordProblem } from './authentication/password-rules.js';
export { beginSession, endSessionsOf, removeEndedSessions, sendSessionCookie } from './authentication/sessions.js';
export { mintToken, tokenHash } from './authentication/token.js';
export { userByUid, userOfToken } from './authentication/user-store.js';
export { bodyText, sendBareJson, sendPlain, sentValue } from './bare-values.js';
export { cacheControl } from './cache-control.js';
export { answeredSignal, closingSignal } from './closing.js';
export type { Dialect } from './dialect.js';
export { answerError, answerErrorAsText, asOrderlyError } from './errors.js';
export {
  type Field,
  type FieldSelection,
  parseFields,
  selectByParameter,
  selectFields,
  type Transformer,
} from './fields.js';
export { takeImportBodies } from './import-bodies.js';
export { CONTENT_TYPES, type MediaKind, negotiate } from './media.js';
export { unpackedBody } from './packed-bodies.js';
export { listParameter, readParameters, uidParameter } from './parameters.js';
export { callbackName, csvLine } from './render.js';
export type { CachePolicy, RouteAccess } from './route-config.js';
export { createHttpServer, type HttpServer, type HttpServerOptions } from './server.js';
export { withStreamedBodies } from './streamed-bodies.js';
export { ok, sendWebMessage, type WebMessage, webMessage } from './web-message.js';
export { parseXml, type XmlElement } from './xml.js';
