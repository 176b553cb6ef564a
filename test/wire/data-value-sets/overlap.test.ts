import { sql } from 'kysely';
import { beforeEach, expect, it } from 'vitest';
import {
  CLINIC,
  clearValues,
  DEFAULT,
  ELEMENTS,
  FEMALE,
  MALE,
  OTHER,
  poster,
  readValues,
  value,
  withDataValueFixture,
} from '../../support/data-value-fixture.js';
import { databaseAudits } from '../../support/dhis2/layout.js';
import { testServer } from '../../support/server.js';

const server = testServer();
withDataValueFixture(server);
const post = poster(server);
beforeEach(() => clearValues(server.db));

const WRITERS = [1, 2, 3, 4, 5, 6];
const MONTHS = Array.from({ length: 36 }, (_, month) =>
  String((2012 + Math.floor(month / 12)) * 100 + 1 + (month % 12)),
);
const KEYS = MONTHS.flatMap((period) =>
  [CLINIC, OTHER].flatMap((orgUnit) => [
    { dataElement: ELEMENTS.number, period, orgUnit, categoryOptionCombo: DEFAULT },
    { dataElement: ELEMENTS.bySex, period, orgUnit, categoryOptionCombo: MALE },
    { dataElement: ELEMENTS.bySex, period, orgUnit, categoryOptionCombo: FEMALE },
  ]),
);
type Key = (typeof KEYS)[number];
const keyText = ({ dataElement, period, orgUnit, categoryOptionCombo }: Key) =>
  [dataElement, period, orgUnit, categoryOptionCombo].join(' ');

/** Numbers that look random and are the same each time. */
function* numbers(seed: number): Generator<number> {
  for (let state = seed; ; ) {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    yield state / 2_147_483_648;
  }
}

/** Most of the keys in an order of their own, each with the writer's number as its value. */
function payloadOf(writer: number, round: number) {
  const random = numbers(writer * 100 + round);
  const next = () => random.next().value as number;
  const chosen = KEYS.filter(() => next() < 0.8).map((key) => ({ key, order: next() }));
  return chosen
    .toSorted((a, b) => a.order - b.order)
    .map(({ key }) => value({ ...key, value: String(writer + 10 * round) }));
}

async function auditsByKey(): Promise<ReadonlyMap<string, readonly string[]>> {
  const { rows } = await sql<{ key: string; texts: string[] }>`
    select concat_ws(' ', element.uid, to_char(period.startdate, 'YYYYMM'), unit.uid, combo.uid) as key,
      array_agg(audit.audittype || ' ' || audit.value order by audit.datavalueauditid) as texts
    from datavalueaudit as audit
    join dataelement as element using (dataelementid) join period using (periodid) join organisationunit as unit using (organisationunitid)
    join categoryoptioncombo as combo on combo.categoryoptioncomboid = audit.categoryoptioncomboid
    group by 1
  `.execute(server.db);
  return new Map(rows.map(({ key, texts }) => [key, texts]));
}

it.each([1, 2])(
  'six imports of the same values at once end well, and each key has one of their values (round %i)',
  async (round) => {
    const payloads = WRITERS.map((writer) => payloadOf(writer, round));
    const answers = await Promise.all(payloads.map((dataValues) => post({ dataValues })));
    const counts = answers.map(({ status, json, text }, index) => {
      expect(status, text.slice(0, 1_000)).toBe(200);
      const { imported, updated, deleted, ignored } = json.response.importCount;
      expect(imported + updated + deleted + ignored).toBe(payloads[index]?.length);
      return { imported, updated, deleted, ignored };
    });
    const sum = (name: 'imported' | 'updated' | 'deleted' | 'ignored') =>
      counts.reduce((total, count) => total + count[name], 0);
    const sent = new Map<string, string[]>();
    for (const [index, payload] of payloads.entries())
      for (const one of payload) {
        const key = keyText(one as unknown as Key);
        sent.set(key, [...(sent.get(key) ?? []), String((WRITERS[index] ?? 0) + 10 * round)]);
      }
    const stored = await readValues(server.db);
    expect(stored.length).toBe(sent.size);
    // Each key was put in once, and each later write of it changed it, since all of them differ.
    expect(sum('imported')).toBe(sent.size);
    expect([sum('updated'), sum('deleted'), sum('ignored')]).toEqual([payloads.flat().length - sent.size, 0, 0]);
    const audits = await auditsByKey();
    for (const { element, period, unit, combo, value: last, deleted } of stored) {
      const key = [element, period, unit, combo].join(' ');
      expect(deleted).toBe(false);
      // What was replaced is in the audit, in its order; with what stands it is what was sent, each once. A database that audits itself writes down what came instead.
      const audited = (audits.get(key) ?? []).map((text) => text.replace(/^(CREATE|UPDATE) /, ''));
      const history = databaseAudits ? audited : [...audited, last];
      expect(history.toSorted(), key).toEqual(sent.get(key)?.toSorted());
    }
  },
  60_000,
);

it('imports that delete and imports that put in get along', async () => {
  await post({ dataValues: payloadOf(1, 0) });
  const there = (await readValues(server.db)).length;
  const answers = await Promise.all(
    WRITERS.map((writer) =>
      post({ dataValues: payloadOf(writer, 3) }, writer % 2 === 0 ? '?importStrategy=DELETE' : ''),
    ),
  );
  const { imported, deleted } = answers
    .map(({ status, json, text }) => {
      expect(status, text.slice(0, 1_000)).toBe(200);
      return json.response.importCount;
    })
    .reduce((total, count) => ({ imported: total.imported + count.imported, deleted: total.deleted + count.deleted }));
  const stored = await readValues(server.db);
  expect(stored.filter((one) => !one.deleted).length).toBe(there + imported - deleted);
  const { rows } = await sql`select from datavalueaudit where audittype = 'DELETE'`.execute(server.db);
  expect(rows.length).toBe(deleted);
}, 60_000);

it('two imports at once that make the same periods make them once', async () => {
  const dataValues = MONTHS.map((period) => value({ period }));
  const [first, second] = await Promise.all([
    post({ dataValues }),
    post({ dataValues: dataValues.map((one) => ({ ...one, dataElement: 'nothing' })) }),
  ]);
  expect([first?.status, second?.status]).toEqual([200, 409]);
  const { rows } = await sql<{ count: number }>`select count(*)::int as count from period`.execute(server.db);
  expect(rows[0]?.count).toBe(MONTHS.length);
}, 60_000);
