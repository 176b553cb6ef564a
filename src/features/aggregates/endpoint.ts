import { Type } from 'typebox';
import type { Db } from '../../database/index.js';
import type { ApiServer, CurrentUser } from '../../http/index.js';
import type { Jobs } from '../../jobs/index.js';
import { envelope, type Said } from './envelope.js';
import { requireOrganization } from './organizations.js';
import { type Parameters, readParameters, type ValuesOf } from './parameters.js';
import type { Tokens } from './tokens.js';

/** What endpoints stand on. */
export interface AggregatesServices {
  readonly db: Db;
  readonly jobs: Jobs;
  readonly tokens: Tokens;
}

/** What an endpoint is asked. */
export interface Asked<Given extends Parameters> {
  /** It is there, and the user belongs to it. */
  readonly organization: string;
  readonly user: CurrentUser;
  readonly parameters: ValuesOf<Given>;
  /** Other segments of the path, by name. */
  readonly ids: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/** An endpoint of AtScale's API: one method of one path of an organization. */
export interface Endpoint<Given extends Parameters = Parameters> {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Without `/api/1.0`; has the segment `:orgId`. */
  readonly path: string;
  readonly summary: string;
  readonly parameters: Given;
  readonly answer: (services: AggregatesServices, asked: Asked<Given>) => Promise<Said>;
}

/** Keeps the types of parameters with those that read them. */
export const endpoint = <Given extends Parameters>(definition: Endpoint<Given>): Endpoint =>
  definition as unknown as Endpoint;

/** Who may read, and who may have something done (contract: aggregates.md §2.3). */
const MAY_VIEW = ['F_AGGREGATES_VIEW'];
const MAY_MANAGE = ['F_AGGREGATES_MANAGE'];

const ANYTHING = () => true;

/** Adds an endpoint to the server. Its parameters are read here and not by the server, whose sentences are DHIS2's. */
export function serve(server: ApiServer, services: AggregatesServices, definition: Endpoint): void {
  const { method, path, summary, parameters, answer } = definition;
  const authorities = method === 'GET' ? MAY_VIEW : MAY_MANAGE;
  server.route<{ Params: Readonly<Record<string, string>>; Querystring: Readonly<Record<string, unknown>> }>({
    method,
    url: path,
    config: { authorities, cache: 'no-store', produces: [], readsParameters: true },
    schema: { summary, tags: ['AtScale'], params: pathSchema(path), querystring: querySchema(parameters) },
    validatorCompiler: () => ANYTHING,
    async handler(request, reply) {
      const { orgId = '', ...ids } = request.params;
      const { db, tokens } = services;
      const { user, body, query } = request;
      await requireOrganization(db, orgId, user, tokens.organizationOf(request));
      const said = await answer(services, {
        organization: orgId,
        user,
        parameters: readParameters(parameters, query),
        ids,
        body,
      });
      return await reply.code(said.http ?? 200).send(await envelope(db, said));
    },
  });
}

const pathSchema = (path: string) =>
  Type.Object(Object.fromEntries([...path.matchAll(/:([A-Za-z]+)/g)].map(([, name]) => [name, Type.String()])));

const querySchema = (parameters: Parameters) =>
  Type.Object(
    Object.fromEntries(
      Object.entries(parameters).map(([name, { schema, isRequired }]) => [
        name,
        isRequired === true ? schema : Type.Optional(schema),
      ]),
    ),
  );
