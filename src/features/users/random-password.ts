import { randomInt } from 'node:crypto';

const UPPER = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const LOWER = 'abcdefghijklmnopqrstuvwxyz';
const DIGITS = '0123456789';
const SPECIAL = '!#$%&*+-=?_';
const LENGTH = 40;

/** A password that nobody knows and that complies with every rule, for accounts whose users have yet to choose one. */
export function randomPassword(): string {
  const pick = (letters: string): string => letters.charAt(randomInt(letters.length));
  const all = UPPER + LOWER + DIGITS + SPECIAL;
  const letters = [pick(UPPER), pick(LOWER), pick(DIGITS), pick(SPECIAL)];
  while (letters.length < LENGTH) letters.push(pick(all));
  return letters.join('');
}
