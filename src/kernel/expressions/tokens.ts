import { ExpressionError } from './expression-error.js';

export interface Token {
  readonly kind: 'number' | 'string' | 'name' | 'item' | 'variable' | 'operator' | 'end';
  /** Of an item all of it, of a string what is between the quotes. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** A longer formula is no formula, and its tree would be too deep to walk. */
const MOST_TOKENS = 5_000;

const SKIPPED = /(?:\s|\/\*[\s\S]*?\*\/|\/\/[^\n]*)+/y;
const KINDS: readonly (readonly [Token['kind'], RegExp])[] = [
  ['item', /(?:#|OUG|[A-Z])\{[^{}]*\}|PS_EVENTDATE:\s*[A-Za-z0-9]+/y],
  ['variable', /\[[A-Za-z]+\]/y],
  ['number', /(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?/y],
  ['name', /(?:d2:|\.)?[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z_][A-Za-z0-9_]*)*/y],
  ['operator', /&&|\|\||[<>=!]=|[-+*/%^<>!(),]/y],
];
const STRING = /'(?:[^'\\]|\\[\s\S])*'|"(?:[^"\\]|\\[\s\S])*"/y;

/**
 * The words of a formula; the last one is the end. Blanks and comments are left out.
 *
 * @throws ExpressionError for what is no word of the language
 */
export function tokensOf(text: string): readonly Token[] {
  const tokens: Token[] = [];
  const match = (pattern: RegExp, at: number): string | undefined => {
    pattern.lastIndex = at;
    return pattern.exec(text)?.[0];
  };
  let position = 0;
  for (;;) {
    position += match(SKIPPED, position)?.length ?? 0;
    if (position >= text.length) break;
    const token = stringAt(text, position, match(STRING, position)) ?? tokenAt(position, match);
    if (!token) throw new ExpressionError(`Unexpected ${JSON.stringify(text.charAt(position))}`, position);
    if (tokens.length >= MOST_TOKENS)
      throw new ExpressionError(`The expression is longer than ${MOST_TOKENS} words and signs.`);
    tokens.push(token);
    position = token.end;
  }
  tokens.push({ kind: 'end', text: 'the end', start: text.length, end: text.length });
  return tokens;
}

function tokenAt(start: number, match: (pattern: RegExp, at: number) => string | undefined): Token | undefined {
  for (const [kind, pattern] of KINDS) {
    const text = match(pattern, start);
    if (text !== undefined) return { kind, text, start, end: start + text.length };
  }
  return undefined;
}

function stringAt(text: string, start: number, quoted: string | undefined): Token | undefined {
  if (quoted !== undefined) {
    const content = quoted.slice(1, -1).replace(/\\([\s\S])/g, '$1');
    return { kind: 'string', text: content, start, end: start + quoted.length };
  }
  if (/['"]/.test(text.charAt(start))) throw new ExpressionError('The text has no closing quote', start);
  return undefined;
}
