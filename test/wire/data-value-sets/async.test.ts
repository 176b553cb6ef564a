import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { beforeEach, describe, expect, it } from 'vitest';
import { findRun } from '../../../src/jobs/index.js';
import {
  CLINIC,
  clearValues,
  countPeriods,
  DEFAULT,
  ELEMENTS,
  poster,
  readShort,
  value,
  withDataValueFixture,
} from '../../support/data-value-fixture.js';
import { whileHeld } from '../../support/maintenance/locks.js';
import { testServer } from '../../support/server.js';
import { makeUsers } from '../../support/users.js';

const server = testServer();
withDataValueFixture(server);
const users = makeUsers(server);
const post = poster(server);
beforeEach(() => clearValues(server.db));

const TYPE = 'DATAVALUE_IMPORT';
const read = async (path: string) => (await server.request(`/api/system/${path}`)).json;
const messages = async (id: string): Promise<readonly { message: string; level: string; completed: boolean }[]> =>
  await read(`tasks/${TYPE}/${id}`);
const summaryOf = async (id: string) => await read(`taskSummaries/${TYPE}/${id}`);

/** Waits for the closing message; a summary has to be there before. Gives the messages, newest first. */
async function ended(id: string) {
  for (;;) {
    const found = await messages(id);
    if (found[0]?.completed) return found;
    await sleep(20);
  }
}

async function start(body: unknown, type?: string, query = ''): Promise<string> {
  const { status, json, text } = await post(body, `?async=true${query}`, type === undefined ? {} : { type });
  expect([status, json], text).toMatchObject([
    200,
    {
      httpStatus: 'OK',
      status: 'OK',
      message: expect.stringMatching(new RegExp(`^Initiated ${TYPE}`)),
      response: { responseType: 'JobConfiguration', jobType: TYPE },
    },
  ]);
  const { id, relativeNotifierEndpoint } = json.response;
  expect(relativeNotifierEndpoint).toBe(`/api/system/tasks/${TYPE}/${id}`);
  return id;
}

it('imports as a job, whose summary is there bare before its last message', async () => {
  await post({ dataValues: [value()] });
  const dataValues = [value({ value: 6 }), value({ period: '201502' }), value({ dataElement: 'nothing' })];
  const id = await start({ dataValues });
  const found = await ended(id);
  const summary = await summaryOf(id);
  expect(found[0]).toMatchObject({
    level: 'INFO',
    completed: true,
    message: 'Import complete with status WARNING, 1 created, 1 updated, 0 deleted, 1 ignored',
  });
  expect(found.slice(1).every(({ completed }) => !completed)).toBe(true);
  expect(found.map(({ message }) => message)).toEqual(
    expect.arrayContaining(['Data value import started', 'Importing data values']),
  );
  expect(summary).toMatchObject({
    responseType: 'ImportSummary',
    status: 'WARNING',
    importOptions: { async: true, importStrategy: 'CREATE_AND_UPDATE' },
    importCount: { imported: 1, updated: 1, ignored: 1, deleted: 0 },
    conflicts: [{ errorCode: 'E7610', object: 'nothing', indexes: [2] }],
    rejectedIndexes: [2],
    dataSetComplete: 'false',
  });
});

it.each([
  [
    'application/xml',
    `<dataValueSet><dataValue dataElement="${ELEMENTS.number}" period="201501" orgUnit="${CLINIC}" value="5"/></dataValueSet>`,
  ],
  ['application/csv', `${ELEMENTS.number},201501,${CLINIC},,,5`],
])('keeps in which language %s is, and the options', async (type, text) => {
  const id = await start(text, type, '&firstRowIsHeader=false');
  await ended(id);
  expect(await summaryOf(id)).toMatchObject({ status: 'SUCCESS', importCount: { imported: 1 } });
  expect(await readShort(server.db)).toEqual([`${ELEMENTS.number} 201501 ${CLINIC} ${DEFAULT} ${DEFAULT} 5`]);
});

it.each([
  ['half a payload', '{"dataValues":[{', 'application/json', /JSON parse error/],
  ['an empty file of JSON', '', 'application/json', /the text is empty/],
  ['an empty file of XML', '', 'application/xml', /must contain a root element/],
  ['an empty file of CSV', '', 'application/csv', /the text is empty/],
  ['no payload at all', undefined, undefined, /the text is empty/],
  ['a strategy that is none', '{"strategy":"SOMETIMES","dataValues":[]}', 'application/json', /strategy/],
])('%s ends with a summary that says so', async (_name, body, type, message) => {
  const id = await start(body, type);
  const [last] = await ended(id);
  expect(last?.message).toBe('Import complete with status ERROR, 0 created, 0 updated, 0 deleted, 0 ignored');
  expect(await summaryOf(id)).toMatchObject({
    responseType: 'ImportSummary',
    status: 'ERROR',
    description: expect.stringMatching(/^The import process failed: /),
    importCount: { imported: 0, updated: 0, ignored: 0, deleted: 0 },
  });
  expect((await summaryOf(id)).description).toMatch(message);
});

it('a head that cannot be used ends it with a summary, too', async () => {
  const id = await start({ dataSet: 'nowhere', dataValues: [value()] });
  const [last] = await ended(id);
  expect(last?.message).toBe('Import complete with status ERROR, 0 created, 0 updated, 0 deleted, 1 ignored');
  expect(await summaryOf(id)).toMatchObject({ status: 'ERROR', conflicts: [{ errorCode: 'E7600' }] });
});

describe('cancelling', () => {
  it('leaves nothing of an import that was in the middle of writing', async () => {
    await post({ dataValues: [value(), value({ period: '201512' })] });
    const audits = async () => (await sql`select from datavalueaudit`.execute(server.db)).rows.length;
    const before = await readShort(server.db);
    const auditsBefore = await audits();
    const dataValues = Array.from({ length: 12 }, (_, month) => value({ period: String(201501 + month), value: 9 }));
    const held = sql`
      select from datavalue where periodid = (select periodid from period where startdate = '2015-12-01') for update
    `;
    const id = await whileHeld(server.db, held, async (somebodyWaits) => {
      const started = await start({ dataValues });
      await somebodyWaits();
      const { status } = await server.request(`/api/scheduling/cancel/${TYPE}`, { method: 'POST' });
      expect(status).toBeLessThan(300);
      await ended(started);
      return started;
    });
    expect(await findRun(server.db, id)).toMatchObject({ state: 'cancelled' });
    expect(await summaryOf(id)).toMatchObject({ status: 'ERROR', importCount: { imported: 0, updated: 0 } });
    expect(await readShort(server.db)).toEqual(before);
    expect(await countPeriods(server.db)).toBe(2);
    expect(await audits()).toBe(auditsBefore);
    expect((await post({ dataValues })).json.response.importCount).toMatchObject({ imported: 10, updated: 2 });
  });
});

it('runs with the rights of who asked for it, as they are when it runs', async () => {
  const clerk = await users.make(['F_DATAVALUE_ADD']);
  const headers = await users.enter(clerk.uid);
  const { json } = await post({ dataValues: [value()] }, '?async=true', { headers });
  await ended(json.response.id);
  expect(await summaryOf(json.response.id)).toMatchObject({
    importCount: { ignored: 1 },
    conflicts: [{ errorCode: 'E7617' }],
  });
  const denied = await server.request(json.response.relativeNotifierEndpoint, { headers, user: null });
  expect(denied.json[0].completed).toBe(true);
});
