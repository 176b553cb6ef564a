import type { IncomingMessage } from 'node:http';
import type { Dialect } from './dialect.js';
import { isKnownExtension } from './media.js';

/** What the path of a request says besides naming a resource. */
export interface Address {
  /** The digits after `/api/`, if there are any. */
  readonly version: string | undefined;
  /** A known extension of the path, e.g. `json`. */
  readonly extension: string | undefined;
  /** The API that the path belongs to, when it is not DHIS2's. */
  readonly dialect?: Dialect;
}

const LOWEST_VERSION = 28;
const HIGHEST_VERSION = 44;

/** The seed's own spelling of one resource (contract: scheduling.md §1). */
const SINGULAR = /^\/api\/jobConfiguration(\/|$)/;

/** Files of an app keep their extension: it says what they are, not in which form they are wanted. */
const FILE_OF_APP = /^\/api\/apps\/[^/]+\/./;

/** A percent sign that stands for itself, as clients write it that do not encode names. */
const BARE_PERCENT = /%(?![0-9a-fA-F]{2})/g;

const addresses = new WeakMap<IncomingMessage, Address>();

export const addressOf = (message: IncomingMessage): Address =>
  addresses.get(message) ?? { version: undefined, extension: undefined };

/** Whether the API version is one that Orderly answers under; the number changes nothing (contract: http.md §1). */
export function isServedVersion(version: string | undefined): boolean {
  return version === undefined || (Number(version) >= LOWEST_VERSION && Number(version) <= HIGHEST_VERSION);
}

/**
 * The path that routes know: without context path, without `/NN` after `/api` and without a known extension. What was taken off is remembered for the
 * request. Paths of another API are what that one makes of them.
 */
export function routedUrl(message: IncomingMessage, contextPath: string, dialects: readonly Dialect[] = []): string {
  const url = message.url ?? '/';
  const cut = url.search(/[?#]/);
  const query = cut === -1 ? '' : url.slice(cut);
  let path = cut === -1 ? url : url.slice(0, cut);
  if (contextPath !== '' && (path === contextPath || path.startsWith(`${contextPath}/`))) {
    path = path.slice(contextPath.length) || '/';
  }
  for (const dialect of dialects) {
    const routed = dialect.routed(path);
    if (routed === undefined) continue;
    addresses.set(message, { version: undefined, extension: undefined, dialect });
    return `${routed.replace(BARE_PERCENT, '%25')}${query}`;
  }
  const version = /^\/api\/(\d{1,3})\//.exec(path)?.[1];
  if (version !== undefined) path = `/api${path.slice('/api/'.length + version.length)}`;
  path = path.replace(BARE_PERCENT, '%25').replace(SINGULAR, '/api/jobConfigurations$1');
  const hasForm = path.startsWith('/api/') && !FILE_OF_APP.test(path);
  const { rest, extension } = hasForm ? withoutExtension(path) : { rest: path, extension: undefined };
  addresses.set(message, { version, extension });
  return `${rest}${query}`;
}

/** The extension is all after the first dot of the last segment; one that is not known stays part of the path (contract: http.md §6). */
function withoutExtension(path: string): { readonly rest: string; readonly extension: string | undefined } {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const dot = name.indexOf('.');
  const extension = dot > 0 ? name.slice(dot + 1).toLowerCase() : undefined;
  if (extension === undefined || !isKnownExtension(extension)) return { rest: path, extension: undefined };
  return { rest: path.slice(0, path.length - name.length + dot), extension };
}
