import { sql } from 'kysely';
import { Type } from 'typebox';
import { type ApiServer, type CurrentUser, mintToken, tokenHash, uidParameter, webMessage } from '../../http/index.js';
import { formatTimestamp } from '../../kernel/clock.js';
import { conflict, objectNotFound } from '../../kernel/errors/index.js';
import { generateUid } from '../../kernel/uid.js';
import type { Feature, Services } from '../feature.js';

const LIFETIME_MS = 30 * 24 * 3_600_000;
const KLASS = 'org.hisp.dhis.security.apikey.ApiToken';

const strings = Type.Array(Type.String({ maxLength: 500 }), { maxItems: 100 });

/** Limits of a token (contract: http.md §2.4). */
const limit = Type.Union([
  Type.Object({ type: Type.Literal('IpAllowedList'), allowedIps: strings }),
  Type.Object({
    type: Type.Literal('MethodAllowedList'),
    allowedMethods: Type.Array(Type.Enum(['HEAD', 'GET', 'POST', 'PATCH', 'PUT', 'DELETE'])),
  }),
  Type.Object({ type: Type.Literal('RefererAllowedList'), allowedReferrers: strings }),
]);

const newToken = Type.Object({
  attributes: Type.Optional(Type.Array(limit)),
  expire: Type.Optional(Type.Integer({ minimum: 0 })),
  code: Type.Optional(Type.String({ maxLength: 50 })),
});

interface TokenRow {
  readonly id: string;
  readonly type: string;
  readonly expire: number;
  readonly created: string;
  readonly lastUpdated: string;
  readonly code: string | null;
  readonly attributes: readonly unknown[];
}

/** `/api/apiToken` and `/api/apiTokens`: the personal access tokens of the user who asks. */
export function createApiTokens({ database, clock }: Services): Feature {
  const { db } = database;

  const read = async (user: CurrentUser, uid?: string): Promise<readonly TokenRow[]> => {
    const { rows } = await sql<TokenRow>`
      select api_token.uid as id, api_token.type, api_token.expire, api_token.created, api_token.lastupdated as "lastUpdated",
        api_token.code, coalesce(api_token.attributes, '[]') as attributes
      from api_token
      where api_token.createdby = ${user.id} and (${uid ?? null}::text is null or api_token.uid = ${uid ?? null})
      order by api_token.created, api_token.uid
    `.execute(db);
    return rows;
  };

  const routes = (api: ApiServer): void => {
    for (const path of ['/apiToken', '/apiTokens']) {
      api.get(path, { config: { cache: 'private' } }, async (request) => {
        const tokens = await read(request.user);
        return { pager: { page: 1, total: tokens.length, pageSize: 50, pageCount: 1 }, apiToken: tokens };
      });

      api.get(
        `${path}/:uid`,
        { config: { cache: 'private' }, schema: { params: Type.Object({ uid: uidParameter() }) } },
        async (request) => {
          const [token] = await read(request.user, request.params.uid);
          if (!token) throw objectNotFound('ApiToken', request.params.uid);
          return token;
        },
      );

      api.post(path, { schema: { body: newToken } }, async (request, reply) => {
        const { token, type } = mintToken();
        const uid = generateUid();
        const expire = request.body.expire ?? clock.now().getTime() + LIFETIME_MS;
        const { code } = request.body;
        const { numAffectedRows } = await sql`
          insert into api_token (apitokenid, uid, code, created, lastupdated, createdby, lastupdatedby, version, type, expire, key, attributes)
          values (
            nextval('hibernate_sequence'), ${uid}, ${code ?? null}, localtimestamp, localtimestamp, ${request.user.id},
            ${request.user.id}, 1, ${type}, ${expire}, ${tokenHash(token)}, ${JSON.stringify(request.body.attributes ?? [])}::jsonb
          )
          on conflict (code) do nothing
        `.execute(db);
        if (numAffectedRows !== 1n) throw conflict(`A token with code '${code}' exists already.`);
        reply.code(201).header('Location', `${request.apiRoot}/apiTokens/${uid}`);
        return webMessage(201, {
          response: {
            responseType: 'ApiTokenCreationResponse',
            klass: KLASS,
            uid,
            errorReports: [],
            // The only time that the token itself is shown.
            key: token,
            expire: formatTimestamp(new Date(expire)),
          },
        });
      });

      api.delete(`${path}/:uid`, { schema: { params: Type.Object({ uid: uidParameter() }) } }, async (request) => {
        const { uid } = request.params;
        const { numAffectedRows } = await sql`
          delete from api_token where api_token.uid = ${uid} and api_token.createdby = ${request.user.id}
        `.execute(db);
        if (numAffectedRows !== 1n) throw objectNotFound('ApiToken', uid);
        request.server.forgetCredentials();
        return webMessage(200, { response: { responseType: 'ObjectReport', klass: KLASS, uid, errorReports: [] } });
      });
    }
  };
  return { name: 'api-tokens', routes };
}
