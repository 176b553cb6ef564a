import { type RawBuilder, sql } from 'kysely';
import { expect, it } from 'vitest';
import { testDatabase } from '../../../../test/support/database.js';
import { QueryGate } from '../query-gate.js';
import { type RunOptions, runStatements } from './run-statements.js';

const database = testDatabase();

const own: RawBuilder<{ readonly source: string }> = sql`select 'table' as source, pg_sleep(0.3)::text`;
const other = sql`select 'roll-up' as source, pg_sleep(0.3)::text`;

it('shares answers among those who may have them from elsewhere, tells each from where, and leaves alone who wants the table', async () => {
  const gate = new QueryGate(3);
  let chosen = 0;
  const ask = async (instead: RunOptions['instead']) => {
    const told: (string | undefined)[] = [];
    const options = { limit: undefined, gate, requester: 'admin', deadline: performance.now() + 10_000 };
    const used: RunOptions['used'] = (sources) => told.push(...sources);
    const [rows = []] = await runStatements(database.db, [own], { ...options, instead, used });
    return { source: rows[0]?.source, told };
  };
  const best: RunOptions['instead'] = () => {
    chosen += 1;
    return Promise.resolve({ statements: [other], sources: ['instance'] });
  };
  expect(await Promise.all([ask(best), ask(best), ask(undefined)])).toEqual([
    { source: 'roll-up', told: ['instance'] },
    { source: 'roll-up', told: ['instance'] },
    { source: 'table', told: [] },
  ]);
  expect(chosen).toBe(1);
});
