import { isUtf8 } from 'node:buffer';

/** What of a text is at hand when elements are turned into values: more at once gains nothing, less costs calls. */
const BATCH_BYTES = 512 * 1024;
/** Longest element of the list, and longest other member of the object. */
const LONGEST_BYTES = 16 * 1024 * 1024;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;

const isSpace = (byte: number): boolean => byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;

/** A text that is no JSON object, with what is wrong about it. */
export class JsonTextError extends Error {}

type Mode = 'start' | 'key' | 'value start' | 'value' | 'list' | 'after value' | 'end';

/**
 * Reads a JSON object of which one member is a long list, without ever holding the list: gives the list's elements in batches and puts the other members into `members`
 * as they come. Where elements end is told by their bytes alone; they are turned into values many at a time.
 *
 * @param list name of the member whose elements are wanted; it may come before or after the others
 * @throws JsonTextError for a text that is no JSON object, ends too early, or is not UTF-8
 */
export async function* readJsonList(
  source: AsyncIterable<Uint8Array>,
  list: string,
  members: Record<string, unknown>,
): AsyncGenerator<readonly unknown[]> {
  const scanner = new Scanner(list, members);
  for await (const chunk of source) {
    scanner.take(chunk);
    const elements = scanner.elements();
    if (elements.length > 0) yield elements;
  }
  scanner.end();
}

class Scanner {
  readonly #list: string;
  readonly #members: Record<string, unknown>;
  #mode: Mode = 'start';
  #key = '';
  /** Bytes of the text that are not turned into values yet, from earlier chunks. */
  #pending: Uint8Array[] = [];
  #pendingBytes = 0;
  #depth = 0;
  #inString = false;
  #escaped = false;
  /** Whether an element of the list has been read, so that a comma has to follow. */
  #continued = false;
  #elements: unknown[] = [];

  constructor(list: string, members: Record<string, unknown>) {
    this.#list = list;
    this.#members = members;
  }

  /** Elements that were read since the last call. */
  elements(): readonly unknown[] {
    const read = this.#elements;
    this.#elements = [];
    return read;
  }

  take(chunk: Uint8Array): void {
    let at = 0;
    while (at < chunk.length) at = this.#step(chunk, at);
  }

  end(): void {
    if (this.#mode === 'start') throw new JsonTextError('the text is empty');
    if (this.#mode !== 'end') throw new JsonTextError('the text ends in the middle of the object');
  }

  #step(chunk: Uint8Array, at: number): number {
    switch (this.#mode) {
      case 'list':
        return this.#scanList(chunk, at);
      case 'key':
      case 'value':
        return this.#scanMember(chunk, at);
      default:
        return this.#between(chunk, at);
    }
  }

  /** What may stand between the parts of the object: blanks, and one sign that says what comes next. */
  #between(chunk: Uint8Array, start: number): number {
    let at = start;
    while (at < chunk.length && isSpace(chunk[at] ?? 0)) at += 1;
    const byte = chunk[at];
    if (byte === undefined) return at;
    if (this.#mode === 'start' && [0xef, 0xbb, 0xbf].includes(byte)) return at + 1;
    if (this.#mode === 'start' && byte === OPEN_BRACE) this.#mode = 'key';
    else if (this.#mode === 'value start') {
      const isList = this.#key === this.#list && byte === OPEN_BRACKET;
      this.#mode = isList ? 'list' : 'value';
      this.#continued = false;
      if (!isList) return at;
    } else if (this.#mode === 'after value' && byte === COMMA) this.#mode = 'key';
    else if (this.#mode === 'after value' && byte === CLOSE_BRACE) this.#mode = 'end';
    else throw new JsonTextError(`unexpected character '${String.fromCharCode(byte)}'`);
    return at + 1;
  }

  /** The name of a member up to its colon, or a value up to the comma or brace behind it. */
  #scanMember(chunk: Uint8Array, start: number): number {
    for (let at = start; at < chunk.length; at += 1) {
      const byte = chunk[at] ?? 0;
      if (this.#isText(byte)) continue;
      if (this.#depth === 0 && this.#endsMember(byte)) {
        this.#keep(chunk.subarray(start, at));
        this.#finishMember(byte);
        return at + 1;
      }
      this.#nest(byte);
    }
    this.#keep(chunk.subarray(start));
    return chunk.length;
  }

  #endsMember(byte: number): boolean {
    return this.#mode === 'key' ? byte === COLON || byte === CLOSE_BRACE : byte === COMMA || byte === CLOSE_BRACE;
  }

  #finishMember(byte: number): void {
    const text = this.#text();
    if (this.#mode === 'value') {
      this.#members[this.#key] = parsed(text);
      this.#mode = byte === COMMA ? 'key' : 'end';
    } else if (byte === CLOSE_BRACE) {
      if (text.trim() !== '' || this.#key !== '') throw new JsonTextError("unexpected character '}'");
      this.#mode = 'end';
    } else {
      const key = parsed(text);
      if (typeof key !== 'string') throw new JsonTextError('the name of a member must be a text');
      this.#key = key;
      this.#mode = 'value start';
    }
  }

  /** The long way: one look at each byte. Everything is kept in local variables while a chunk lasts. */
  #scanList(chunk: Uint8Array, start: number): number {
    let inString = this.#inString;
    let escaped = this.#escaped;
    let depth = this.#depth;
    let from = start;
    let elementEnd = start;
    for (let at = start; at < chunk.length; at += 1) {
      const byte = chunk[at];
      if (inString) {
        if (escaped) escaped = false;
        else if (byte === BACKSLASH) escaped = true;
        else if (byte === QUOTE) inString = false;
      } else if (byte === QUOTE) inString = true;
      else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) depth += 1;
      else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) {
        depth -= 1;
        if (depth === 0) elementEnd = at + 1;
        else if (depth < 0) {
          if (byte === CLOSE_BRACE) throw new JsonTextError("unexpected character '}' in the list");
          this.#keep(chunk.subarray(from, at));
          this.#depth = 0;
          this.#turn(true);
          this.#mode = 'after value';
          return at + 1;
        }
      }
    }
    if (elementEnd > start && this.#pendingBytes + elementEnd - from >= BATCH_BYTES) {
      this.#keep(chunk.subarray(from, elementEnd));
      this.#turn(false);
      from = elementEnd;
    }
    this.#keep(chunk.subarray(from));
    this.#inString = inString;
    this.#escaped = escaped;
    this.#depth = depth;
    return chunk.length;
  }

  /** Turns the elements that are at hand into values. */
  #turn(isLast: boolean): void {
    let text = this.#text();
    if (this.#continued) {
      const comma = /^[ \n\r\t]*,/.exec(text);
      if (comma) text = text.slice(comma[0].length);
      else if (text.trim() !== '') throw new JsonTextError('a comma is missing in the list');
      if (comma && text.trim() === '')
        throw new JsonTextError('an element is missing behind the last comma of the list');
    }
    if (isLast && text.trim() === '') return;
    for (const element of parsed(`[${text}]`) as readonly unknown[]) this.#elements.push(element);
    this.#continued = true;
  }

  #isText(byte: number): boolean {
    if (this.#inString) {
      if (this.#escaped) this.#escaped = false;
      else if (byte === BACKSLASH) this.#escaped = true;
      else if (byte === QUOTE) this.#inString = false;
      return true;
    }
    this.#inString = byte === QUOTE;
    return this.#inString;
  }

  #nest(byte: number): void {
    if (byte === OPEN_BRACE || byte === OPEN_BRACKET) this.#depth += 1;
    else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) this.#depth -= 1;
    if (this.#depth < 0) throw new JsonTextError(`unexpected character '${String.fromCharCode(byte)}'`);
  }

  #keep(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    this.#pending.push(bytes);
    this.#pendingBytes += bytes.length;
    if (this.#pendingBytes > LONGEST_BYTES) throw new JsonTextError('a part of the text is longer than 16 MB');
  }

  #text(): string {
    const bytes = this.#pending.length === 1 ? this.#pending[0] : Buffer.concat(this.#pending);
    this.#pending = [];
    this.#pendingBytes = 0;
    if (!bytes) return '';
    if (!isUtf8(bytes)) throw new JsonTextError('the text is not UTF-8');
    return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new JsonTextError(error instanceof Error ? error.message : '');
  }
}
