import { badRequest } from '../../../kernel/errors/index.js';

/** A data value as it was sent, by the names of JSON; what it holds is not judged yet (contract: imports.md §2.1). */
export type SentValue = Readonly<Record<string, unknown>>;

/** Where a reader puts what the payload says beside its values; it is complete when the last value has been read. */
export type SentHead = Record<string, unknown>;

/** Reads a payload as it comes: gives its values in batches, and fills the head. */
export type PayloadReader = (source: AsyncIterable<Uint8Array>, head: SentHead) => AsyncIterable<readonly SentValue[]>;

/** A text of the payload; numbers and truth values are taken for their texts, blanks around it are dropped, and an empty one is none. */
export function textOf(sent: unknown, name: string): string | undefined {
  if (sent === undefined || sent === null) return undefined;
  if (typeof sent === 'object') throw badRequest(`\`${name}\` must be a text.`);
  const text = String(sent).trim();
  if (text.includes('\u0000')) throw badRequest(`\`${name}\` holds the character U+0000, which no text may have.`);
  return text === '' ? undefined : text;
}

/** A truth value of the payload, also as a text. */
export function flagOf(sent: unknown, name: string): boolean | undefined {
  const text = textOf(sent, name)?.toLowerCase();
  if (text === undefined) return undefined;
  if (text === 'true' || text === 'false') return text === 'true';
  throw badRequest(`\`${name}\` must be true or false, not \`${text.slice(0, 50)}\`.`);
}
