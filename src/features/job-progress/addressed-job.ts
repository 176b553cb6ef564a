import type { FastifyRequest } from 'fastify';
import type { Db } from '../../database/index.js';
import { hasAnyAuthority } from '../../http/index.js';
import { forbidden } from '../../kernel/errors/index.js';
import { addressedJob } from '../job-configurations/index.js';

const MAY_READ_LOGS = ['F_JOB_LOG_READ'];

export const mayReadLogs = ({ user }: FastifyRequest): boolean => hasAnyAuthority(user, MAY_READ_LOGS);

/**
 * What a job did is for those who may read logs, and for whom it runs as (contract: scheduling.md §1).
 *
 * @throws OrderlyError 404 E1005 for an unknown job, 403 E1006 for somebody else's
 */
export async function mayFollow(db: Db, request: FastifyRequest, uid: string): Promise<void> {
  const { executedBy } = await addressedJob(db, uid);
  if (executedBy !== request.user.uid && !mayReadLogs(request))
    throw forbidden(`User has no access to JobConfiguration:${uid}`);
}
