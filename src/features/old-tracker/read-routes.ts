import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { type ApiServer, csvLine, selectFields } from '../../http/index.js';
import { notFound, type OrderlyError, objectNotFound } from '../../kernel/errors/index.js';
import { isUid } from '../../kernel/uid.js';
import { readTracker, type TrackerList } from '../tracker-export/index.js';
import { eventRows } from './csv.js';
import { enrollmentFromTracker, eventFromTracker, trackedEntityFromTracker } from './from-tracker.js';
import { withNames } from './read-names.js';
import { newFields, newQuery, oldFields } from './read-query.js';
import { OLD_RESOURCES, type OldResource } from './resources.js';
import type { Json } from './values.js';
import type { OldServices } from './write-routes.js';

const ONE = Type.Object({ uid: Type.String() });
const QUERY = Type.Object({ skipHeader: Type.Boolean({ default: false }) });

const FROM_TRACKER = {
  EVENT: eventFromTracker,
  ENROLLMENT: enrollmentFromTracker,
  TRACKED_ENTITY: trackedEntityFromTracker,
} as const;

const PLURALS = { EVENT: 'events', ENROLLMENT: 'enrollments', TRACKED_ENTITY: 'trackedEntities' } as const;

type Query = Readonly<Record<string, unknown>>;
type Reading = Pick<OldServices, 'db' | 'clock'>;

/** `GET` of `/api/events`, `/api/enrollments` and `/api/trackedEntityInstances`: what `/api/tracker` shows, in the old form (contract: imports.md §5, §6). */
export function readRoutes(api: ApiServer, services: Reading): void {
  for (const resource of OLD_RESOURCES) {
    listRoute(api, services, resource);
    singleRoute(api, services, resource);
  }
}

function listRoute(api: ApiServer, services: Reading, resource: OldResource): void {
  const { plural, kind } = resource;
  const isEvents = kind === 'EVENT';
  const config = { cache: 'private' as const, produces: isEvents ? (['json', 'csv'] as const) : (['json'] as const) };
  api.get(`/${plural}`, { config, schema: { querystring: QUERY } }, async (request, reply) => {
    const { skipHeader, ...query } = request.query as typeof request.query & Query;
    const asCsv = isEvents && request.media === 'csv';
    const wanted = oldFields(kind, asCsv ? '*,!relationships' : query.fields);
    const list = await readTracker(
      reader(request, services),
      PLURALS[kind],
      newQuery(kind, query),
      newFields(kind, wanted),
    );
    const objects = await shown(request, services, resource, list);
    if (asCsv) {
      const text = eventRows(objects, skipHeader).map(csvLine).join('');
      return reply.type('application/csv;charset=UTF-8').serializer(String).send(text);
    }
    // Of tracked entities the peer tells the page only where it counted them.
    const pager = isEvents || kind === 'ENROLLMENT' || list.paged?.page.total ? pagerOf(list) : {};
    return { ...pager, [plural]: selectFields(objects, wanted) };
  });
}

function singleRoute(api: ApiServer, services: Reading, resource: OldResource): void {
  const { plural, kind } = resource;
  api.get(`/${plural}/:uid`, { config: { cache: 'private' }, schema: { params: ONE } }, async (request) => {
    const { uid } = request.params;
    if (!isUid(uid)) throw missing(resource, uid);
    const { fields, program } = request.query as Query;
    const wanted = oldFields(kind, fields ?? '*');
    const query = { [PLURALS[kind]]: uid, ouMode: 'ACCESSIBLE', ...(kind === 'TRACKED_ENTITY' && { program }) };
    const list = await readTracker(reader(request, services), PLURALS[kind], query, newFields(kind, wanted));
    const [object] = await shown(request, services, resource, list);
    if (!object) throw missing(resource, uid);
    return selectFields(object, wanted);
  });
}

const reader = (request: FastifyRequest, { db, clock }: Reading) => ({
  db,
  clock,
  user: request.user,
  apiRoot: request.apiRoot,
});

/** The objects in the old form, with the names that it has besides. */
async function shown(
  request: FastifyRequest,
  { db }: Reading,
  { kind, plural, one }: OldResource,
  { texts }: TrackerList,
): Promise<readonly Json[]> {
  const objects = texts.map((text) => FROM_TRACKER[kind](JSON.parse(text) as Json));
  const named = await withNames(db, objects);
  if (kind !== 'EVENT') return named;
  return named.map((event) => ({ ...event, href: `${request.apiRoot}/${plural}/${String(event[one])}` }));
}

/** The pager of the old resources: without a count, only whether there is more. */
function pagerOf({ paged }: TrackerList): Json {
  if (!paged) return {};
  const { page, found } = paged;
  const { number, size } = page;
  if (found.total === undefined) return { pager: { page: number, pageSize: size, isLastPage: !found.hasMore } };
  const pageCount = Math.max(1, Math.ceil(found.total / size));
  return { pager: { page: number, total: found.total, pageSize: size, pageCount } };
}

function missing({ kind }: OldResource, uid: string): OrderlyError {
  if (kind === 'EVENT') return notFound(`Event not found for ID ${uid}`);
  return objectNotFound(kind === 'ENROLLMENT' ? 'Enrollment' : 'TrackedEntityInstance', uid);
}
