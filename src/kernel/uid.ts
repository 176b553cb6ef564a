import { randomBytes } from 'node:crypto';

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const LETTERS_AND_DIGITS = `0123456789${LETTERS}`;
const LENGTH = 11;
const PATTERN = /^[a-zA-Z][a-zA-Z0-9]{10}$/;

/** Random bytes drawn in bulk: one call to the system for some ninety uids. */
const POOL_BYTES = 1024;
let pool = Buffer.alloc(0);
let position = 0;

/** A new uid: a letter and ten letters or digits (contract: http.md §10). */
export function generateUid(): string {
  return build(secureBelow);
}

export function isUid(text: string): boolean {
  return PATTERN.test(text);
}

/** A source of uids that gives the same ones for the same seed, for synthetic data. */
export function uidFactory(seed: number): () => string {
  let state = seed >>> 0;
  // mulberry32: small, and the same on every machine.
  const below = (limit: number): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * limit);
  };
  const seen = new Set<string>();
  return () => {
    let uid = build(below);
    while (seen.has(uid)) uid = build(below);
    seen.add(uid);
    return uid;
  };
}

function build(below: (limit: number) => number): string {
  let uid = LETTERS.charAt(below(LETTERS.length));
  while (uid.length < LENGTH) uid += LETTERS_AND_DIGITS.charAt(below(LETTERS_AND_DIGITS.length));
  return uid;
}

/** A number below `limit` (at most 256), each equally likely: bytes beyond the largest multiple are thrown away. */
function secureBelow(limit: number): number {
  const ceiling = 256 - (256 % limit);
  for (;;) {
    if (position === pool.length) {
      pool = randomBytes(POOL_BYTES);
      position = 0;
    }
    const byte = pool[position] ?? 0;
    position += 1;
    if (byte < ceiling) return byte % limit;
  }
}
