import type { ContentType } from './gateway.js';

const PLACEHOLDER = /\$\{([^{}]*)\}/g;

/** Turns a value into the form in which it can stand in a text of some kind. */
export type Escape = (value: string) => string;

const MARKUP: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

// By way of its bytes, because half a character would be refused.
export const inUrl: Escape = (value) => encodeURIComponent(Buffer.from(value, 'utf8').toString('utf8'));
const inJson: Escape = (value) => JSON.stringify(value).slice(1, -1);
const inXml: Escape = (value) => value.replace(/[&<>"']/g, (character) => MARKUP[character] ?? character);

/** How values stand in a body of the given kind. */
export const ESCAPES: Readonly<Record<ContentType, Escape>> = {
  APPLICATION_JSON: inJson,
  APPLICATION_XML: inXml,
  FORM_URL_ENCODED: inUrl,
  URL: inUrl,
  TEXT_PLAIN: (value) => value,
};

/** `template` with each `${name}` replaced by its value; placeholders without a value stay. What a value contains is never taken for a placeholder. */
export function fillIn(template: string, values: ReadonlyMap<string, string>, form: Escape): string {
  return template.replace(PLACEHOLDER, (placeholder, name: string) => {
    const value = values.get(name);
    return value === undefined ? placeholder : form(value);
  });
}

/** The names of the placeholders in a template. */
export const placeholders = (template: string): readonly string[] =>
  [...template.matchAll(PLACEHOLDER)].map(([, name = '']) => name);
