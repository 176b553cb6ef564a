import { type RawBuilder, sql } from 'kysely';
import { type Db, type Referrer, referrersOf, tableOf, transaction } from '../../../database/index.js';
import { counted, type MaintenanceOperation, type OperationContext } from '../operation.js';

/** Left over from 2.38 without a foreign key, and still honoured (contract: maintenance.md §4.5). */
const WITHOUT_KEY = ['eventchart_periods', 'eventreport_periods'];
/** Periods of one transaction. Where no index helps, as beside a DHIS2, each costs a reading of all tables that may refer to it, while whoever wants to use it waits. */
const AT_ONCE = 25;

/** That no table which can refer to a period refers to the row `period`, whether the contract names it or not. */
async function isUnused(db: Db): Promise<RawBuilder<unknown>> {
  const { rows: leftOver } = await sql<{ table: string }>`
    select named.name as table from unnest(${WITHOUT_KEY}::text[]) as named (name)
    where to_regclass('public.' || quote_ident(named.name)) is not null
  `.execute(db);
  const columns: readonly Pick<Referrer, 'schema' | 'table' | 'column'>[] = [
    ...(await referrersOf(db, ['period'])),
    ...leftOver.map(({ table }) => ({ schema: 'public', table, column: 'periodid' })),
  ];
  return sql.join(
    columns.map(
      (referrer) =>
        sql`not exists (select from ${tableOf(referrer)} as referrer where ${sql.ref(`referrer.${referrer.column}`)} = period.periodid)`,
    ),
    sql` and `,
  );
}

async function prune({ db, stage, signal }: OperationContext): Promise<number> {
  const unused = await isUnused(db);
  const { rows } = await sql<{ key: number }>`
    select period.periodid as key from period where ${unused} order by period.periodid
  `.execute(db);
  let pruned = 0;
  for (let from = 0; from < rows.length; from += AT_ONCE) {
    signal.throwIfAborted();
    const keys = rows.slice(from, from + AT_ONCE).map(({ key }) => key);
    const name = `periods ${from + 1} to ${from + keys.length} of ${rows.length}`;
    pruned += await stage.item(name, () => transaction(db, (handle) => pruneSome(handle, keys, unused)), String);
  }
  return pruned;
}

/**
 * Removes those of the periods that are still unused. The rows are locked before the last look: whoever wants to refer to one waits, and a reference that is not
 * committed yet makes this wait, so that the deletion never meets one (contract: maintenance.md §4.5).
 */
async function pruneSome(db: Db, keys: readonly number[], unused: RawBuilder<unknown>): Promise<number> {
  const chosen = sql`period.periodid = any (${keys}::bigint[])`;
  await sql`select from period where ${chosen} order by period.periodid for update of period`.execute(db);
  const { numAffectedRows } = await sql`delete from period where ${chosen} and ${unused}`.execute(db);
  return Number(numAffectedRows ?? 0n);
}

export const periodPruning: MaintenanceOperation = {
  name: 'periodPruning',
  label: 'Prune periods',
  description:
    'Removes periods that nothing refers to: no value, deleted or not, no audit, no registration, no favourite.',
  cachedByDhis2: 'periods',
  preview: async ({ db }) => {
    const { rows } = await sql<{ count: number }>`
      select count(*) as count from period where ${await isUnused(db)}
    `.execute(db);
    return counted({ period: rows[0]?.count ?? 0 });
  },
  run: async (context) => counted({ period: await prune(context) }),
};
