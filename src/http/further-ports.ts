import { createServer, type Server } from 'node:http';
import type { FastifyInstance } from 'fastify';

/**
 * Lets the application be reached on further ports, for clients that know no others (contract: aggregates.md §2.3). The address is that of its first one.
 *
 * @returns what closes them again
 */
export async function listenOn(
  app: FastifyInstance,
  ports: readonly number[],
  { host, maxHeaderSize }: { readonly host: string; readonly maxHeaderSize: number },
): Promise<() => Promise<void>> {
  const servers: Server[] = [];
  const close = async (): Promise<void> => {
    await Promise.all(servers.map((server) => new Promise<void>((resolve) => server.close(() => resolve()))));
  };
  for (const port of ports) {
    const server = createServer({ maxHeaderSize }, (request, response) => app.routing(request, response));
    try {
      await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, host, resolve));
    } catch (error) {
      await close();
      throw error;
    }
    servers.push(server);
  }
  return close;
}
