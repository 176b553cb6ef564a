import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseFields, selectByParameter } from './fields.js';

const USER = { id: 'a', name: 'b', settings: { keyUiLocale: 'en', keyStyle: 'x' }, groups: [{ id: 'g', name: 'G' }] };

describe('fields', () => {
  it.each([
    [[], USER],
    [['id,name'], { id: 'a', name: 'b' }],
    [['id', 'groups[id]'], { id: 'a', groups: [{ id: 'g' }] }],
    [['*,!settings,!groups'], { id: 'a', name: 'b' }],
    [['settings(keyUiLocale)'], { settings: { keyUiLocale: 'en' } }],
    [['nothing'], {}],
  ])('%j', (fields, wanted) => {
    expect(selectByParameter(USER, fields)).toEqual(wanted);
  });

  it('reads what an old client sends with a bracket too few', () => {
    expect(selectByParameter(USER, [':all,groups[id],userCredentials[:all,!user,userRoles[id]'])).toEqual({
      ...USER,
      groups: [{ id: 'g' }],
    });
  });

  it('refuses what nests without end, and reads long texts in no time', () => {
    const deep = (levels: number): string => `${'a['.repeat(levels)}b${']'.repeat(levels)}`;
    expect(parseFields(deep(16)).named.has('a')).toBe(true);
    expect(() => parseFields(deep(17))).toThrow('16 levels');
    expect(() => parseFields(`a${'~size'.repeat(11)}`)).toThrow('10 transformers');
    expect(parseFields(`${'name,'.repeat(200_000)}id`).named.size).toBe(2);
    expect(parseFields(`${'a[b],'.repeat(50_000)}:all,!c`).named.size).toBe(1);
  });

  it('ends for any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('a', 'b', '[', ']', '(', ')', ',', '!', '*', ':') }), (text) => {
        expect(parseFields(text).named.size).toBeLessThanOrEqual(text.length);
      }),
    );
  });
});
