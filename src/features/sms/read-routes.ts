import { Type } from 'typebox';
import type { Db } from '../../database/index.js';
import { type ApiServer, listParameter, ok } from '../../http/index.js';
import { notFound } from '../../kernel/errors/index.js';
import { type MetadataType, preset } from '../../metadata/index.js';
import { LIST_QUERY, objectText, sendList, sendText, wantedFields } from '../metadata/index.js';
import { deleteInbound } from './inbound-store.js';
import { deleteOutbound } from './outbound-store.js';
import { INBOUND_SMS, OUTBOUND_SMS } from './sms-types.js';

/** SMS hold what people write and their numbers: in the peer everybody may read them. */
const READ = {
  authorities: ['F_MOBILE_SENDSMS', 'F_MOBILE_SETTINGS'],
  cache: 'private' as const,
  produces: ['json'] as const,
};
const REMOVE = { authorities: ['F_MOBILE_SETTINGS'] };
const UID = Type.Object({ uid: Type.String() });

interface SmsList {
  readonly path: string;
  readonly type: MetadataType;
  readonly order: readonly string[];
  readonly remove: (db: Db, uids: readonly string[]) => Promise<readonly string[]>;
}

const LISTS: readonly SmsList[] = [
  { path: 'sms/outbound', type: OUTBOUND_SMS, order: ['date:desc'], remove: deleteOutbound },
  { path: 'sms/inbound', type: INBOUND_SMS, order: ['receiveddate:desc'], remove: deleteInbound },
];

/** Reading and removing the SMS that came in and went out. */
export function smsReadRoutes(api: ApiServer, db: Db): void {
  for (const { path, type, order, remove } of LISTS) {
    api.get(`/${path}`, { config: READ, schema: { querystring: LIST_QUERY } }, async (request, reply) =>
      sendList(request, reply, db, type, request.query, { path, where: undefined, order }),
    );

    api.get(
      `/${path}/:uid`,
      { config: READ, schema: { params: UID, querystring: LIST_QUERY } },
      async (request, reply) => {
        const fields = wantedFields(type, request.query) ?? preset('all');
        return sendText(request, reply, await objectText(db, type, request.params.uid, fields, request, request.query));
      },
    );

    api.delete(`/${path}/:uid`, { config: REMOVE, schema: { params: UID } }, async (request) => {
      const { uid } = request.params;
      const [removed] = await remove(db, [uid]);
      if (removed === undefined) throw notFound(`No ${type.simpleName} with id '${uid}' was found.`);
      return ok(`${type.simpleName} with ${uid} deleted`);
    });

    api.delete(
      `/${path}`,
      { config: REMOVE, schema: { querystring: Type.Object({ ids: listParameter() }) } },
      async (request) => {
        await remove(db, request.query.ids);
        return ok('Objects deleted');
      },
    );
  }
}
