import { type Locale, parseLocale } from '../../kernel/locale.js';

/** Names of an app in one language, as `manifest.webapp.translations.json` lists them. */
export interface Translation {
  readonly locale: string;
  readonly title?: string;
  readonly description?: string;
  /** Names of shortcuts by the name that the manifest has. */
  readonly shortcuts: Readonly<Record<string, string>>;
}

/** The translations of a file; none when it is no list of them: an app is not refused for it. */
export function readTranslations(json: unknown): readonly Translation[] {
  if (!Array.isArray(json)) return [];
  return json.flatMap((entry: unknown): readonly Translation[] => {
    if (typeof entry !== 'object' || entry === null) return [];
    const { locale, title, description, shortcuts } = entry as Record<string, unknown>;
    if (typeof locale !== 'string') return [];
    return [
      {
        locale,
        ...(typeof title === 'string' && { title }),
        ...(typeof description === 'string' && { description }),
        shortcuts: texts(shortcuts),
      },
    ];
  });
}

const texts = (value: unknown): Readonly<Record<string, string>> =>
  typeof value === 'object' && value !== null
    ? Object.fromEntries(
        Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
      )
    : {};

/** What an app is called in a language: from the most exact translation that has it, e.g. `es_CO` before `es`. */
export function translate(
  translations: readonly Translation[],
  locale: Locale | undefined,
): Omit<Translation, 'locale'> {
  const fitting = translations
    .map((translation) => ({ translation, exactness: locale ? exactness(parseLocale(translation.locale), locale) : 0 }))
    .filter((one) => one.exactness > 0)
    .sort((a, b) => a.exactness - b.exactness)
    .map(({ translation }) => translation);
  return {
    ...Object.assign(
      {},
      ...fitting.map(({ title, description }) => ({ ...(title && { title }), ...(description && { description }) })),
    ),
    shortcuts: Object.assign({}, ...fitting.map(({ shortcuts }) => shortcuts)) as Readonly<Record<string, string>>,
  };
}

/** How well a translation fits: 0 not at all, else one for each part that it names. */
function exactness(offered: Locale | undefined, wanted: Locale): number {
  if (offered?.language !== wanted.language) return 0;
  if (offered.country !== undefined && offered.country !== wanted.country) return 0;
  if (offered.script !== undefined && offered.script !== wanted.script) return 0;
  return 1 + Number(offered.country !== undefined) + Number(offered.script !== undefined);
}
