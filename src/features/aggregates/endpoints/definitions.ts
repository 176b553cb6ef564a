import { block, unblock } from '../blocking.js';
import { requireCube, requireProject } from '../cubes.js';
import { DEFINITION_STATUSES, listDefinitions, SUBTYPES } from '../definitions-view.js';
import { endpoint } from '../endpoint.js';
import { read } from '../envelope.js';
import { invalid } from '../errors.js';
import { INSTANCE_STATUSES, listInstances } from '../instances-view.js';
import { consent, isUuid, moment, oneOf, PAGING, text, uuid } from '../parameters.js';

const PATH = '/aggregates/orgId/:orgId';
const DEFINITION = `${PATH}/definitionId/:definitionId`;
const INSTANCE = `${DEFINITION}/instanceId/:instanceId`;

function pathUuid(ids: Readonly<Record<string, string>>, name: string): string {
  const { [name]: id = '' } = ids;
  if (!isUuid(id)) throw invalid(`${name} must be a UUID`);
  return id;
}

/** Definitions, their instances, and keeping them from being built (contract: aggregates.md §3). */
export const definitionEndpoints = [
  endpoint({
    method: 'GET',
    path: PATH,
    summary: 'Aggregate definitions, newest first',
    parameters: {
      ...PAGING,
      id: uuid(),
      definitionId: uuid(),
      project: text(),
      projectId: text(),
      cubeId: text(),
      status: oneOf(...DEFINITION_STATUSES),
      subtype: oneOf(...SUBTYPES),
    },
    async answer({ db }, { organization, parameters }) {
      const { limit, offset, force_pull, id, project, projectId, cubeId, ...rest } = parameters;
      requireProject(project);
      requireProject(projectId);
      if (cubeId !== undefined) requireCube(cubeId);
      const definitionId = rest.definitionId ?? id;
      const { data, total } = await listDefinitions(db, organization, { ...rest, limit, offset, definitionId, cubeId });
      return read({ data, limit, offset, force_pull, total });
    },
  }),
  endpoint({
    method: 'GET',
    path: `${PATH}/instances`,
    summary: 'Aggregate instances, newest first',
    parameters: {
      ...PAGING,
      definitionId: uuid(),
      projectId: text(),
      cubeId: text(),
      status: oneOf(...INSTANCE_STATUSES),
      batchId: uuid(),
      tableName: text(),
      startTime: moment(),
      endTime: moment(),
    },
    async answer({ db }, { organization, parameters }) {
      const { limit, offset, force_pull, projectId, cubeId } = parameters;
      requireProject(projectId);
      if (cubeId !== undefined) requireCube(cubeId);
      const { data, total } = await listInstances(db, organization, parameters);
      return read({ data, limit, offset, force_pull, total });
    },
  }),
  endpoint({
    method: 'PUT',
    path: DEFINITION,
    summary: 'Let a blocked definition be built again',
    parameters: { unblock: consent() },
    async answer({ db }, { organization, ids }) {
      const updated = await unblock(db, { organization, definition: pathUuid(ids, 'definitionId') });
      return read({ updated });
    },
  }),
  endpoint({
    method: 'PUT',
    path: INSTANCE,
    summary: 'Let the blocked definition of an instance be built again',
    parameters: { unblock: consent() },
    async answer({ db }, { organization, ids }) {
      const [definition, instance] = [pathUuid(ids, 'definitionId'), pathUuid(ids, 'instanceId')];
      return read({ updated: await unblock(db, { organization, definition, instance }) });
    },
  }),
  endpoint({
    method: 'DELETE',
    path: INSTANCE,
    summary: 'Take an instance away and block its definition',
    parameters: { block: consent() },
    async answer({ db }, { organization, ids }) {
      const [definition, instance] = [pathUuid(ids, 'definitionId'), pathUuid(ids, 'instanceId')];
      return read({ deleted: await block(db, { organization, definition, instance }) });
    },
  }),
];
