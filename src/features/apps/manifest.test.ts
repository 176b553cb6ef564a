import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { authorityOf, describeApp } from './app.js';
import { InvalidManifest, keyOf, namespacesOf, parseManifest, readManifest } from './manifest.js';

describe('a manifest', () => {
  it('is read, or refused, whatever JSON it is', () => {
    const member = fc.constantFrom(
      'name',
      'short_name',
      'appType',
      'icons',
      'activities',
      'shortcuts',
      'authorities',
      'dhis',
      'version',
    );
    const json = fc.dictionary(member, fc.oneof(fc.jsonValue(), fc.constant('APP'), fc.string({ minLength: 1 })));
    fc.assert(
      fc.property(json, (value) => {
        try {
          const manifest = readManifest(parseManifest(JSON.stringify(value)));
          expect(keyOf(manifest.shortName)).toMatch(/^[A-Za-z0-9-]+$/);
        } catch (error) {
          expect(error).toBeInstanceOf(InvalidManifest);
        }
      }),
      { numRuns: 1_000 },
    );
  });

  it.each([
    '',
    'x',
    '[]',
    '"x"',
    '7',
    'null',
    '{',
    '{"name":"a\\u0000b"}',
    '{"name":{}}',
    '{"name":" "}',
    '{"name":"…"}',
  ])('%j is refused', (text) => {
    expect(() => readManifest(parseManifest(text))).toThrow(InvalidManifest);
  });

  it.each([
    { appType: 'app' },
    { icons: 'x' },
    { icons: { 48: {} } },
    { activities: [] },
    { activities: { dhis: 'x' } },
    { shortcuts: {} },
    { shortcuts: ['x'] },
    { authorities: [{}] },
    { short_name: 'x'.repeat(201) },
  ])('with %j is refused', (members) => {
    expect(() => readManifest({ name: 'x', ...members })).toThrow(InvalidManifest);
  });

  it('names the app, its authority and its namespaces', () => {
    const manifest = readManifest({
      name: 'Line: Listing app!',
      version: 1.5,
      activities: { dhis: { namespace: 'a', additionalNamespaces: [{ namespace: 'b', readOnlyAuthorities: ['X'] }] } },
    });
    expect(manifest).toMatchObject({ shortName: 'Line: Listing app!', version: '1.5', appType: 'APP' });
    expect(keyOf(manifest.shortName)).toBe('Line-Listing-app');
    expect(namespacesOf(manifest)).toEqual(['a', 'b']);
    const details = {
      manifestJson: {},
      translations: [],
      source: 'LOCAL',
      folderName: 'x',
      root: '/x',
      digest: undefined,
    } as const;
    expect(authorityOf(describeApp(manifest, details))).toBe('M_Line_Listing_app');
    const core = readManifest({ name: 'Maps', short_name: 'maps', core_app: true });
    expect(authorityOf(describeApp(core, details))).toBe('M_dhis-web-maps');
  });
});
