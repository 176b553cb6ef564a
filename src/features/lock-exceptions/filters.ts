import { conflict, OrderlyError } from '../../kernel/errors/index.js';
import { parsePeriod } from '../../kernel/periods/index.js';
import { parseFilters } from '../../metadata/index.js';

type Filters = ReturnType<typeof parseFilters>;

/** The `filter` parameters of a list of exceptions; periods in any spelling of theirs, because `2024W05` and `2024W5` are the same one (contract: clients.md §9.3). */
export function exceptionFilters(parameters: readonly string[]): Filters {
  return parseFilters(parameters).map((filter) => {
    const [first, second = 'id', ...rest] = filter.path;
    const isPeriod = first === 'period' && second === 'id' && rest.length === 0;
    return isPeriod && filter.value !== undefined
      ? { ...filter, value: filter.value.replace(/[^[\],\s]+/g, (name) => parsePeriod(name)?.iso ?? name) }
      : filter;
  });
}

/** How the lists of metadata word it, and how the peer words it here. */
const WORDS: readonly (readonly [RegExp, string])[] = [
  [/^Invalid filter => /, 'Invalid filter: '],
  [/^`(.*)` is not a valid operator\.$/s, 'Query operator is not supported : $1'],
  [/^Unknown path property: /, 'Invalid path property: '],
];

/** Runs a list; what it asks for in words that make no sense is 409 in the peer's words (contract: data-admin.md §0.3, §2.2, §11 no. 10). */
export async function asConflict<Result>(list: () => Promise<Result>): Promise<Result> {
  try {
    return await list();
  } catch (error) {
    if (!(error instanceof OrderlyError) || error.code !== 'E1003') throw error;
    const message = WORDS.reduce((text, [theirs, peers]) => text.replace(theirs, peers), error.message);
    throw conflict(message, { code: 'E1003', cause: error });
  }
}
