import fc from 'fast-check';
import { sql } from 'kysely';
import { beforeAll, expect, it } from 'vitest';
import { analyticsParameters, answerQuery } from '../../../src/features/analytics-query/index.js';
import { STATES } from '../../../src/features/roll-ups/definition.js';
import { buildRollUp, closedColumns, rollUpReader, tableColumns } from '../../../src/features/roll-ups/index.js';
import { type CurrentUser, userByUid } from '../../../src/http/index.js';
import { aggregateTables } from '../../support/analytics-tables.js';
import { DEMO_DATE } from '../../support/database.js';
import { testServer } from '../../support/server.js';
import { type SmallCountry, smallCountry, storeValues } from '../analytics/country.js';
import { ASKED, comparable, generatedValues, parametersOf, questionsAbout } from '../analytics/questions.js';
import type { Question } from '../analytics/reference.js';

const server = testServer({ demo: true, clock: { now: () => new Date(`${DEMO_DATE}T12:00:00`) } });
let country: SmallCountry;
let admin: CurrentUser;

beforeAll(async () => {
  country = await smallCountry(server.db);
  await storeValues(server.db, generatedValues(country));
  const [last] = await server.runJob(aggregateTables());
  expect(last).toMatchObject({ level: 'INFO', completed: true });
  admin = (await userByUid(server.db, 'M5zQapPyTZI')) as CurrentUser;
});

const STEPWISE = ['SUM', 'AVERAGE', 'AVERAGE_SUM_ORG_UNIT', 'COUNT', 'MIN', 'MAX'];
const RANGE_ISO = '20250115_20250331';

interface Drawn {
  readonly columns: readonly string[];
  readonly states: readonly string[];
  readonly elements: readonly string[];
  /** Years of which it holds an old state. */
  readonly behind: readonly number[];
}

const definitions = () => {
  const all = [
    ...['uidlevel2', 'uidlevel3', 'uidlevel4', 'daily', 'weekly', 'monthly', 'quarterly', 'yearly', 'co', 'ao'],
    ...[country.groupSet, country.category],
  ];
  return fc
    .record({
      // Of much that is asked for, little is missing: else hardly anything could be answered.
      missing: fc.subarray(all, { maxLength: 4 }),
      stateless: fc.subarray([...STATES], { maxLength: 2 }),
      elements: fc.oneof(
        { weight: 3, arbitrary: fc.constant([]) },
        fc.subarray(country.elements.map(({ uid }) => uid)),
      ),
      behind: fc.subarray([2016, 2023, 2024, 2025], { maxLength: 2 }),
    })
    .map(
      ({ missing, stateless, ...rest }): Drawn => ({
        ...rest,
        columns: all.filter((name) => !missing.includes(name)),
        states: STATES.filter((state) => !stateless.includes(state)),
      }),
    );
};

/** Questions of which more can be answered from roll-ups: of periods that have a column, aggregated step by step. */
const easier = () =>
  fc.tuple(questionsAbout(country), fc.constantFrom(...STEPWISE)).map(([question, aggregationType]): Question => {
    const periods = question.periods.filter(({ iso }) => iso !== RANGE_ISO && iso !== '2025Feb');
    return { ...question, aggregationType, periods: periods.length > 0 ? periods : ASKED.slice(0, 2) };
  });

/** Stores and builds them, and nothing else is there. */
async function build(drawn: readonly Drawn[]): Promise<void> {
  await sql`delete from orderly.roll_up`.execute(server.db);
  const table = await tableColumns(server.db, 'DATA_VALUE');
  if (!table) throw new Error('There is no analytics table.');
  for (const { columns, states, elements, behind } of drawn) {
    const { rows } = await sql<{ id: string }>`
      insert into orderly.roll_up (organization_id, cube, name, kind, subtype, columns, states, elements)
      values (
        'default', 'DATA_VALUE', 'drawn', 'system_defined', 'demand_defined', ${closedColumns(['dx', ...columns], table)}::text[],
        ${[...new Set(['n', ...states])].sort()}::text[], ${[...elements]}::text[]
      )
      on conflict do nothing
      returning roll_up_id as id
    `.execute(server.db);
    const [own] = rows;
    if (!own) continue;
    await buildRollUp(server.db, own.id);
    await sql`
      update orderly.roll_up_part as part set base_version = 'old'
      from orderly.roll_up_instance as instance
      where instance.instance_id = part.instance_id and instance.roll_up_id = ${own.id} and part.year = any (${[...behind]}::int[])
    `.execute(server.db);
  }
  await sql`update orderly.roll_up_catalogue set version = version + 1`.execute(server.db);
}

/** The rows of an answer, or the code of its refusal, and what they came from. */
async function answer(question: Question, criteria: string | undefined, rollUps?: ReturnType<typeof rollUpReader>) {
  const from: (string | undefined)[] = [];
  const parameters = analyticsParameters({
    ...(parametersOf(question) as object),
    skipRounding: true,
    skipMeta: true,
    ...(criteria !== undefined && { measureCriteria: criteria }),
  });
  const context = {
    user: admin,
    now: new Date(`${DEMO_DATE}T12:00:00`),
    rollUps,
    used: (one?: string) => from.push(one),
  };
  try {
    return { rows: comparable((await answerQuery(server.db, parameters, context)).rows), from };
  } catch (error) {
    return { rows: [(error as { errorCode?: string }).errorCode ?? String(error)], from };
  }
}

it('answers with roll-ups as it does without', async () => {
  const told = { table: 0, rollUp: 0, rows: 0, mixed: 0 };
  // Every roll-up that can answer does, however little it saves.
  const reader = rollUpReader(() => undefined, Number.POSITIVE_INFINITY);
  await fc.assert(
    fc.asyncProperty(
      fc.array(definitions(), { minLength: 1, maxLength: 3 }),
      fc.array(
        fc.tuple(fc.oneof(questionsAbout(country), easier()), fc.constantFrom(undefined, undefined, 'GE:3;LT:40')),
        {
          minLength: 15,
          maxLength: 15,
        },
      ),
      async (drawn, questions) => {
        await build(drawn);
        for (const [question, criteria] of questions) {
          const own = await answer(question, criteria, reader);
          const base = await answer(question, criteria);
          expect(own.rows).toEqual(base.rows);
          const used = own.from.some((instance) => instance !== undefined);
          told[used ? 'rollUp' : 'table'] += 1;
          if (used) told.rows += own.rows.length;
          if (used && drawn.some(({ behind }) => behind.length > 0)) told.mixed += 1;
        }
      },
    ),
    { numRuns: 12 },
  );
  // Both ways were taken, and neither with empty answers only. Most draws have five times as many and more.
  expect(told.rollUp).toBeGreaterThan(10);
  expect(told.mixed).toBeGreaterThan(0);
  expect(told.table).toBeGreaterThan(10);
  expect(told.rows).toBeGreaterThan(50);
}, 300_000);
