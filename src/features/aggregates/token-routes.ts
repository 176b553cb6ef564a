import type { FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import type { ApiServer } from '../../http/index.js';
import { unauthorized } from '../../kernel/errors/index.js';
import { readSettings } from '../settings/index.js';
import type { AggregatesServices } from './endpoint.js';
import { requireOrganization } from './organizations.js';

const config = { cache: 'no-store' as const, produces: [] };
const schema = {
  summary: 'A token for the organization, as bare text; the path is /{orgId}/auth',
  tags: ['AtScale'],
  params: Type.Object({ orgId: Type.String() }),
};

/** `/{orgId}/auth`: the bare token for a name and a password (contract: aggregates.md §2.3). */
export function tokenRoutes(server: ApiServer, { db, tokens }: AggregatesServices): void {
  const answer = async (
    request: FastifyRequest<{ Params: { readonly orgId: string } }>,
    reply: FastifyReply,
  ): Promise<FastifyReply> => {
    // A token for a token would never end.
    if (!/^Basic /i.test(request.headers.authorization ?? '')) throw unauthorized('Unauthorized');
    const { orgId } = request.params;
    await requireOrganization(db, orgId, request.user, undefined);
    const { aggregatesTokenHours } = await readSettings(db);
    const token = await tokens.issue(request.user, orgId, aggregatesTokenHours);
    return await reply.type('text/plain; charset=utf-8').send(token);
  };
  server.get('/org/:orgId/auth', { config, schema }, answer);
  // Without a body or with any: nothing of it is read.
  server.post('/org/:orgId/auth', { config, schema }, answer);
}
