import type { Feature } from '../feature.js';
import { schemaRoutes } from './routes.js';

/** What types there are and what properties they have, for clients that are driven by it. */
export const createSchemas = (): Feature => ({ name: 'schemas', routes: schemaRoutes });
