import { sql } from 'kysely';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { lockManyValues } from '../../../src/features/min-max/store.js';
import { jobsOf } from '../../support/jobs.js';
import { type Corner, makeCorner, putDataValues, storedMinMax } from '../../support/min-max.js';
import { testServer } from '../../support/server.js';

const server = testServer({ demo: true });
const jobs = jobsOf(server);
const PATH = '/api/minMaxValues';
let corner: Corner;

beforeAll(async () => {
  corner = await makeCorner(server.db);
});
beforeEach(async () => {
  await sql`delete from datavalue`.execute(server.db);
  await sql`delete from minmaxdataelement`.execute(server.db);
});

const generate = (query = '', unit = corner.units[0].uid, path = PATH) =>
  server.request(`${path}${query}`, {
    method: 'POST',
    body: { organisationUnit: unit, dataSets: [corner.dataSet.uid] },
  });
const remove = (query = '', unit = corner.units[0].uid) =>
  server.request(`${PATH}/${unit}?ds=${corner.dataSet.uid}${query}`, { method: 'DELETE' });
const put = (element: number, unit: number, combo: number, values: Parameters<typeof putDataValues>[3]) =>
  putDataValues(
    server.db,
    corner,
    {
      element: corner.elements[element as 0],
      unit: corner.units[unit as 0],
      combo: corner.combos[combo as 0],
    },
    values,
  );
const setByHand = async (element: number, unit: number, generated = false, min = 1000) => {
  const { status } = await server.request('/api/minMaxDataElements', {
    method: 'POST',
    body: {
      dataElement: { id: corner.elements[element]?.uid },
      source: { id: corner.units[unit]?.uid },
      optionCombo: { id: corner.combos[0].uid },
      min,
      max: 2000,
      generated,
    },
  });
  expect(status).toBe(201);
};
/** What is stored, in few words. */
const ranges = async () =>
  (await storedMinMax(server.db)).map(
    ({ element, unit, combo, min, max, generated }) =>
      `${corner.elements.findIndex(({ uid }) => uid === element)}/${corner.units.findIndex(({ uid }) => uid === unit)}/${corner.combos.findIndex(({ uid }) => uid === combo)} ${min}–${max}${generated ? '' : ' by hand'}`,
  );

describe('generation', () => {
  it('covers the unit and all below it, and nothing else', async () => {
    for (const unit of [0, 1, 2, 3]) await put(0, unit, 0, ['10', '20']);
    await put(1, 1, 1, ['0', '0', '30']);
    await put(1, 1, 2, ['1', '99']);
    await put(2, 1, 0, ['7', '7']);
    await put(3, 1, 0, ['10', '20']);
    const { status, text } = await generate();
    expect([status, text]).toEqual([204, '']);
    expect(await ranges()).toEqual(['0/0/0 5–25', '0/1/0 5–25', '1/1/1 -18–38', '0/2/0 5–25']);
  });

  it('keeps what was set by hand unless told otherwise, and tells what it did', async () => {
    for (const unit of [1, 2]) await put(0, unit, 0, ['10', '20', 'text', { value: '5000', deleted: true }]);
    await setByHand(0, 1);
    await setByHand(1, 1, true);
    await setByHand(3, 1);
    const kept = await generate('?report=true');
    expect([kept.status, kept.json.response]).toEqual([
      200,
      { responseType: 'MinMaxGeneration', generated: 1, kept: 1, removed: 1, ignoredDataValues: 2 },
    ]);
    expect(kept.json.message).toBe('1 min-max values generated, 1 kept, 1 removed, 2 data values ignored');
    expect(await ranges()).toEqual(['0/1/0 1000–2000 by hand', '3/1/0 1000–2000 by hand', '0/2/0 5–25']);
    const replaced = await generate('?report=true&keepManual=false');
    expect(replaced.json.response).toMatchObject({ generated: 2, kept: 0, removed: 2 });
    expect(await ranges()).toEqual(['0/1/0 5–25', '3/1/0 1000–2000 by hand', '0/2/0 5–25']);
  });

  it('goes as far from the mean as the setting says, and not below zero for what cannot be', async () => {
    await put(0, 1, 0, ['10', '20']);
    await put(1, 1, 0, ['-10', '-20']);
    await sql`update dataelement set valuetype = 'INTEGER_ZERO_OR_POSITIVE' where dataelementid = ${corner.elements[0].key}`.execute(
      server.db,
    );
    await sql`update dataelement set valuetype = 'INTEGER_NEGATIVE' where dataelementid = ${corner.elements[1].key}`.execute(
      server.db,
    );
    const set = (value: string) =>
      server.request(`/api/systemSettings/factorDeviation?value=${value}`, { method: 'POST' });
    expect((await set('4')).status).toBe(200);
    expect((await generate()).status).toBe(204);
    expect(await ranges()).toEqual(['0/1/0 0–35', '1/1/0 -35–0']);
    await set('2.0');
    await sql`update dataelement set valuetype = 'INTEGER' where dataelementid = any (${corner.elements.map(({ key }) => key)}::bigint[])`.execute(
      server.db,
    );
  });

  it('has another name', async () => {
    await put(0, 1, 0, ['10', '20']);
    expect((await generate('', undefined, '/api/42/minMaxDataElements/generate')).status).toBe(204);
    expect(await ranges()).toEqual(['0/1/0 5–25']);
  });

  it('takes option combos that an element has in a data set only', async () => {
    await put(0, 1, 2, ['10', '20']);
    const member = sql`datasetid = ${corner.dataSet.key} and dataelementid = ${corner.elements[0].key}`;
    await sql`
      update datasetelement set categorycomboid = (select categorycomboid from categorycombo where name = 'default') where ${member}
    `.execute(server.db);
    await generate();
    expect(await ranges()).toEqual(['0/1/2 5–25']);
    await sql`update datasetelement set categorycomboid = null where ${member}`.execute(server.db);
  });

  it('leaves everything as it was when it fails', async () => {
    await put(0, 1, 0, ['10', '20']);
    await put(0, 2, 0, ['1000000', '2000000']);
    await setByHand(0, 1, true);
    await sql`alter table minmaxdataelement add constraint no_millions check (maximumvalue < 1000000)`.execute(
      server.db,
    );
    const { status } = await generate();
    await sql`alter table minmaxdataelement drop constraint no_millions`.execute(server.db);
    expect(status).toBe(409);
    expect(await ranges()).toEqual(['0/1/0 1000–2000']);
  });

  it('lets data entry go on, and keeps what is set meanwhile', async () => {
    for (const unit of [1, 2]) await put(0, unit, 0, ['10', '20']);
    await setByHand(0, 2, true);
    let answer: Promise<Awaited<ReturnType<typeof generate>>> | undefined;
    await server.db.transaction().execute(async (holder) => {
      await lockManyValues(holder);
      answer = generate('?report=true');
      await waitForAWaiter();
      await setByHand(0, 1, false, 7);
      await setByHand(0, 2, false, 8);
    });
    expect((await answer)?.json.response).toMatchObject({ generated: 0, kept: 2, removed: 0 });
    expect(await ranges()).toEqual(['0/1/0 7–2000 by hand', '0/2/0 8–2000 by hand']);
  });

  it('may overlap itself, removal and the writing of many values', async () => {
    for (const element of [0, 1, 2]) for (const unit of [0, 1, 2]) await put(element, unit, 0, ['10', '20']);
    const values = [2, 1, 0].flatMap((element) =>
      [2, 1].map((unit) => ({
        dataElement: corner.elements[element]?.uid,
        orgUnit: corner.units[unit]?.uid,
        optionCombo: corner.combos[0].uid,
        minValue: 1,
        maxValue: 2,
      })),
    );
    const write = (sent: readonly unknown[]) =>
      server.request('/api/minMaxDataElements/upsert', {
        method: 'POST',
        body: { dataSet: corner.dataSet.uid, values: sent },
      });
    const answers = await Promise.all(
      Array.from({ length: 6 }, () => [
        generate(),
        generate('', corner.units[1].uid),
        write(values),
        write(values.toReversed()),
        remove('', corner.units[2].uid),
      ]).flat(),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200, 204]));
    await generate();
    expect(await ranges()).toHaveLength(9);
    expect((await ranges()).every((range) => range.endsWith(' 5–25'))).toBe(true);
  });

  async function waitForAWaiter(): Promise<void> {
    for (;;) {
      const { rows } = await sql`
        select from pg_locks where locktype = 'advisory' and not granted
          and database = (select oid from pg_database where datname = current_database())
      `.execute(server.db);
      if (rows.length > 0) return;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }
});

describe('removal', () => {
  beforeEach(async () => {
    await setByHand(0, 1);
    await setByHand(1, 1, true);
    await setByHand(2, 2, true);
    await setByHand(0, 3, true);
    await setByHand(3, 1, true);
  });

  it('takes all values of the data sets at the unit and below it', async () => {
    const { status, text } = await remove();
    expect([status, text]).toEqual([204, '']);
    expect(await ranges()).toEqual(['3/1/0 1000–2000', '0/3/0 1000–2000']);
  });

  it('can be counted before', async () => {
    const { status, json } = await server.request(`${PATH}/${corner.units[0].uid}?ds=${corner.dataSet.uid}`);
    expect([status, json]).toEqual([200, { organisationUnits: 6, dataElements: 3, generated: 2, manual: 1 }]);
    const nowhere = await server.request(`${PATH}/a1234567890?ds=${corner.dataSet.uid}`);
    expect([nowhere.status, nowhere.json.message]).toEqual([409, ' No valid organisation unit']);
  });

  it('takes the generated ones only if so told, and tells what it did', async () => {
    const { status, json } = await remove('&generatedOnly=true&report=true');
    expect([status, json.message, json.response]).toEqual([
      200,
      '2 min-max values removed, 1 kept',
      { responseType: 'MinMaxRemoval', removed: 2, kept: 1 },
    ]);
    expect(await ranges()).toEqual(['0/1/0 1000–2000 by hand', '3/1/0 1000–2000', '0/3/0 1000–2000']);
  });
});

// The last, because the units that it makes stay.
describe('a large generation', () => {
  it('is a job', async () => {
    await put(0, 1, 0, ['10', '20', 'text']);
    await setByHand(0, 2);
    await sql`
      insert into organisationunit (organisationunitid, uid, created, lastupdated, name, shortname, parentid, path, hierarchylevel, openingdate)
      select nextval('hibernate_sequence'), made.uid, localtimestamp, localtimestamp, made.uid, made.uid, parent.organisationunitid,
        parent.path || '/' || made.uid, 4, '2020-01-01'
      from organisationunit as parent, (select 'm' || lpad(number::text, 10, '0') as uid from generate_series(1, 20000) as number) as made
      where parent.uid = ${corner.units[0].uid}
    `.execute(server.db);
    const { status, headers, json } = await generate();
    expect([status, json.response.jobType]).toEqual([200, 'MIN_MAX_VALUE_GENERATION']);
    expect(headers.get('location')).toContain('/system/tasks/MIN_MAX_VALUE_GENERATION');
    const run = await jobs.ended(json.response.id);
    expect(run.state).toBe('done');
    expect(run.messages.map(({ message }) => message)).toContain(
      '1 min-max values generated, 1 kept, 0 removed, 1 data values ignored',
    );
    const summary = await server.request(`/api/system/taskSummaries/MIN_MAX_VALUE_GENERATION/${json.response.id}`);
    expect(summary.json).toEqual({ generated: 1, kept: 1, removed: 0, ignoredDataValues: 1 });
    expect(await ranges()).toEqual(['0/1/0 5–25', '0/2/0 1000–2000 by hand']);
  });
});
