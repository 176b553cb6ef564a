import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import type { TSchema } from 'typebox';
import { type ApiServer, answerError, answerErrorAsText, CONTENT_TYPES, callbackName } from '../../http/index.js';
import { type Grid, type GridForm, gridToJson, sendGridAs, sendPieces } from '../grids/index.js';

/** Forms that the path's extension names; the pages have paths of their own. */
const EXTENSIONS = ['xml', 'csv', 'xls', 'xlsx'] as const;
const PAGES = ['html', 'html+css', 'jrxml'] as const;
const TABLES: ReadonlySet<string> = new Set(['csv', 'xls', 'xlsx']);

/** As clients know tables of values (contract: analytics-query.md §1). */
export const CSV = 'application/csv;charset=UTF-8';

/** What files are called, and the types that clients know them by (contract: analytics-query.md §1). */
const DOCUMENT = {
  name: 'data',
  types: { csv: CSV, xlsx: CONTENT_TYPES.xls },
};

export interface AnsweredGrid {
  readonly grid: Grid;
  readonly headers: Readonly<Record<string, string>>;
}

export type GridAnswer = (
  request: FastifyRequest,
  form: GridForm | 'json',
  reply: FastifyReply,
) => Promise<AnsweredGrid>;

/** Routes that answer one grid in every form. Errors are the same in all: a web message in JSON and XML, its text elsewhere (contract: analytics-query.md §8 no. 18). */
export function gridRoutes(api: ApiServer, path: string, querystring: TSchema, answer: GridAnswer): void {
  const send = async (request: FastifyRequest, reply: FastifyReply, form: GridForm | 'json') => {
    const { grid, headers } = await answer(request, form, reply);
    varyByCredentials(reply);
    if (form === 'json') return await sendJson(request, reply, gridToJson(grid), headers);
    return await sendGridAs(reply, form, grid, { ...DOCUMENT, headers });
  };
  const config = { cache: 'private' as const, produces: ['json', 'jsonp'] as const, extensions: EXTENSIONS };
  api.get(path, { config, schema: { querystring }, errorHandler: answerErrorInForm }, async (request, reply) =>
    send(request, reply, EXTENSIONS.find((form) => form === request.media) ?? 'json'),
  );
  for (const form of PAGES) {
    const page = { cache: 'private' as const, produces: [] };
    const options = { config: page, schema: { querystring }, errorHandler: answerErrorAsText };
    api.get(`${path}.${form}`, options, async (request, reply) => send(request, reply, form));
  }
}

/** Sends JSON as it is made, or a call of the function that the request names. */
export async function sendJson(
  request: FastifyRequest,
  reply: FastifyReply,
  pieces: AsyncGenerator<string>,
  headers: Readonly<Record<string, string>>,
): Promise<FastifyReply> {
  if (request.media !== 'jsonp') return await sendPieces(reply, CONTENT_TYPES.json, pieces, headers);
  return await sendPieces(reply, CONTENT_TYPES.jsonp, called(callbackName(request), pieces), headers);
}

async function* called(callback: string, pieces: AsyncGenerator<string>): AsyncGenerator<string> {
  yield `${callback}(`;
  yield* pieces;
  yield ')';
}

/** Tables come with their errors as text, which a spreadsheet can show. */
export function answerErrorInForm(error: FastifyError, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  return TABLES.has(request.media) ? answerErrorAsText(error, request, reply) : answerError(error, request, reply);
}

/** What a user may see is in no address: an answer that is kept is kept for who asked. */
export function varyByCredentials(reply: FastifyReply): void {
  const known = reply.getHeader('Vary');
  reply.header('Vary', [...(known === undefined ? [] : [String(known)]), 'Authorization', 'Cookie'].join(', '));
}
