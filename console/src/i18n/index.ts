import i18n from '@dhis2/d2-i18n';

/** React writes text as text; escaping it here as well would show `&amp;` to people. */
i18n.services.interpolator.init({ interpolation: { escapeValue: false } }, true);

type Strings = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** One file of strings for each language and folder; all of a language are one chunk, which is loaded when it is spoken. */
const LANGUAGES: Readonly<Record<string, () => Promise<{ readonly strings: Strings }>>> = {
  en: () => import('./en'),
  fr: () => import('./fr'),
};

/**
 * Speaks the language of a locale in Java's form (`fr`, `fr_CA`) or as a browser says it (`fr-CA`), else English.
 */
export async function speak(locale: string | undefined): Promise<void> {
  const wanted = (locale ?? '').split(/[-_]/)[0]?.toLowerCase() ?? '';
  const language = wanted in LANGUAGES ? wanted : 'en';
  const { strings } = (await LANGUAGES[language]?.()) ?? { strings: {} };
  for (const folder of Object.values(strings))
    i18n.addResourceBundle(language, 'translation', translated(folder), true, true);
  document.documentElement.lang = language;
  await new Promise<void>((resolve) => {
    i18n.changeLanguage(language, () => resolve());
  });
}

/** What has not been translated yet must not hide what another folder says. */
const translated = (strings: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(strings).filter(([, text]) => text !== ''));

/** The language that is spoken, for dates and numbers; in the form of the user's country where the browser knows it. */
export const language = (): string =>
  navigator.languages.find(
    (tag) => (tag === i18n.language || tag.startsWith(`${i18n.language}-`)) && isLanguageTag(tag),
  ) ?? i18n.language;

/** A browser without a locale says `en-US@posix`, which its own formats refuse. */
function isLanguageTag(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length > 0;
  } catch {
    return false;
  }
}

export { i18n };
