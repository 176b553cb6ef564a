import { queueBatch } from '../../roll-ups/index.js';
import { batchOfRun, listBatches } from '../batches-view.js';
import { requireCube, requireProject } from '../cubes.js';
import { endpoint } from '../endpoint.js';
import { command, read } from '../envelope.js';
import { flag, PAGING, requiredText, text } from '../parameters.js';

const CREATED = 201;

/** Builds of all aggregates of a cube (contract: aggregates.md §3). */
export const batchEndpoints = [
  endpoint({
    method: 'POST',
    path: '/aggregate-batch/orgId/:orgId/projectId/:projectId',
    summary: 'Build the aggregates of a cube: those that are behind, or all anew',
    parameters: { cubeId: requiredText(), isFullBuild: flag(false) },
    async answer({ db, jobs }, { organization, user, ids, parameters }) {
      requireProject(ids.projectId ?? '');
      const cube = requireCube(parameters.cubeId);
      const { isFullBuild } = parameters;
      const wanted = { organization, cube, isFullBuild, batchType: 'aggregate_batch' as const };
      const uid = await queueBatch(db, jobs, wanted, user.uid);
      return { ...command('success', { batch: await batchOfRun(db, uid), success: true }), http: CREATED };
    },
  }),
  endpoint({
    method: 'GET',
    path: '/aggregate-batch/orgId/:orgId/history',
    summary: 'Builds, newest first',
    parameters: { ...PAGING, projectId: text(), cubeId: text() },
    async answer({ db }, { organization, parameters }) {
      const { limit, offset, force_pull, projectId, cubeId } = parameters;
      requireProject(projectId);
      if (cubeId !== undefined) requireCube(cubeId);
      const { data, total } = await listBatches(db, organization, parameters);
      return read({ data, limit, offset, force_pull, total });
    },
  }),
];
