import { ENGLISH, javaForm, type Locale, languageTag, localeName, parseLocale } from '../../kernel/locale.js';

/** A locale as a client offers it for choice. */
export interface WebLocale {
  readonly locale: string;
  readonly languageTag: string;
  readonly name: string;
  /** The name in the language of the one who asks. */
  readonly displayName: string;
}

/** Locales for choice, sorted by the name that the reader sees. A code that is no locale stays as it is: somebody stored it. */
export function webLocales(codes: readonly string[], reader: Locale = ENGLISH): readonly WebLocale[] {
  return codes
    .map((code) => webLocale(code, reader))
    .sort((a, b) => a.displayName.localeCompare(b.displayName, languageTag(reader)));
}

function webLocale(code: string, reader: Locale): WebLocale {
  const locale = parseLocale(code);
  if (!locale) return { locale: code, languageTag: code, name: code, displayName: code };
  return {
    locale: javaForm(locale),
    languageTag: languageTag(locale),
    name: localeName(locale),
    displayName: localeName(locale, reader),
  };
}
