import type { CurrentUser } from './authentication/current-user.js';
import type { MediaKind } from './media.js';

/** How long and where a response may be kept (contract: http.md §11). */
export type CachePolicy = 'no-store' | 'never' | 'revalidate' | 'private';

/** What a route says about itself beyond its schema. */
export interface RouteAccess {
  /** Open to everybody; all other routes need a user. */
  readonly anonymous?: boolean;
  /** Of a route that is open to everybody: who asks is found out if they say so, in `request.currentUser`. */
  readonly knowsUser?: boolean;
  /** One of these authorities is needed; `ALL` always suffices. Checked before anything of the request is parsed. */
  readonly authorities?: readonly string[];
  readonly cache?: CachePolicy;
  /** Forms of the answer, the default first; `json` when left out. Empty for files, which are what they are whatever the client accepts. */
  readonly produces?: readonly MediaKind[];
  /** Forms that only the extension of the path asks for: a browser, which accepts nearly everything, gets the first of `produces`. */
  readonly extensions?: readonly MediaKind[];
  /** Name of the root element in XML. */
  readonly xmlRoot?: string;
  /** The route reads its parameters itself; its schema is only told to others. */
  readonly readsParameters?: boolean;
  /** Beside a DHIS2 the request is refused, and belongs there. A route of a feature that leaves changes to DHIS2 says `false` where it looks at each request itself. */
  leftToDhis2?: boolean;
}

declare module 'fastify' {
  interface FastifyInstance {
    /** Forgets every verified credential on this node at once; other nodes hear of changes by notification, a few milliseconds later. */
    forgetCredentials(): void;
  }

  interface FastifyContextConfig extends RouteAccess {}

  interface FastifyRequest {
    /** The user who asks; reading it on an anonymous request is a defect of the route. */
    readonly user: CurrentUser;
    /** The user, if there is one. */
    currentUser: CurrentUser | undefined;
    /** `<scheme>://<host>[:port]<context path>`, as the client sees it. */
    readonly baseUrl: string;
    /** `<base>/api[/NN]` with the version segment that the client used. */
    readonly apiRoot: string;
    /** The form of the answer that was agreed on. */
    media: MediaKind;
  }
}
