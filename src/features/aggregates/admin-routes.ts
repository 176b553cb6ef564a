import { sql } from 'kysely';
import { Type } from 'typebox';
import type { Db } from '../../database/index.js';
import { type ApiServer, type CurrentUser, ok } from '../../http/index.js';
import { notFound } from '../../kernel/errors/index.js';
import {
  BATCH_JOB,
  CUBES,
  DEFAULT_ORGANIZATION,
  MAINTENANCE_JOB,
  queueBatch,
  queueMaintenance,
} from '../roll-ups/index.js';
import { blockDefinition, removeDefinition, unblock } from './blocking.js';
import type { AggregatesServices } from './endpoint.js';
import { belongsTo, requireOrganization } from './organizations.js';
import { readOverview } from './overview.js';
import { isUuid } from './parameters.js';

const VIEW = { authorities: ['F_AGGREGATES_VIEW', 'F_AGGREGATES_MANAGE'], cache: 'no-store' as const };
const MANAGE = { authorities: ['F_AGGREGATES_MANAGE'], cache: 'no-store' as const };
/** Counts of use are kept for so long. */
const MOST_DAYS = 90;

const days = Type.Object({ days: Type.Integer({ minimum: 1, maximum: MOST_DAYS, default: 30 }) });
const organization = Type.String({ default: DEFAULT_ORGANIZATION });
const maintenance = Type.Object({ organization });
const batch = Type.Object({
  organization,
  cube: Type.Enum([...CUBES], { default: 'DATA_VALUE' }),
  isFullBuild: Type.Boolean({ default: false }),
});
const params = Type.Object({ id: Type.String() });

/**
 * `/api/aggregates`: what AtScale's API has, in DHIS2's envelope, for the console and others that are logged in to DHIS2's API. It answers also when AtScale's API is switched off.
 */
export function adminRoutes(api: ApiServer, { db, jobs }: AggregatesServices): void {
  api.get('/aggregates', { config: VIEW, schema: { querystring: days } }, (request) =>
    readOverview(db, request.user, request.query.days),
  );

  api.post('/aggregates/maintenance', { config: MANAGE, schema: { querystring: maintenance } }, async (request) => {
    const { user, query } = request;
    await requireOrganization(db, query.organization, user, undefined);
    const wanted = { organization: query.organization, cause: 'TimeBasedMaintenance' as const };
    return started(MAINTENANCE_JOB, await queueMaintenance(db, jobs, wanted, user.uid));
  });

  api.post('/aggregates/batch', { config: MANAGE, schema: { querystring: batch } }, async (request) => {
    const { user, query } = request;
    await requireOrganization(db, query.organization, user, undefined);
    const wanted = { ...query, batchType: 'aggregate_batch' as const };
    return started(BATCH_JOB, await queueBatch(db, jobs, wanted, user.uid));
  });

  api.post('/aggregates/:id/block', { config: MANAGE, schema: { params } }, async (request) => {
    const ended = await blockDefinition(db, await definitionOf(db, request.params.id, request.user));
    return ok('The aggregate is blocked.', { instancesRemoved: ended });
  });

  api.post('/aggregates/:id/unblock', { config: MANAGE, schema: { params } }, async (request) => {
    const wasBlocked = await unblock(db, await definitionOf(db, request.params.id, request.user));
    return ok(wasBlocked ? 'The aggregate may be built again.' : 'The aggregate was not blocked.');
  });

  api.delete('/aggregates/:id', { config: MANAGE, schema: { params } }, async (request) => {
    await removeDefinition(db, await definitionOf(db, request.params.id, request.user));
    return ok('The aggregate was removed.');
  });
}

/** One that waits already will do, so it may be somebody else's. */
const started = (jobType: string, id: string) =>
  ok('The run is queued.', { id, jobType, relativeNotifierEndpoint: `/api/system/tasks/${jobType}/${id}` });

/**
 * Where a definition is.
 *
 * @throws OrderlyError 404 when there is none, or it is of an organization that the user does not belong to
 */
async function definitionOf(
  db: Db,
  id: string,
  user: CurrentUser,
): Promise<{ readonly organization: string; readonly definition: string }> {
  const { rows } = await sql<{ organization: string; definition: string }>`
    select organization.organization_id as organization, roll_up.roll_up_id as definition
    from orderly.roll_up
    join orderly.aggregate_organization as organization using (organization_id)
    where roll_up.roll_up_id = ${isUuid(id) ? id : null}::uuid and ${belongsTo(user)}
  `.execute(db);
  if (!rows[0]) throw notFound(`Aggregate definition not found: ${id}`);
  return rows[0];
}
