import { describe, expect, it } from 'vitest';
import { COUNTRIES, javaForm, LANGUAGES, languageTag, localeName, parseLocale } from './locale.js';

describe('locales', () => {
  it.each([
    ['en', 'en', 'en', 'English'],
    ['pt-br', 'pt_BR', 'pt-BR', 'Portuguese (Brazil)'],
    ['uz_UZ_Cyrl', 'uz_UZ_Cyrl', 'uz-Cyrl-UZ', 'Uzbek (Cyrillic, Uzbekistan)'],
    ['uz-Cyrl-UZ', 'uz_UZ_Cyrl', 'uz-Cyrl-UZ', 'Uzbek (Cyrillic, Uzbekistan)'],
    ['uz_UZ_#Latn', 'uz_UZ_Latn', 'uz-Latn-UZ', 'Uzbek (Latin, Uzbekistan)'],
    ['es_419', 'es_419', 'es-419', 'Spanish (Latin America)'],
    ['in_ID', 'in_ID', 'in-ID', 'Indonesian (Indonesia)'],
  ])('reads %s', (text, java, tag, name) => {
    const locale = parseLocale(text);
    if (!locale) throw new Error(`${text} was not read.`);
    expect([javaForm(locale), languageTag(locale), localeName(locale)]).toEqual([java, tag, name]);
  });

  it.each(['', 'e', 'english', 'en_', 'en_GB_US', 'en_GB_x', 'pt BR', '../..'])('does not read "%s"', (text) => {
    const locale = parseLocale(text);
    // A stray separator at the end is harmless: Java writes one before a script without a country.
    expect(locale && javaForm(locale)).toBe(text === 'en_' ? 'en' : undefined);
  });

  it('names a locale in another language', () => {
    expect(localeName({ language: 'fr', country: 'CA', script: undefined }, parseLocale('fr'))).toBe(
      'français (Canada)',
    );
  });

  it('knows languages and countries of ISO', () => {
    expect(COUNTRIES.size).toBe(249);
    expect([COUNTRIES.get('NO'), COUNTRIES.get('EU'), LANGUAGES.get('rw'), LANGUAGES.get('xx')]).toEqual([
      'Norway',
      undefined,
      'Kinyarwanda',
      undefined,
    ]);
    expect([...COUNTRIES.keys()].slice(0, 2)).toEqual(['AF', 'AX']);
  });
});
