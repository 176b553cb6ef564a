import { sql } from 'kysely';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Period, parsePeriod, shiftPeriod } from '../../../src/kernel/periods/index.js';
import { DEMO_DATE } from '../../support/database.js';
import { layout } from '../../support/dhis2/layout.js';
import { type RawValue, rawValues } from '../../support/raw-values.js';
import { testServer } from '../../support/server.js';
import { makeUsers } from '../../support/users.js';

const server = testServer({ demo: true, clock: { now: () => new Date(`${DEMO_DATE}T12:00:00`) } });
const users = makeUsers(server);

/** Monthly counts. */
const [A, B] = ['EOl53TUC4UK', 'XNGg9lGCJbO'];
const DEFAULT = 'HllvX50cXC0';
let outputs: readonly string[] = [];
let levels: ReadonlyMap<number, string> = new Map();
let values: readonly RawValue[] = [];
let units: readonly { readonly uid: string; readonly path: string; readonly level: number }[] = [];
let combosOfA: readonly string[] = [];

beforeAll(async () => {
  const attribute = (
    await sql<{ id: number }>`
      select categoryoptioncomboid as id from categoryoptioncombo where name <> 'default' order by 1 limit 1
    `.execute(server.db)
  ).rows[0]?.id;
  await sql`
    insert into datavalue
    select v.dataelementid, v.periodid, v.sourceid, v.categoryoptioncomboid, ${attribute}, (v.value::int / 3)::text,
      v.storedby, v.created, v.lastupdated, v.comment, v.followup, v.deleted
    from datavalue as v join dataelement using (dataelementid)
    where dataelement.uid = ${A} and v.sourceid % 3 = 0 and v.value ~ '^[0-9]{1,6}$'
  `.execute(server.db);
  const combo = (await server.request(`/api/dataElements/${A}?fields=categoryCombo`)).json.categoryCombo.id;
  const element = (name: string, categoryCombo: string) => ({
    name,
    shortName: name,
    domainType: 'AGGREGATE',
    valueType: 'NUMBER',
    aggregationType: 'SUM',
    categoryCombo: { id: categoryCombo },
  });
  for (const [name, categoryCombo] of [
    ['Plain', 'bjDvmb4bfuf'],
    ['Broken down', combo],
  ] as const) {
    const { json } = await server.request('/api/dataElements', { method: 'POST', body: element(name, categoryCombo) });
    outputs = [...outputs, json.response.uid];
  }
  const { json } = await server.request('/api/organisationUnitLevels?fields=id,level&paging=false');
  levels = new Map(json.organisationUnitLevels.map(({ id, level }: { id: string; level: number }) => [level, id]));
  units = (
    await sql<(typeof units)[number]>`select uid, path, hierarchylevel as level from organisationunit`.execute(
      server.db,
    )
  ).rows;
  values = await rawValues(server.db, [A, B]);
  combosOfA = (
    await server.request(`/api/categoryCombos/${combo}?fields=categoryOptionCombos`)
  ).json.categoryOptionCombos.map(({ id }: { id: string }) => id);
});

beforeEach(async () => {
  await sql`delete from predictorgroupmembers`.execute(server.db);
  await sql`delete from predictororgunitlevels`.execute(server.db);
  await sql`delete from predictor`.execute(server.db);
  await sql`delete from datavalueaudit`.execute(server.db);
  await sql`delete from datavalue using dataelement where dataelement.dataelementid = datavalue.dataelementid and dataelement.uid = any (${[...outputs]})`.execute(
    server.db,
  );
});

interface PredictorBody {
  readonly name?: string;
  readonly generator: string;
  readonly strategy?: string;
  readonly skipTest?: string;
  readonly output?: string;
  readonly level?: number;
  readonly [property: string]: unknown;
}

async function createPredictor({
  name = 'P',
  generator,
  strategy = 'SKIP_IF_ALL_VALUES_MISSING',
  skipTest,
  output,
  level = 4,
  ...rest
}: PredictorBody) {
  const expression = (text: string) => ({ expression: text, description: 'Formula', missingValueStrategy: strategy });
  const { json } = await server.request('/api/predictors', {
    method: 'POST',
    body: {
      name,
      shortName: name,
      periodType: 'Monthly',
      generator: expression(generator),
      ...(skipTest !== undefined && { sampleSkipTest: expression(skipTest) }),
      output: { id: output ?? outputs[0] },
      organisationUnitLevels: level === 0 ? [] : [{ id: levels.get(level) }],
      ...rest,
    },
  });
  expect(json.status).toBe('OK');
  return json.response.uid as string;
}

const run = (query: string, options = {}) =>
  server.request(`/api/predictions?${query}`, { method: 'POST', ...options });
const YEAR = 'startDate=2025-10-01&endDate=2026-03-31';
const MONTHS = ['202510', '202511', '202512', '202601', '202602', '202603'];

async function predicted(output = outputs[0] ?? ''): Promise<ReadonlyMap<string, string>> {
  const rows = await rawValues(server.db, [output]);
  return new Map(
    rows.map(({ period, unit, combo, attribute, value }) => [[period.iso, unit, combo, attribute].join(' '), value]),
  );
}

/** Values of an element at a unit, or at all units below it, read row by row. */
function reader(level: number, descendants: boolean) {
  const byUnit = new Map<string, RawValue[]>();
  for (const value of values) {
    const own = descendants ? value.path.split('/')[level] : value.unit;
    if (own !== undefined) byUnit.set(own, [...(byUnit.get(own) ?? []), value]);
  }
  return (unit: string) => {
    const own = byUnit.get(unit) ?? [];
    const attributes = [...new Set(own.map(({ attribute }) => attribute))];
    const sum = (element: string, attribute: string, period: Period, combo?: string): number | undefined => {
      const found = own.filter(
        (value) =>
          value.element === element &&
          value.attribute === attribute &&
          value.period.iso === period.iso &&
          (combo === undefined || value.combo === combo),
      );
      return found.length === 0 ? undefined : found.reduce((total, { value }) => total + Number(value), 0);
    };
    return { attributes, sum };
  };
}

const period = (iso: string) => parsePeriod(iso) as Period;
const rounded = (value: number): string => String(Number(value.toFixed(4)));

// Predictors are run by the DHIS2 itself.
describe.skipIf(layout)('predictions', () => {
  it('are what one gets place by place', async () => {
    await createPredictor({
      generator: `avg(#{${A}}) + 1.5 * stddev(#{${A}}) + #{${B}} * 0`,
      skipTest: `#{${A}} > 900`,
      sequentialSampleCount: 3,
      sequentialSkipCount: 1,
      annualSampleCount: 1,
    });
    const { json } = await run(YEAR);
    const read = reader(4, false);
    const wanted = new Map<string, string>();
    for (const { uid: unit } of units.filter(({ level }) => level === 4)) {
      const { attributes, sum } = read(unit);
      for (const attribute of attributes) {
        for (const iso of MONTHS) {
          const output = period(iso);
          const sampled = [-2, -3, -12, -13, -14, -15, -11, -10, -9].map((offset) =>
            sum(A, attribute, shiftPeriod(output, offset)),
          );
          const samples = sampled.filter((value) => value !== undefined && value <= 900) as number[];
          const there = sum(B, attribute, output) !== undefined;
          if (samples.length === 0) continue;
          const mean = samples.reduce((a, b) => a + b) / samples.length;
          const squares = samples.reduce((total, value) => total + (value - mean) ** 2, 0);
          const deviation = samples.length === 1 ? 0 : Math.sqrt(squares / (samples.length - 1));
          const value = mean + 1.5 * deviation;
          expect(there || samples.length > 0).toBe(true);
          if (Number(value.toFixed(4)) !== 0) wanted.set([iso, unit, DEFAULT, attribute].join(' '), rounded(value));
        }
      }
    }
    expect(wanted.size).toBeGreaterThan(100);
    const found = await predicted();
    expect([...found.keys()].toSorted()).toEqual([...wanted.keys()].toSorted());
    for (const [place, value] of wanted) expect(Number(found.get(place))).toBeCloseTo(Number(value), 3);
    expect(json.response).toMatchObject({
      responseType: 'PredictionSummary',
      status: 'SUCCESS',
      predictors: 1,
      inserted: wanted.size,
      updated: 0,
      deleted: 0,
      unchanged: 0,
    });
  });

  it('of a district are made from all that lies in it', async () => {
    await createPredictor({ generator: `#{${A}} + #{${B}}`, level: 3, organisationUnitDescendants: 'DESCENDANTS' });
    await run(YEAR);
    const read = reader(3, true);
    const wanted = units
      .filter(({ level }) => level === 3)
      .flatMap(({ uid: unit }) => {
        const { attributes, sum } = read(unit);
        return attributes.flatMap((attribute) =>
          MONTHS.flatMap((iso) => {
            const [a, b] = [A, B].map((element) => sum(element, attribute, period(iso)));
            if (a === undefined && b === undefined) return [];
            const value = (a ?? 0) + (b ?? 0);
            return value === 0 ? [] : [[[iso, unit, DEFAULT, attribute].join(' '), String(value)] as const];
          }),
        );
      });
    expect(wanted.length).toBeGreaterThan(50);
    expect([...(await predicted())].toSorted()).toEqual(wanted.toSorted());
  });

  it('of an output with option combos are made for each of them', async () => {
    const output = outputs[1] ?? '';
    await createPredictor({ generator: `#{${A}} * 2`, output });
    await run('startDate=2026-01-01&endDate=2026-02-28');
    const read = reader(4, false);
    const wanted = units
      .filter(({ level }) => level === 4)
      .flatMap(({ uid: unit }) => {
        const { attributes, sum } = read(unit);
        return attributes.flatMap((attribute) =>
          ['202601', '202602'].flatMap((iso) =>
            combosOfA.flatMap((combo) => {
              const value = sum(A, attribute, period(iso), combo);
              return value === undefined || value === 0
                ? []
                : [[[iso, unit, combo, attribute].join(' '), String(value * 2)] as const];
            }),
          ),
        );
      });
    expect(new Set(wanted.map(([place]) => place.split(' ')[2])).size).toBeGreaterThan(5);
    expect([...(await predicted(output))].toSorted()).toEqual(wanted.toSorted());
  });

  it('see those of the periods before', async () => {
    await createPredictor({
      generator: `#{${outputs[0]}}.periodOffset(-1) + 1 + 0 * sum(#{${A}})`,
      strategy: 'NEVER_SKIP',
      level: 1,
    });
    await run(YEAR);
    const root = units.find(({ level }) => level === 1)?.uid ?? '';
    expect(await predicted()).toEqual(
      new Map(MONTHS.map((iso, index) => [`${iso} ${root} ${DEFAULT} ${DEFAULT}`, String(index + 1)])),
    );
  });

  it('change, stay and go with the data', async () => {
    const output = outputs[0] ?? '';
    await createPredictor({ generator: `#{${A}} + 1` });
    const first = values.find(
      ({ period: { iso }, attribute, element }) => iso === '202602' && attribute === DEFAULT && element === A,
    );
    const { unit = '' } = first ?? {};
    const window = 'startDate=2026-02-01&endDate=2026-02-28';
    const before = (await run(window)).json.response.inserted;
    expect((await run(window)).json.response).toMatchObject({ inserted: 0, updated: 0, deleted: 0, unchanged: before });
    const key = sql`sourceid = (select organisationunitid from organisationunit where uid = ${unit})
      and dataelementid = (select dataelementid from dataelement where uid = ${A})
      and periodid = (select periodid from period where startdate = '2026-02-01' and enddate = '2026-02-28')`;
    await sql`update datavalue set value = (value::int + 1)::text where ${key} and ctid = (select min(ctid) from datavalue where ${key} and not deleted)`.execute(
      server.db,
    );
    expect((await run(window)).json.response).toMatchObject({
      inserted: 0,
      updated: 1,
      deleted: 0,
      unchanged: before - 1,
    });
    await sql`update datavalue set deleted = true where ${key}`.execute(server.db);
    const { json } = await run(window);
    expect(json.response.deleted).toBeGreaterThan(0);
    expect(json.response.unchanged + json.response.deleted).toBe(before);
    expect([...(await predicted(output)).keys()].some((place) => place.includes(unit))).toBe(false);
    const { rows } =
      await sql`select audittype, modifiedby, count(*) from datavalueaudit group by 1, 2 order by 1`.execute(server.db);
    expect(rows).toEqual([
      { audittype: 'DELETE', modifiedby: 'admin', count: json.response.deleted },
      { audittype: 'UPDATE', modifiedby: 'admin', count: 1 },
    ]);
    await sql`update datavalue set deleted = false where ${key}`.execute(server.db);
  });

  it('are made where the user works', async () => {
    const district = units.find(({ level }) => level === 2);
    const { uid, login } = await users.make(['F_PREDICTOR_RUN']);
    await sql`
      insert into usermembership (userinfoid, organisationunitid)
      select userinfoid, organisationunitid from userinfo, organisationunit
      where userinfo.uid = ${uid} and organisationunit.uid = ${district?.uid}
    `.execute(server.db);
    await createPredictor({ generator: `#{${A}} + 1` });
    expect((await run(YEAR, { user: login })).status).toBe(200);
    const places = [...(await predicted()).keys()].map(
      (place) => units.find(({ uid }) => uid === place.split(' ')[1])?.path ?? '',
    );
    expect(places.length).toBeGreaterThan(10);
    expect(places.every((path) => path.includes(district?.uid ?? '-'))).toBe(true);
  });
});
