import type { FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { type Db, transaction } from '../../database/index.js';
import { type ApiServer, answerError } from '../../http/index.js';
import { catalogued } from '../../kernel/errors/index.js';
import { demandElementsOf, readBulk } from './bulk.js';
import { deleteValues, storeValues } from './store.js';
import { readKey, readValue } from './values.js';

const QUERY = Type.Object({ dataSet: Type.Optional(Type.String()) });
const ROUTE = {
  config: { authorities: ['F_MINMAX_DATAELEMENT_ADD'] },
  schema: { querystring: QUERY },
  errorHandler: unreadablePacking,
};

/** `POST /api/minMaxDataElements/upsert` and `/delete`: many values of a data set, all or none of what belongs to something (contract: data-admin.md §1.4). */
export function bulkRoutes(api: ApiServer, db: Db): void {
  api.post('/minMaxDataElements/upsert', ROUTE, async (request) => {
    const bulk = readBulk(request.body, request.query.dataSet, true);
    const values = bulk.values.map((sent) => readValue(sent, true));
    const successful = await transaction(db, async (handle) => {
      await demandElementsOf(handle, bulk.dataSet, new Set(values.map(({ dataElement }) => dataElement)));
      return await storeValues(handle, values);
    });
    return answer('imported', successful, values.length);
  });

  api.post('/minMaxDataElements/delete', ROUTE, async (request) => {
    const bulk = readBulk(request.body, request.query.dataSet, false);
    const keys = bulk.values.map(readKey);
    const successful = await transaction(db, async (handle) => {
      await demandElementsOf(handle, bulk.dataSet, new Set(keys.map(({ dataElement }) => dataElement)));
      return await deleteValues(handle, keys);
    });
    return answer('deleted', successful, keys.length);
  });
}

const answer = (done: 'imported' | 'deleted', successful: number, sent: number) => ({
  message: `Successfully ${done} ${successful} min-max values`,
  successful,
  ignored: sent - successful,
});

/** A body that says it is packed and is not has a code of its own here. */
function unreadablePacking(error: object, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  return answerError('decompressError' in error ? catalogued('E2048', 'Not in GZIP format') : error, request, reply);
}
