import { queueBatch } from '../../roll-ups/index.js';
import { requireCube, requireProject } from '../cubes.js';
import { endpoint } from '../endpoint.js';
import { designCenter } from '../envelope.js';
import { invalid } from '../errors.js';
import { addUserDefined, listUserDefined, type WantedAggregate } from '../user-defined.js';

const PATH = '/org/:orgId/project/:projectId/cube/:cubeId/aggregates';
const LONGEST_NAME = 230;
const LONGEST_NOTES = 10_000;
const MOST_ATTRIBUTES = 10_000;

/** Aggregates that somebody defines (contract: aggregates.md §3). */
export const userDefinedEndpoints = [
  endpoint({
    method: 'GET',
    path: PATH,
    summary: 'User-defined aggregates of a cube',
    parameters: {},
    async answer({ db }, { organization, ids }) {
      requireProject(ids.projectId ?? '');
      return designCenter({ aggregate: await listUserDefined(db, organization, requireCube(ids.cubeId ?? '')) });
    },
  }),
  endpoint({
    method: 'POST',
    path: PATH,
    summary: 'Define an aggregate; it is built at once',
    parameters: {},
    async answer({ db, jobs }, { organization, user, ids, body }) {
      requireProject(ids.projectId ?? '');
      const cube = requireCube(ids.cubeId ?? '');
      const made = await addUserDefined(db, organization, cube, wantedBy(body), user);
      const batchType = 'materialize-pending-instances';
      await queueBatch(db, jobs, { organization, cube, isFullBuild: false, batchType }, user.uid);
      return designCenter(made);
    },
  }),
];

const object = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};

/** `{name, properties: {notes}, attributes: {"attribute-ref": [{id}]}}`; a bare list of attributes is taken as well, with ids or without. */
function wantedBy(body: unknown): WantedAggregate {
  const { name, properties, attributes } = object(body);
  const { name: innerName, notes = '' } = object(properties);
  const given = name ?? innerName;
  if (typeof given !== 'string' || given.trim() === '' || given.length > LONGEST_NAME || given.includes('\0'))
    throw invalid(`name must be a text of at most ${LONGEST_NAME} characters`);
  if (typeof notes !== 'string' || notes.length > LONGEST_NOTES || notes.includes('\0'))
    throw invalid(`notes must be a text of at most ${LONGEST_NOTES} characters`);
  const references = Array.isArray(attributes) ? attributes : object(attributes)['attribute-ref'];
  if (!Array.isArray(references) || references.length === 0 || references.length > MOST_ATTRIBUTES)
    throw invalid('attributes must be a list of dimensions and measures');
  const wanted = references.map((reference) => (typeof reference === 'string' ? reference : object(reference).id));
  const texts = wanted.filter((id): id is string => typeof id === 'string' && !id.includes('\0'));
  if (texts.length < wanted.length) throw invalid('every attribute must have an id');
  return { name: given, notes, attributes: texts };
}
