import { escapeMarkup } from '../../kernel/markup.js';
/** A piece of HTML in which everything that came from elsewhere is escaped. Only the tag {@link html} makes one. */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  toString(): string {
    return this.text;
  }
}

export type HtmlValue = Html | string | number | undefined | false | readonly HtmlValue[];

/** Markup with values in it: pieces made by this tag stay as they are, everything else is escaped, also in attributes. */
export function html(strings: TemplateStringsArray, ...values: readonly HtmlValue[]): Html {
  return new Html(String.raw({ raw: strings }, ...values.map(markup)));
}

export const EMPTY = new Html('');

function markup(value: HtmlValue): string {
  if (value instanceof Html) return value.text;
  if (value === undefined || value === false) return '';
  if (typeof value === 'object') return value.map(markup).join('');
  return escapeHtml(String(value));
}

/** Text as it may stand in an element or in a quoted attribute, without the characters that HTML has no way to write. */
export const escapeHtml = (text: string): string =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  escapeMarkup(text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, ''));

/** A colour of a legend or a layer as it may stand in a style; undefined for a text that is none. */
export const colorOf = (text: unknown): string | undefined =>
  typeof text === 'string' && /^#([0-9a-f]{3}|[0-9a-f]{6})$/i.test(text.trim()) ? text.trim().toLowerCase() : undefined;

/** An address as it may stand in a link; undefined for one that a browser would do something else with than to open it. */
export function linkOf(text: unknown): string | undefined {
  if (typeof text !== 'string') return undefined;
  try {
    const url = new URL(text.trim());
    return url.protocol === 'https:' || url.protocol === 'http:' ? url.href : undefined;
  } catch {
    return undefined;
  }
}
