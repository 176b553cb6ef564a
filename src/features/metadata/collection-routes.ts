import type { FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import type { ApiServer } from '../../http/index.js';
import { badRequest } from '../../kernel/errors/index.js';
import { type CollectionChange, changeCollection, type MetadataType } from '../../metadata/index.js';
import { answerType } from './answers.js';
import { identifiersIn, objectBody } from './bodies.js';
import type { WriteServices } from './write-routes.js';

const COLLECTION = Type.Object({ uid: Type.String(), collection: Type.String() });
const ITEM = Type.Object({ uid: Type.String(), collection: Type.String(), item: Type.String() });

/** `POST|PUT|DELETE /{uid}/{collection}` and `POST|DELETE /{uid}/{collection}/{itemUid}` (contract: imports.md §8.4). */
export function collectionRoutes(api: ApiServer, { db, clock }: WriteServices, type: MetadataType): void {
  const change = async (
    request: FastifyRequest<{ Params: { uid: string; collection: string } }>,
    reply: FastifyReply,
    wanted: CollectionChange,
  ): Promise<FastifyReply> => {
    const { uid, collection } = request.params;
    const report = await changeCollection(db, type, uid, collection, wanted, { user: request.user, clock });
    request.server.forgetCredentials();
    return answerType(reply, report);
  };
  const list = `/${type.plural}/:uid/:collection`;
  const schema = { params: COLLECTION };

  api.post(list, { schema }, async (request, reply) => {
    const { additions, deletions, identifiableObjects } = objectBody(request.body);
    return await change(request, reply, {
      additions: [
        ...identifiersIn(additions, 'additions'),
        ...identifiersIn(identifiableObjects, 'identifiableObjects'),
      ],
      deletions: identifiersIn(deletions, 'deletions'),
    });
  });

  api.put(list, { schema }, async (request, reply) => {
    const { identifiableObjects } = objectBody(request.body);
    if (identifiableObjects === undefined) throw badRequest('Property identifiableObjects is needed.');
    const additions = identifiersIn(identifiableObjects, 'identifiableObjects');
    return await change(request, reply, { additions, deletions: [], replace: true });
  });

  api.delete(list, { schema }, async (request, reply) => {
    const { identifiableObjects } = objectBody(request.body);
    const deletions = identifiersIn(identifiableObjects, 'identifiableObjects');
    return await change(request, reply, { additions: [], deletions });
  });

  api.route({
    method: ['POST', 'PUT'],
    url: `${list}/:item`,
    schema: { params: ITEM },
    handler: async (request, reply) =>
      await change(request, reply, { additions: [request.params.item], deletions: [] }),
  });

  api.delete(`${list}/:item`, { schema: { params: ITEM } }, async (request, reply) => {
    return await change(request, reply, { additions: [], deletions: [request.params.item] });
  });
}
