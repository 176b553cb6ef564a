/** What PostgreSQL says to a role that may not do something, as a sentence with a way out; undefined for other errors. */
export function lackingRight(error: unknown): string | undefined {
  if (!(error instanceof Error) || (error as NodeJS.ErrnoException).code !== '42501') return undefined;
  return `The database user of Orderly lacks a right: ${error.message}. "orderly doctor" has the statements that give it.`;
}
