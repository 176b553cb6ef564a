import { expect, it } from 'vitest';
import { parseLocale } from '../../kernel/locale.js';
import { readTranslations, translate } from './translations.js';

const TRANSLATIONS = readTranslations([
  { locale: 'es_CO', title: 'Aplicación de Colombia', shortcuts: { A: 'A de Colombia' } },
  {
    locale: 'es',
    title: 'Aplicación',
    description: 'Una aplicación',
    shortcuts: { A: 'A en español', B: 'B en español' },
  },
  { locale: 'uz_UZ_Cyrl', title: 'Илова' },
  { locale: 'en', title: '', shortcuts: { A: 7 } },
  { title: 'of no language' },
  { locale: '!', title: 'of none either' },
  null,
]);
const inLocale = (locale: string) => translate(TRANSLATIONS, parseLocale(locale));

it('takes each text from the most exact translation that has it', () => {
  expect(inLocale('es_CO')).toEqual({
    title: 'Aplicación de Colombia',
    description: 'Una aplicación',
    shortcuts: { A: 'A de Colombia', B: 'B en español' },
  });
  expect(inLocale('es')).toMatchObject({ title: 'Aplicación', shortcuts: { A: 'A en español' } });
  expect(inLocale('es_MX')).toMatchObject({ title: 'Aplicación' });
  expect(inLocale('uz_UZ_Cyrl')).toMatchObject({ title: 'Илова' });
  for (const locale of ['uz', 'en', 'fr', '', '!']) expect(inLocale(locale)).toEqual({ shortcuts: {} });
});

it.each([null, {}, 'x', 7, [7]])('%j has none', (json) => {
  expect(readTranslations(json)).toEqual([]);
});
