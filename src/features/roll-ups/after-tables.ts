import { sql } from 'kysely';
import type { Db } from '../../database/index.js';
import type { Jobs } from '../../jobs/index.js';
import { CUBES } from './definition.js';
import { MAINTENANCE_JOB } from './job-parameters.js';
import { isAnyWaiting, staleInstances } from './maintenance/build.js';
import { queueBatch, queueMaintenance } from './queue-jobs.js';
import { baseYears } from './standing.js';

/**
 * To be called when analytics tables were changed, by whoever changed them: asks for the work that this makes. For an organization of which nothing was ever built that is maintenance, which
 * chooses its first roll-ups; else a batch, if a roll-up is behind or waits for tables (contract: aggregates.md §6.7). One that waits already is enough, however many updates follow each other.
 */
export async function afterTables(db: Db, jobs: Jobs): Promise<void> {
  const organizations = await organizationsWithState(db);
  for (const cube of CUBES) {
    if ((await baseYears(db, cube)).length === 0) continue;
    for (const { organization, isNew } of organizations) {
      if (isNew) {
        const cause = 'CubeUpdateMaintenance(FirstTimeCubeProcessed)';
        await queueMaintenance(db, jobs, { organization, cause }, undefined);
      } else if (
        (await staleInstances(db, organization, cube)).length > 0 ||
        (await isAnyWaiting(db, organization, cube))
      )
        await queueBatch(db, jobs, { organization, cube, isFullBuild: false, batchType: 'aggregate_batch' }, undefined);
    }
  }
}

/** All organizations; a new one has neither built anything nor been looked after. */
async function organizationsWithState(
  db: Db,
): Promise<readonly { readonly organization: string; readonly isNew: boolean }[]> {
  const { rows } = await sql<{ organization: string; isNew: boolean }>`
    select organization.organization_id as organization, not exists (
      select from orderly.roll_up_instance as instance
      join orderly.roll_up using (roll_up_id)
      where roll_up.organization_id = organization.organization_id and instance.status <> 'pending'
    ) and not exists (
      select from orderly.job_run as run
      where run.type = ${MAINTENANCE_JOB} and run.parameters ->> 'organization' = organization.organization_id
    ) as "isNew"
    from orderly.aggregate_organization as organization
    order by organization.organization_id
  `.execute(db);
  return rows;
}
