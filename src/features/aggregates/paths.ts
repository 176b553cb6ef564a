/** First segments of AtScale's paths; each is served with `/api/1.0` before it as well (contract: aggregates.md §2 no. 1). */
const OWN = /^(?:\/api\/1\.0)?(\/(?:aggregates|aggregate-batch|org|projects)(?:\/.*)?)$/;
const TOKEN = /^\/([^/]+)\/auth\/?$/;

/** An organization is named by what its path can hold. */
const ORGANIZATION_ID = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,62}$/;

/** First segments of paths that belong to somebody else: an organization of such a name would hide them (contract: aggregates.md §2.3). */
const RESERVED =
  /^(api|apps|aggregates|aggregate-batch|assets|console|docs|dhis-web-.*|favicon\.ico|icons|login|logout|org|ping|projects|robots\.txt|static)$/i;

/** Whether an organization may be called so. */
export const isOrganizationId = (id: string): boolean => ORGANIZATION_ID.test(id);

export const isReserved = (id: string): boolean => RESERVED.test(id);

/**
 * Where the routes of AtScale's API have a path: without `/api/1.0`, and the token of an organization below the organization. Undefined for paths of other APIs.
 */
export function routedPath(path: string): string | undefined {
  const [, own] = OWN.exec(path) ?? [];
  if (own !== undefined) return own;
  const [, organization = ''] = TOKEN.exec(path) ?? [];
  return organization === '' || isReserved(organization) ? undefined : `/org/${organization}/auth`;
}
