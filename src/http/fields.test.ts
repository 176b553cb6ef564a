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

  it('ends for any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('a', 'b', '[', ']', '(', ')', ',', '!', '*', ':') }), (text) => {
        expect(parseFields(text).named.size).toBeLessThanOrEqual(text.length);
      }),
    );
  });
});
