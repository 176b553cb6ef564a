import { sql } from 'kysely';
import { transaction } from '../../src/database/index.js';
import { userByUid } from '../../src/http/authentication/user-store.js';
import { systemClock } from '../../src/kernel/clock.js';
import { importBundle, type MetadataObject, readBundle } from '../../src/metadata/index.js';
import { DEFAULT_OPTIONS } from '../../src/metadata/write/options.js';
import { layout } from './dhis2/layout.js';
import type { testServer } from './server.js';

/** The administrator of every database. */
const ADMIN = 'M5zQapPyTZI';

/** Imports metadata that tests need: by the API, and beside a DHIS2, where that leaves metadata alone, past it. */
export async function giveMetadata(
  server: Pick<ReturnType<typeof testServer>, 'request' | 'db'>,
  body: unknown,
): Promise<void> {
  if (layout === undefined) {
    const { status, text } = await server.request('/api/metadata', { method: 'POST', body });
    if (status !== 200) throw new Error(text.slice(0, 4_000));
    return;
  }
  const user = await userByUid(server.db, ADMIN);
  if (!user) throw new Error('There is no administrator.');
  const report = await transaction(server.db, async (db) => {
    // Not all columns of views can be written; the tables are as in 2.42 where that matters here.
    await sql`set local search_path to public, orderly_dhis2`.execute(db);
    return await importBundle(db, readBundle(body as MetadataObject), DEFAULT_OPTIONS, { user, clock: systemClock });
  });
  if (report.status !== 'OK') throw new Error(JSON.stringify(report).slice(0, 4_000));
}
