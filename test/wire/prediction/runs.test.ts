import { sql } from 'kysely';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { DEMO_DATE } from '../../support/database.js';
import { layout } from '../../support/dhis2/layout.js';
import { jobsOf } from '../../support/jobs.js';
import { testServer } from '../../support/server.js';
import { makeUsers } from '../../support/users.js';

const server = testServer({ demo: true, clock: { now: () => new Date(`${DEMO_DATE}T12:00:00`) } });
const jobs = jobsOf(server);
const users = makeUsers(server);

const A = 'EOl53TUC4UK';
const WINDOW = 'startDate=2026-01-01&endDate=2026-02-28';
let level = '';
let output = '';

beforeAll(async () => {
  const { json } = await server.request('/api/organisationUnitLevels?filter=level:eq:4');
  level = json.organisationUnitLevels[0].id;
});

beforeEach(async () => {
  await sql`delete from predictorgroupmembers`.execute(server.db);
  await sql`delete from predictororgunitlevels`.execute(server.db);
  await sql`delete from predictor`.execute(server.db);
  output = await create('/api/dataElements', {
    name: `Output ${Math.random()}`,
    shortName: `Output ${Math.random()}`,
    domainType: 'AGGREGATE',
    valueType: 'INTEGER',
    aggregationType: 'SUM',
  });
});

async function create(path: string, body: unknown): Promise<string> {
  const { json } = await server.request(path, { method: 'POST', body });
  expect(json.status).toBe('OK');
  return json.response.uid;
}

const predictor = (name: string, expression = `#{${A}} + 1`, rest = {}) =>
  create('/api/predictors', {
    name,
    shortName: name,
    periodType: 'Monthly',
    generator: { expression, description: 'Formula', missingValueStrategy: 'SKIP_IF_ALL_VALUES_MISSING' },
    output: { id: output },
    organisationUnitLevels: [{ id: level }],
    ...rest,
  });

const post = (path: string, options = {}) => server.request(path, { method: 'POST', ...options });

async function stored(): Promise<Readonly<Record<string, number>>> {
  const { rows } = await sql<{ iso: string; count: number }>`
    select orderly.period_iso('Monthly', period.startdate) as iso, count(*) as count
    from datavalue join dataelement using (dataelementid) join period using (periodid)
    where dataelement.uid = ${output} and not datavalue.deleted group by 1 order by 1
  `.execute(server.db);
  return Object.fromEntries(rows.map(({ iso, count }) => [iso, count]));
}

// Predictors are run by the DHIS2 itself.
describe.skipIf(layout)('a run of predictors', () => {
  it('answers when it is done, for one, for a group and for all', async () => {
    const one = await predictor('One');
    await predictor('Two');
    const group = await create('/api/predictorGroups', { name: 'Group', predictors: [{ id: one }] });
    const first = await post(`/api/predictors/${one}/run?${WINDOW}`);
    const { 202601: january = 0, 202602: february = 0 } = await stored();
    expect(first.json.message).toBe(`Generated ${january + february} predictions`);
    expect((await post(`/api/predictorGroups/${group}/run?${WINDOW}`)).json.message).toBe(first.json.message);
    const all = await server.request(`/api/predictors/run?${WINDOW}`, { method: 'PUT' });
    expect(all.json.message).toBe(`Generated ${2 * (january + february)} predictions`);
    const some = await post(`/api/predictions?${WINDOW}&predictor=${one}&predictorGroup=${group}`);
    expect(some.json.response).toMatchObject({ status: 'SUCCESS', predictors: 1, unchanged: january + february });
  });

  it('is a job when it is asked for so, with the days that were given', async () => {
    const one = await predictor('One');
    const [last] = await server.runJob(`/api/predictions?${WINDOW}&async=true&predictor=${one}`);
    expect(last).toMatchObject({ message: 'Prediction done', level: 'INFO' });
    const { json } = await server.request('/api/system/taskSummaries/PREDICTOR');
    const [summary] = Object.values(json);
    const { 202601: january = 0, 202602: february = 0 } = await stored();
    expect(summary).toEqual({
      responseType: 'PredictionSummary',
      status: 'SUCCESS',
      predictors: 1,
      inserted: january + february,
      updated: 0,
      deleted: 0,
      unchanged: 0,
    });
  });

  it('takes days from today when it is scheduled, and stores as the server', async () => {
    const one = await predictor('One');
    const group = await create('/api/predictorGroups', { name: 'Group 2', predictors: [{ id: one }] });
    await predictor('Two', '1 +');
    const run = await jobs.run('PREDICTOR', { relativeStart: -45, relativeEnd: 0, predictorGroups: [group] });
    expect(run).toMatchObject({ state: 'done', message: 'Prediction done' });
    expect(Object.keys(await stored())).toEqual(['202602']);
    const { rows } = await sql`
      select distinct storedby from datavalue join dataelement using (dataelementid) where dataelement.uid = ${output}
    `.execute(server.db);
    expect(rows).toEqual([{ storedby: 'system-process' }]);
  });

  it('fails when one of them fails, and the others have done their work', async () => {
    await predictor('Bad', `#{${A}} + 'x'`);
    await predictor('Good');
    await predictor('Worse', `if(#{${A}}, 1, 2)`);
    const run = await jobs.run('PREDICTOR', { relativeStart: -80, relativeEnd: -10 });
    expect(run.state).toBe('failed');
    expect(run.message).toMatch(
      /^Predictions failed: Unable to predict Bad: generator: A text stands where operator '\+' needs a number\. Unable to predict Worse for organisation unit \w{11} and period 202601: Found \d+ where true or false is expected\.$/,
    );
    const counts = await stored();
    expect(Object.keys(counts)).toEqual(['202601', '202602']);
    const { json } = await server.request(`/api/system/taskSummaries/PREDICTOR/${run.uid}`);
    expect(json).toMatchObject({ status: 'ERROR', description: run.message, predictors: 3 });
    const direct = await post(`/api/predictions?${WINDOW}`);
    expect(direct.status).toBe(409);
    expect(direct.json).toMatchObject({ message: run.message, response: { status: 'ERROR', predictors: 3 } });
  });

  it.each([
    ['1 +', 'The expression ends too early'],
    ['#{a1234567890}', 'There is no data element a1234567890.'],
    ['C{a1234567890}', 'There is no constant a1234567890.'],
    ['N{a1234567890}', 'There is no indicator a1234567890.'],
    ['I{a1234567890}', 'Program indicators are not supported'],
    ['1 == 1', 'gives a truth value, not a number'],
  ])('says what is wrong with %s', async (generator, reason) => {
    const uid = await predictor('P', generator);
    const { status, json } = await post(`/api/predictors/${uid}/run?${WINDOW}`);
    expect(status).toBe(409);
    expect(json.message).toContain(reason);
  });

  it.each([
    ['/api/predictions', 400, "Required request parameter 'startDate' is not present"],
    ['/api/predictions?startDate=x&endDate=2026-01-01', 400, "Value 'x' is not valid for parameter startDate"],
    ['/api/predictions?startDate=2026-02-30&endDate=2026-03-01', 400, 'It should be a date'],
    ['/api/predictions?startDate=2026-03-01&endDate=2026-01-01', 409, 'Start date cannot be after end date'],
    [`/api/predictions?${WINDOW}&predictor=a1234567890`, 404, 'Predictor with id a1234567890 could not be found.'],
    [`/api/predictions?${WINDOW}&predictor=%00`, 404, 'could not be found.'],
    [`/api/predictions?${WINDOW}&async=true&predictorGroup=a1234567890`, 404, 'PredictorGroup with id a1234567890'],
    [`/api/predictors/a1234567890/run?${WINDOW}`, 404, 'Predictor with id a1234567890 could not be found.'],
    [`/api/predictors/short/run?${WINDOW}`, 400, 'UID must be'],
  ])('%s answers %i', async (path, status, message) => {
    const answer = await post(path);
    expect(answer.status).toBe(status);
    expect(answer.json.message).toContain(message);
  });

  it('is for those who may', async () => {
    const { login } = await users.make(['F_RUN_VALIDATION']);
    expect((await post(`/api/predictions?${WINDOW}`, { user: login })).status).toBe(403);
  });

  it('predicts nothing without a level of the hierarchy', async () => {
    const uid = await predictor('P', '1', { organisationUnitLevels: [] });
    expect((await post(`/api/predictors/${uid}/run?${WINDOW}`)).json.message).toBe('Generated 0 predictions');
  });
});
