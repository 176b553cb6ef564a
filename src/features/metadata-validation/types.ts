import { badRequest } from '../../kernel/errors/index.js';
import { type MetadataType, STANDALONE_TYPES } from '../../metadata/index.js';

/**
 * The types with these collection names; all without any.
 *
 * @throws OrderlyError 400 for a name of none
 */
export function typesNamed(names: readonly string[]): readonly MetadataType[] {
  const unknown = names.find((name) => !STANDALONE_TYPES.some(({ plural }) => plural === name));
  if (unknown !== undefined)
    throw badRequest(
      `There is no metadata collection \`${unknown.slice(0, 100)}\`. There are: ${STANDALONE_TYPES.map(({ plural }) => plural).join(', ')}.`,
    );
  return names.length === 0 ? STANDALONE_TYPES : STANDALONE_TYPES.filter(({ plural }) => names.includes(plural));
}
