const TAB = 0x09;
const NEWLINE = 0x0a;
const BACKSLASH = 0x5c;
const ZERO = 0x30;
const LAST_ASCII = 0x7f;

/** What COPY has to be told apart from its own signs. */
const ESCAPES: Readonly<Record<number, string>> = { 9: '\\t', 10: '\\n', 13: '\\r', 92: '\\\\' };

/** Bytes that a number has at most. */
const LONGEST_NUMBER = 20;

/**
 * Lines in the text form of COPY, written as bytes into one piece of memory: a text for each line, put together of a dozen parts, would cost more than reading the values. A line is
 * its cells and `end`.
 */
export class CopyLines {
  #bytes: Buffer;
  #length = 0;

  constructor(size: number) {
    this.#bytes = Buffer.allocUnsafe(size);
  }

  /** How many bytes have been written and not taken. */
  get length(): number {
    return this.#length;
  }

  /** Gives the lines so far. */
  take(): Buffer {
    const taken = Buffer.from(this.#bytes.subarray(0, this.#length));
    this.#length = 0;
    return taken;
  }

  /** A whole number that is not negative. */
  number(value: number): void {
    this.#reserve(LONGEST_NUMBER);
    let digits = 1;
    for (let rest = value; rest >= 10; rest = Math.floor(rest / 10)) digits += 1;
    let rest = value;
    for (let at = this.#length + digits - 1; at >= this.#length; at -= 1) {
      const tenth = Math.floor(rest / 10);
      this.#bytes[at] = ZERO + (rest - tenth * 10);
      rest = tenth;
    }
    this.#length += digits;
    this.#bytes[this.#length++] = TAB;
  }

  /** A truth value, or nothing. */
  flag(value: boolean | undefined): void {
    this.text(value === undefined ? undefined : value ? 't' : 'f');
  }

  /** A text, or nothing. */
  text(value: string | undefined): void {
    const text = value ?? '';
    // A character has three bytes at most, or two with an escape.
    this.#reserve(text.length * 3 + 3);
    if (value === undefined) {
      this.#bytes[this.#length++] = BACKSLASH;
      this.#bytes[this.#length++] = 0x4e;
    } else if (!this.#plain(text)) {
      const escaped = text.replace(/[\\\t\n\r]/g, (sign) => ESCAPES[sign.charCodeAt(0)] ?? sign);
      this.#length += this.#bytes.write(escaped, this.#length);
    }
    this.#bytes[this.#length++] = TAB;
  }

  /** Ends the line. */
  end(): void {
    this.#bytes[this.#length - 1] = NEWLINE;
  }

  /** Writes a short text of ASCII alone, as nearly all are, where it needs no escapes; false if it is another. */
  #plain(text: string): boolean {
    if (text.length > 32) return false;
    for (let index = 0; index < text.length; index += 1) {
      const code = text.charCodeAt(index);
      if (code > LAST_ASCII || code in ESCAPES) return false;
      this.#bytes[this.#length + index] = code;
    }
    this.#length += text.length;
    return true;
  }

  #reserve(bytes: number): void {
    if (this.#length + bytes <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafe(2 * (this.#length + bytes));
    this.#bytes.copy(larger, 0, 0, this.#length);
    this.#bytes = larger;
  }
}
