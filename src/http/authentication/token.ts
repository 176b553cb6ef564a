import { createHash, randomInt } from 'node:crypto';
import { crc32 } from 'node:zlib';

/** Personal access tokens of both generations (contract: http.md §2.4). */
interface TokenType {
  readonly name: string;
  readonly prefix: string;
  readonly codeLength: number;
  readonly checksumLength: number;
  /** Bytes that the peer's checksum covers: the code and the zeros behind it in its buffer. */
  readonly paddedLength: number;
  readonly checksum: (crc: number) => string;
  readonly sameChecksum: (given: string, crc: number) => boolean;
}

const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const LETTERS = BASE62.slice(10);

const TYPES: readonly TokenType[] = [
  {
    name: 'PERSONAL_ACCESS_TOKEN_V1',
    prefix: 'd2pat_',
    codeLength: 32,
    checksumLength: 10,
    paddedLength: 35,
    checksum: (crc) => String(crc).padStart(10, '0'),
    sameChecksum: (given, crc) => /^\d+$/.test(given) && Number(given) === crc,
  },
  {
    name: 'PERSONAL_ACCESS_TOKEN_V2',
    prefix: 'd2p_',
    codeLength: 44,
    checksumLength: 6,
    paddedLength: 48,
    checksum: (crc) => base62(crc).padStart(6, '0'),
    sameChecksum: (given, crc) => given === base62(crc).padStart(6, '0'),
  },
];

const MINTED = 'PERSONAL_ACCESS_TOKEN_V2';

/** CRC-32 of the code alone, as servers up to 2.40 had it, and of the padded buffer, as those since do. */
function checksums(type: TokenType, code: string): { readonly plain: number; readonly padded: number } {
  const plain = Buffer.from(code, 'latin1');
  const padded = Buffer.alloc(type.paddedLength);
  plain.copy(padded);
  return { plain: crc32(plain), padded: crc32(padded) };
}

/** Whether the token has a known prefix, the right length and a right checksum of either form. */
export function isWellFormed(token: string): boolean {
  const type = TYPES.find(({ prefix }) => token.slice(0, token.indexOf('_') + 1) === prefix);
  if (!type || token.length !== type.prefix.length + type.codeLength + type.checksumLength) return false;
  const code = token.slice(type.prefix.length, type.prefix.length + type.codeLength);
  const given = token.slice(type.prefix.length + type.codeLength);
  const { plain, padded } = checksums(type, code);
  return type.sameChecksum(given, padded) || type.sameChecksum(given, plain);
}

/** A new token of the second generation, with the checksum that a peer accepts. */
export function mintToken(): { readonly type: string; readonly token: string } {
  const type = TYPES.find(({ name }) => name === MINTED);
  if (!type) throw new Error('There is no token type to mint.');
  let code = LETTERS.charAt(randomInt(LETTERS.length));
  while (code.length < type.codeLength) code += BASE62.charAt(randomInt(BASE62.length));
  return { type: type.name, token: `${type.prefix}${code}${type.checksum(checksums(type, code).padded)}` };
}

/** What is stored of a token: SHA-256 of all of it, in hexadecimal. */
export const tokenHash = (token: string): string => createHash('sha256').update(token).digest('hex');

function base62(value: number): string {
  let text = '';
  for (let rest = value; rest > 0; rest = Math.floor(rest / 62)) text = BASE62.charAt(rest % 62) + text;
  return text === '' ? '0' : text;
}
