import { expect, it } from 'vitest';
import { refusingPostgres } from '../../test/support/refusing-postgres.js';
import { DatabaseUnreachable, visit } from './index.js';

it.each([
  [
    '28000',
    'no pg_hba.conf entry for host "10.0.0.7", user "u", database "d", no encryption',
    'refused',
    /does not let the user "u" in: no pg_hba\.conf entry .* no encryption\.$/,
  ],
  ['28P01', 'password authentication failed', 'refused', /does not take this password of the user "u"\.$/],
  ['42501', 'permission denied for database "d"', 'refused', /The user "u" may not connect to the database "d"/],
  ['53300', 'sorry, too many clients already', 'unreachable', /has no connection left/],
  ['57P03', 'the database system is starting up', 'unreachable', /is starting or stopping/],
] as const)('the server’s %s is told in words', async (code, message, kind, sentence) => {
  const server = await refusingPostgres(code, message);
  try {
    const error: unknown = await visit(
      { connectionString: `postgres://u:geheim@127.0.0.1:${server.port}/d` },
      async () => undefined,
    ).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(DatabaseUnreachable);
    expect((error as DatabaseUnreachable).kind).toBe(kind);
    expect((error as DatabaseUnreachable).message).toMatch(sentence);
    expect((error as DatabaseUnreachable).message).not.toContain('geheim');
  } finally {
    server.close();
  }
});
