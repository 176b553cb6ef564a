import type { ApiServer } from '../../http/index.js';
import { objectNotFound } from '../../kernel/errors/index.js';
import { type MetadataType, readContext, readWithDependencies } from '../../metadata/index.js';
import { type ExportServices, systemPart } from './export.js';
import { UID_PARAMS } from './read-routes.js';

/** `GET /api/{plural}/{uid}/metadata` (contract: imports.md §8.3): one object with what it is made of, as a payload for another server. */
export function dependencyRoutes(api: ApiServer, services: ExportServices, type: MetadataType): void {
  api.get(
    `/${type.plural}/:uid/metadata`,
    { config: { cache: 'private' }, schema: { params: UID_PARAMS } },
    async (request) => {
      const { uid } = request.params;
      const context = readContext(request.user, request.apiRoot, { translate: false });
      const lists = await readWithDependencies(services.db, type, uid, context);
      if (!lists.get(type)?.some(({ id }) => id === uid)) throw objectNotFound(type.simpleName, uid);
      const filled = [...lists].filter(([, objects]) => objects.length > 0);
      return {
        system: await systemPart(services),
        ...Object.fromEntries(filled.map(([{ plural }, objects]) => [plural, objects])),
      };
    },
  );
}
