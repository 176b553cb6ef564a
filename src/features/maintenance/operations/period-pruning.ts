import { type RawBuilder, sql } from 'kysely';
import { type Db, referrersOf, transaction } from '../../../database/index.js';
import { counted, type MaintenanceOperation } from '../operation.js';

/** Left over from 2.38 without a foreign key, and still honoured (contract: maintenance.md §4.5). */
const WITHOUT_KEY = ['eventchart_periods', 'eventreport_periods'];

/** That no table which can refer to a period refers to the row `period`, whether the contract names it or not. */
async function isUnused(db: Db): Promise<RawBuilder<unknown>> {
  const { rows: leftOver } = await sql<{ table: string }>`
    select named.name as table from unnest(${WITHOUT_KEY}::text[]) as named (name)
    where to_regclass('public.' || quote_ident(named.name)) is not null
  `.execute(db);
  const columns = [
    ...(await referrersOf(db, ['period'])),
    ...leftOver.map(({ table }) => ({ table, column: 'periodid' })),
  ];
  return sql.join(
    columns.map(
      ({ table, column }) =>
        sql`not exists (select from ${sql.table(table)} as referrer where ${sql.ref(`referrer.${column}`)} = period.periodid)`,
    ),
    sql` and `,
  );
}

/**
 * Periods that nothing refers to. The rows are locked before the last look: whoever wants to refer to one waits, and a reference that is not committed yet makes this
 * wait, so that the deletion never meets one (contract: maintenance.md §4.5).
 */
async function prune(db: Db): Promise<number> {
  const unused = await isUnused(db);
  return await transaction(db, async (handle) => {
    const { rows } = await sql<{ key: number }>`
      select period.periodid as key from period where ${unused} order by period.periodid for update of period
    `.execute(handle);
    if (rows.length === 0) return 0;
    const { numAffectedRows } = await sql`
      delete from period where period.periodid = any (${rows.map(({ key }) => key)}::bigint[]) and ${unused}
    `.execute(handle);
    return Number(numAffectedRows ?? 0n);
  });
}

export const periodPruning: MaintenanceOperation = {
  name: 'periodPruning',
  label: 'Prune periods',
  description:
    'Removes periods that nothing refers to: no value, deleted or not, no audit, no registration, no favourite.',
  preview: async ({ db }) => {
    const { rows } = await sql<{ count: number }>`
      select count(*) as count from period where ${await isUnused(db)}
    `.execute(db);
    return counted({ period: rows[0]?.count ?? 0 });
  },
  run: async ({ db, stage }) => counted({ period: await stage.item('periods', () => prune(db), String) }),
};
