import { createServer } from 'node:net';

/**
 * Something that speaks PostgreSQL as far as to refuse everybody with one error: for what the test server, which trusts its users, never says.
 *
 * @returns its port, and how it is closed
 */
export async function refusingPostgres(
  code: string,
  message: string,
): Promise<{ readonly port: number; close(): void }> {
  const fields = `SFATAL\0VFATAL\0C${code}\0M${message}\0\0`;
  const reply = Buffer.alloc(5 + fields.length);
  reply.write('E');
  reply.writeInt32BE(4 + fields.length, 1);
  reply.write(fields, 5);
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => socket.end(reply));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The port is unknown.');
  return { port: address.port, close: () => server.close() };
}
