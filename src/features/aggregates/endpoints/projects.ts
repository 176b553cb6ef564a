import { CUBES } from '../../roll-ups/index.js';
import { cubeCaption, PROJECT } from '../cubes.js';
import { endpoint } from '../endpoint.js';
import { read } from '../envelope.js';

/** What is published: one project, whose cubes are the analytics tables that are rolled up (contract: aggregates.md §3, §6.1). */
export const projectEndpoints = [
  endpoint({
    method: 'GET',
    path: '/projects/published/orgId/:orgId',
    summary: 'Published projects with their cubes',
    parameters: {},
    answer: async () =>
      read([{ ...PROJECT, cubes: CUBES.map((cube) => ({ id: cube, name: cube, caption: cubeCaption(cube) })) }]),
  }),
];
