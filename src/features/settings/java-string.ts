/** Stream header of Java serialisation and the tag of a string (contract: schema.md §2.9). */
const HEADER = Buffer.from([0xac, 0xed, 0x00, 0x05, 0x74]);
const LENGTH_BYTES = 2;
export const LONGEST_JAVA_STRING = 65_535;

/** The text of a serialised Java string; undefined for any other object, which is opaque. */
export function decodeJavaString(bytes: Buffer): string | undefined {
  const start = HEADER.length + LENGTH_BYTES;
  if (bytes.length < start || !bytes.subarray(0, HEADER.length).equals(HEADER)) return undefined;
  const length = bytes.readUInt16BE(HEADER.length);
  return bytes.length === start + length ? fromModifiedUtf8(bytes.subarray(start)) : undefined;
}

/** A text as a serialised Java string; undefined when it is longer than the form can say. */
export function encodeJavaString(text: string): Buffer | undefined {
  const content = toModifiedUtf8(text);
  if (content.length > LONGEST_JAVA_STRING) return undefined;
  const length = Buffer.alloc(LENGTH_BYTES);
  length.writeUInt16BE(content.length);
  return Buffer.concat([HEADER, length, content]);
}

/** Java's UTF-8: every UTF-16 unit for itself, so surrogates are three bytes each, and NUL as two bytes. */
function toModifiedUtf8(text: string): Buffer {
  const bytes: number[] = [];
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    if (unit >= 0x01 && unit <= 0x7f) bytes.push(unit);
    else if (unit <= 0x7ff) bytes.push(0xc0 | (unit >> 6), 0x80 | (unit & 0x3f));
    else bytes.push(0xe0 | (unit >> 12), 0x80 | ((unit >> 6) & 0x3f), 0x80 | (unit & 0x3f));
  }
  return Buffer.from(bytes);
}

/** Undefined when the bytes are not modified UTF-8. */
function fromModifiedUtf8(bytes: Buffer): string | undefined {
  const units: number[] = [];
  for (let index = 0; index < bytes.length; ) {
    const first = bytes[index] ?? 0;
    const count = first < 0x80 ? 1 : first >> 5 === 0b110 ? 2 : first >> 4 === 0b1110 ? 3 : 0;
    const rest = bytes.subarray(index + 1, index + count);
    if (count === 0 || rest.length !== count - 1 || rest.some((byte) => byte >> 6 !== 0b10)) return undefined;
    const lead = count === 1 ? first : first & (0xff >> (count + 1));
    units.push(rest.reduce((unit, byte) => (unit << 6) | (byte & 0x3f), lead));
    index += count;
  }
  let text = '';
  for (let index = 0; index < units.length; index += 1_000)
    text += String.fromCharCode(...units.slice(index, index + 1_000));
  return text;
}
