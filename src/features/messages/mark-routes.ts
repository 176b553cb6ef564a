import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import type { Db } from '../../database/index.js';
import { type ApiServer, listParameter } from '../../http/index.js';
import { badRequest, forbidden, notFound } from '../../kernel/errors/index.js';
import { findUser, type Mark, removeFromUser, setMark } from './conversation-store.js';
import { UID } from './read-routes.js';

const PATH = '/messageConversations';
const OF_USER = Type.Object({ user: Type.Optional(Type.String()) });
const OF_USER_UID = Type.Object({ userUid: Type.Optional(Type.String()) });

interface MarkWord {
  readonly word: string;
  readonly mark: Mark;
  readonly value: boolean;
  /** Member of the answer with the uids of the conversations. */
  readonly member: string;
  /** Can be said of one conversation by its path. */
  readonly single: boolean;
}

const WORDS: readonly MarkWord[] = [
  { word: 'read', mark: 'isread', value: true, member: 'markedRead', single: true },
  { word: 'unread', mark: 'isread', value: false, member: 'markedUnread', single: true },
  { word: 'followup', mark: 'isfollowup', value: true, member: 'markedFollowup', single: false },
  { word: 'unfollowup', mark: 'isfollowup', value: false, member: 'unmarkedFollowup', single: false },
];

/** What people note about their conversations, and getting rid of them. */
export function conversationMarkRoutes(api: ApiServer, db: Db): void {
  for (const { word, mark, value, member, single } of WORDS) {
    const note = async (request: FastifyRequest, uids: readonly string[], user: string | undefined) => {
      const marked = await setMark(db, await ownerOf(db, request, user), uids, mark, value);
      if (marked.length === 0) throw notFound('No MessageConversations found for the given IDs.');
      return { [member]: marked };
    };

    api.post(`${PATH}/${word}`, { schema: { querystring: OF_USER } }, async (request) =>
      note(request, uidsOf(request.body), request.query.user),
    );
    if (single) {
      api.post(`${PATH}/:uid/${word}`, { schema: { params: UID, querystring: OF_USER_UID } }, async (request) =>
        note(request, [request.params.uid], request.query.userUid),
      );
    }
  }

  api.delete(
    PATH,
    { schema: { querystring: Type.Object({ mc: listParameter(), user: Type.Optional(Type.String()) }) } },
    async (request) => {
      const { mc, user } = request.query;
      const removed = await removeFromUser(db, await ownerOf(db, request, user), mc);
      if (removed.length === 0) throw notFound('No MessageConversations found for the given UIDs.');
      return { removed };
    },
  );

  api.delete(
    `${PATH}/:uid/:user`,
    { schema: { params: Type.Object({ uid: Type.String(), user: Type.String() }) } },
    async (request) => {
      const { uid, user } = request.params;
      const removed = await removeFromUser(db, await ownerOf(db, request, user), [uid]);
      if (removed.length === 0) throw notFound(`No messageConversation with uid: ${uid}`);
      return { removed };
    },
  );
}

/**
 * The id of the user whose conversations are meant: the one who asks unless another is named.
 *
 * @throws OrderlyError 403 when they may not act for another, 404 when that one does not exist
 */
async function ownerOf(db: Db, { user }: FastifyRequest, uid: string | undefined): Promise<number> {
  if (uid === undefined || uid === user.uid) return user.id;
  // Whoever may act for nobody does not learn who exists.
  if (!user.isSuper) throw forbidden('Not authorized to modify this object.');
  const owner = await findUser(db, uid);
  if (!owner) throw notFound(`No user with uid: ${uid}`);
  return owner.id;
}

function uidsOf(body: unknown): readonly string[] {
  if (!Array.isArray(body) || !body.every((uid) => typeof uid === 'string'))
    throw badRequest('The body has to be a list of uids of conversations.');
  return body;
}
