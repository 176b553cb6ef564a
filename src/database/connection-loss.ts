/** What the server says as it goes: `57P01`–`57P03` (shut down, crashed, starting), class `08` (connection exceptions). */
const SAID_BY_THE_SERVER = /^(57P0[123]|08...)$/;

/** What the operating system says of its socket. Errors of HTTP and mail come wrapped, with codes of their own. */
const SAID_BY_THE_SOCKET: ReadonlySet<unknown> = new Set(['EPIPE', 'ECONNRESET', 'ECONNREFUSED', 'ENOENT']);
const CALLS_OF_SOCKETS: ReadonlySet<unknown> = new Set(['read', 'write', 'connect']);

/** What `pg` says of a connection that broke before or under a statement. It gives no codes. */
const SAID_BY_THE_CLIENT =
  /^(Connection terminated( unexpectedly| due to connection timeout)?|Client has encountered a connection error and is not queryable)$/;

/** Whether a statement failed because the database went away, not because of what was asked. */
export function isConnectionLoss(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code, syscall } = error as NodeJS.ErrnoException;
  if (SAID_BY_THE_SERVER.test(String(code)) || SAID_BY_THE_CLIENT.test(error.message)) return true;
  return CALLS_OF_SOCKETS.has(syscall) && SAID_BY_THE_SOCKET.has(code);
}
