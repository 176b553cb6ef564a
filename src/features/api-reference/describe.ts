import { ALL_TYPES } from '../../metadata/index.js';
import { SECTIONS } from './sections/index.js';

export interface OperationText {
  /** Title of the section that it belongs to. */
  readonly tag: string;
  readonly summary: string;
}

/** Lock exceptions are no type of their own, but are read like one. */
const TYPES: ReadonlySet<string> = new Set([...ALL_TYPES.map(({ plural }) => plural), 'lockExceptions']);

/** By method and path. */
const TEXTS: ReadonlyMap<string, OperationText> = new Map(
  SECTIONS.flatMap(({ title, operations }) =>
    Object.entries(operations).flatMap(([key, summary]) => {
      const words = key.split(' ');
      const path = words.pop() ?? '';
      return words.map((method) => [`${method} ${path}`, { tag: title, summary }] as const);
    }),
  ),
);

/** Methods and paths of all texts, for the test that none outlives its operation. */
export const describedOperations = (): readonly string[] => [...TEXTS.keys()];

/**
 * Section and summary of an operation.
 *
 * @param path as OpenAPI writes it, e.g. `/api/dataElements/{uid}`
 */
export function textOf(method: string, path: string): OperationText | undefined {
  return TEXTS.get(`${method} ${path}`) ?? TEXTS.get(`${method} ${withoutType(path)}`);
}

/** The path with `{type}` for the name of a metadata type: `/api/{type}/{uid}`. Other paths are as they are. */
export function withoutType(path: string): string {
  const [, root, type = '', ...rest] = path.split('/');
  return root === 'api' && TYPES.has(type) ? ['', 'api', '{type}', ...rest].join('/') : path;
}

/** Section for operations whose path says it, where no text is needed because the route has its own. */
export function sectionOf(path: string): string | undefined {
  return path.startsWith('/api/maintenance') ? 'Maintenance' : undefined;
}
