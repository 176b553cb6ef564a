import { Type } from 'typebox';
import { type ApiServer, listParameter, selectByParameter } from '../../http/index.js';
import type { Feature, Services } from '../feature.js';
import { FLAGS, STYLES } from './appearance.js';
import { databaseReport } from './database-report.js';
import { identifierRoutes } from './identifiers.js';
import { loginConfigRoute } from './login-config.js';
import { objectCounts } from './object-counts.js';
import { systemInfo } from './system-info.js';

export { type ObjectCounts, objectCounts, restoreEstimates } from './object-counts.js';
export { API_VERSION } from './system-info.js';

/** `/api/system/…` but for tasks (contract: system.md §1–5, §8). */
export function createSystem({ config, database, clock }: Services, version: string): Feature {
  const { db } = database;
  // The program stands where it was built: its start is the closest thing to a build time that every way of running it has.
  const buildTime = clock.now();
  const forms = { cache: 'never' as const, produces: ['json', 'jsonp', 'xml'] as const };

  const routes = (api: ApiServer): void => {
    identifierRoutes(api);
    loginConfigRoute(api, db);

    api.get(
      '/system/info',
      {
        config: { ...forms, xmlRoot: 'systemInfo' },
        schema: { querystring: Type.Object({ fields: listParameter() }) },
      },
      async (request) => {
        const source = { database, config, version, buildTime, now: clock.now() };
        const info = await systemInfo(source, {
          baseUrl: request.baseUrl,
          userAgent: request.headers['user-agent'],
          isSuper: request.user.isSuper,
        });
        return selectByParameter(info, request.query.fields);
      },
    );
    api.get('/system/context', { config: { cache: 'no-store', produces: ['json', 'jsonp'] } }, (request) => ({
      contextPath: request.baseUrl,
      userAgent: request.headers['user-agent'],
    }));
    api.get('/system/flags', () => FLAGS);
    api.get('/system/styles', () => STYLES);
    // Orderly's own: what the console shows of the database.
    api.get('/system/database', { config: { authorities: ['F_VIEW_SERVER_INFO'], cache: 'no-store' } }, () =>
      databaseReport(database),
    );
    api.get('/system/objectCounts', async () => (await objectCounts(db)).counts);
  };
  return { name: 'system', routes };
}
