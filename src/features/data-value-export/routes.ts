import type { Database } from '../../database/index.js';
import { type ApiServer, answeredSignal, closingSignal } from '../../http/index.js';
import type { Clock } from '../../kernel/clock.js';
import { OrderlyError } from '../../kernel/errors/index.js';
import { contentType, deliveryOf, fileHeaders, packed } from './delivery.js';
import { FORMS } from './forms.js';
import { EXPORT_QUERY, exportRequest } from './parameters.js';
import { selectionOf } from './selection.js';
import { exportStatement } from './statement.js';
import { framedRows } from './stream.js';

/** What the routes need. */
export interface ExportServices {
  readonly database: Database;
  /** Connections over which values are sent, apart from all others: whoever reads slowly holds one for long. */
  readonly senders: Database;
  readonly clock: Clock;
}

/** `GET /api/dataValueSets`: data values as JSON, XML or CSV that can be imported again (contract: imports.md §2.1). */
export function exportRoutes(api: ApiServer, { database: { db }, senders, clock }: ExportServices): void {
  const closing = closingSignal(api);

  api.get(
    '/dataValueSets',
    {
      config: { cache: 'no-store', produces: [] },
      // The head alone would cost as much as the whole.
      exposeHeadRoute: false,
      schema: { querystring: EXPORT_QUERY },
    },
    async (request, reply) => {
      const delivery = deliveryOf(request, request.query);
      const asked = exportRequest(request.query, clock.now());
      const selection = await selectionOf(db, asked, request.user);
      const form = FORMS[delivery.form];
      const statement = exportStatement(db, selection, asked.schemes, form);
      const frame = { head: form.head(selection.head), tail: form.tail, separator: form.separator };
      const bytes = await begun(
        framedRows(senders, statement, frame, AbortSignal.any([closing, answeredSignal(reply)])),
      );
      reply.headers(fileHeaders(delivery, asked)).type(contentType(delivery, form.contentType));
      return await reply.send(packed(bytes, delivery, asked));
    },
  );
}

/** @throws OrderlyError 503 when all connections for exports are taken, or the server or the client has gone away meanwhile */
async function begun<Result>(bytes: Promise<Result>): Promise<Result> {
  try {
    return await bytes;
  } catch (error) {
    const { name, message } = error as Error;
    const busy = message.includes('timeout exceeded when trying to connect');
    if (!busy && name !== 'AbortError') throw error;
    const reason = busy ? 'Too many exports are under way. Try again in a moment.' : 'The export was stopped.';
    throw new OrderlyError(503, reason, { headers: { 'Retry-After': '10' }, cause: error });
  }
}
