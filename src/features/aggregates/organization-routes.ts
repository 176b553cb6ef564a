import { sql } from 'kysely';
import { Type } from 'typebox';
import { transaction } from '../../database/index.js';
import { type ApiServer, ok } from '../../http/index.js';
import { badRequest, conflict, notFound } from '../../kernel/errors/index.js';
import { removeJob } from '../job-configurations/index.js';
import { BATCH_JOB, DEFAULT_ORGANIZATION, MAINTENANCE_JOB, raiseCatalogueVersion } from '../roll-ups/index.js';
import type { AggregatesServices } from './endpoint.js';
import { ORGANIZATION } from './jobs-view.js';
import {
  deleteOrganization,
  findOrganization,
  listOrganizations,
  saveOrganization,
  unknownUsers,
} from './organizations.js';
import { isOrganizationId, isReserved } from './paths.js';
import { addDefaultSchedules, scheduledJobs } from './schedules.js';

const config = { authorities: ['F_AGGREGATES_MANAGE'], cache: 'no-store' as const };
const params = Type.Object({ id: Type.String() });
const body = Type.Object({
  name: Type.Optional(Type.String({ minLength: 1, maxLength: 230 })),
  isOpen: Type.Optional(Type.Boolean()),
  members: Type.Optional(Type.Array(Type.String({ format: 'uid' }), { maxItems: 10_000 })),
});

/** `/api/aggregateOrganizations`: who shares roll-ups. It is not of AtScale's API, which has these from elsewhere. */
export function organizationRoutes(api: ApiServer, services: AggregatesServices): void {
  const { db, jobs } = services;
  const required = async (id: string) => {
    const organization = await findOrganization(db, id);
    if (!organization) throw notFound(`Organization not found: ${id}`);
    return organization;
  };

  api.get('/aggregateOrganizations', { config }, async () => ({
    aggregateOrganizations: await listOrganizations(db),
  }));

  api.get('/aggregateOrganizations/:id', { config, schema: { params } }, async (request) =>
    required(request.params.id),
  );

  // What is left out stays; of a new one: it is called after its id, and only its members belong to it.
  api.put('/aggregateOrganizations/:id', { config, schema: { params, body } }, async (request, reply) => {
    const { id } = request.params;
    if (!isOrganizationId(id) || isReserved(id))
      throw badRequest(
        `An organization cannot be called ${id}: at most 63 letters, digits, dots, hyphens and underscores, beginning with a letter or digit, and no path of the server.`,
      );
    const [unknown] = await unknownUsers(db, request.body.members ?? []);
    if (unknown !== undefined) throw conflict(`User not found: ${unknown}`);
    const isNew = await transaction(db, async (handle) => {
      const stored = await findOrganization(handle, id);
      const { name = id, isOpen = false, members = [] } = stored ?? {};
      await saveOrganization(handle, { id, name, isOpen, members, ...request.body });
      await raiseCatalogueVersion(handle);
      if (jobs.types().some(({ type }) => type === MAINTENANCE_JOB)) await addDefaultSchedules(handle);
      return !stored;
    });
    return await reply.code(isNew ? 201 : 200).send(await required(id));
  });

  api.delete('/aggregateOrganizations/:id', { config, schema: { params } }, async (request) => {
    const { id } = request.params;
    await required(id);
    if (id === DEFAULT_ORGANIZATION) throw conflict('The organization default cannot be removed.');
    for (const job of await scheduledJobs(db, id)) await removeJob(services, job);
    const { rows } = await sql<{ uid: string }>`
      select run.uid from orderly.job_run as run
      where run.state in ('queued', 'running') and run.type in (${MAINTENANCE_JOB}, ${BATCH_JOB}) and ${ORGANIZATION} = ${id}
    `.execute(db);
    for (const { uid } of rows) await jobs.cancel(db, uid);
    await transaction(db, async (handle) => {
      await deleteOrganization(handle, id);
      await raiseCatalogueVersion(handle);
    });
    return ok(`Organization ${id} was removed.`);
  });
}
