import { type Html, html, linkOf } from './html.js';

/** Marks of texts in dashboards: `*bold*`, `_italic_` at the edges of words, and addresses. */
const MARK =
  /(?<url>https?:\/\/[^\s<>"'`]*[^\s<>"'`.,;:!?)\]])|(?<![\w*])\*(?<bold>[^\s*](?:[^*\n]*[^\s*])?)\*(?![\w*])|(?<!\w)_(?<italic>[^\s_](?:[^_\n]*[^\s_])?)_(?!\w)/gu;

/** A text that a user wrote, as HTML: the marks that DHIS2 knows are shown, lines stay lines, and everything else is text. */
export function richText(text: string): Html {
  const lines = text.trim().split(/\r?\n/).map(line);
  return html`${lines.map((one, index) => (index === 0 ? one : html`<br>${one}`))}`;
}

function line(text: string): Html {
  const pieces: Html[] = [];
  let end = 0;
  for (const match of text.matchAll(MARK)) {
    pieces.push(html`${text.slice(end, match.index)}`, marked(match));
    end = match.index + match[0].length;
  }
  pieces.push(html`${text.slice(end)}`);
  return html`${pieces}`;
}

function marked({ 0: whole, groups }: RegExpMatchArray): Html {
  const { url, bold, italic } = groups ?? {};
  if (bold !== undefined) return html`<strong>${line(bold)}</strong>`;
  if (italic !== undefined) return html`<em>${line(italic)}</em>`;
  const address = linkOf(url);
  return address === undefined ? html`${whole}` : html`<a href="${address}" style="color:#1565c0;">${whole}</a>`;
}
