import type { FastifyDynamicSwaggerOptions } from '@fastify/swagger';
import type { RouteOptions } from 'fastify';
import { CONTENT_TYPES, type MediaKind } from '../../http/index.js';
import { sectionOf, textOf } from './describe.js';
import { COMMON_PARAMETERS } from './parameters.js';
import { SECTIONS } from './sections/index.js';

type OpenApi = ReturnType<NonNullable<FastifyDynamicSwaggerOptions['transformObject']>>;

interface Operation {
  tags?: string[];
  responses?: Record<string, unknown>;
  parameters?: {
    readonly name: string;
    readonly in: string;
    readonly schema?: { readonly default?: unknown };
    required?: boolean;
    description?: string;
  }[];
}

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;

/** Of the API for which `tag` stands all answers, errors too, have the envelope of AtScale. */
const AT_SCALE = 'AtScale';

const INTRODUCTION = `Paths below \`/api\` may have a version after it, \`/api/28\` to \`/api/44\`, which decides about the status of maintenance operations and nothing else. \
The form of an answer is chosen by \`Accept\` or by the end of the path, e.g. \`.json\` or \`.csv\`. Errors come as a WebMessage.

Send your credentials as a personal access token (\`Authorization: ApiToken d2p_…\`), as basic credentials, or as the session cookie of a log-in.`;

/**
 * What the OpenAPI document says beyond the schemas of the routes: sections, summaries, who may ask, forms and errors. A summary or a tag that a route has of its own
 * stays.
 */
export function apiDescription(version: string, contextPath: string): FastifyDynamicSwaggerOptions {
  const forms = new Map<string, readonly MediaKind[]>();
  return {
    stripBasePath: false,
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Orderly', version, license: { name: 'BSD-3-Clause' }, description: INTRODUCTION },
      servers: [{ url: contextPath || '/' }],
      tags: SECTIONS.map(({ title, about }) => ({ name: title, description: about })),
      security: [{ token: [] }, { password: [] }, { session: [] }],
      components: COMPONENTS as never,
    },
    transform({ schema, url, route }) {
      const path = pathOf(url);
      const [method = 'GET'] = [route.method].flat();
      const { produces = ['json'] } = route.config ?? {};
      for (const each of [route.method].flat()) forms.set(`${each.toLowerCase()} ${path}`, produces);
      const text = textOf(method, path);
      const tag = schema?.tags?.[0] ?? text?.tag ?? sectionOf(path);
      const described = {
        ...schema,
        ...(tag !== undefined && { tags: [tag] }),
        summary: schema?.summary ?? text?.summary,
        description: [schema?.description, needs(route)].filter(Boolean).join(' ') || undefined,
        ...(route.config?.anonymous && { security: [] }),
      };
      return { schema: described as never, url };
    },
    transformObject: (given) => {
      const document = ('openapiObject' in given ? given.openapiObject : {}) as OpenApi & {
        readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
      };
      for (const [path, item] of Object.entries(document.paths))
        for (const method of METHODS) {
          const operation = item[method];
          if (operation) complete(operation, forms.get(`${method} ${path}`) ?? ['json']);
        }
      return document;
    },
  };
}

/** The path as OpenAPI writes it. */
const pathOf = (url: string): string => url.replace(/:([A-Za-z]+)/g, '{$1}').replace(/\*$/, '{*}');

function needs({ config }: RouteOptions): string | undefined {
  const { authorities } = config ?? {};
  return authorities?.length ? `Needs ${authorities.map((name) => `\`${name}\``).join(' or ')}.` : undefined;
}

function complete(operation: Operation, produces: readonly MediaKind[]): void {
  const content = Object.fromEntries(produces.map((form) => [mediaType(form), {}]));
  const atScale = operation.tags?.includes(AT_SCALE) === true;
  operation.responses = {
    '2XX': { description: 'Done', ...(produces.length > 0 && { content }) },
    default: { $ref: `#/components/responses/${atScale ? 'AtScaleRefusal' : 'Refusal'}` },
  };
  for (const parameter of operation.parameters ?? []) {
    const description = COMMON_PARAMETERS[parameter.name];
    if (description !== undefined) parameter.description ??= description;
    // A route's schema has its parameters after the defaults were put in: there they are never missing.
    if (parameter.in === 'query' && parameter.schema?.default !== undefined) delete parameter.required;
  }
}

const mediaType = (form: MediaKind): string => CONTENT_TYPES[form].split(';')[0] ?? '';

const text = { type: 'string' };
const integer = { type: 'integer' };

const json = (name: string) => ({ 'application/json': { schema: { $ref: `#/components/schemas/${name}` } } });

const COMPONENTS = {
  securitySchemes: {
    token: {
      type: 'apiKey',
      in: 'header',
      name: 'Authorization',
      description: 'A personal access token, written `ApiToken d2p_…`.',
    },
    password: { type: 'http', scheme: 'basic', description: 'User name and password.' },
    session: {
      type: 'apiKey',
      in: 'cookie',
      name: 'JSESSIONID',
      description:
        'The session of a log-in. Unsafe methods need the header `X-Requested-With: XMLHttpRequest`, or the own origin.',
    },
  },
  schemas: {
    WebMessage: {
      type: 'object',
      description: 'What is said of success and of errors.',
      required: ['httpStatus', 'httpStatusCode', 'status'],
      properties: {
        httpStatus: { ...text, description: 'Phrase of the status, e.g. `Conflict`.' },
        httpStatusCode: { ...integer, description: 'The status of the answer.' },
        status: { enum: ['OK', 'WARNING', 'ERROR'] },
        message: { ...text, description: 'A sentence that a person can act on.' },
        devMessage: { ...text, description: 'Details, for super users only.' },
        errorCode: { ...text, description: 'Code of the error, e.g. `E1002`.' },
        response: { type: 'object', description: 'What the operation reports.' },
      },
    },
    AtScaleRefusal: {
      type: 'object',
      required: ['status', 'responseCreated', 'response'],
      properties: {
        status: { type: 'object', properties: { code: integer, message: text } },
        responseCreated: { ...text, format: 'date-time' },
        response: { type: 'null' },
      },
    },
  },
  responses: {
    Refusal: { description: 'Refused, or failed', content: json('WebMessage') },
    AtScaleRefusal: { description: 'Refused, or failed', content: json('AtScaleRefusal') },
  },
};
