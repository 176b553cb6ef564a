import { Type } from 'typebox';
import { type ApiServer, listParameter, selectByParameter } from '../../http/index.js';
import { notFound } from '../../kernel/errors/index.js';
import { ALL_TYPES, type MetadataType } from '../../metadata/index.js';
import { OTHER_TYPES } from './other-types.js';
import { type Schema, schemaOf } from './schema.js';

const TYPES: readonly MetadataType[] = [...ALL_TYPES, ...OTHER_TYPES].toSorted((a, b) => (a.name < b.name ? -1 : 1));

// There is no `filter`: the peer has none here either, and clients pick the schemas that are metadata out of the answer.
const QUERY = Type.Object({ fields: listParameter() });
const TYPE_PARAMS = Type.Object({ type: Type.String() });
const PROPERTY_PARAMS = Type.Object({ type: Type.String(), property: Type.String() });

/** `GET /api/schemas`, `/{singular}` and `/{singular}/{property}` (contract: system.md §11); the list is never paged. */
export function schemaRoutes(api: ApiServer): void {
  const config = { produces: ['json', 'xml'] as const, cache: 'private' as const };

  api.get('/schemas', { config: { ...config, xmlRoot: 'schemas' }, schema: { querystring: QUERY } }, (request) => {
    return { schemas: selectByParameter(allSchemas(request.apiRoot), request.query.fields) };
  });

  api.get(
    '/schemas/:type',
    { config: { ...config, xmlRoot: 'schema' }, schema: { params: TYPE_PARAMS, querystring: QUERY } },
    ({ params, query, apiRoot }) => selectByParameter(schemaOf(typeCalled(params.type), apiRoot), query.fields),
  );

  api.get(
    '/schemas/:type/:property',
    { config: { ...config, xmlRoot: 'property' }, schema: { params: PROPERTY_PARAMS, querystring: QUERY } },
    ({ params, query, apiRoot }) => {
      const { properties } = schemaOf(typeCalled(params.type), apiRoot);
      const found =
        properties.find(({ collectionName, name }) => (collectionName ?? name) === params.property) ??
        properties.find(({ name }) => name === params.property);
      if (!found) throw notFound(`Property ${params.property} does not exist on type ${params.type}.`);
      return selectByParameter(found, query.fields);
    },
  );
}

/** Callers choose the host that links begin with, so that only a few are kept. */
const REMEMBERED = 8;
const remembered = new Map<string, readonly Schema[]>();

/** Every schema, made once for each beginning of links: describing thousands of properties would keep other requests waiting. */
function allSchemas(apiRoot: string): readonly Schema[] {
  const known = remembered.get(apiRoot);
  if (known) return known;
  const schemas = TYPES.map((type) => schemaOf(type, apiRoot));
  if (remembered.size >= REMEMBERED) remembered.clear();
  remembered.set(apiRoot, schemas);
  return schemas;
}

function typeCalled(singular: string): MetadataType {
  const type = TYPES.find(({ name }) => name === singular);
  if (!type) throw notFound(`Type ${singular} does not exist.`);
  return type;
}
