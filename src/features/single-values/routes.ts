import type { Db } from '../../database/index.js';
import type { ApiServer } from '../../http/index.js';
import type { Clock } from '../../kernel/clock.js';
import { PLACE_QUERY, placeInQuery, sentValueRequest, VALUE_QUERY } from './request.js';
import { deleteValue, readValue, storeValue } from './store.js';

const ENTRY = { authorities: ['F_DATAVALUE_ADD'] };

/** `/api/dataValues`: one value at a time, as data entry does it (contract: imports.md §3). */
export function singleValueRoutes(api: ApiServer, db: Db, clock: Clock): void {
  api.get('/dataValues', { config: { cache: 'no-store' }, schema: { querystring: PLACE_QUERY } }, async (request) => [
    await readValue(db, placeInQuery(request), request.user),
  ]);

  api.post('/dataValues', { config: ENTRY, schema: { querystring: VALUE_QUERY } }, async (request, reply) => {
    await storeValue(db, sentValueRequest(request), request.user, clock.now());
    return await reply.code(201).send();
  });

  api.delete('/dataValues', { config: ENTRY, schema: { querystring: PLACE_QUERY } }, async (request, reply) => {
    await deleteValue(db, placeInQuery(request), request.user, clock.now());
    return await reply.code(204).send();
  });
}
