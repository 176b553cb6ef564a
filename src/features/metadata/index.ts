import type { ApiServer } from '../../http/index.js';
import { STANDALONE_TYPES } from '../../metadata/index.js';
import type { Feature, Services } from '../feature.js';
import { collectionRoutes } from './collection-routes.js';
import { dependencyRoutes } from './dependency-routes.js';
import { exportRoutes } from './export-routes.js';
import { gistRoutes } from './gist/routes.js';
import { metadataImportJob } from './import-job.js';
import { importRoutes } from './import-routes.js';
import { readRoutes } from './read-routes.js';
import { objectSharingRoutes, sharingRoutes } from './sharing-routes.js';
import { translationRoutes } from './translation-routes.js';
import { writeRoutes } from './write-routes.js';

export { answerImport, answerObject } from './answers.js';
export { conflictOnMalformedJson, identifiersIn, objectBody } from './bodies.js';
export { type ExportServices, exportableTypes, exportText } from './export.js';
export { gistRoutes } from './gist/routes.js';
export { isIndexable } from './indexable-attributes.js';
export { LIST_QUERY, type ListParameters, pageOf, pager, repeated } from './list-parameters.js';
export { objectText, readRoutes, sendList, sendText, wantedFields } from './read-routes.js';

/** Their accounts and rights belong to one server. */
const WITHOUT_DEPENDENCIES = new Set(['user', 'userRole', 'userGroup']);

/** Reading and writing metadata: the paths of every type, imports and exports (contract: imports.md §8). */
export function createMetadata({ database, jobs, clock }: Services, version: string): Feature {
  const { db } = database;
  const services = { db, clock, version };
  jobs.register(metadataImportJob(database, clock));
  const routes = (api: ApiServer): void => {
    for (const type of STANDALONE_TYPES) {
      readRoutes(api, db, type);
      gistRoutes(api, db, type);
      if (!WITHOUT_DEPENDENCIES.has(type.name)) dependencyRoutes(api, services, type);
      writeRoutes(api, services, type);
      translationRoutes(api, services, type);
      objectSharingRoutes(api, db, type);
      collectionRoutes(api, services, type);
    }
    exportRoutes(api, services);
    importRoutes(api, services, jobs);
    sharingRoutes(api, db);
  };
  return { name: 'metadata', routes };
}
