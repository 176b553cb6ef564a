const SHORTEST = 8;
const LONGEST = 72;

/** Why a password will not do, as a sentence; undefined when it will. */
export function passwordProblem(password: string, username: string): string | undefined {
  if (password.length < SHORTEST || password.length > LONGEST || Buffer.byteLength(password) > LONGEST) {
    return `Password must have at least ${SHORTEST}, and at most ${LONGEST} characters`;
  }
  if (!/\p{Lu}/u.test(password)) return 'Password must have at least one upper case';
  if (!/\p{Ll}/u.test(password)) return 'Password must have at least one lower case';
  if (!/\d/.test(password)) return 'Password must have at least one digit';
  if (!/[^\p{L}\p{N}\s]/u.test(password)) return 'Password must have at least one special character';
  if (password.toLowerCase().includes(username.toLowerCase())) return 'Username/Email must not be a part of password';
  return undefined;
}
