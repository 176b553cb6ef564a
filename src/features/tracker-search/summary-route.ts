import { Type } from 'typebox';
import { type Db, transaction } from '../../database/index.js';
import { type ApiServer, listParameter, parseFields } from '../../http/index.js';
import { parseFilters, readContext, readList, typeNamed } from '../../metadata/index.js';
import { pageOf, repeated } from '../metadata/index.js';
import { SUMMARY_LISTS } from './indexes.js';

const QUERY = Type.Object({
  fields: listParameter(),
  rootJunction: Type.Optional(Type.Enum(['AND', 'OR'])),
  page: Type.Optional(Type.Integer()),
  pageSize: Type.Optional(Type.Integer()),
  paging: Type.Optional(Type.Boolean()),
  skipPaging: Type.Optional(Type.Boolean()),
});

/**
 * `GET /api/trigramSummary`: which attributes have an index for searching, could have one, and have one that is not used (contract: data-admin.md §5). Fields, filters and
 * order are for each list, and so is a page, if one is asked for.
 */
export function summaryRoute(api: ApiServer, db: Db): void {
  api.get(
    '/trigramSummary',
    { config: { authorities: ['F_PERFORM_MAINTENANCE'], cache: 'private' }, schema: { querystring: QUERY } },
    async (request, reply) => {
      const { query, user, apiRoot } = request;
      const isPaged = query.page !== undefined || query.pageSize !== undefined || query.paging === true;
      const page = isPaged ? pageOf(query) : undefined;
      const wanted = {
        fields: parseFields(query.fields.length === 0 ? 'id,displayName' : query.fields.join(',')),
        filters: parseFilters(repeated(query, 'filter')),
        junction: query.rootJunction ?? 'AND',
        order: repeated(query, 'order'),
        page: page && { offset: (page.number - 1) * page.size, limit: page.size },
        // Indexes are kept for all who search, whatever the reader of the summary may see.
        everything: true,
      };
      const lists = await transaction(
        db,
        async (handle) => {
          const texts: string[] = [];
          for (const [name, where] of Object.entries(SUMMARY_LISTS)) {
            const { objects } = await readList(
              handle,
              typeNamed('trackedEntityAttribute'),
              { ...wanted, where },
              readContext(user, apiRoot),
            );
            texts.push(`"${name}":[${objects}]`);
          }
          return texts;
        },
        { isolation: 'repeatable read' },
      );
      return await reply
        .type('application/json;charset=UTF-8')
        .serializer(String)
        .send(`{${lists.join(',')}}`);
    },
  );
}
