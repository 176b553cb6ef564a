import type { Feature, Services } from '../feature.js';
import { referencePages } from './routes.js';

export { apiDescription } from './document.js';

/** The API reference: what the OpenAPI document says of every operation, and the page that shows it. */
export function createApiReference({ config: { contextPath } }: Services): Feature {
  return {
    name: 'api-reference',
    routes: () => undefined,
    pages: (server) => referencePages(server, contextPath),
  };
}
