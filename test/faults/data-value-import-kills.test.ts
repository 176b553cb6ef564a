import { rmSync } from 'node:fs';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findRun } from '../../src/jobs/index.js';
import { testDatabase, urlOf } from '../support/database.js';
import { makeDatabaseFolder } from '../support/folder.js';
import { pidOf, waitersFor } from '../support/maintenance/locks.js';
import { interrupt, kill, type ServerProcess, startProcess } from '../support/process.js';

const test = testDatabase({ demo: true });
const TYPE = 'DATAVALUE_IMPORT';
/** Far from the demo's data. */
const YEAR = 2001;
const MONTHS = Array.from({ length: 12 }, (_, month) => String(YEAR * 100 + 1 + month));

let folder: string;
let server: ServerProcess;
const started: ServerProcess[] = [];
let elements: readonly string[];
let unit: string;

function start(): ServerProcess {
  const one = startProcess({
    ORDERLY_HOME: folder,
    ORDERLY_DATABASE_URL: urlOf((test.connection as { database: string }).database),
    ORDERLY_ADMIN_PASSWORD: 'district',
  });
  started.push(one);
  return one;
}

const payload = (value: string) => ({
  dataValues: elements.flatMap((dataElement) =>
    MONTHS.map((period) => ({ dataElement, period, orgUnit: unit, value })),
  ),
});
const post = async (body: unknown, query = '') =>
  await server.request(`/api/dataValueSets${query}`, { method: 'POST', body });

/** How many values have which text, and what else there is of them. */
async function state(): Promise<Readonly<Record<string, number>>> {
  const { rows } = await sql<{ name: string; count: number }>`
    with months as (select periodid from period where startdate >= make_date(${YEAR}, 1, 1) and startdate < make_date(${YEAR + 1}, 1, 1))
    select 'value ' || value || case when deleted then ' deleted' else '' end as name, count(*)::int as count
    from datavalue where periodid in (select periodid from months) group by 1
    union all select 'audits', count(*)::int from datavalueaudit where periodid in (select periodid from months)
    union all select 'periods', count(*)::int from months
  `.execute(test.db);
  return Object.fromEntries(rows.map(({ name, count }) => [name, count]));
}

/** The last of the values in the order in which they are written. */
const late = sql`
  select from datavalue
  where (dataelementid, periodid) = (
    select dataelementid, periodid from datavalue
    where periodid in (select periodid from period where startdate >= make_date(${YEAR}, 1, 1) and startdate < make_date(${YEAR + 1}, 1, 1))
    order by dataelementid desc, periodid desc limit 1
  )
  for update
`;

/** Kills the server when what `begin` began waits for the last value. */
async function killedInTheMiddle<Begun>(begin: () => Promise<Begun>): Promise<Begun> {
  return await test.db.transaction().execute(async (transaction) => {
    await late.execute(transaction);
    const begun = await begin();
    const pid = await pidOf(transaction);
    const waiting = () => waitersFor(test.db, pid);
    await expect.poll(waiting, { timeout: 30_000, interval: 50 }).toBe(1);
    await kill(server);
    await expect.poll(waiting, { timeout: 20_000, interval: 50 }).toBe(0);
    return begun;
  });
}

beforeAll(async () => {
  folder = makeDatabaseFolder('orderly kill ');
  const { rows } = await sql<{ element: string; unit: string }>`
    select element.uid as element, (select uid from organisationunit where hierarchylevel = 4 order by uid limit 1) as unit
    from dataelement as element
    where element.domaintype = 'AGGREGATE' and element.valuetype in ('NUMBER', 'INTEGER', 'INTEGER_POSITIVE', 'INTEGER_ZERO_OR_POSITIVE') and element.optionsetid is null order by element.uid limit 20
  `.execute(test.db);
  elements = rows.map(({ element }) => element);
  unit = rows[0]?.unit ?? '';
  server = start();
  await server.ready;
  // The first ten elements are there before: what is imported later changes those and puts in the others.
  const { dataValues } = payload('1');
  const { status, text } = await post({ dataValues: dataValues.slice(0, dataValues.length / 2) }, '?force=true');
  if (status !== 200) throw new Error(text.slice(0, 1_000));
}, 120_000);

afterAll(async () => {
  for (const one of started) if (one.child.exitCode === null && one.child.signalCode === null) await kill(one);
  rmSync(folder, { recursive: true, force: true });
});

describe('a server killed in the middle of an import', { timeout: 120_000 }, () => {
  const HALF = 120;
  const before = { 'value 1': HALF, audits: 0, periods: 12 };

  it('stores nothing of one whose client waits', async () => {
    expect(elements.length * MONTHS.length).toBe(2 * HALF);
    expect(await state()).toEqual(before);
    const answer = await killedInTheMiddle(async () => {
      const waiting = post(payload('2'), '?force=true').then(
        ({ status }) => `answered ${status}`,
        () => 'cut',
      );
      return await Promise.resolve({ waiting });
    });
    expect(await answer.waiting).toBe('cut');
    expect(await state()).toEqual(before);
  });

  it('stores nothing of a job, which the next server runs again to its end', async () => {
    server = start();
    await server.ready;
    const uid = await killedInTheMiddle(async () => {
      const { status, json, text } = await post(payload('3'), '?force=true&async=true');
      expect(status, text).toBe(200);
      return json.response.id as string;
    });
    expect(await state()).toEqual(before);
    expect(await findRun(test.db, uid)).toMatchObject({ state: 'running', attempt: 1 });

    server = start();
    await server.ready;
    const run = async () => (await findRun(test.db, uid))?.state;
    await expect.poll(run, { timeout: 60_000, interval: 100 }).toBe('done');
    expect(await findRun(test.db, uid)).toMatchObject({ attempt: 2 });
    expect(await state()).toEqual({ 'value 3': 2 * HALF, audits: HALF, periods: 12 });
    const { json: messages } = await server.request(`/api/system/tasks/${TYPE}/${uid}`);
    expect(messages[0]).toMatchObject({
      level: 'INFO',
      completed: true,
      message: `Import complete with status SUCCESS, ${HALF} created, ${HALF} updated, 0 deleted, 0 ignored`,
    });
    const { json: summary } = await server.request(`/api/system/taskSummaries/${TYPE}/${uid}`);
    expect(summary).toMatchObject({ status: 'SUCCESS', importCount: { imported: HALF, updated: HALF } });
    expect(await interrupt(server)).toBe(0);
  });
});
