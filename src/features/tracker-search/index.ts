import { Type } from 'typebox';
import { type ApiServer, listParameter, parseFields } from '../../http/index.js';
import { readContext, readList, typeNamed } from '../../metadata/index.js';
import type { Feature, Services } from '../feature.js';
import { isIndexable } from '../metadata/index.js';
import { trackerSearchJob } from './job.js';
import { summaryRoute } from './summary-route.js';

/** Indexes for searching tracked entities by what their attributes contain (contract: data-admin.md §5). */
export function createTrackerSearch({ database, jobs }: Services): Feature {
  jobs.register(trackerSearchJob());
  return {
    name: 'tracker-search',
    routes(api: ApiServer) {
      summaryRoute(api, database.db);
      /** The choices of the job's attributes, all of them. */
      api.get(
        '/trackedEntityAttributes/indexable',
        { config: { cache: 'private' }, schema: { querystring: Type.Object({ fields: listParameter() }) } },
        async (request, reply) => {
          const { fields } = request.query;
          const { objects } = await readList(
            database.db,
            typeNamed('trackedEntityAttribute'),
            {
              fields: parseFields(fields.length === 0 ? 'id,displayName' : fields.join(',')),
              where: isIndexable,
            },
            readContext(request.user, request.apiRoot),
          );
          return await reply
            .type('application/json;charset=UTF-8')
            .serializer(String)
            .send(`{"trackedEntityAttributes":[${objects}]}`);
        },
      );
    },
  };
}
