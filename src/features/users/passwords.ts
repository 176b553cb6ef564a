import { randomInt } from 'node:crypto';
import type { Db } from '../../database/index.js';
import { passwordProblem, readLoginPolicy } from '../../http/index.js';

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

/** Why the password will not do for a user with this name and address; undefined when it will. */
export async function refusedPassword(
  db: Db,
  password: string,
  username: string,
  email: string | null,
): Promise<string | undefined> {
  const { passwordLimits } = await readLoginPolicy(db);
  return (
    passwordProblem(password, username, passwordLimits) ??
    (email === null ? undefined : passwordProblem(password, email, passwordLimits))
  );
}
