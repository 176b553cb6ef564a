import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { readShape } from '../../../src/database/dhis2/lens/shape.js';
import { DHIS2_VERSIONS, onDatabase } from '../../support/dhis2/index.js';
import { attachedServer } from '../../support/dhis2/server.js';

/** Where `public` has a table of the name, DHIS2 would find two (contract: schema.md §1.5). */
const NOT_TWICE = ['datavalue', 'event', 'enrollment', 'trackedentity', 'trackerevent', 'singleevent'];

describe.each(DHIS2_VERSIONS)('beside DHIS2 %s', (version) => {
  const server = attachedServer(version);

  it('says who asks', async () => {
    const { status, json, text } = await server.request('/api/me?fields=username,authorities');
    expect(status, text).toBe(200);
    expect(json).toMatchObject({ username: 'admin', authorities: expect.arrayContaining(['ALL']) });
  });

  it('sees every table and column of 2.42, but those that no view may stand in for', async () => {
    const missing: string[] = [];
    for (const [table, columns] of Object.entries(await readShape())) {
      const wanted = Object.keys(columns).map((column) => sql.id(column));
      await sql`select ${sql.join(wanted)} from ${sql.id(table)} limit 1`.execute(server.db).catch((error: Error) => {
        missing.push(`${table}: ${error.message}`);
      });
    }
    expect(missing).toEqual(
      version === '2.44'
        ? ['enrollment: column "storedby" does not exist', 'trackedentity: column "storedby" does not exist']
        : [],
    );
  });

  it('has no second relation of a name by which DHIS2 looks for its own', async () => {
    await onDatabase(server.name, async (client) => {
      const { rows } = await client.query(
        'select relname from pg_class where relname = any ($1) group by 1 having count(*) > 1',
        [NOT_TWICE],
      );
      expect(rows).toEqual([]);
    });
  });

  it('shows all events, whichever table they are in', async () => {
    const count = async (text: string): Promise<number> =>
      await onDatabase(server.name, async (client) => Number((await client.query(text)).rows[0]?.count));
    const seen = await sql<{ count: number }>`select count(*)::int as count from event`.execute(server.db);
    const tables = {
      '2.40': ['programstageinstance'],
      '2.41': ['event'],
      '2.42': ['event'],
      '2.43': ['trackerevent', 'singleevent'],
      '2.44': ['trackerevent', 'singleevent'],
    }[version];
    const counts = await Promise.all(tables.map((table) => count(`select count(*) from public.${table}`)));
    expect(seen.rows[0]?.count).toBe(counts.reduce((sum, one) => sum + one, 0));
    expect(counts.every((one) => one > 0)).toBe(true);
  });
});
