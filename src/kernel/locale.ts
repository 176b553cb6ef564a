/** A locale as DHIS2 writes it: language, then country, then script, e.g. `uz_UZ_Cyrl` (contract: system.md §10). */
export interface Locale {
  readonly language: string;
  readonly country: string | undefined;
  readonly script: string | undefined;
}

const LANGUAGE = /^[a-z]{2,3}$/i;
const COUNTRY = /^([a-z]{2}|\d{3})$/i;
const SCRIPT = /^[a-z]{4}$/i;

/**
 * Reads a locale in any form that clients send: `pt_BR`, `pt-BR`, `uz_UZ_Cyrl`, `uz-Cyrl-UZ`, Java's own `uz_UZ_#Cyrl`. Undefined when it is none.
 */
export function parseLocale(text: string): Locale | undefined {
  const [language = '', ...rest] = text.trim().split(/[_-]/);
  const parts = rest.map((part) => part.replace(/^#/, '')).filter((part) => part !== '');
  const country = parts.filter((part) => COUNTRY.test(part));
  const script = parts.filter((part) => SCRIPT.test(part));
  if (!LANGUAGE.test(language) || country.length > 1 || script.length > 1) return undefined;
  if (country.length + script.length !== parts.length) return undefined;
  return {
    language: language.toLowerCase(),
    country: country[0]?.toUpperCase(),
    script: script[0] && script[0].charAt(0).toUpperCase() + script[0].slice(1).toLowerCase(),
  };
}

const joined = (separator: string, ...parts: readonly (string | undefined)[]): string =>
  parts.filter((part) => part !== undefined).join(separator);

/** `uz_UZ_Cyrl`: what the tables hold and what clients of the wire expect. */
export const javaForm = ({ language, country, script }: Locale): string => joined('_', language, country, script);

/** `uz-Cyrl-UZ`: the tag of BCP 47. */
export const languageTag = ({ language, country, script }: Locale): string => joined('-', language, script, country);

/** The name of a locale, e.g. `Portuguese (Brazil)`, in the language of another one. */
export function localeName(locale: Locale, inLanguageOf: Locale = ENGLISH): string {
  return displayNames(languageTag(inLanguageOf)).of(languageTag(locale)) ?? javaForm(locale);
}

export const ENGLISH: Locale = { language: 'en', country: undefined, script: undefined };

const known = new Map<string, Intl.DisplayNames>();

function displayNames(tag: string): Intl.DisplayNames {
  const names = known.get(tag) ?? new Intl.DisplayNames([tag, 'en'], { type: 'language', languageDisplay: 'standard' });
  // Clients choose the tag, so what is kept must have an end.
  if (known.size < 100) known.set(tag, names);
  return names;
}

/** Codes of `type` with two letters that Unicode counts as current, with their English names, sorted by name. */
function codes(type: 'language' | 'region', without: ReadonlySet<string>): ReadonlyMap<string, string> {
  const names = new Intl.DisplayNames(['en'], { type, fallback: 'none' });
  const letters = [...'abcdefghijklmnopqrstuvwxyz'];
  const pairs = letters.flatMap((first) => letters.map((second) => first + second));
  const found = pairs.flatMap((pair): readonly [string, string][] => {
    const code = type === 'region' ? pair.toUpperCase() : pair;
    const canonical = new Intl.Locale(type === 'region' ? `und-${code}` : code);
    const name = names.of(code);
    const current = (type === 'region' ? canonical.region : canonical.language) === code;
    return name !== undefined && current && !without.has(code) ? [[code, name]] : [];
  });
  return new Map(found.sort(([, a], [, b]) => a.localeCompare(b, 'en')));
}

/** Regions that Unicode names and ISO 3166 does not list as countries: reserved codes, unions, islands of others, codes for tests. */
const NO_COUNTRIES = new Set('AC CP CQ DG EA EU EZ IC QO TA UN XA XB XK ZZ'.split(' '));

/** ISO 639-1: code → English name, sorted by name. */
export const LANGUAGES = codes('language', new Set());

/** ISO 3166-1: code → English name, sorted by name. */
export const COUNTRIES = codes('region', NO_COUNTRIES);
