import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import type { AnalyticsRequest } from '../../../src/features/analytics-query/query.js';
import { execute } from '../../../src/features/analytics-query/statements/execute.js';
import { aggregateTables } from '../../support/analytics-tables.js';
import { DEMO_DATE } from '../../support/database.js';
import { testServer } from '../../support/server.js';

const POOL = 8;
const server = testServer({
  demo: true,
  clock: { now: () => new Date(`${DEMO_DATE}T12:00:00`) },
  flags: { poolSize: String(POOL) },
});

const DX = 'fbfJHSPpUQD';
const query = (iso: string): string => `/api/analytics?dimension=dx:${DX}&dimension=pe:${iso}&skipMeta=true`;
const MONTHS = Array.from({ length: 12 }, (_, index) => `2025${String(index + 1).padStart(2, '0')}`);

beforeAll(async () => {
  const [last] = await server.runJob(aggregateTables());
  expect(last).toMatchObject({ level: 'INFO', completed: true });
});

/** Holds the table so that no query gets to it until `work` is done. */
async function whileLocked<Result>(work: () => Promise<Result>): Promise<Result> {
  return await server.db.transaction().execute(async (holder) => {
    await sql`lock table analytics in access exclusive mode`.execute(holder);
    return await work();
  });
}

/** Statements that wait for the table. */
async function waiting(): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from pg_locks where not granted and relation = 'analytics'::regclass
  `.execute(server.db);
  return rows[0]?.count ?? 0;
}

async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 10));
}

describe('queries of many people at once', () => {
  it('hold no more than half of the connections, and the others answer', async () => {
    const before = await Promise.all(MONTHS.map(async (iso) => (await server.request(query(iso))).json.rows));
    const { answers, plans, held } = await whileLocked(async () => {
      const explained = MONTHS.slice(0, POOL).map((iso) =>
        server.request(query(iso).replace('/analytics?', '/analytics/explain?')),
      );
      const sent = MONTHS.map((iso) => server.request(query(iso)));
      await until(async () => (await waiting()) >= POOL / 2);
      const { status } = await server.request('/api/me');
      expect(status).toBe(200);
      return { answers: sent, plans: explained, held: await waiting() };
    });
    expect(held).toBe(POOL / 2);
    for (const { json } of await Promise.all(plans)) expect(json.performanceMetrics.executionPlans).toHaveLength(1);
    const after = await Promise.all(answers);
    expect(after.map(({ json }) => json.rows)).toEqual(before);
  });

  it('are asked once when they ask the same, whoever asks', async () => {
    const { rows: users } = await sql<{ username: string }>`
      select username from userinfo
      where username <> 'admin' and not invitation and not disabled and accountexpiry is null
      order by 1 limit 2
    `.execute(server.db);
    await sql`delete from userdatavieworgunits`.execute(server.db);
    const people = [undefined, ...users.map(({ username }) => `${username}:District1!`)];
    expect(people).toHaveLength(3);
    const { answers, held } = await whileLocked(async () => {
      const sent = people.flatMap((user) =>
        [0, 1].map(() => server.request(query('202501'), user === undefined ? {} : { user })),
      );
      await until(async () => (await waiting()) > 0);
      // Long enough for the others to have come as far.
      await server.request('/api/me');
      await new Promise((resolve) => setTimeout(resolve, 300));
      return { answers: sent, held: await waiting() };
    });
    expect(held).toBe(1);
    const rows = (await Promise.all(answers)).map(({ json }) => JSON.stringify(json.rows));
    expect(new Set(rows).size).toBe(1);
  });

  it('are not shared by people who may see different things', async () => {
    const { rows } = await sql<{ id: number; username: string; unit: number }>`
      select userinfoid as id, username, (select organisationunitid from organisationunit where hierarchylevel = 3 order by uid limit 1) as unit
      from userinfo
      where username <> 'admin' and not invitation and not disabled and accountexpiry is null
      order by username limit 1
    `.execute(server.db);
    const person = rows[0];
    await sql`delete from userdatavieworgunits where userinfoid = ${person?.id}`.execute(server.db);
    await sql`insert into userdatavieworgunits (userinfoid, organisationunitid) values (${person?.id}, ${person?.unit})`.execute(
      server.db,
    );
    const users = [{}, { user: `${person?.username}:District1!` }];
    const answers = await whileLocked(async () => {
      const sent = users.map((options) => server.request(query('2025'), options));
      await until(async () => (await waiting()) === 2);
      return sent;
    });
    const [all, part] = (await Promise.all(answers)).map(({ json }) => Number(json.rows[0]?.[2] ?? 0));
    expect(part).toBeLessThan(all ?? 0);
  });
});

describe('a query that takes too long', () => {
  it('ends with E7131', async () => {
    const item = { uid: DX, name: DX, element: DX, combo: undefined, attributeCombo: undefined, neededCategories: [] };
    const request: AnalyticsRequest = {
      dimensions: ['dx'],
      filters: ['pe'],
      data: [{ ...item, aggregationType: 'SUM', isBoolean: false, periodType: 'Monthly' }],
      periods: [{ type: 'Yearly', iso: '2025', startDate: '2025-01-01', endDate: '2025-12-31' }],
      orgUnits: { units: [], groups: [], keywords: [] },
      columns: [],
      approval: undefined,
      keywords: [],
      ignored: [],
    };
    const options = { preAggregation: [], criteria: [], limit: undefined, order: undefined };
    expect(await execute(server.db, request, options)).toHaveLength(1);
    const late = { ...options, deadline: performance.now() };
    await expect(execute(server.db, request, late)).rejects.toMatchObject({ code: 'E7131' });
    await whileLocked(async () => {
      const slow = { ...options, deadline: performance.now() + 200 };
      await expect(execute(server.db, request, slow)).rejects.toMatchObject({ code: 'E7131' });
    });
  });
});
