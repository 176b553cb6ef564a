import fc from 'fast-check';
import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import { periodContaining } from '../../../src/kernel/periods/index.js';
import { DEMO_DATE } from '../../support/database.js';
import {
  aggregate,
  cellText,
  enrichTracker,
  fulfils,
  type NaiveEvent,
  type NaiveItem,
  naiveEvents,
  ownDate,
} from '../../support/event-analytics.js';
import { testServer } from '../../support/server.js';

const server = testServer({ demo: true, clock: { now: () => new Date(`${DEMO_DATE}T12:00:00`) } });
const ROOT = 'ImspTQPwCqd';

interface Country {
  readonly events: readonly NaiveEvent[];
  readonly programs: readonly {
    readonly uid: string;
    readonly registration: boolean;
    readonly stages: readonly string[];
    readonly items: readonly NaiveItem[];
  }[];
  readonly units: readonly { readonly uid: string; readonly level: number }[];
}

let country: Country;

beforeAll(async () => {
  await enrichTracker(server.db);
  const [last] = await server.runJob('/api/resourceTables/analytics?skipAggregate=true&skipOutliers=true');
  expect(last).toMatchObject({ level: 'INFO', completed: true });
  const { rows: programs } = await sql<Country['programs'][number]>`
    select program.uid, program.type = 'WITH_REGISTRATION' as registration,
      (select array_agg(stage.uid::text order by stage.sort_order) from programstage as stage where stage.programid = program.programid) as stages,
      (
        select json_agg(json_build_object('uid', element.uid, 'valueType', element.valuetype) order by member.sort_order)
        from programstage as stage join programstagedataelement as member using (programstageid) join dataelement as element using (dataelementid)
        where stage.programid = program.programid and stage.sort_order = 1
      ) as items
    from program order by program.uid
  `.execute(server.db);
  const { rows: units } = await sql<Country['units'][number]>`
    select uid, hierarchylevel as level from organisationunit order by uid
  `.execute(server.db);
  country = { events: await naiveEvents(server.db), programs, units };
});

async function ask(path: string) {
  const { status, json, text } = await server.request(`/api/analytics/${path}`);
  expect(status, `${path}\n${text}`).toBe(200);
  return json;
}

const program = (registration: boolean) => {
  const found = country.programs.find((one) => one.registration === registration);
  if (!found) throw new Error('The demo country lacks a program.');
  return found;
};

const item = (of: Country['programs'][number], valueType: string): NaiveItem => {
  const found = of.items.find((one) => one.valueType === valueType);
  if (!found) throw new Error(`The program has no ${valueType}.`);
  return found;
};

/** Conditions on each kind of value; every operator takes its turn. */
const CONDITIONS: Readonly<Record<string, readonly string[]>> = {
  NUMBER: [
    'EQ:50.0',
    'NE:50',
    'GT:40',
    'GE:40',
    'LT:60.5',
    'LE:60.5',
    'IN:1;50;70.2',
    'IN:1;NV',
    '!IN:50',
    'EQ:NV',
    'NE:NV',
    'LIKE:5',
    'GT:20:LT:70',
  ],
  INTEGER: ['EQ:5', '!EQ:5', 'GT:40', 'LE:3', 'IN:1;2;3', 'NE:NV'],
  BOOLEAN: ['EQ:1', 'EQ:0', 'IN:1;NV', 'EQ:true', 'NE:NV'],
  DATE: ['GT:2021-01-01', 'LE:2021-06-30', 'EQ:NV'],
  TEXT: [
    'EQ:Answer 5',
    'NE:Answer 5',
    'IEQ:answer 5',
    '!IEQ:ANSWER 5',
    'LIKE:er 1',
    '!LIKE:er 1',
    'ILIKE:ANSWER 2',
    '!ILIKE:ANSWER 2',
    'IN:Answer 1;Answer 2',
    '!IN:Answer 1',
    'SW:Answer 1',
    'EW:9',
    'EQ:NV',
    'IN:Answer 3;NV',
    'LIKE:%',
    'GT:Answer 3',
  ],
};

const filterOf = fc.constantFrom(
  ...Object.entries(CONDITIONS).flatMap(([valueType, texts]) => texts.map((text) => ({ valueType, text }))),
);

/** The conditions of a text such as `GT:20:LT:70`. */
const conditionsOf = (text: string): readonly (readonly [string, string])[] =>
  text
    .split(':')
    .flatMap((part, index, all) =>
      index % 2 === 0 ? [[part.replace('!EQ', 'NE'), all[index + 1] ?? ''] as const] : [],
    );

const keeps = (event: NaiveEvent, one: NaiveItem, text: string): boolean =>
  conditionsOf(text).every(([operator, value]) => fulfils(event.values[one.uid], one, operator, value));

const within = (moment: string | null, from: string, to: string): boolean =>
  moment !== null && moment.slice(0, 10) >= from && moment.slice(0, 10) <= to;

describe('lists of events', () => {
  it('are those of the base tables, whatever restricts them', async () => {
    const query = fc.record({
      registration: fc.boolean(),
      units: fc.uniqueArray(fc.nat({ max: 149 }), { minLength: 1, maxLength: 4 }),
      year: fc.constantFrom(2023, 2024, 2025),
      months: fc.constantFrom(1, 3, 12),
      stage: fc.boolean(),
      status: fc.subarray(['ACTIVE', 'COMPLETED']),
      filters: fc.array(filterOf, { maxLength: 2 }),
      asFilter: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(query, async ({ registration, year, months, stage, status, filters, asFilter, ...rest }) => {
        const of = program(registration);
        const units = rest.units.map((index) => country.units[index % country.units.length]?.uid ?? ROOT);
        const items = filters.map(({ valueType, text }) => ({ one: item(of, valueType), text }));
        const [from, to] = [`${year}-01-01`, `${year}-${String(months).padStart(2, '0')}-28`];
        const expected = country.events.filter(
          (event) =>
            event.program === of.uid &&
            event.line.some((uid) => units.includes(uid)) &&
            within(event.occurred, from, to) &&
            (!stage || event.stage === of.stages[1]) &&
            (status.length === 0 || status.includes(event.status)) &&
            items.every(({ one, text }) => keeps(event, one, text)),
        );
        const kind = asFilter ? 'filter' : 'dimension';
        const texts = items.map(({ one, text }) => `&${kind}=${one.uid}:${encodeURIComponent(text)}`).join('');
        const found = await ask(
          `events/query/${of.uid}?dimension=ou:${units.join(';')}&startDate=${from}&endDate=${to}&pageSize=5000${texts}${
            stage ? `&stage=${of.stages[1]}` : ''
          }${status.length > 0 ? `&eventStatus=${status.join(',')}` : ''}`,
        );
        const rows: readonly (readonly string[])[] = found.rows;
        expect(rows.map(([event]) => event)).toEqual(expected.map(({ event }) => event).toSorted());
        expect(found.metaData.pager.total).toBe(expected.length);
        const byUid = new Map(expected.map((event) => [event.event, event]));
        for (const row of asFilter ? [] : rows.slice(0, 20)) {
          const event = byUid.get(row[0] ?? '');
          const own = [...new Map(items.map(({ one }) => [one.uid, one])).values()];
          const cells = own.map((one) => cellText(event?.values[one.uid], one.valueType));
          expect(row.slice(row.length - own.length)).toEqual(cells);
        }
      }),
      { numRuns: 40 },
    );
  });

  it('come in pages that neither repeat a row nor leave one out, also where rows are equal', async () => {
    const of = program(false);
    const one = item(of, 'BOOLEAN');
    const query = `events/query/${of.uid}?dimension=ou:${ROOT}&dimension=pe:2024&dimension=${one.uid}&desc=${one.uid}&headers=psi,${one.uid}`;
    const whole = await ask(`${query}&paging=false`);
    expect(whole.metaData.pager).toBeUndefined();
    const paged: string[][] = [];
    for (let page = 1; ; page += 1) {
      const { rows, metaData } = await ask(`${query}&page=${page}&pageSize=97&totalPages=false`);
      expect(metaData.pager).toEqual({ page, pageSize: 97, isLastPage: rows.length < 97 });
      paged.push(...rows);
      if (metaData.pager.isLastPage) break;
    }
    expect(paged).toEqual(whole.rows);
    const values: readonly string[] = paged.map(([, value = '']) => value);
    expect(values).toEqual(values.toSorted((a, b) => (a === b ? 0 : a === '' || (b !== '' && a < b) ? 1 : -1)));
    const beyond = await ask(`${query}&page=99`);
    expect(beyond.metaData.pager).toMatchObject({ page: 99, total: paged.length, pageSize: 50 });
    expect(beyond).toMatchObject({ rows: [], width: 0, height: 0, headerWidth: 2 });
  });

  it('take dates by field, several periods of one as alternatives and several fields together', async () => {
    const of = program(true);
    const { rows } = await ask(
      `events/query/${of.uid}?dimension=ou:${ROOT}&eventDate=202401,2024Q3&lastUpdated=2024&enrollmentDate=2023-01-01_2024-06-30&headers=psi&paging=false`,
    );
    const expected = country.events.filter(
      (event) =>
        event.program === of.uid &&
        (within(event.occurred, '2024-01-01', '2024-01-31') || within(event.occurred, '2024-07-01', '2024-09-30')) &&
        within(event.updated, '2024-01-01', '2024-12-31') &&
        within(event.enrolled, '2023-01-01', '2024-06-30'),
    );
    expect(expected.length).toBeGreaterThan(0);
    expect(rows.flat()).toEqual(expected.map(({ event }) => event).toSorted());
  });

  it('have planned events only where they are asked for', async () => {
    const of = program(false);
    const query = (rest: string) => ask(`events/query/${of.uid}?dimension=ou:${ROOT}&headers=psi&paging=false&${rest}`);
    const planned = country.events
      .filter(
        ({ program: uid, status, scheduled }) =>
          uid === of.uid && status === 'SCHEDULE' && within(scheduled, '2024-01-01', '2024-12-31'),
      )
      .map(({ event }) => event)
      .toSorted();
    expect((await query('dimension=pe:2024&eventStatus=SCHEDULE')).rows.flat()).toEqual(planned);
    expect((await query('scheduledDate=2024&eventStatus=SCHEDULE')).rows.flat()).toEqual(planned);
    const others: readonly string[] = (await query('dimension=pe:2024')).rows.flat();
    expect(others.filter((event) => planned.includes(event))).toEqual([]);
  });
});

describe('aggregates of events', () => {
  it('are those of the base tables, whatever they are told apart by', async () => {
    const query = fc.record({
      registration: fc.boolean(),
      level: fc.constantFrom(1, 2, 3),
      mixed: fc.boolean(),
      periods: fc.subarray(
        ['2024', '2023', '202403', '2024Q1', '20240110', '2024W7', '2024-02-01_2024-04-30', '2023Feb'],
        { minLength: 1, maxLength: 4 },
      ),
      asFilter: fc.boolean(),
      itemType: fc.constantFrom(undefined, 'BOOLEAN', 'TEXT'),
      filters: fc.array(filterOf, { maxLength: 1 }),
      value: fc.constantFrom(
        undefined,
        'SUM',
        'AVERAGE',
        'COUNT',
        'MIN',
        'MAX',
        'STDDEV',
        'VARIANCE',
        'AVERAGE_SUM_ORG_UNIT',
        'MIN_SUM_ORG_UNIT',
        'MAX_SUM_ORG_UNIT',
        'LAST_IN_PERIOD',
        'LAST_IN_PERIOD_AVERAGE_ORG_UNIT',
      ),
    });
    await fc.assert(
      fc.asyncProperty(query, async ({ registration, level, mixed, periods, asFilter, itemType, filters, value }) => {
        const of = program(registration);
        const units = country.units
          .filter((unit) => unit.level === level || (mixed && unit.level === 4))
          .map(({ uid }) => uid)
          .slice(0, 30);
        const group = itemType === undefined ? undefined : item(of, itemType);
        const number = item(of, 'NUMBER');
        const restricted = filters
          .map(({ valueType, text }) => ({ one: item(of, valueType), text }))
          .filter(({ one }) => one.uid !== group?.uid && (value === undefined || one.uid !== number.uid));
        const expected = new Map<string, { value: number; unit: string; combo: string; date: string; key: string }[]>();
        for (const event of country.events) {
          if (event.program !== of.uid || !restricted.every(({ one, text }) => keeps(event, one, text))) continue;
          if (value !== undefined && event.values[number.uid] === undefined) continue;
          const own = ownDate(event);
          const lies = periods.filter((iso) => own !== null && within(own, ...days(iso)));
          for (const unit of units.filter((uid) => event.line.includes(uid))) {
            for (const period of asFilter ? lies.slice(0, 1).map(() => '') : lies) {
              const cell = group ? [cellText(event.values[group.uid], group.valueType)] : [];
              const key = [...cell, unit, ...(asFilter ? [] : [period])].join('|');
              const rows = expected.get(key) ?? [];
              rows.push({
                value: Number(event.values[number.uid]),
                unit: event.line.at(-1) ?? '',
                combo: event.options.toSorted().join(),
                date: own ?? '',
                key: event.event,
              });
              expected.set(key, rows);
            }
          }
        }
        const { rows } = await ask(
          `events/aggregate/${of.uid}?${group ? `dimension=${group.uid}&` : ''}dimension=ou:${units.join(';')}&${asFilter ? 'filter' : 'dimension'}=pe:${periods.join(';')}${restricted
            .map(({ one, text }) => `&filter=${one.uid}:${encodeURIComponent(text)}`)
            .join('')}${value === undefined ? '' : `&value=${number.uid}&aggregationType=${value}&skipRounding=true`}`,
        );
        const found = new Map(
          (rows as readonly (readonly string[])[]).map((row) => [row.slice(0, -1).join('|'), Number(row.at(-1))]),
        );
        const wanted = new Map(
          [...expected].map(
            ([key, list]) => [key, value === undefined ? list.length : (aggregate(value, list) ?? 0)] as const,
          ),
        );
        expect([...found.keys()].toSorted()).toEqual([...wanted.keys()].toSorted());
        for (const [key, number_] of wanted) expect(found.get(key), key).toBeCloseTo(number_, 6);
      }),
      { numRuns: 40 },
    );
  });
});

/** First and last day of a period of the test. */
function days(iso: string): readonly [string, string] {
  const range = /^(\d{4}-\d\d-\d\d)_(\d{4}-\d\d-\d\d)$/.exec(iso);
  if (range) return [range[1] ?? '', range[2] ?? ''];
  const known: Readonly<Record<string, readonly [string, string]>> = {
    '2024': ['2024-01-01', '2024-12-31'],
    '2023': ['2023-01-01', '2023-12-31'],
    '202403': ['2024-03-01', '2024-03-31'],
    '2024Q1': ['2024-01-01', '2024-03-31'],
    '20240110': ['2024-01-10', '2024-01-10'],
    '2023Feb': ['2023-02-01', '2024-01-31'],
  };
  const week = periodContaining('Weekly', '2024-02-14');
  return known[iso] ?? [week.startDate, week.endDate];
}
