const CANCELLED_STATEMENT = '57014';

/**
 * Why a check gave no answer, as clients are told: what the database says of it, never the statement (contract: data-admin.md §7.3, §11 no. 26).
 */
export function failureText(error: unknown): string {
  const isCancelled = (error as { readonly code?: unknown } | null)?.code === CANCELLED_STATEMENT;
  const reason = isCancelled
    ? 'a statement of it was cancelled, as each one is after ten minutes'
    : error instanceof Error
      ? error.message.split('\n', 1)[0]
      : String(error);
  return `Check failed because an exception was thrown: ${reason}`;
}
