import type { MetadataType } from '../model/type.js';
import { type BundleObject, isObject } from './bundle.js';
import { errorReport } from './report.js';
import { textual } from './values.js';

/** Each translation says its language, its property and its text, and no two are for the same place (contract: imports.md §8.4). */
export function checkTranslations(type: MetadataType, objects: readonly BundleObject[]): void {
  if (!type.traits.has('translations')) return;
  for (const object of objects) {
    const { translations } = object.source;
    if (translations === undefined || translations === null) continue;
    const report = (code: Parameters<typeof errorReport>[1], ...args: readonly string[]): void => {
      object.errors.push(errorReport(type, code, args, { property: 'translations', id: object.uid }));
    };
    if (!Array.isArray(translations)) {
      report('E4027', textual(translations), 'translations');
      continue;
    }
    const seen = new Set<string>();
    for (const translation of translations) {
      if (!isObject(translation)) {
        report('E4027', textual(translation), 'translations');
        continue;
      }
      const missing = ['locale', 'property', 'value'].filter((name) => !isFilled(translation[name]));
      for (const name of missing) report('E4000', name);
      const { property, locale } = translation;
      const place = `${String(property)} ${String(locale)}`;
      if (missing.length === 0 && seen.has(place)) report('E1106', String(property), String(locale));
      seen.add(place);
    }
  }
}

const isFilled = (value: unknown): boolean => typeof value === 'string' && value !== '';
