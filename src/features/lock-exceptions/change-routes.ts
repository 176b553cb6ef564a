import { Type } from 'typebox';
import type { Db } from '../../database/index.js';
import { type ApiServer, sendWebMessage, webMessage } from '../../http/index.js';
import { createExceptions } from './create-exceptions.js';
import { deleteExceptions } from './delete-exceptions.js';
import { exceptionRequest, missingParameter } from './parameters.js';

const ONE_OR_MORE = Type.Optional(Type.Union([Type.String(), Type.Array(Type.String())]));
/** For the API's document: the parameters are read by `exceptionRequest`, which takes them from a form, too. */
const QUERY = Type.Object({ ds: ONE_OR_MORE, pe: ONE_OR_MORE, ou: ONE_OR_MORE, reason: ONE_OR_MORE });
const ROUTE = { config: { readsParameters: true }, schema: { querystring: QUERY } };

/** `POST` and `DELETE /api/lockExceptions`: no authority of their own, but rights on the data set (contract: data-admin.md §2.5–2.6). */
export function changeRoutes(api: ApiServer, db: Db): void {
  api.post('/lockExceptions', ROUTE, async (request, reply) => {
    const wanted = exceptionRequest(request);
    if (wanted.units === undefined) throw missingParameter('ou');
    const { skipped } = await createExceptions(db, wanted, request.user);
    return sendWebMessage(
      reply,
      webMessage(201, {
        message: 'LockException created successfully.',
        devMessage:
          skipped.length === 0
            ? undefined
            : `Skipped, because the data set is not assigned to them: ${skipped.join(',')}`,
      }),
    );
  });

  api.delete('/lockExceptions', ROUTE, async (request, reply) => {
    await deleteExceptions(db, exceptionRequest(request), request.user);
    return await reply.code(204).send();
  });
}
