import { CUBES, type Cube } from '../roll-ups/index.js';
import { missing } from './errors.js';

/** The one project of an organization, and the cubes in it: the analytics tables that are rolled up (contract: aggregates.md §6.1). */
export const PROJECT = { id: 'analytics', name: 'analytics', caption: 'Analytics' } as const;

const CAPTIONS: Readonly<Record<Cube, string>> = { DATA_VALUE: 'Aggregate data values' };

export const cubeCaption = (cube: Cube): string => CAPTIONS[cube];

/** @throws OrderlyError 404 for another project */
export function requireProject(id: string | undefined): void {
  if (id !== undefined && id !== PROJECT.id) throw missing('Project', id);
}

/** @throws OrderlyError 404 for another cube */
export function requireCube(id: string): Cube {
  const cube = CUBES.find((known) => known === id);
  if (!cube) throw missing('Cube', id);
  return cube;
}
