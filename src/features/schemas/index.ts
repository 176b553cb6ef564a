import type { MetadataType } from '../../metadata/index.js';
import type { Feature } from '../feature.js';
import { propertySchema } from './property-schema.js';
import { schemaRoutes } from './routes.js';

/** What types there are and what properties they have, for clients that are driven by it. */
export const createSchemas = (): Feature => ({ name: 'schemas', routes: schemaRoutes });

/** The peer's class of what a property of the type holds; undefined where it has no such property. */
export function propertyKlass(type: MetadataType, name: string): string | undefined {
  const property = type.properties.get(name);
  return property && String(propertySchema(type, name, property, '').klass);
}
