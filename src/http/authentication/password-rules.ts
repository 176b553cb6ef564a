/** How long a password may be; the system settings `minPasswordLength` and `maxPasswordLength` say otherwise. */
export interface PasswordLimits {
  readonly shortest: number;
  readonly longest: number;
}

/** What bcrypt reads: a longer password would be cut without a word. */
const LONGEST_BYTES = 72;
export const USUAL_LIMITS: PasswordLimits = { shortest: 8, longest: LONGEST_BYTES };

/** Why a password will not do, as a sentence; undefined when it will. */
export function passwordProblem(
  password: string,
  username: string,
  { shortest, longest }: PasswordLimits = USUAL_LIMITS,
): string | undefined {
  if (password.length < shortest || password.length > longest || Buffer.byteLength(password) > LONGEST_BYTES) {
    return `Password must have at least ${shortest}, and at most ${Math.min(longest, LONGEST_BYTES)} characters`;
  }
  if (!/\p{Lu}/u.test(password)) return 'Password must have at least one upper case';
  if (!/\p{Ll}/u.test(password)) return 'Password must have at least one lower case';
  if (!/\d/.test(password)) return 'Password must have at least one digit';
  if (!/[^\p{L}\p{N}\s]/u.test(password)) return 'Password must have at least one special character';
  if (password.toLowerCase().includes(username.toLowerCase())) return 'Username/Email must not be a part of password';
  return undefined;
}
