import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { testDatabase } from '../../test/support/database.js';
import { type Db, type HeldKeys, insertHolding, onTrial, transaction } from './index.js';

const test = testDatabase();

const nobody = sql`select null::bigint`;
const combos = { table: 'categoryoptioncombo', key: 'categoryoptioncomboid', keys: nobody };
const REFERENCES: readonly HeldKeys[] = [
  { column: 'dataelementid', table: 'dataelement', key: 'dataelementid', keys: nobody },
  { column: 'periodid', table: 'period', key: 'periodid', keys: nobody },
  { column: 'sourceid', table: 'organisationunit', key: 'organisationunitid', keys: nobody },
  { column: 'categoryoptioncomboid', ...combos },
  { column: 'attributeoptioncomboid', ...combos },
];

/** Whether the checks of foreign keys are on while rows are put into `datavalue`. */
async function checksWhileInserting(db: Db, references: readonly HeldKeys[]): Promise<boolean> {
  return await insertHolding(db, 'datavalue', references, async () => {
    const { rows } = await sql<{ role: string }>`select current_setting('session_replication_role') as role`.execute(
      db,
    );
    return rows[0]?.role === 'origin';
  });
}

describe('rows whose references are held', () => {
  it('are put into the table of data values without looking each reference up, and the next ones with it', async () => {
    await transaction(test.db, async (db) => {
      expect(await checksWhileInserting(db, REFERENCES)).toBe(false);
      const { rows } = await sql<{ role: string }>`select current_setting('session_replication_role') as role`.execute(
        db,
      );
      expect(rows).toEqual([{ role: 'origin' }]);
    });
  });

  it('are looked up when a key of the table is not known', async () => {
    await transaction(test.db, async (db) => expect(await checksWhileInserting(db, REFERENCES.slice(1))).toBe(true));
  });

  it('are noted for latest runs all the same when they come with old times', async () => {
    const noted = async (db: Db) =>
      (await sql`select from orderly.analytics_gone_row where source = 'datavalue'`.execute(db)).rows.length;
    await onTrial(test.db, async (db) => {
      await sql`
        insert into orderly.analytics_watermark (table_name, from_year, snapshot, since, form)
        values ('analytics', 0, pg_current_snapshot(), now(), '')
      `.execute(db);
      await insertHolding(db, 'datavalue', REFERENCES, async () => {
        await sql`
          insert into datavalue (dataelementid, periodid, sourceid, categoryoptioncomboid, attributeoptioncomboid, value, created, lastupdated, deleted)
          values (1, 1, 1, 1, 1, '1', localtimestamp, localtimestamp, false), (1, 1, 2, 1, 1, '1', localtimestamp, '2020-01-01', false)
        `.execute(db);
      });
      expect(await noted(db)).toBe(1);
    });
  });

  it('are looked up when something happens on insertion', async () => {
    await transaction(test.db, async (db) => {
      await sql`
        create trigger on_insertion before insert on datavalue for each row execute function suppress_redundant_updates_trigger()
      `.execute(db);
      expect(await checksWhileInserting(db, REFERENCES)).toBe(true);
    });
  });
});
