import type pg from 'pg';
import { vi } from 'vitest';
import type { testServer } from './server.js';

/** The statements that a server sends for some work, on connections that it gives back before the work is over. */
export async function statementsDuring(
  { services }: Pick<ReturnType<typeof testServer>, 'services'>,
  work: () => Promise<unknown>,
): Promise<readonly string[]> {
  const { pool } = services.database;
  const given = new Set<readonly string[]>();
  const connect = pool.connect.bind(pool);
  const spy = vi.spyOn(pool, 'connect').mockImplementation((async () => {
    const client: pg.PoolClient = await connect();
    const statements: string[] = [];
    const { query } = client;
    const release = client.release.bind(client);
    client.query = ((...args: unknown[]) => {
      const [first] = args;
      statements.push(typeof first === 'string' ? first : (first as { readonly text: string }).text);
      return Reflect.apply(query, client, args) as unknown;
    }) as typeof client.query;
    client.release = (...args) => {
      client.query = query;
      client.release = release;
      given.add(statements);
      release(...args);
    };
    return client;
  }) as never);
  try {
    await work();
  } finally {
    spy.mockRestore();
  }
  // The node's own signs of life and looks for runs may fall between, or have begun; they have connections to themselves.
  return [...given].filter((statements) => !statements.some((text) => /orderly\.(node|job_run)\b/.test(text))).flat();
}
