import { Type } from 'typebox';
import type { Db } from '../../database/index.js';
import { type ApiServer, parseFields } from '../../http/index.js';
import { minMaxDataElement, preset, readContext, readList } from '../../metadata/index.js';
import { pageOf, pager, repeated, sendText } from '../metadata/index.js';
import { parseMinMaxFilters } from './filters.js';

const LIST = Type.Object({
  page: Type.Optional(Type.Integer()),
  pageSize: Type.Optional(Type.Integer()),
  paging: Type.Optional(Type.Boolean()),
  skipPaging: Type.Optional(Type.Boolean()),
});
const PATH = '/minMaxDataElements';

/** `GET /api/minMaxDataElements` (contract: data-admin.md §1.2). */
export function listRoutes(api: ApiServer, db: Db): void {
  const config = { produces: ['json'] as const, cache: 'private' as const };
  api.get(PATH, { config, schema: { querystring: LIST } }, async (request, reply) => {
    const fields = repeated(request.query, 'fields').join(',');
    const page = pageOf(request.query);
    const { total, objects } = await readList(
      db,
      minMaxDataElement,
      {
        fields: fields === '' ? preset('all') : parseFields(fields),
        filters: parseMinMaxFilters(repeated(request.query, 'filter')),
        page: page && { offset: (page.number - 1) * page.size, limit: page.size },
      },
      readContext(request.user, request.apiRoot),
    );
    const head = page
      ? `"pager":${JSON.stringify(pager(page, total, `${request.apiRoot}${PATH}`, request.query))},`
      : '';
    return sendText(request, reply, `{${head}"${minMaxDataElement.plural}":[${objects}]}`);
  });
}
