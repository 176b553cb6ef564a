import { sql } from 'kysely';
import { beforeEach, describe, expect, it } from 'vitest';
import { testServer } from '../../support/server.js';
import { makeUsers } from '../../support/users.js';

const server = testServer({ demo: true, clock: { now: () => new Date(2026, 2, 15, 10, 30) } });
const users = makeUsers(server);

let attribute = '';
const path = (end: string, uid = attribute) => `/api/trackedEntityAttributes/${uid}/${end}`;

/** Makes the first attribute of the demo one with this pattern. */
async function setPattern(pattern: string, generated = true): Promise<void> {
  await sql`
    update trackedentityattribute set pattern = ${pattern}, generated = ${generated} where uid = ${attribute}
  `.execute(server.db);
}

const reservedRows = async () =>
  (
    await sql<{ key: string; value: string; days: number }>`
      select reservedvalue.key, reservedvalue.value, round(extract(epoch from expirydate - created) / 86400)::integer as days
      from reservedvalue where owneruid = ${attribute} order by value
    `.execute(server.db)
  ).rows;

const storeValue = (value: string) =>
  sql`
    update trackedentityattributevalue set value = ${value}
    where (trackedentityid, trackedentityattributeid) = (
      select stored.trackedentityid, stored.trackedentityattributeid from trackedentityattributevalue as stored
      join trackedentityattribute as attribute using (trackedentityattributeid)
      where attribute.uid = ${attribute} and stored.value like '00%' limit 1
    )
  `.execute(server.db);

beforeEach(async () => {
  const { rows } = await sql<{ uid: string }>`
    select uid from trackedentityattribute where name = 'Client number'
  `.execute(server.db);
  attribute = rows[0]?.uid ?? '';
  await sql`delete from reservedvalue`.execute(server.db);
  await sql`delete from sequentialnumbercounter`.execute(server.db);
});

describe('numbers in a row', () => {
  it('begin after what is stored, go on, and are not kept', async () => {
    await setPattern('SEQUENTIAL(######)');
    expect((await server.request(path('requiredValues'))).json).toEqual({ REQUIRED: [], OPTIONAL: ['SEQUENTIAL'] });
    const first = await server.request(path('generate'));
    expect(first.json).toEqual({
      ownerObject: 'TRACKEDENTITYATTRIBUTE',
      ownerUid: attribute,
      key: 'SEQUENTIAL(######)',
      value: '001001',
      created: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}$/),
      expiryDate: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
    });
    const more = await server.request(path('generateAndReserve?numberToReserve=3'));
    expect(more.json.map(({ value }: { value: string }) => value)).toEqual(['001002', '001003', '001004']);
    expect(await reservedRows()).toEqual([]);
    expect(first.headers.get('cache-control')).toContain('no-store');
  });

  it('are each given once to requests at the same time', async () => {
    await setPattern('"N" + SEQUENTIAL(####)');
    const answers = await Promise.all(
      Array.from({ length: 12 }, () => server.request(path('generateAndReserve?numberToReserve=10'))),
    );
    const values = answers.flatMap(({ json }) => json.map(({ value }: { value: string }) => value));
    expect(values.toSorted()).toEqual(
      Array.from({ length: 120 }, (_, index) => `N${String(index + 1).padStart(4, '0')}`),
    );
  });

  it('end, and then none is taken', async () => {
    await setPattern('"E" + SEQUENTIAL(#)');
    expect((await server.request(path('generateAndReserve?numberToReserve=7'))).status).toBe(200);
    const refused = await server.request(path('generateAndReserve?numberToReserve=3'));
    expect([refused.status, refused.json.message]).toEqual([409, 'Unable to reserve value, no new values available.']);
    const last = await server.request(path('generateAndReserve?numberToReserve=2'));
    expect(last.json.map(({ value }: { value: string }) => value)).toEqual(['E8', 'E9']);
  });
});

describe('values by chance', () => {
  it('are kept until they expire', async () => {
    await setPattern('RANDOM(X) + "-" + ORG_UNIT_CODE(...) + CURRENT_DATE(yyMM)');
    expect((await server.request(path('requiredValues'))).json).toEqual({
      REQUIRED: ['ORG_UNIT_CODE'],
      OPTIONAL: ['RANDOM'],
    });
    const { json } = await server.request(path('generateAndReserve?numberToReserve=3&ORG_UNIT_CODE=OSLO'));
    expect(json).toHaveLength(3);
    for (const { key, value } of json) {
      expect(key).toBe('RANDOM(X)-OSL2603');
      expect(value).toMatch(/^[A-Z]-OSL2603$/);
    }
    await server.request(path('generate?expiration=9&ORG_UNIT_CODE=OSLO'));
    const rows = await reservedRows();
    expect(rows.map(({ days }) => days).toSorted()).toEqual([60, 60, 60, 9]);
    expect(new Set(rows.map(({ value }) => value)).size).toBe(4);
  });

  it('are each given once to requests at the same time, down to the last', async () => {
    await setPattern('RANDOM(##)');
    await storeValue('07');
    const answers = await Promise.all(
      Array.from({ length: 11 }, () => server.request(path('generateAndReserve?numberToReserve=9'))),
    );
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
    const values = answers.flatMap(({ json }) => json.map(({ value }: { value: string }) => value));
    expect(values.toSorted()).toEqual(
      Array.from({ length: 100 }, (_, index) => String(index).padStart(2, '0')).filter((value) => value !== '07'),
    );
    const refused = await server.request(path('generate'));
    expect([refused.status, refused.json.message]).toEqual([409, 'Not enough values left to reserve 1 values.']);
  });

  it('are never what a tracked entity has in other letters', async () => {
    await setPattern('RANDOM(x)');
    await storeValue('Q');
    const { json } = await server.request(path('generateAndReserve?numberToReserve=25'));
    expect(
      json
        .map(({ value }: { value: string }) => value)
        .toSorted()
        .join(''),
    ).toBe('abcdefghijklmnoprstuvwxyz');
  });

  it('are found among many', async () => {
    await setPattern('RANDOM(Xx#*##)');
    const { json } = await server.request(path('generateAndReserve?numberToReserve=1000'));
    expect(new Set(json.map(({ value }: { value: string }) => value.toLowerCase())).size).toBe(1000);
    expect(json[0].value).toMatch(/^[A-Z][a-z]\d[0-9a-zA-Z]\d\d$/);
  });
});

it('a pattern in which nothing changes has one value', async () => {
  await setPattern('"ONLY"');
  expect((await server.request(path('generate'))).json.value).toBe('ONLY');
  expect((await server.request(path('generate'))).json.message).toBe('Not enough values left to reserve 1 values.');
});

describe('a request is refused', () => {
  it.each([
    [
      'generateAndReserve?numberToReserve=0',
      400,
      'You can only reserve between 1 and 1000 values in a single request.',
    ],
    [
      'generateAndReserve?numberToReserve=1001',
      400,
      'You can only reserve between 1 and 1000 values in a single request.',
    ],
    [
      'generateAndReserve?numberToReserve=x',
      400,
      "Value 'x' is not valid for parameter numberToReserve. It should be of type Integer",
    ],
    [
      'generate?expiration=0',
      400,
      "Value '0' is not valid for parameter expiration. It must be a number of days from 1 to 36500",
    ],
    [
      'generate?expiration=99999999999',
      400,
      "Value '99999999999' is not valid for parameter expiration. It must be a number of days from 1 to 36500",
    ],
    ['generate', 409, 'Missing required values: ORG_UNIT_CODE'],
    ['generate?ORG_UNIT_CODE=AB', 409, 'Value is invalid: ORG_UNIT_CODE(...) -> AB'],
  ])('%s', async (end, status, message) => {
    await setPattern('ORG_UNIT_CODE(...) + RANDOM(#)');
    const { status: answered, json } = await server.request(path(end));
    expect([answered, json.message]).toEqual([status, message]);
  });

  it.each([
    ['nonsense', true, 409, "Could not parse expression: Unknown input: 'nonsense' at position 1"],
    ['', true, 400, 'Attribute does not contain pattern.'],
    ['RANDOM(#)', false, 400, 'Attribute does not contain pattern.'],
    ['CURRENT_DATE(Q)', true, 409, "The date format 'Q' has the letter 'Q', which means nothing here"],
  ])('with the pattern %j, generated: %j', async (pattern, generated, status, message) => {
    await setPattern(pattern, generated);
    const { status: answered, json } = await server.request(path('generate'));
    expect([answered, json.message]).toEqual([status, message]);
  });

  it('for an attribute that is not there, or not shared', async () => {
    const missing = await server.request(path('generate', 'abcdefghijk'));
    expect([missing.status, missing.json.errorCode, missing.json.message]).toEqual([
      404,
      'E1005',
      'TrackedEntityAttribute with id abcdefghijk could not be found.',
    ]);
    await setPattern('RANDOM(####)');
    const { login } = await users.make([]);
    expect((await server.request(path('generate'), { user: login })).status).toBe(200);
    await sql`update trackedentityattribute set sharing = '{"public": "--------"}' where uid = ${attribute}`.execute(
      server.db,
    );
    expect((await server.request(path('generate'), { user: login })).status).toBe(404);
  });
});
