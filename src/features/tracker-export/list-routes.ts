import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Db } from '../../database/index.js';
import { type ApiServer, csvLine, type FieldSelection, parseFields } from '../../http/index.js';
import type { Clock } from '../../kernel/clock.js';
import { readContext } from '../../metadata/index.js';
import { sendPieces } from '../grids/index.js';
import { sendText } from '../metadata/index.js';
import { readScope } from './access/scope.js';
import type { CsvForm } from './csv.js';
import type { Kind } from './kinds.js';
import type { Selection } from './lists/selection.js';
import { demandPageSize } from './page-limit.js';
import { type Page, type PagingQuery, pagerOf, readPage } from './parameters/paging.js';
import { readSchemes } from './parameters/schemes.js';
import { type Query, textOf } from './parameters/values.js';
import { idBatches, readIds, readObjects } from './read-objects.js';
import type { ShapeContext } from './shapes/shape.js';

/** What a table needs of its objects, whatever the request says. */
const CSV_FIELDS = parseFields('*,!relationships,!enrollments,!programOwners,!notes');

/** `GET /api/tracker/{plural}`: a page of objects, or all of them as they come out of the database (contract: imports.md §7). */
export function listRoute(api: ApiServer, db: Db, clock: Clock, kind: Kind): void {
  const config = {
    produces: kind.csv ? (['json', 'csv'] as const) : (['json'] as const),
    cache: 'private' as const,
  };
  api.get(`/tracker/${kind.plural}`, { config, schema: { querystring: kind.querySchema } }, async (request, reply) => {
    const query = request.query as Query &
      PagingQuery & { readonly includeDeleted?: boolean; readonly skipHeader?: boolean };
    const page = readPage(query);
    const wanted = wantedFields(kind, query);
    const schemes = readSchemes(query);
    if (page && kind.plural === 'trackedEntities') await demandPageSize(db, page);
    const scope = await readScope(db, request.user);
    const selection = await kind.select(db, scope, clock, query);
    const context: ShapeContext = {
      access: selection.access,
      includeDeleted: query.includeDeleted ?? false,
      schemes,
      locale: readContext(request.user, request.apiRoot).locale,
      programAttributes: true,
      alias: aliases(),
    };
    if (request.media === 'csv' && kind.csv) {
      const pieces = csvOf(
        kind.csv,
        batchesOf(db, kind, selection, context, CSV_FIELDS, page),
        query.skipHeader ?? false,
      );
      return await sendPieces(reply, 'application/csv;charset=UTF-8', pieces, {
        'Content-Disposition': `attachment; filename="${kind.plural}.csv"`,
      });
    }
    if (page) return await sendPage(request, reply, db, kind, selection, context, wanted, page);
    const batches = batchesOf(db, kind, selection, context, wanted, undefined);
    return await sendPieces(reply, 'application/json;charset=UTF-8', jsonOf(kind.plural, batches));
  });
}

/** What the `fields` parameters ask for; the defaults of the kind when there are none. */
export function wantedFields(kind: Kind, query: Query): FieldSelection {
  const text = textOf(query, 'fields');
  return text === undefined ? kind.fields : parseFields(text);
}

/** Names for rows, each given once. */
export function aliases(): (stem: string) => string {
  let count = 0;
  return (stem) => {
    count += 1;
    return `${stem}${count}`;
  };
}

async function sendPage(
  request: FastifyRequest,
  reply: FastifyReply,
  db: Db,
  kind: Kind,
  selection: Selection,
  context: ShapeContext,
  wanted: FieldSelection,
  page: Page,
): Promise<FastifyReply> {
  const found = await readIds(db, selection, page);
  const objects = await readObjects(db, kind.shape, context, wanted, found.ids);
  const pager = pagerOf(page, found, `${request.apiRoot}/tracker/${kind.plural}`, request.query as object);
  return sendText(request, reply, `{"pager":${JSON.stringify(pager)},"${kind.plural}":[${objects.join(',')}]}`);
}

async function* batchesOf(
  db: Db,
  kind: Kind,
  selection: Selection,
  context: ShapeContext,
  wanted: FieldSelection,
  page: Page | undefined,
): AsyncGenerator<readonly string[]> {
  if (page) {
    const { ids } = await readIds(db, selection, page);
    yield await readObjects(db, kind.shape, context, wanted, ids);
    return;
  }
  for await (const ids of idBatches(db, selection)) yield await readObjects(db, kind.shape, context, wanted, ids);
}

async function* jsonOf(plural: string, batches: AsyncGenerator<readonly string[]>): AsyncGenerator<string> {
  yield `{"${plural}":[`;
  let first = true;
  for await (const objects of batches) {
    if (objects.length > 0) yield `${first ? '' : ','}${objects.join(',')}`;
    first &&= objects.length === 0;
  }
  yield ']}';
}

async function* csvOf(
  form: CsvForm,
  batches: AsyncGenerator<readonly string[]>,
  skipHeader: boolean,
): AsyncGenerator<string> {
  yield skipHeader ? '' : csvLine(form.header);
  for await (const objects of batches) {
    yield objects
      .flatMap((text) => form.rows(JSON.parse(text) as Readonly<Record<string, unknown>>))
      .map(csvLine)
      .join('');
  }
}
