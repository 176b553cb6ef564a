import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { refusal } from '../../../test/support/refusal.js';
import { OrderlyError } from '../../kernel/errors/index.js';
import { applyPatch, readPatch } from './json-patch.js';

const FIRST = 'fbfJHSPpUQD';
const SECOND = 'cYeuwXTCPkU';
const GROUP = {
  name: 'ANC',
  description: 'Antenatal care',
  dataElements: [{ id: FIRST }, { id: SECOND }],
  style: { color: '#fff', 'a/b': 1, 'c~d': 2 },
  translations: [],
};

const patched = (...operations: readonly unknown[]): unknown => applyPatch(GROUP, operations);
const sentence = (operations: unknown): string => refusal(400, () => applyPatch(GROUP, operations));

describe('JSON patch', () => {
  it.each([
    ['replace a property', { op: 'replace', path: '/name', value: 'PNC' }, { name: 'PNC' }],
    ['clear a property', { op: 'replace', path: '/name', value: null }, { name: null }],
    ['replace what was not set', { op: 'replace', path: '/code', value: 'X' }, { code: 'X' }],
    ['add a property', { op: 'add', path: '/code', value: 'X' }, { code: 'X' }],
    ['add over what is there', { op: 'add', path: '/dataElements', value: [] }, { dataElements: [] }],
    [
      'append',
      { op: 'add', path: '/dataElements/-', value: { id: 'x' } },
      { dataElements: [{ id: FIRST }, { id: SECOND }, { id: 'x' }] },
    ],
    ['insert', { op: 'add', path: '/dataElements/1', value: 1 }, { dataElements: [{ id: FIRST }, 1, { id: SECOND }] }],
    ['insert at the end', { op: 'add', path: '/translations/0', value: 1 }, { translations: [1] }],
    ['replace in a list', { op: 'replace', path: '/dataElements/0', value: 1 }, { dataElements: [1, { id: SECOND }] }],
    [
      'go below a list',
      { op: 'add', path: '/dataElements/1/name', value: 'n' },
      { dataElements: [{ id: FIRST }, { id: SECOND, name: 'n' }] },
    ],
    ['read escapes', { op: 'replace', path: '/style/a~1b', value: 9 }, { style: { ...GROUP.style, 'a/b': 9 } }],
    ['read escaped tildes', { op: 'replace', path: '/style/c~0d', value: 9 }, { style: { ...GROUP.style, 'c~d': 9 } }],
    ['remove from a list', { op: 'remove', path: '/dataElements/0' }, { dataElements: [{ id: SECOND }] }],
    ['remove nothing', { op: 'remove', path: '/nothing/here' }, {}],
    ['remove beyond a list', { op: 'remove', path: '/dataElements/7' }, {}],
    ['remove at the end mark', { op: 'remove', path: '/dataElements/-' }, {}],
    ['remove by id', { op: 'remove-by-id', path: '/dataElements', id: SECOND }, { dataElements: [{ id: FIRST }] }],
    ['remove by an id that is not there', { op: 'remove-by-id', path: '/dataElements', id: 'aaaaaaaaaaa' }, {}],
    ['remove by id where there is no list', { op: 'remove-by-id', path: '/style', id: FIRST }, {}],
  ])('can %s', (_, operation, change) => {
    expect(patched(operation)).toEqual({ ...GROUP, ...change });
  });

  it('removes a property', () => {
    expect(patched({ op: 'remove', path: '/description' })).toEqual({
      name: GROUP.name,
      dataElements: GROUP.dataElements,
      style: GROUP.style,
      translations: [],
    });
  });

  it('runs the operations one after the other', () => {
    const operations = [
      { op: 'add', path: '/groups', value: [] },
      { op: 'add', path: '/groups/-', value: { id: 'a' } },
      { op: 'replace', path: '/groups/0/id', value: 'b' },
    ];
    expect(patched(...operations)).toMatchObject({ groups: [{ id: 'b' }] });
    expect(operations[0]).toEqual({ op: 'add', path: '/groups', value: [] });
    expect(patched()).toEqual(GROUP);
  });

  it.each([
    [{}, 'A JSON patch must be a list of operations.'],
    [null, 'A JSON patch must be a list of operations.'],
    [['add'], 'Operation 1 of the JSON patch must be an object with `op` and `path`.'],
    [
      [{ path: '/name' }],
      'Operation 1 of the JSON patch needs an `op` out of add, remove, remove-by-id, replace, but has none.',
    ],
    [
      [{ op: 'test', path: '/name', value: 'ANC' }],
      'Operation 1 of the JSON patch needs an `op` out of add, remove, remove-by-id, replace, but has `test`.',
    ],
    [[{ op: 'remove' }], /needs a `path` that starts with `\/` and names a property, but has none\.$/],
    [[{ op: 'remove', path: 'name' }], /but has `name`\.$/],
    [[{ op: 'remove', path: '' }], /but has ``\.$/],
    [[{ op: 'remove', path: '/' }], /needs a `path` that names a property, but has `\/`\.$/],
    [[{ op: 'remove', path: 7 }], /but has `7`\.$/],
    [[{ op: 'replace', path: '/name' }], 'Operation 1 of the JSON patch needs a `value`; null clears a property.'],
    [[{ op: 'add', path: '/a/b', value: 1 }], 'Path does not exist: /a/b'],
    [[{ op: 'replace', path: '/a/b~1c', value: 1 }], 'Path does not exist: /a/b~1c'],
    [[{ op: 'add', path: '/name/b', value: 1 }], 'Parent node is not a container, unable to proceed: /name/b'],
    [[{ op: 'add', path: '/dataElements/x', value: 1 }], 'not an index: x (expected: a non-negative integer)'],
    [[{ op: 'add', path: '/dataElements/01', value: 1 }], 'not an index: 01 (expected: a non-negative integer)'],
    [[{ op: 'add', path: '/dataElements/3', value: 1 }], 'index out of bounds: 3 (expected: >= 0 && <= 2)'],
    [[{ op: 'remove-by-id', path: '/nothing', id: FIRST }], 'Invalid path /nothing'],
    [[{ op: 'remove-by-id', path: '/dataElements', id: 'short' }], 'Invalid id `short`'],
    [[{ op: 'remove-by-id', path: '/dataElements' }], 'Invalid id none'],
    [[{ op: 'add', path: '/__proto__/polluted', value: 1 }], 'Property __proto__ does not exist.'],
    [[{ op: 'add', path: '/style/constructor/prototype/x', value: 1 }], 'Property constructor does not exist.'],
  ])('refuses %j', (operations, wanted) => {
    expect(sentence(operations)).toEqual(wanted instanceof RegExp ? expect.stringMatching(wanted) : wanted);
  });

  it('does not see what objects inherit', () => {
    expect(patched({ op: 'remove', path: '/toString' })).toEqual(GROUP);
    expect(sentence([{ op: 'add', path: '/toString/x', value: 1 }])).toBe('Path does not exist: /toString/x');
  });

  it('says which properties a patch changes', () => {
    const operations = readPatch([{ op: 'add', path: '/style/color', value: 1 }]);
    expect(operations.map(({ path }) => path[0])).toEqual(['style']);
  });

  it('leaves the document and the patch alone, and throws nothing but what a caller may see', () => {
    const names = fc.constantFrom('a', 'b', '0', '1', '-', '__proto__', 'id', '~1', '');
    const path = fc.oneof(
      fc.array(names, { maxLength: 4 }).map((pieces) => pieces.map((piece) => `/${piece}`).join('')),
      fc.jsonValue(),
    );
    const document = fc.dictionary(
      fc.constantFrom('a', 'b', 'id'),
      fc.oneof(fc.array(fc.record({ id: fc.constantFrom(FIRST, SECOND) })), fc.jsonValue()),
    );
    const operation = fc.record(
      {
        op: fc.constantFrom('add', 'replace', 'remove', 'remove-by-id', 'test'),
        path,
        value: fc.jsonValue(),
        id: fc.constantFrom(FIRST, SECOND, 'x'),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(document, fc.oneof(fc.array(operation, { maxLength: 5 }), fc.jsonValue()), (before, operations) => {
        const copies = [structuredClone(before), structuredClone(operations)];
        try {
          applyPatch(before, operations);
        } catch (error) {
          expect(error).toBeInstanceOf(OrderlyError);
          expect(error).toMatchObject({ status: 400 });
        }
        expect([before, operations]).toEqual(copies);
        expect(Object.hasOwn(Object.prototype, 'a')).toBe(false);
      }),
      { numRuns: 2000 },
    );
  });
});
