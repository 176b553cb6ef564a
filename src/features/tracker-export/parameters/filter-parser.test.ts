import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readFilters } from './filter-parser.js';

const [A, B] = ['abcdefghij1', 'abcdefghij2'];
const read = (text: string) => readFilters('filter', text);

it.each([
  ['', []],
  [',,', []],
  [A, [{ uid: A, conditions: [{ operator: 'nnull' }] }]],
  [`${A}:EQ:x`, [{ uid: A, conditions: [{ operator: 'eq', value: 'x' }] }]],
  [
    `${A}:gt:1:lt:2,${B}:!null`,
    [
      {
        uid: A,
        conditions: [
          { operator: 'gt', value: '1' },
          { operator: 'lt', value: '2' },
        ],
      },
      { uid: B, conditions: [{ operator: 'nnull' }] },
    ],
  ],
  [`${A}:gt:1,${A}:null`, [{ uid: A, conditions: [{ operator: 'gt', value: '1' }, { operator: 'null' }] }]],
  [`${A}:null:eq:x`, [{ uid: A, conditions: [{ operator: 'null' }, { operator: 'eq', value: 'x' }] }]],
  [`${A}:eq:/:/,//`, [{ uid: A, conditions: [{ operator: 'eq', value: ':,/' }] }]],
  [`${A}:eq:a/b`, [{ uid: A, conditions: [{ operator: 'eq', value: 'a/b' }] }]],
  [
    `${A}:eq:a/,b,${B}`,
    [
      { uid: A, conditions: [{ operator: 'eq', value: 'a,b' }] },
      { uid: B, conditions: [{ operator: 'nnull' }] },
    ],
  ],
])('%j is read', (text, filters) => {
  expect(read(text)).toEqual(filters);
});

it('a value comes out as it was before colons, commas and slashes were escaped', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ minLength: 1 }), { minLength: 1, maxLength: 3 }), (values) => {
      const escaped = values.map((value) => `eq:${value.replace(/[/:,]/g, '/$&')}`);
      expect(read(`${A}:${escaped.join(':')}`)).toEqual([
        { uid: A, conditions: values.map((value) => ({ operator: 'eq', value })) },
      ]);
    }),
  );
});

it('reading takes time that grows with the text and no faster', () => {
  const text = `${A}:eq:${'/'.repeat(200_000)}`;
  expect(read(text)[0]?.conditions[0]?.value).toBe('/'.repeat(100_000));
});
