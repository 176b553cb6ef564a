import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { AGGREGATION_TYPES } from '../../../src/features/analytics-query/query.js';
import { aggregateTables } from '../../support/analytics-tables.js';
import { DEMO_DATE } from '../../support/database.js';
import { testServer } from '../../support/server.js';
import { period, type SmallCountry, smallCountry, storeValues, type Value } from './country.js';
import { ASKED, comparable, generatedValues, parametersOf, questionsAbout } from './questions.js';
import { answerTo, type Question } from './reference.js';

const server = testServer({ demo: true, clock: { now: () => new Date(`${DEMO_DATE}T12:00:00`) } });

let country: SmallCountry;
let values: readonly Value[];

beforeAll(async () => {
  country = await smallCountry(server.db);
  values = generatedValues(country);
  await storeValues(server.db, values);
  const [last] = await server.runJob(aggregateTables());
  expect(last).toMatchObject({ level: 'INFO', completed: true });
});

async function ask(question: Question): Promise<readonly string[]> {
  const { dimension, filter, aggregationType } = parametersOf(question);
  const query = new URLSearchParams({ skipRounding: 'true', skipMeta: 'true' });
  for (const one of dimension) query.append('dimension', one);
  for (const one of filter) query.append('filter', one);
  if (aggregationType !== undefined) query.append('aggregationType', aggregationType);
  const { status, json, text } = await server.request(`/api/analytics?${query}`);
  expect(status, `${query}: ${text.slice(0, 300)}`).toBe(200);
  return comparable(json.rows);
}

describe('aggregation', () => {
  it('gives in every way what one gets by hand from the data values', async () => {
    let answered = 0;
    await fc.assert(
      fc.asyncProperty(questionsAbout(country), async (question) => {
        const wanted = [...answerTo(question, values)].sort();
        if (wanted.length > 0) answered += 1;
        expect([...(await ask(question))].sort()).toEqual(wanted);
      }),
      { numRuns: 60 },
    );
    // The draw differs each time: most questions have rows, some have thousands.
    expect(answered).toBeGreaterThan(10);
  });

  it.each(AGGREGATION_TYPES)('%s is right at every level', async (aggregationType) => {
    const items = country.elements
      .filter(({ kind }) => aggregationType !== 'NONE' || kind === 'TEXT')
      .map(({ uid }) => uid);
    const question: Question = {
      dimensions: ['dx', 'ou', 'pe'],
      items,
      periods: ASKED,
      units: country.places.slice(0, 4),
      groups: [],
      options: [],
      aggregationType,
      country,
    };
    const wanted = [...answerTo(question, values)].sort();
    expect(wanted.length).toBeGreaterThan(50);
    expect([...(await ask(question))].sort()).toEqual(wanted);
  });

  it.each([
    ['LAST', '202310'],
    ['FIRST', '202503'],
  ])('finds the %s value of %s years back', async (aggregationType, iso) => {
    const question: Question = {
      dimensions: ['dx'],
      items: country.elements.slice(0, 1).map(({ uid }) => uid),
      periods: [period(iso)],
      units: [],
      groups: [],
      options: [],
      aggregationType,
      country,
    };
    const old = values.filter((value) => value.period.startDate < '2017');
    const wanted = answerTo(question, old);
    expect(wanted).toHaveLength(1);
    if (aggregationType === 'LAST') expect(await ask(question)).toEqual(wanted);
    else expect(await ask(question)).toEqual(answerTo(question, values));
  });
});
