import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findByPlural, STANDALONE_TYPES } from '../../../src/metadata/index.js';
import { OPERATORS } from '../../../src/metadata/read/filter-parser.js';
import { testServer } from '../../support/server.js';

const server = testServer({ demo: true });
const RUNS = 500;

const PLURALS = STANDALONE_TYPES.map(({ plural }) => plural);
const SIGNS = [
  ...'[]()!:~|*,.;%_\\\'"$-+ \u0000\u0001\n\u007f',
  '::',
  'é',
  '\u{1F600}',
  '\ufffd',
  '..',
  '::size',
  '~rename(',
  '~pluck',
];
const WORDS = [
  'id',
  'name',
  'parent',
  'users',
  'sharing',
  'created',
  'access',
  'null',
  'true',
  '1',
  '-1',
  '2024',
  '1e999',
  'NaN',
  'constructor',
];

/** Texts of words and signs, which now and then make sense. */
const nonsense = (words: readonly string[]): fc.Arbitrary<string> =>
  fc
    .array(
      fc.oneof(
        { weight: 2, arbitrary: fc.constantFrom(...words, ...WORDS) },
        fc.constantFrom(...SIGNS),
        fc.string({ maxLength: 4 }),
      ),
      {
        maxLength: 12,
      },
    )
    .map((parts) => parts.join(''));

/** Filters of the right form with properties, operators and values that need not fit each other. */
const misfit = (plural: string): fc.Arbitrary<string> => {
  const names = [...(findByPlural(plural)?.properties.keys() ?? [])];
  return fc
    .tuple(
      fc.array(fc.constantFrom(...names, ...WORDS), { minLength: 1, maxLength: 3 }),
      fc.constantFrom(...Object.keys(OPERATORS)),
      fc.oneof(nonsense(names), fc.constantFrom('[]', '[1,2]', '[a,b]', '1', 'true', '2024-01-01', '')),
    )
    .map(([path, operator, value]) => `${path.join('.')}:${operator}:${value}`);
};

const request = fc.constantFrom(...PLURALS).chain((plural) => {
  const names = [...(findByPlural(plural)?.properties.keys() ?? [])];
  const text = nonsense([...names, ...Object.keys(OPERATORS)]);
  const parameter = fc.oneof(
    fc.tuple(
      fc.constantFrom(
        'fields',
        'order',
        'query',
        'page',
        'pageSize',
        'rootJunction',
        'locale',
        'strict',
        'paging',
        'level',
      ),
      text,
    ),
    fc.tuple(fc.constantFrom('filter'), fc.oneof(text, misfit(plural), misfit(plural))),
  );
  return fc.record({
    plural: fc.constant(plural),
    below: fc.constantFrom('', '', '', '/fbfJHSPpUQD', '/AAAAAAAAAAA', '/fbfJHSPpUQD/name'),
    parameters: fc.array(parameter, { minLength: 1, maxLength: 4 }),
  });
});

describe('nonsense', () => {
  it('is answered or refused, and is never our fault', async () => {
    const seen = new Set<number>();
    await fc.assert(
      fc.asyncProperty(request, async ({ plural, below, parameters }) => {
        const query = new URLSearchParams(parameters.map(([name, value]): [string, string] => [name, value]));
        const { status, json, text } = await server.request(`/api/${plural}${below}?${query}`);
        seen.add(status);
        expect([200, 400, 404], text.slice(0, 400)).toContain(status);
        if (status !== 200) expect(json).toMatchObject({ status: 'ERROR', message: expect.stringMatching(/./) });
      }),
      { numRuns: RUNS },
    );
    expect([...seen].toSorted()).toEqual([200, 400, 404]);
  });

  it.each([
    ['organisationUnits', 'fields=id%01,name%0a&order=name%00:asc'],
    ['organisationUnits', 'fields=%5B%5D%28%29~~::||&filter=,,,'],
    ['dataElements', 'fields=id%25,%C3%A9&order=%F0%9F%98%80'],
  ])('%s?%s', async (plural, query) => {
    expect((await server.request(`/api/${plural}?${query}`)).status).toBe(200);
  });
});
