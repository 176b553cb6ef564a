import { LENS_SCHEMA } from '../dhis2/index.js';

/** Tables that no free query may read: DHIS2's own list (contract: data-admin.md §9.3 E4310). */
const PERSONAL = ['users', 'userinfo', 'trackedentityattributevalue', 'oauth_access_token', 'oauth2client'];

/** Copies of what those hold. */
const HISTORY = ['trackedentityattributevalueaudit', 'trackedentityattributevaluechangelog', 'audit'];

/** Tables with passwords, tokens and keys, and what apps keep for one user only. */
const SECRET = [
  'aggregatedataexchange',
  'api_token',
  'externalfileresource',
  'oauth2_authorization',
  'oauth2_authorization_consent',
  'oauth2_client',
  'oauth_code',
  'oauth_refresh_token',
  'previouspasswords',
  'route',
  'spring_session',
  'spring_session_attributes',
  'systemsetting',
  'userkeyjsonvalue',
];

/** Names of the tables in `public` that stay closed to SQL views. */
export const PROTECTED_TABLES: ReadonlySet<string> = new Set([...PERSONAL, ...HISTORY, ...SECRET]);

/** Orderly's own schemas: sessions, payloads, gateways; and the views of a DHIS2's tables, which show the protected ones, too. */
export const PROTECTED_SCHEMAS: ReadonlySet<string> = new Set(['orderly', LENS_SCHEMA]);
