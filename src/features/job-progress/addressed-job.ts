import type { FastifyRequest } from 'fastify';
import { sql } from 'kysely';
import type { Db } from '../../database/index.js';
import { hasAnyAuthority } from '../../http/index.js';
import { forbidden, objectNotFound } from '../../kernel/errors/index.js';

const MAY_READ_LOGS = ['F_JOB_LOG_READ'];

export const mayReadLogs = ({ user }: FastifyRequest): boolean => hasAnyAuthority(user, MAY_READ_LOGS);

/** uid of the user that a job runs as; null for the system. @throws OrderlyError 404 E1005 for an unknown job */
async function executedBy(db: Db, uid: string): Promise<string | null> {
  const { rows } = await sql<{ executedBy: string | null }>`
    select job.executedby as "executedBy" from orderly.job_configuration as job where job.uid = ${uid}
  `.execute(db);
  const [job] = rows;
  if (!job) throw objectNotFound('JobConfiguration', uid);
  return job.executedBy;
}

/**
 * What a job did is for those who may read logs, and for whom it runs as (contract: scheduling.md §1).
 *
 * @throws OrderlyError 404 E1005 for an unknown job, 403 E1006 for somebody else's
 */
export async function mayFollow(db: Db, request: FastifyRequest, uid: string): Promise<void> {
  const owner = await executedBy(db, uid);
  if (owner !== request.user.uid && !mayReadLogs(request))
    throw forbidden(`User has no access to JobConfiguration:${uid}`);
}
