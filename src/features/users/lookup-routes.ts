import { Type } from 'typebox';
import type { Db } from '../../database/index.js';
import type { ApiServer } from '../../http/index.js';
import { catalogued, objectNotFound } from '../../kernel/errors/index.js';
import { feedbackGroup, lookUpUser, lookUpUsers } from './lookup.js';

const QUERY = Type.Object({
  query: Type.String({ maxLength: 200 }),
  captureUnitsOnly: Type.Optional(Type.Boolean()),
});

/** `/api/userLookup`: the little that dialogs for sharing and messages need, for everybody who is logged in. */
export function lookupRoutes(api: ApiServer, db: Db): void {
  const config = { cache: 'private' as const };

  api.get('/userLookup', { config, schema: { querystring: QUERY } }, async (request) => {
    const { query, captureUnitsOnly = false } = request.query;
    return { users: await lookUpUsers(db, request.user, query, { captureUnitsOnly }) };
  });

  api.get('/userLookup/feedbackRecipients', { config, schema: { querystring: QUERY } }, async (request) => {
    const groupKey = await feedbackGroup(db);
    if (groupKey === undefined) throw catalogued('E6200');
    return { users: await lookUpUsers(db, request.user, request.query.query, { groupKey }) };
  });

  api.get('/userLookup/:id', { config, schema: { params: Type.Object({ id: Type.String() }) } }, async (request) => {
    const found = await lookUpUser(db, request.params.id);
    if (!found) throw objectNotFound('User', request.params.id);
    return found;
  });
}
