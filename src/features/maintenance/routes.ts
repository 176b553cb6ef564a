import { type Static, type TObject, Type } from 'typebox';
import { type ApiServer, closingSignal } from '../../http/index.js';
import { badRequest } from '../../kernel/errors/index.js';
import { type Asked, type AskServices, answerRequest } from './ask.js';
import type { MaintenanceOperation } from './operation.js';
import { BATCH_OPERATIONS, MAINTENANCE_OPERATIONS } from './operations/index.js';

const MAINTENANCE = ['F_PERFORM_MAINTENANCE'];
const METHODS = ['POST', 'PUT'];
const flag = Type.Boolean({ default: false });

/** What every path takes besides (contract: maintenance.md §4.6, §8). */
const HOW = {
  dryRun: flag,
  report: flag,
  async: flag,
  failFast: flag,
  zeroPattern: Type.Enum(['peer', 'all'], { default: 'peer' }),
};
const how = Type.Object(HOW);
const objectPath = Type.Object({ uid: Type.String() });

/** `/api/maintenance`: each operation by its paths, some of them by flags, and their list (contract: maintenance.md §1, §3). */
export function maintenanceRoutes(api: ApiServer, given: Omit<AskServices, 'closing'>): void {
  const services: AskServices = { ...given, closing: closingSignal(api) };

  for (const operation of BATCH_OPERATIONS)
    for (const path of pathsOf(operation))
      api.route({
        method: METHODS,
        url: `/maintenance/${path}`,
        config: { authorities: MAINTENANCE },
        schema: { ...told(operation, path), querystring: how },
        handler: (request, reply) => answerRequest(services, request, reply, asked([operation], known(how, request))),
      });

  for (const operation of MAINTENANCE_OPERATIONS)
    for (const path of operation.object?.paths ?? [])
      api.route({
        method: METHODS,
        url: `/maintenance/${path}/:uid`,
        config: { authorities: operation.object?.authorities ?? MAINTENANCE },
        schema: { ...told(operation, path), querystring: how, params: objectPath },
        handler: (request, reply) =>
          answerRequest(services, request, reply, asked([operation], known(how, request), request.params.uid)),
      });

  const flags = BATCH_OPERATIONS.flatMap(flagsOf);
  const flagged = Type.Object({ ...HOW, ...Object.fromEntries(flags.map((name) => [name, flag])) });
  api.route({
    method: METHODS,
    url: '/maintenance',
    config: { authorities: MAINTENANCE },
    schema: { querystring: flagged },
    handler: (request, reply) => {
      const query = known(flagged, request);
      const given = query as unknown as Readonly<Record<string, boolean>>;
      const chosen = BATCH_OPERATIONS.filter((operation) => flagsOf(operation).some((name) => given[name] === true));
      return answerRequest(services, request, reply, asked(chosen, query));
    },
  });

  api.get('/maintenance/operations', { config: { authorities: MAINTENANCE } }, () =>
    MAINTENANCE_OPERATIONS.map(described),
  );
}

const pathsOf = ({ name, otherPaths = [], flagOnly = false }: MaintenanceOperation): readonly string[] =>
  flagOnly ? [] : [name, ...otherPaths];

const flagsOf = ({ name, otherFlags = [] }: MaintenanceOperation): readonly string[] => [name, ...otherFlags];

/** What the API reference says of a path; one operation may have several, newer and older names. */
const told = ({ name, label, description, object }: MaintenanceOperation, path: string) => ({
  summary: path === (object?.paths[0] ?? name) ? label : `${label} (other name)`,
  description,
});

function asked(operations: readonly MaintenanceOperation[], query: Static<typeof how>, target?: string): Asked {
  const { zeroPattern, ...rest } = query;
  return { ...rest, operations, options: { zeroPattern, ...(target !== undefined && { target }) } };
}

/**
 * The parameters of a request that takes no other. A flag that nobody knows must not pass for one that was done, nor `dryrun` for `dryRun`: the peer answers 204 to
 * both (contract: maintenance.md §3).
 *
 * @throws OrderlyError 400 with what there is
 */
function known<Query extends object>(schema: TObject, { query, url }: { query: Query; url: string }): Query {
  const names = Object.keys(schema.properties);
  const unknown = Object.keys(query).filter((name) => !names.includes(name));
  if (unknown.length > 0)
    throw badRequest(
      `Unknown parameter ${unknown.map((name) => `\`${name.slice(0, 100)}\``).join(', ')}; nothing was done. Known are: ${names.join(', ')}.`,
    );
  // Of `dryRun=true&dryRun=false` each server takes another one.
  const given = new URLSearchParams(url.split('?')[1]);
  const doubtful = [...new Set(given.keys())].filter((name) => new Set(given.getAll(name)).size > 1);
  if (doubtful.length > 0)
    throw badRequest(
      `Different values are given for ${doubtful.map((name) => `\`${name}\``).join(', ')}; nothing was done.`,
    );
  return query;
}

/** What a client needs to offer an operation. */
const described = ({ name, label, description, otherFlags, object }: MaintenanceOperation) => ({
  name,
  label,
  description,
  authorities: object?.authorities ?? MAINTENANCE,
  paths: object?.paths.map((path) => `/maintenance/${path}/{uid}`) ?? [`/maintenance/${name}`],
  ...(!object && { flags: [name, ...(otherFlags ?? [])] }),
});
