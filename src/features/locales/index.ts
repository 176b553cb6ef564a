import type { Feature, Services } from '../feature.js';
import { localeRoutes } from './routes.js';

/** Languages of the interface and of the data. */
export function createLocales({ database }: Services): Feature {
  return { name: 'locales', routes: (api) => localeRoutes(api, database) };
}
