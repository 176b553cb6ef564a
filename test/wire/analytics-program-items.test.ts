import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import { DEMO_DATE } from '../support/database.js';
import { storeProgramIndicator } from '../support/program-indicators.js';
import { testServer } from '../support/server.js';

const server = testServer({ demo: true, clock: { now: () => new Date(`${DEMO_DATE}T12:00:00`) } });

const PROGRAM = 'D54Zqur5Si8';
const ROOT = 'ImspTQPwCqd';
const QUARTERS = ['2024Q4', '2025Q1', '2025Q2'];

interface EventRow {
  readonly event: string;
  readonly enrollment: string;
  readonly trackedEntity: string | null;
  readonly stage: string;
  readonly status: string;
  readonly day: string;
  readonly enrolled: string;
  readonly path: string;
  readonly series: string;
  readonly entered: string;
  readonly values: Readonly<Record<string, { readonly value: string }>>;
}

interface EnrollmentRow {
  readonly enrollment: string;
  readonly enrolled: string;
  readonly path: string;
}

let events: readonly EventRow[] = [];
let enrollments: readonly EnrollmentRow[] = [];
let units: readonly string[] = [];
let items: {
  readonly stage: string;
  readonly number: string;
  readonly integer: string;
  readonly flag: string;
  readonly text: string;
  readonly date: string;
};

const rowsOf = async <Row>(query: ReturnType<typeof sql<Row>>): Promise<readonly Row[]> =>
  (await query.execute(server.db)).rows;

beforeAll(async () => {
  const [last] = await server.runJob(
    '/api/resourceTables/analytics?skipOutliers=true&skipTrackedEntities=true&skipOrgUnitOwnership=true',
  );
  expect(last).toMatchObject({ level: 'INFO', completed: true });
  events = await rowsOf(sql<EventRow>`
    select event.uid as event, enrollment.uid as enrollment, trackedentity.uid as "trackedEntity", programstage.uid as stage, event.status,
      event.occurreddate::date::text as day, enrollment.enrollmentdate::date::text as enrolled, organisationunit.path, event.eventdatavalues as values,
      organisationunit.uid || ' ' || event.attributeoptioncomboid as series,
      event.occurreddate || ' ' || coalesce(event.createdatclient, event.created) || ' ' || event.uid as entered
    from event
    join enrollment using (enrollmentid)
    left join trackedentity using (trackedentityid)
    join programstage using (programstageid)
    join program on program.programid = programstage.programid
    join organisationunit on organisationunit.organisationunitid = event.organisationunitid
    where program.uid = ${PROGRAM} and not event.deleted and not enrollment.deleted and event.status in ('ACTIVE', 'COMPLETED')
      and event.occurreddate is not null
  `);
  enrollments = await rowsOf(sql<EnrollmentRow>`
    select enrollment.uid as enrollment, enrollment.enrollmentdate::date::text as enrolled, organisationunit.path
    from enrollment
    join program using (programid)
    join organisationunit on organisationunit.organisationunitid = enrollment.organisationunitid
    where program.uid = ${PROGRAM} and not enrollment.deleted and enrollment.occurreddate is not null
  `);
  units = (
    await rowsOf(
      sql<{ readonly uid: string }>`select uid from organisationunit where hierarchylevel = 2 order by uid limit 3`,
    )
  ).map(({ uid }) => uid);
  const used = await rowsOf(sql<{ readonly stage: string; readonly uid: string; readonly type: string }>`
    select programstage.uid as stage, dataelement.uid, dataelement.valuetype as type
    from program join programstage using (programid) join programstagedataelement using (programstageid) join dataelement using (dataelementid)
    where program.uid = ${PROGRAM}
    order by programstage.uid, dataelement.uid
  `);
  const stages = [...new Set(used.map(({ stage }) => stage))];
  const stage = stages.find((one) =>
    ['NUMBER', 'INTEGER', 'BOOLEAN', 'TEXT', 'DATE'].every((type) =>
      used.some((item) => item.stage === one && item.type === type),
    ),
  );
  const uid = (type: string) => used.find((item) => item.stage === stage && item.type === type)?.uid ?? '';
  items = {
    stage: stage ?? '',
    number: uid('NUMBER'),
    integer: uid('INTEGER'),
    flag: uid('BOOLEAN'),
    text: uid('TEXT'),
    date: uid('DATE'),
  };
});

const bounds = (quarter: string): readonly [string, string] => {
  const [year, number] = [Number(quarter.slice(0, 4)), Number(quarter.slice(5))];
  const month = (value: number) => `${year}-${String(value).padStart(2, '0')}`;
  return [`${month(number * 3 - 2)}-01`, `${month(number * 3)}-31`];
};
/** First and last day. */
const quarterDays = (quarter: string): readonly [string, string] => {
  const [from, to] = bounds(quarter);
  return [from, to.replace(/(0[69])-31$/, '$1-30')];
};
const isIn = (day: string, quarter: string): boolean => {
  const [from, to] = bounds(quarter);
  return day >= from && day <= to;
};
const numbers = (rows: readonly EventRow[], element: string): readonly number[] =>
  rows.flatMap(({ values }) => {
    const value = values[element]?.value;
    return value === undefined ? [] : [value === 'true' ? 1 : value === 'false' ? 0 : Number(value)];
  });
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
const mean = (values: readonly number[]): number => sum(values) / values.length;

interface Grid {
  // biome-ignore lint/suspicious/noExplicitAny: a test looks into whatever came
  readonly metaData: any;
  readonly rows: readonly (readonly string[])[];
}

async function ask(query: string): Promise<Grid> {
  const answer = await server.request(`/api/analytics?${query}`);
  expect(answer.status, answer.text).toBe(200);
  return answer.json;
}

const places = () => `dimension=pe:${QUARTERS.join(';')}&dimension=ou:${units.join(';')}`;

/** What is expected for each quarter and unit, without those that have nothing. */
function expected<Row extends { readonly path: string }>(
  rows: readonly Row[],
  dayOf: (row: Row) => string,
  work: (own: readonly Row[], quarter: string) => number | undefined,
): readonly (readonly [string, string, number])[] {
  return QUARTERS.flatMap((quarter) =>
    units.flatMap((unit) => {
      const own = rows.filter((row) => isIn(dayOf(row), quarter) && row.path.includes(unit));
      const value = own.length === 0 ? undefined : work(own, quarter);
      return value === undefined ? [] : [[quarter, unit, value] as const];
    }),
  );
}

function compare(rows: readonly (readonly string[])[], wanted: readonly (readonly [string, string, number])[]) {
  const rounded = (value: number) => Number(value.toPrecision(9));
  expect(wanted.length).toBeGreaterThan(0);
  expect(rows.map(([, pe, ou, value]) => [pe, ou, rounded(Number(value))])).toEqual(
    wanted.map(([pe, ou, value]) => [pe, ou, rounded(value)]),
  );
}

let stored = 0;

/** Stores a program indicator and gives its uid. */
async function indicator(given: {
  readonly expression: string;
  readonly filter?: string;
  readonly type?: 'EVENT' | 'ENROLLMENT';
  readonly aggregation?: string;
  readonly decimals?: number;
}): Promise<string> {
  stored += 1;
  const uid = `progindic${String(stored).padStart(2, '0')}`;
  await storeProgramIndicator(server.db, { ...given, uid, name: uid, program: PROGRAM });
  return uid;
}

describe('items of events', () => {
  it('are aggregated as their data elements say', async () => {
    const ask3 = async (item: string) =>
      (await ask(`dimension=dx:${PROGRAM}.${item}&${places()}&skipRounding=true`)).rows;
    const some = (values: readonly number[], work: (own: readonly number[]) => number) =>
      values.length === 0 ? undefined : work(values);
    const day = ({ day: own }: EventRow) => own;
    compare(
      await ask3(items.integer),
      expected(events, day, (own) => some(numbers(own, items.integer), sum)),
    );
    compare(
      await ask3(items.number),
      expected(events, day, (own) => some(numbers(own, items.number), mean)),
    );
    compare(
      await ask3(items.flag),
      expected(events, day, (own) => some(numbers(own, items.flag), sum)),
    );
    const texts = (own: readonly EventRow[]) => own.filter(({ values }) => values[items.text] !== undefined).length;
    compare(
      await ask3(items.text),
      expected(events, day, (own) => texts(own) || undefined),
    );
  });

  it('may be completed ones only, of another aggregation type, a filter, and part of an indicator', async () => {
    const item = `${PROGRAM}.${items.integer}`;
    const query = `dimension=pe:${QUARTERS[0]}&filter=ou:${ROOT}`;
    const own = events.filter(({ day }) => isIn(day, QUARTERS[0] ?? ''));
    const { rows, metaData } = await ask(`dimension=dx:${item}&${query}&completedOnly=true`);
    expect(rows).toEqual([
      [
        item,
        QUARTERS[0],
        String(
          sum(
            numbers(
              own.filter(({ status }) => status === 'COMPLETED'),
              items.integer,
            ),
          ),
        ),
      ],
    ]);
    expect(metaData.items[item].name).toMatch(/^Client programme 01 ./);
    const largest = await ask(`${query}&filter=dx:${item}&aggregationType=MAX`);
    expect(largest.rows).toEqual([[QUARTERS[0], String(Math.max(...numbers(own, items.integer)))]]);
    await sql`
      insert into indicator
        (indicatorid, uid, created, lastupdated, name, shortname, annualized, indicatortypeid, numerator, denominator)
      select nextval('hibernate_sequence'), 'eventsratio', now(), now(), 'Of events', 'Of events', false, indicatortypeid,
        ${`D{${item}}`}, ${`D{${PROGRAM}.${items.number}}`}
      from indicatortype where indicatorfactor = 1
      limit 1
    `.execute(server.db);
    const ratio = await ask(`dimension=dx:eventsratio&${query}&skipRounding=true`);
    expect(Number(ratio.rows[0]?.[2])).toBeCloseTo(
      sum(numbers(own, items.integer)) / mean(numbers(own, items.number)),
      6,
    );
  });

  it('are the first or last of each unit, in the ten years before or in the period itself', async () => {
    const asked = [...QUARTERS, '2027Q4'];
    const isLaterThan = (end: string, years: number, day: string) =>
      `${Number(end.slice(0, 4)) - years}${end.slice(4)}` <= day;
    const answered = async (aggregationType: string) =>
      (
        await ask(
          `dimension=dx:${PROGRAM}.${items.integer}&dimension=pe:${asked.join(';')}&dimension=ou:${units.join(';')}&skipRounding=true&aggregationType=${aggregationType}`,
        )
      ).rows;
    const types: readonly (readonly [
      string,
      { readonly first?: boolean; readonly inPeriod?: boolean; readonly one?: boolean },
      (values: readonly number[]) => number,
    ])[] = [
      ['LAST', {}, sum],
      ['LAST_AVERAGE_ORG_UNIT', {}, mean],
      ['LAST_LAST_ORG_UNIT', { one: true }, sum],
      ['LAST_IN_PERIOD', { inPeriod: true }, sum],
      ['FIRST', { first: true }, sum],
      ['FIRST_FIRST_ORG_UNIT', { first: true, one: true }, sum],
    ];
    for (const [type, { first = false, inPeriod = false, one = false }, work] of types) {
      const wanted = asked.flatMap((quarter) =>
        units.flatMap((unit) => {
          const [from, to] = bounds(quarter);
          const picked = new Map<string, EventRow>();
          for (const row of events) {
            const { day, path, values } = row;
            if (!path.includes(unit) || values[items.integer] === undefined || day > to) continue;
            if (inPeriod ? day < from : !isLaterThan(to, 10, day)) continue;
            const key = one ? '' : row.series;
            const known = picked.get(key);
            if (!known || (first ? row.entered < known.entered : row.entered > known.entered)) picked.set(key, row);
          }
          const values = numbers([...picked.values()], items.integer);
          return values.length === 0 ? [] : [[quarter, unit, work(values)] as const];
        }),
      );
      const rows = await answered(type);
      expect(rows.length, type).toBeGreaterThan(3);
      compare(rows, wanted);
    }
  });

  it('may be bounded by days in formulas', async () => {
    const item = `${PROGRAM}.${items.integer}`;
    await sql`
      insert into indicator
        (indicatorid, uid, created, lastupdated, name, shortname, annualized, indicatortypeid, numerator, denominator)
      select nextval('hibernate_sequence'), 'eventbounds', now(), now(), 'Of some events', 'Of some events', false, indicatortypeid,
        ${`D{${item}}.minDate(2024-11-10).maxDate(2024-12-20)`}, '1'
      from indicatortype where indicatorfactor = 1
      limit 1
    `.execute(server.db);
    const own = events.filter(({ day }) => day >= '2024-11-10' && day <= '2024-12-20');
    const { rows } = await ask(`dimension=dx:eventbounds&dimension=pe:2024Q4&filter=ou:${ROOT}&skipRounding=true`);
    expect(Number(rows[0]?.[2])).toBe(sum(numbers(own, items.integer)));
  });

  it('are refused to who may not read the data of the program, and left out when they are not part of it', async () => {
    const { json } = await server.request(`/api/analytics?dimension=dx:${PROGRAM}.aaaaaaaaaaa&filter=pe:2025`);
    expect(json.errorCode).toBe('E7124');
    const [user] = await rowsOf(sql<{ readonly username: string }>`
      select userinfo.username
      from userinfo
      where not userinfo.invitation and not userinfo.disabled and userinfo.accountexpiry is null and not exists (
        select from userrolemembers join userroleauthorities using (userroleid)
        where userrolemembers.userid = userinfo.userinfoid and userroleauthorities.authority = 'ALL'
      )
      order by userinfo.userinfoid
      limit 1
    `);
    const made = await indicator({ expression: `#{${items.stage}.${items.integer}}` });
    const other = await indicator({ expression: 'V{event_count}' });
    const code = async (item: string) => {
      const answer = await server.request(`/api/analytics?dimension=dx:${item}&filter=pe:2024Q4`, {
        user: `${user?.username}:District1!`,
      });
      return answer.json.errorCode ?? answer.status;
    };
    const closed = jsonSharing('r-------');
    expect([await code(`${PROGRAM}.${items.integer}`), await code(made)]).toEqual([200, 200]);
    await sql`update programstage set sharing = ${closed} where uid = ${items.stage}`.execute(server.db);
    expect([await code(`${PROGRAM}.${items.integer}`), await code(made), await code(other)]).toEqual([
      'E7121',
      'E7121',
      200,
    ]);
    await sql`update programstage set sharing = ${jsonSharing('rwrw----')} where uid = ${items.stage}`.execute(
      server.db,
    );
    await sql`update program set sharing = ${closed} where uid = ${PROGRAM}`.execute(server.db);
    expect([await code(`${PROGRAM}.${items.integer}`), await code(other)]).toEqual(['E7121', 'E7121']);
    await sql`update program set sharing = ${jsonSharing('rwrw----')} where uid = ${PROGRAM}`.execute(server.db);
  });
});

const jsonSharing = (access: string) => sql`jsonb_build_object('public', ${access}::text, 'external', false)`;

describe('program indicators', () => {
  const query = async (uid: string) => (await ask(`dimension=dx:${uid}&${places()}&skipRounding=true`)).rows;

  it('of events are worked out row by row and aggregated', async () => {
    const { stage, number, integer, flag } = items;
    const [a, b, c] = [number, integer, flag].map((uid) => `#{${stage}.${uid}}`);
    const value = ({ values, stage: own }: EventRow, uid: string): number =>
      own === stage ? (numbers([{ values } as EventRow], uid)[0] ?? 0) : 0;
    const plain = await indicator({ expression: `${a} * 2 + ${b}` });
    compare(
      await query(plain),
      expected(
        events,
        ({ day }) => day,
        (own) => sum(own.map((row) => value(row, number) * 2 + value(row, integer))),
      ),
    );
    const filtered = await indicator({
      expression: `d2:condition('${a} > 50', d2:oizp(${b} - 20), d2:zing(${b} - 30))`,
      filter: `${c} == 1 && d2:hasValue(${b}) && V{event_status} == 'COMPLETED'`,
      aggregation: 'AVERAGE',
    });
    const met = (row: EventRow) =>
      row.stage === stage && value(row, flag) === 1 && row.values[integer] !== undefined && row.status === 'COMPLETED';
    compare(
      await query(filtered),
      expected(
        events.filter(met),
        ({ day }) => day,
        (own) =>
          mean(
            own.map((row) => {
              const whole = value(row, integer);
              return value(row, number) > 50 ? Number(whole - 20 >= 0) : Math.max(0, whole - 30);
            }),
          ),
      ),
    );
    const days = await indicator({
      expression: 'd2:daysBetween(V{enrollment_date}, V{event_date})',
      aggregation: 'MAX',
    });
    const between = ({ day, enrolled }: EventRow) => (Date.parse(day) - Date.parse(enrolled)) / 86_400_000;
    compare(
      await query(days),
      expected(
        events,
        ({ day }) => day,
        (own) => Math.max(...own.map(between)),
      ),
    );
  });

  it('count what is different', async () => {
    const count = async (expression: string, of: (row: EventRow) => string | null) => {
      const uid = await indicator({ expression, aggregation: 'COUNT' });
      compare(
        await query(uid),
        expected(
          events,
          ({ day }) => day,
          (own) => new Set(own.map(of)).size,
        ),
      );
    };
    await count('V{event_count}', ({ event }) => event);
    await count('V{enrollment_count}', ({ enrollment }) => enrollment);
    await count('V{tei_count}', ({ trackedEntity }) => trackedEntity);
  });

  it('of enrollments take the last event that has something', async () => {
    const { stage, integer } = items;
    const uid = await indicator({
      expression: `#{${stage}.${integer}}`,
      filter: `d2:count(#{${stage}.${integer}}) > 0`,
      type: 'ENROLLMENT',
    });
    const last = (enrollment: string): number | undefined => {
      const own = events.filter((row) => row.enrollment === enrollment && row.stage === stage && row.values[integer]);
      return numbers(own.toSorted((x, y) => (x.day < y.day ? 1 : -1)).slice(0, 1), integer)[0];
    };
    compare(
      await query(uid),
      expected(
        enrollments,
        ({ enrolled }) => enrolled,
        (own) => {
          const values = own.map(({ enrollment }) => last(enrollment)).filter((value) => value !== undefined);
          return values.length === 0 ? undefined : sum(values);
        },
      ),
    );
  });

  it('may look at another event of a stage', async () => {
    const { stage, integer } = items;
    const item = `#{${stage}.${integer}}`;
    const later = await indicator({
      expression: `${item}.stageOffset(0) - ${item}.stageOffset(1)`,
      type: 'ENROLLMENT',
    });
    const before = await indicator({ expression: `${item}.stageOffset(-1)`, type: 'ENROLLMENT', aggregation: 'MAX' });
    const valuesOf = (enrollment: string): readonly number[] => {
      const own = events.filter((row) => row.enrollment === enrollment && row.stage === stage && row.values[integer]);
      return numbers(
        own.toSorted((x, y) => (x.day < y.day ? 1 : -1)),
        integer,
      );
    };
    const enrolled = ({ enrolled: own }: EnrollmentRow) => own;
    compare(
      await query(later),
      expected(enrollments, enrolled, (own) =>
        sum(own.map(({ enrollment }) => (valuesOf(enrollment)[0] ?? 0) - (valuesOf(enrollment).at(-1) ?? 0))),
      ),
    );
    compare(
      await query(before),
      expected(enrollments, enrolled, (own) => Math.max(...own.map(({ enrollment }) => valuesOf(enrollment)[1] ?? 0))),
    );
  });

  /** Bounds a program indicator anew: target, type and months by which it is shifted. */
  async function bound(uid: string, ...boundaries: readonly (readonly [string, string, number])[]) {
    await sql`
      insert into periodboundary
        (periodboundaryid, uid, created, lastupdated, boundarytarget, analyticsperiodboundarytype, offsetperiods, offsetperiodtypeid, programindicatorid)
      select nextval('hibernate_sequence'), 'b' || lpad(nextval('hibernate_sequence')::text, 10, '0'), now(), now(), boundary.target, boundary.type,
        boundary.shift, (select periodtypeid from periodtype where name = 'Monthly'),
        (select programindicatorid from programindicator where uid = ${uid})
      from unnest(
        ${boundaries.map(([target]) => target)}::text[], ${boundaries.map(([, type]) => `${type}_OF_REPORTING_PERIOD`)}::text[],
        ${boundaries.map(([, , shift]) => shift)}::int[]
      ) as boundary (target, type, shift)
    `.execute(server.db);
  }

  const enrolledOn = ({ enrolled: own }: EnrollmentRow) => own;
  const eventsOf = (enrollment: string) =>
    events.filter((row) => row.enrollment === enrollment).toSorted((x, y) => (x.entered < y.entered ? 1 : -1));
  const stageEvents = (enrollment: string, uid: string) =>
    eventsOf(enrollment).filter((row) => row.stage === items.stage && row.values[uid] !== undefined);

  it('count events of enrollments by conditions, and take their greatest and least values', async () => {
    const { stage, integer } = items;
    const item = `#{${stage}.${integer}}`;
    const [conditional, valued, spread] = await Promise.all([
      indicator({ expression: `d2:countIfCondition(${item}, '> 30 && 1 < 2')`, type: 'ENROLLMENT' }),
      indicator({ expression: `d2:countIfCondition(${item}, '<= 10 + C{bCqvfPR02Im}') * 2`, aggregation: 'MAX' }),
      indicator({ expression: `d2:maxValue(${item}) - d2:minValue(${item})`, type: 'ENROLLMENT' }),
    ]);
    const among = (enrollment: string) => numbers(stageEvents(enrollment, integer), integer);
    compare(
      await query(conditional),
      expected(enrollments, enrolledOn, (own) =>
        sum(own.map(({ enrollment }) => among(enrollment).filter((value) => value > 30).length)),
      ),
    );
    compare(
      await query(valued),
      expected(
        events,
        ({ day }) => day,
        (own) => Math.max(...own.map(({ enrollment }) => among(enrollment).filter((value) => value <= 10).length * 2)),
      ),
    );
    compare(
      await query(spread),
      expected(enrollments, enrolledOn, (own) => {
        const spreads = own
          .map(({ enrollment }) => among(enrollment))
          .flatMap((values) => (values.length === 0 ? [] : [Math.max(...values) - Math.min(...values)]));
        return spreads.length === 0 ? undefined : sum(spreads);
      }),
    );
  });

  it('count the relationships of tracked entities', async () => {
    const counts = await rowsOf(sql<{ readonly entity: string; readonly type: string; readonly count: number }>`
      select trackedentity.uid as entity, relationshiptype.uid as type, count(*)::int as count
      from relationship join relationshipitem using (relationshipid) join trackedentity using (trackedentityid) join relationshiptype using (relationshiptypeid)
      where not relationship.deleted
      group by 1, 2
    `);
    const [{ type = '' } = {}] = counts;
    const ofEntity = (uid: string | null, only?: string) =>
      sum(counts.filter((row) => row.entity === uid && (only ?? row.type) === row.type).map(({ count }) => count));
    const [all, some] = await Promise.all([
      indicator({ expression: 'd2:relationshipCount()' }),
      indicator({ expression: `if(d2:relationshipCount('${type}') > 0, 1, 0)` }),
    ]);
    const day = (row: EventRow) => row.day;
    compare(
      await query(all),
      expected(events, day, (own) => sum(own.map(({ trackedEntity }) => ofEntity(trackedEntity)))),
    );
    compare(
      await query(some),
      expected(events, day, (own) => own.filter(({ trackedEntity }) => ofEntity(trackedEntity, type) > 0).length),
    );
  });

  it('may put the rows together by functions of their own', async () => {
    const { stage, number, integer } = items;
    const [a, b] = [number, integer].map((uid) => `#{${stage}.${uid}}`);
    const uid = await indicator({
      expression: `sum(${a} + ${b}) / count(V{enrollment_count}) + max(${b}) - count(${b})`,
      aggregation: 'CUSTOM',
    });
    const value = (row: EventRow, item: string) => (row.stage === stage ? numbers([row], item)[0] : undefined);
    compare(
      await query(uid),
      expected(
        events,
        ({ day }) => day,
        (own) =>
          sum(own.map((row) => (value(row, number) ?? 0) + (value(row, integer) ?? 0))) /
            new Set(own.map(({ enrollment }) => enrollment)).size +
          Math.max(...own.map((row) => value(row, integer) ?? 0)) -
          own.filter((row) => value(row, integer) !== undefined).length,
      ),
    );
    const refusal = async (given: Parameters<typeof indicator>[0]) => {
      const broken = await indicator(given);
      return (await server.request(`/api/analytics?dimension=dx:${broken}&filter=pe:2025`)).json.message;
    };
    expect(await refusal({ expression: `${a} / count(${b})`, aggregation: 'CUSTOM' })).toContain(
      'has to stand in a function',
    );
    expect(await refusal({ expression: `sum(${a})` })).toContain('aggregation type CUSTOM');
  });

  it('know the variables of events and of enrollments', async () => {
    const { stage, number, integer } = items;
    const [a, b] = [number, integer].map((uid) => `#{${stage}.${uid}}`);
    const days = (from: string, to: string) => (Date.parse(to) - Date.parse(from)) / 86_400_000;
    const ofEvents: readonly (readonly [string, (row: EventRow, quarter: string) => number])[] = [
      ['d2:daysBetween(V{analytics_period_start}, V{event_date})', ({ day }, pe) => days(bounds(pe)[0], day)],
      ['V{event_count} * 2', () => 2],
      [
        `V{value_count} + 0 * (${a} + ${b})`,
        (row) => (row.stage === stage ? [number, integer].filter((uid) => row.values[uid] !== undefined).length : 0),
      ],
      [
        `if(V{program_stage_id} == '${stage}' && V{sync_date} > '1999-01-01', 1, 0)`,
        (row) => Number(row.stage === stage),
      ],
    ];
    for (const [expression, work] of ofEvents) {
      const uid = await indicator({ expression });
      compare(
        await query(uid),
        expected(
          events,
          ({ day }) => day,
          (own, quarter) => sum(own.map((row) => work(row, quarter))),
        ),
      );
    }
    const last = await indicator({
      expression: 'd2:daysBetween(V{enrollment_date}, V{event_date})',
      type: 'ENROLLMENT',
    });
    compare(
      await query(last),
      expected(enrollments, enrolledOn, (own) => {
        const found = own.flatMap(({ enrollment, enrolled: from }) => {
          const [latest] = eventsOf(enrollment);
          return latest ? [days(from, latest.day)] : [];
        });
        return found.length === 0 ? undefined : sum(found);
      }),
    );
    const scheduled = await indicator({ expression: 'V{scheduled_event_count}', aggregation: 'COUNT' });
    const [planned] = await rowsOf(sql<{ readonly count: number }>`
      select count(*)::int as count
      from event join enrollment using (enrollmentid) join program using (programid)
      where program.uid = ${PROGRAM} and not event.deleted and not enrollment.deleted and event.status = 'SCHEDULE'
        and event.scheduleddate between '2024-01-01' and '2027-12-31'
    `);
    const { rows } = await ask(`dimension=dx:${scheduled}&filter=pe:20240101_20271231&filter=ou:${ROOT}`);
    expect(Number(rows[0]?.[1])).toBe(planned?.count);
    expect(planned?.count).toBeGreaterThan(0);
  });

  it('of enrollments bound the events that they look at, and may be those with an event or date in time', async () => {
    const { stage, integer, date } = items;
    const expression = `#{${stage}.${integer}} + d2:count(#{${stage}.${integer}})`;
    const inTime = ['AFTER_START', 'BEFORE_END'] as const;
    const ofEvents = await indicator({ expression, type: 'ENROLLMENT' });
    await bound(ofEvents, ...inTime.map((type) => ['EVENT_DATE', type, 0] as const));
    const values = (enrollment: string, quarter: string) =>
      numbers(
        stageEvents(enrollment, integer).filter(({ day }) => isIn(day, quarter)),
        integer,
      );
    const both = ({ enrollment }: EnrollmentRow, quarter: string) => {
      const [latest = 0, ...others] = values(enrollment, quarter);
      return latest + (values(enrollment, quarter).length === 0 ? 0 : others.length + 1);
    };
    const everywhere = (work: (own: readonly EnrollmentRow[], quarter: string) => number | undefined) =>
      QUARTERS.flatMap((quarter) =>
        units.flatMap((unit) => {
          const value = work(
            enrollments.filter(({ path }) => path.includes(unit)),
            quarter,
          );
          return value === undefined ? [] : [[quarter, unit, value] as const];
        }),
      );
    compare(
      await query(ofEvents),
      everywhere((own, quarter) => sum(own.map((row) => both(row, quarter)))),
    );
    const withEvent = await indicator({ expression: 'V{enrollment_count}', type: 'ENROLLMENT', aggregation: 'COUNT' });
    await bound(withEvent, ...inTime.map((type) => [`PS_EVENTDATE:${stage}`, type, 0] as const));
    const count = (own: readonly EnrollmentRow[], isMet: (row: EnrollmentRow) => boolean) =>
      own.filter(isMet).length || undefined;
    compare(
      await query(withEvent),
      everywhere((own, quarter) =>
        count(own, ({ enrollment }) =>
          eventsOf(enrollment).some((row) => row.stage === stage && isIn(row.day, quarter)),
        ),
      ),
    );
    const withDate = await indicator({ expression: 'V{enrollment_count}', type: 'ENROLLMENT', aggregation: 'COUNT' });
    await bound(withDate, [`#{${stage}.${date}}`, 'AFTER_START', -54], [`#{${stage}.${date}}`, 'BEFORE_END', -42]);
    const shifted = (day: string, days: number, months: number) => {
      const moved = new Date(`${day}T00:00:00Z`);
      moved.setUTCDate(moved.getUTCDate() + days);
      moved.setUTCMonth(moved.getUTCMonth() + months);
      return moved.toISOString().slice(0, 10);
    };
    compare(
      await query(withDate),
      everywhere((own, quarter) =>
        count(own, ({ enrollment }) => {
          const value = stageEvents(enrollment, date)[0]?.values[date]?.value.slice(0, 10) ?? '';
          const [from, to] = quarterDays(quarter);
          return value >= shifted(from, 0, -54) && value < shifted(to, 1, -42);
        }),
      ),
    );
    const unknown = await indicator({ expression: 'V{event_count}' });
    await bound(unknown, [`#{${stage}.${integer}}`, 'AFTER_START', 0]);
    const { json } = await server.request(`/api/analytics?dimension=dx:${unknown}&filter=pe:2025`);
    expect(json).toMatchObject({ errorCode: 'E7132', message: expect.stringContaining('there is no such date') });
  });

  it('of events may be the last of each unit in the period', async () => {
    const { stage, integer } = items;
    const uid = await indicator({
      expression: `#{${stage}.${integer}} + 1`,
      filter: `d2:hasValue(#{${stage}.${integer}})`,
      aggregation: 'LAST_AVERAGE_ORG_UNIT',
    });
    compare(
      await query(uid),
      expected(
        events.filter((row) => row.stage === stage && row.values[integer] !== undefined),
        ({ day }) => day,
        (own) => {
          const picked = new Map(
            own.toSorted((x, y) => (x.entered < y.entered ? -1 : 1)).map((row) => [row.series, row]),
          );
          return mean(numbers([...picked.values()], integer).map((value) => value + 1));
        },
      ),
    );
  });

  it('keep to their period boundaries', async () => {
    const uid = await indicator({ expression: 'V{event_count}' });
    await sql`
      insert into periodboundary
        (periodboundaryid, uid, created, lastupdated, boundarytarget, analyticsperiodboundarytype, offsetperiods, offsetperiodtypeid, programindicatorid)
      select nextval('hibernate_sequence'), boundary.uid, now(), now(), 'EVENT_DATE', boundary.type, boundary.shift,
        (select periodtypeid from periodtype where name = 'Monthly'), (select programindicatorid from programindicator where uid = ${uid})
      from (values ('boundary001', 'BEFORE_START_OF_REPORTING_PERIOD', 0), ('boundary002', 'AFTER_START_OF_REPORTING_PERIOD', -6)) as boundary (uid, type, shift)
    `.execute(server.db);
    const { rows } = await ask(`dimension=dx:${uid}&dimension=pe:2025Q1&filter=ou:${ROOT}`);
    const own = events.filter(({ day }) => day >= '2024-07-01' && day < '2025-01-01');
    expect(rows).toEqual([[uid, '2025Q1', `${own.length}.0`]]);
  });

  it('are rounded as they say, may stand in indicators, and say why they cannot be worked out', async () => {
    const { stage, number } = items;
    const own = events.filter(({ day }) => isIn(day, QUARTERS[0] ?? ''));
    const total = sum(own.filter((row) => row.stage === stage).map((row) => numbers([row], number)[0] ?? 0));
    const uid = await indicator({ expression: `#{${stage}.${number}} / 7`, decimals: 1 });
    const part = `dimension=pe:${QUARTERS[0]}&filter=ou:${ROOT}`;
    const { rows } = await ask(`dimension=dx:${uid}&${part}`);
    expect(rows).toEqual([[uid, QUARTERS[0], (total / 7).toFixed(1)]]);
    await sql`
      insert into indicator
        (indicatorid, uid, created, lastupdated, name, shortname, annualized, indicatortypeid, numerator, denominator)
      select nextval('hibernate_sequence'), 'ofprogramin', now(), now(), 'Of program', 'Of program', false, indicatortypeid, ${`I{${uid}} * 7`}, '1'
      from indicatortype where indicatorfactor = 1
      limit 1
    `.execute(server.db);
    const made = await ask(`dimension=dx:ofprogramin&${part}&skipRounding=true`);
    expect(Number(made.rows[0]?.[2])).toBeCloseTo(total, 6);
    const broken = await indicator({ expression: 'V{environment}' });
    const { status, json } = await server.request(`/api/analytics?${part}&dimension=dx:${broken}`);
    expect({ status, errorCode: json.errorCode }).toEqual({ status: 409, errorCode: 'E7132' });
    expect(json.message).toContain(broken);
  });
});
