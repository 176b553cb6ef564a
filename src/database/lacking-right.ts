/** What PostgreSQL says to a role that may not do something, as a sentence with a way out; undefined for other errors. */
export function lackingRight(error: unknown): string | undefined {
  const { code, message } = error as { readonly code?: unknown; readonly message?: unknown };
  if (code !== '42501') return undefined;
  return `The database user of Orderly lacks a right: ${String(message)}. "orderly doctor" has the statements that give it.`;
}
