import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AnalyticsTableDefinition } from '../../src/features/analytics-tables/definition.js';
import { ROW_RULES } from '../../src/features/analytics-tables/latest/rules/index.js';
import { standingTables } from '../../src/features/analytics-tables/standing.js';
import { ANALYTICS_TABLES } from '../../src/features/analytics-tables/types/index.js';
import { writeSetting } from '../../src/features/settings/index.js';
import { findRun, runEvents } from '../../src/jobs/index.js';
import { insertRuns } from '../../src/jobs/run-log.js';
import { testDatabase, urlOf } from '../support/database.js';
import { makeRow } from '../support/make-row.js';
import { gateStandingTables, type HeldStage, heldUp, installGates } from '../support/table-kills/gate.js';
import { type Content, contentOf, prepareStates, type State, toState } from '../support/table-kills/states.js';
import { startTableWorker } from '../support/workers.js';

/**
 * For every analytics table type and every stage of its runs a process that does such a run is killed exactly there. Runs of all types wait at one stage of theirs each, side by
 * side in one process, which dies with all of them; the next process takes them over.
 */
const test = testDatabase({ demo: true });

interface Kill {
  readonly lastYears?: 0;
  readonly stage: HeldStage;
  /** Whether the new content stands by then. */
  readonly done: boolean;
}

const FULL: readonly HeldStage[] = [
  'prepare',
  'create',
  'load',
  'hooks',
  'index',
  'analyze',
  'swap',
  'remove old',
  'marks',
  'clean up',
];
const LATEST_BY_ROWS: readonly HeldStage[] = ['find changes', 'make rows', 'remove rows', 'add rows', 'marks'];
/** A type that a latest run makes anew as a whole goes the way of a full run. */
const LATEST_AS_A_WHOLE: readonly HeldStage[] = ['load', 'swap', 'marks'];
/** From these on what was built stands. Where rows are merged that is done at the very end, with the marks. */
const AFTER_THE_SWAP: readonly HeldStage[] = ['remove old', 'marks', 'clean up'];

const KILLS = ANALYTICS_TABLES.map((definition, number) => {
  const byRows = ROW_RULES.some(({ type }) => type === definition.type);
  // Only data values need something filled before them.
  const full = FULL.filter((stage) => stage !== 'prepare' || definition.type === 'DATA_VALUE');
  const latest = byRows ? LATEST_BY_ROWS : LATEST_AS_A_WHOLE;
  const done = (stage: HeldStage) => AFTER_THE_SWAP.includes(stage);
  const kills: readonly Kill[] = [
    ...full.map((stage) => ({ stage, done: done(stage) })),
    ...latest.map((stage) => ({ stage, lastYears: 0 as const, done: !byRows && done(stage) })),
  ];
  return { definition, type: definition.type, number, kills };
});
type Subject = (typeof KILLS)[number];
const ROUNDS = Math.max(...KILLS.map(({ kills }) => kills.length));

const contents: { 0: ReadonlyMap<string, Content>; 1: ReadonlyMap<string, Content> } = { 0: new Map(), 1: new Map() };
const workers: ReturnType<typeof startTableWorker>[] = [];
let state: State = 0;

function startNext(): ReturnType<typeof startTableWorker> {
  const worker = startTableWorker(
    urlOf((test.connection as { database: string }).database),
    `worker ${workers.length + 1}`,
  );
  workers.push(worker);
  return worker;
}

async function tablesOf(definition: AnalyticsTableDefinition): Promise<readonly string[]> {
  return (await standingTables(test.db, [definition])).map(({ table }) => table);
}

/** What stands of each type. */
async function standing(): Promise<ReadonlyMap<string, Content>> {
  const found = new Map<string, Content>();
  for (const { definition, type } of KILLS) found.set(type, await contentOf(test.db, await tablesOf(definition)));
  return found;
}

/** Queues one run for each subject; they may go side by side, unlike those that people ask for. */
async function queue(
  runs: readonly { readonly subject: Subject; readonly lastYears?: 0 }[],
): Promise<readonly string[]> {
  return await test.db.transaction().execute(async (handle) => {
    const queued = await insertRuns(
      handle,
      runs.map(({ subject, lastYears }) => ({
        type: 'ANALYTICS_TABLE',
        name: subject.type,
        parameters: {
          ...(lastYears !== undefined && { lastYears }),
          skipTableTypes: ANALYTICS_TABLES.map(({ type }) => type).filter((type) => type !== subject.type),
          skipResourceTables: true,
          skipPrograms: [],
          skipOutliers: false,
        },
        exclusive: [],
        trigger: 'request',
        requestedBy: undefined,
        configuration: undefined,
      })),
    );
    for (const [index, { uid }] of queued.entries())
      await sql`insert into fault.subject values (${uid}, ${runs[index]?.subject.number})`.execute(handle);
    return queued.map(({ uid }) => uid);
  });
}

/** How the runs ended. */
async function ends(uids: readonly string[]): Promise<readonly string[]> {
  for (;;) {
    const { rows } = await sql<{ uid: string; ended: boolean; state: string }>`
      select uid, state not in ('queued', 'running') as ended, state || ': ' || coalesce(message, '') as state
      from orderly.job_run where uid = any (${[...uids]}::text[])
    `.execute(test.db);
    if (rows.every(({ ended }) => ended))
      return uids.map((uid) => rows.find((run) => run.uid === uid)?.state ?? 'lost');
    await sleep(50);
  }
}

/** Nothing of it is left: no schema of a run, no unfinished table anywhere. */
async function leftovers(): Promise<readonly string[]> {
  const { rows } = await sql<{ name: string }>`
    select nspname as name from pg_namespace where starts_with(nspname, 'orderly_run_')
    union all
    select relname from pg_class where relkind in ('r', 'p', 'i') and relname ~ '^(in_)?analytics.*_(temp|latest|rejected)$'
  `.execute(test.db);
  return rows.map(({ name }) => name);
}

beforeAll(async () => {
  const { db } = test;
  await installGates(db);
  const first = startNext();
  await prepareStates(db);
  await writeSetting(db, 'keyParallelJobsInAnalyticsTableExport', 1);
  for (const { definition, number, type } of KILLS)
    for (const name of [type, ...(await definition.tables(db))])
      await sql`insert into fault.subject values (${name}, ${number})`.execute(db);
  await first.begin();
  const [run] = await insertRuns(db, [
    {
      type: 'ANALYTICS_TABLE',
      name: 'first',
      parameters: { skipTableTypes: [], skipPrograms: [], skipResourceTables: false, skipOutliers: false },
      exclusive: [],
      trigger: 'request',
      requestedBy: undefined,
      configuration: undefined,
    },
  ]);
  expect(await ends([run?.uid ?? ''])).toEqual([expect.stringMatching(/^done: /)]);
  for (const one of [0, 1] as const) {
    await toState(db, one);
    expect(await ends(await queue(KILLS.map((subject) => ({ subject }))))).toEqual(
      KILLS.map(() => expect.stringMatching(/^done: /)),
    );
    contents[one] = await standing();
  }
  state = 1;
}, 120_000);

afterAll(async () => {
  for (const worker of workers) if (worker.running()) await worker.kill();
});

describe('a process killed at a stage of a run', () => {
  it('would be noticed: the two states of the data differ in every type', () => {
    for (const { type } of KILLS) {
      expect(Object.keys(contents[0].get(type) ?? {}), type).not.toEqual([]);
      expect(contents[0].get(type), type).not.toEqual(contents[1].get(type));
    }
  });

  for (let round = 0; round < ROUNDS; round += 1) {
    const killed = KILLS.flatMap((subject) => {
      const kill = subject.kills[round];
      return kill ? [{ subject, ...kill }] : [];
    });
    const title = [
      ...new Set(killed.map(({ stage, lastYears }) => `${stage}${lastYears === 0 ? ' of a latest run' : ''}`)),
    ].join(', ');
    it(`keeps the old tables whole, and the next one finishes: ${title}`, { timeout: 90_000 }, async () => {
      const { db } = test;
      const [before, after] = [contents[state], contents[state === 0 ? 1 : 0]];
      state = state === 0 ? 1 : 0;
      for (const { subject, stage } of killed) {
        await sql`delete from tablehook where analyticstabletype = ${subject.type}`.execute(db);
        if (stage === 'hooks')
          await makeRow(
            db,
            'tablehook',
            {
              name: subject.type,
              analyticstablephase: 'ANALYTICS_TABLE_POPULATED',
              analyticstabletype: subject.type,
              sql: `select fault.hold('hooks', '${subject.type}')`,
            },
            'analyticstablehookid',
          );
        if (stage === 'remove rows' || stage === 'add rows')
          await gateStandingTables(
            db,
            (await tablesOf(subject.definition)).map((table) => ({ table, subject: subject.type })),
          );
      }
      await toState(db, state);
      const worker = workers.at(-1);
      const next = startNext();
      const uids = await heldUp(
        db,
        new Map(killed.map(({ subject, stage }) => [subject.number, stage])),
        async ({ allHeld, noneHeld }) => {
          const queued = await queue(
            killed.map(({ subject, lastYears }) => ({ subject, ...(lastYears === 0 && { lastYears }) })),
          );
          await allHeld();
          await worker?.kill();
          await noneHeld();
          return queued;
        },
      );
      const stands = await standing();
      for (const { subject, done } of killed)
        expect([subject.type, stands.get(subject.type)]).toEqual([
          subject.type,
          (done ? after : before).get(subject.type),
        ]);
      // What a server that starts later would wait for.
      await sql`update orderly.node set alive_at = alive_at - interval '1 minute'`.execute(db);
      await next.begin();
      expect(await ends(uids)).toEqual(uids.map(() => expect.stringMatching(/^done: /)));
      for (const uid of uids) {
        expect(await findRun(db, uid)).toMatchObject({ attempt: 2 });
        const messages = (await runEvents(db, uid)).map(({ message }) => message);
        expect(messages).toContainEqual(
          expect.stringMatching(/^The server that ran this job \(worker \d+\) stopped at .+; the job starts again$/),
        );
      }
      const stand = await standing();
      for (const { subject } of killed)
        expect([subject.type, stand.get(subject.type)]).toEqual([subject.type, after.get(subject.type)]);
      expect(await leftovers()).toEqual([]);
    });
  }
});
