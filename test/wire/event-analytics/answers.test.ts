import fc from 'fast-check';
import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import { DEMO_DATE } from '../../support/database.js';
import { enrichTracker, type NaiveEvent, naiveEvents } from '../../support/event-analytics.js';
import { testServer } from '../../support/server.js';

const server = testServer({ demo: true, clock: { now: () => new Date(`${DEMO_DATE}T12:00:00`) } });
const ROOT = 'ImspTQPwCqd';
const PASSWORD = 'District1!';

/** What the tests ask about: a program of events, one with registration, an element of each kind, and somebody who may look. */
interface Cast {
  readonly register: string;
  readonly program: string;
  readonly stage: string;
  readonly programStage: string;
  readonly type: string;
  readonly attribute: string;
  readonly number: string;
  readonly text: string;
  readonly yesNo: string;
  readonly programNumber: string;
  readonly category: string;
  readonly unitElement: string;
  readonly placeElement: string;
  readonly district: string;
  readonly reader: { readonly id: number; readonly username: string };
  readonly stranger: { readonly username: string };
}

let cast: Cast;
let events: readonly NaiveEvent[];

beforeAll(async () => {
  await enrichTracker(server.db);
  const [last] = await server.runJob('/api/resourceTables/analytics?skipAggregate=true&skipOutliers=true');
  expect(last).toMatchObject({ level: 'INFO', completed: true });
  const element = (program: string, valueType: string) => sql`(
    select element.uid from programstagedataelement as member join dataelement as element using (dataelementid)
    join programstage as stage using (programstageid) join program using (programid)
    where program.type = ${program} and element.valuetype = ${valueType} order by program.uid, member.sort_order limit 1
  )`;
  const program = (type: string) =>
    sql`(select program.uid from program where program.type = ${type} order by program.uid limit 1)`;
  const stage = (type: string) => sql`(
    select stage.uid from programstage as stage join program using (programid)
    where program.uid = ${program(type)} and stage.sort_order = 1
  )`;
  /** Somebody who may log in, with or without the authority to look at events. */
  const person = (mayLook: boolean) => sql`(
    select json_build_object('id', userinfo.userinfoid, 'username', userinfo.username) from userinfo
    where userinfo.username <> 'admin' and not userinfo.invitation and not userinfo.disabled and userinfo.accountexpiry is null
      and ${mayLook}::boolean = exists (select from userrolemembers join userroleauthorities using (userroleid)
        where userid = userinfo.userinfoid and authority = 'F_VIEW_EVENT_ANALYTICS')
      and not exists (select from userrolemembers join userroleauthorities using (userroleid)
        where userid = userinfo.userinfoid and authority = 'ALL')
    order by userinfo.userinfoid limit 1
  )`;
  const { rows } = await sql<Cast>`
    select
      ${program('WITHOUT_REGISTRATION')} as register, ${program('WITH_REGISTRATION')} as program,
      ${stage('WITHOUT_REGISTRATION')} as stage, ${stage('WITH_REGISTRATION')} as "programStage",
      (select uid from trackedentitytype limit 1) as type, (select uid from trackedentityattribute where name = 'Given name') as attribute,
      ${element('WITHOUT_REGISTRATION', 'NUMBER')} as number, ${element('WITHOUT_REGISTRATION', 'TEXT')} as text,
      ${element('WITHOUT_REGISTRATION', 'BOOLEAN')} as "yesNo", ${element('WITH_REGISTRATION', 'NUMBER')} as "programNumber",
      (select uid from category where name = 'Implementing partner') as category,
      (select uid from dataelement where valuetype = 'ORGANISATION_UNIT') as "unitElement",
      (select uid from dataelement where valuetype = 'COORDINATE') as "placeElement",
      (select uid from organisationunit where hierarchylevel = 2 order by uid limit 1) as district,
      ${person(true)} as reader, ${person(false)} as stranger
  `.execute(server.db);
  const [found] = rows;
  if (!found?.reader || !found.stranger) throw new Error('The demo country lacks what these tests need.');
  cast = found;
  await sql`delete from userdatavieworgunits where userinfoid = ${cast.reader.id}`.execute(server.db);
  events = await naiveEvents(server.db);
});

async function ask(path: string, user?: string) {
  const { status, json, text } = await server.request(`/api/analytics/${path}`, user === undefined ? {} : { user });
  expect(status, `${path}\n${text}`).toBe(200);
  return json;
}

async function refusal(path: string, user?: string) {
  const { status, json } = await server.request(`/api/analytics/${path}`, user === undefined ? {} : { user });
  return { status, errorCode: json?.errorCode, message: json?.message };
}

const numberText = (value: string | undefined): string => (value === undefined ? '' : Number(value).toFixed(1));

/** The range of the legend set in which a number lies. */
const rangeOf = (number: number): string => (number < 100 ? `LegRange00${Math.floor(number / 25)}` : '');

describe('the answer of a list', () => {
  it('has the headers of the peer, those of programs with registration too', async () => {
    const { headers, metaData, rows } = await ask(
      `events/query/${cast.program}?dimension=ou:${ROOT}&dimension=pe:2024&stage=${cast.programStage}&pageSize=1`,
    );
    expect(headers.map(({ name }: { name: string }) => name)).toEqual([
      'psi',
      'ps',
      'eventdate',
      'storedby',
      'createdbydisplayname',
      'lastupdatedbydisplayname',
      'lastupdated',
      'scheduleddate',
      'enrollmentdate',
      'incidentdate',
      'tei',
      'pi',
      'geometry',
      'longitude',
      'latitude',
      'ouname',
      'ounamehierarchy',
      'oucode',
      'programstatus',
      'eventstatus',
      'ou',
    ]);
    expect(headers[2]).toEqual({
      name: 'eventdate',
      column: 'Event date',
      valueType: 'DATETIME',
      type: 'java.time.LocalDateTime',
      hidden: false,
      meta: true,
    });
    expect(metaData.pager).toMatchObject({ page: 1, pageSize: 1 });
    expect(metaData.dimensions).toEqual({ pe: [], ou: [ROOT] });
    expect(metaData.items).toMatchObject({
      ou: { name: 'Organisation unit' },
      [ROOT]: { name: expect.any(String) },
      2024: { name: '2024' },
    });
    expect(rows[0][2]).toMatch(/^2024-\d\d-\d\d \d\d:\d\d:\d\d\.\d+$/);
    const plain = await ask(`events/query/${cast.register}?dimension=ou:${ROOT}&dimension=pe:2024&pageSize=0`);
    expect(plain).toMatchObject({ headerWidth: 17, width: 0, height: 0, rows: [], rowContext: {} });
  });

  it('shows the columns that are asked for, in that order, with the labels of the stage', async () => {
    const second = `S${cast.stage.slice(0, 10)}`;
    const { headers, rows } = await ask(
      `events/query/${cast.register}?dimension=ou:${ROOT},${cast.text},pe:2024&stage=${second}&headers=${cast.text},ouname,eventdate&pageSize=3`,
    );
    expect(headers.map(({ column }: { column: string }) => column).slice(1)).toEqual([
      'Organisation unit name',
      'Day of the visit',
    ]);
    expect(headers[0]).toMatchObject({ name: cast.text, optionSet: 'OptSetAns01', valueType: 'TEXT' });
    expect(rows[0]).toHaveLength(3);
  });

  it('explains options that occur, and writes them by the name that is wanted', async () => {
    const query = `events/query/${cast.register}?dimension=ou:${ROOT}&dimension=pe:2024&dimension=${cast.text}:IN:Answer 1;Answer 2&headers=${cast.text}`;
    const { metaData, rows } = await ask(`${query}&includeMetadataDetails=true`);
    expect(new Set(rows.flat())).toEqual(new Set(['Answer 1', 'Answer 2']));
    expect(metaData.dimensions[cast.text]).toEqual(['OptAnswer01', 'OptAnswer02']);
    expect(metaData.items.OptAnswer01).toEqual({ uid: 'OptAnswer01', code: 'Answer 1', name: 'The answer 1' });
    expect(metaData.items.OptSetAns01.options).toEqual([
      { uid: 'OptAnswer01', code: 'Answer 1' },
      { uid: 'OptAnswer02', code: 'Answer 2' },
    ]);
    expect(metaData.items[cast.text]).toMatchObject({
      uid: cast.text,
      dimensionItemType: 'DATA_ELEMENT',
      valueType: 'TEXT',
    });
    const named = await ask(`${query}&dataIdScheme=NAME`);
    expect(new Set(named.rows.flat())).toEqual(new Set(['The answer 1', 'The answer 2']));
  });

  it('has ranges instead of numbers, the values of another stage as nothing, and units by code', async () => {
    const second = `S${cast.stage.slice(0, 10)}`;
    const { rows } = await ask(
      `events/query/${cast.register}?dimension=ou:${ROOT}&dimension=pe:2024&dimension=${cast.number}-LegSetRng01&dimension=${second}.${cast.number}&headers=psi,ps,${cast.number},${second}.${cast.number},ou&outputIdScheme=CODE&paging=false`,
    );
    const byUid = new Map(events.map((event) => [event.event, event]));
    for (const [uid, stage, range, value, unit] of rows) {
      const number = Number(byUid.get(uid)?.values[cast.number]);
      expect(range).toBe(rangeOf(number));
      expect(value).toBe(stage === second ? number.toFixed(1) : '');
      expect(unit).not.toBe(byUid.get(uid)?.line.at(-1));
    }
    expect(rows.length).toBeGreaterThan(100);
  });

  it('comes in the modes of units', async () => {
    const query = (mode: string) =>
      ask(
        `events/query/${cast.register}?dimension=ou:${cast.district}&dimension=pe:2023;2024;2025&ouMode=${mode}&headers=ou&pageSize=1`,
      );
    const { rows: children } = await sql<{ uid: string }>`
      select child.uid from organisationunit as child join organisationunit as parent on parent.organisationunitid = child.parentid
      where parent.uid = ${cast.district}
    `.execute(server.db);
    expect(children.length).toBeGreaterThan(0);
    expect((await query('DESCENDANTS')).metaData.pager.total).toBeGreaterThan(0);
    expect((await query('SELECTED')).metaData.pager.total).toBe(0);
    expect((await query('CHILDREN')).metaData.pager.total).toBe(0);
  });

  it.each(['xml', 'csv', 'xls', 'xlsx', 'html', 'html+css'])('comes as %s', async (form) => {
    const { status, headers, text } = await server.request(
      `/api/analytics/events/query/${cast.register}.${form}?dimension=ou:${ROOT}&dimension=pe:2024&pageSize=2&headers=ouname,eventdate`,
    );
    expect(status).toBe(200);
    expect(headers.get('content-type')).toMatch(/xml|csv|sheet|excel|html/);
    if (form !== 'xls' && form !== 'xlsx') expect(text).toContain('Organisation unit name');
  });
});

describe('enrollments and tracked entities', () => {
  /** Values of the events of a stage by enrollment, from the first event to the last. */
  const series = (uid: string): ReadonlyMap<string, readonly (string | undefined)[]> => {
    const own = events
      .filter((event) => event.stage === cast.programStage && event.status !== 'SCHEDULE')
      .toSorted((a, b) => ((a.occurred ?? '') < (b.occurred ?? '') ? -1 : 1));
    const found = new Map<string, (string | undefined)[]>();
    for (const { enrollment, values } of own) found.set(enrollment, [...(found.get(enrollment) ?? []), values[uid]]);
    return found;
  };

  it('have the last value of a stage, or that of a certain event', async () => {
    const { headers, rows } = await ask(
      `enrollments/query/${cast.program}?dimension=ou:${ROOT}&dimension=${cast.programStage}.${cast.programNumber}&dimension=${cast.programStage}[1].${cast.programNumber}&dimension=${cast.programStage}[-1].${cast.programNumber}&paging=false`,
    );
    expect(headers.slice(0, 4).map(({ name }: { name: string }) => name)).toEqual([
      'pi',
      'tei',
      'enrollmentdate',
      'incidentdate',
    ]);
    const byEnrollment = series(cast.programNumber);
    let several = 0;
    for (const row of rows) {
      const own = byEnrollment.get(row[0]) ?? [];
      if (own.length > 1) several += 1;
      expect(row.slice(-3)).toEqual([
        numberText(own.findLast((value) => value !== undefined)),
        numberText(own[0]),
        numberText(own.at(-2)),
      ]);
    }
    expect(several).toBeGreaterThan(50);
  });

  it('are restricted by values, dates and status, and counted', async () => {
    const item = `${cast.programStage}.${cast.programNumber}`;
    const query = `enrollments/query/${cast.program}?dimension=ou:${ROOT}&programStatus=ACTIVE&enrollmentDate=2024`;
    const { rows: all } = await ask(`${query}&dimension=${item}&headers=pi,${item}&paging=false&asc=${item}`);
    const over = all.filter(([, value]: [string, string]) => value !== '' && Number(value) > 50);
    const { rows, metaData } = await ask(
      `${query}&dimension=${item}:GT:50&headers=pi,${item}&asc=${item}&pageSize=7&page=2`,
    );
    expect(over.length).toBeGreaterThan(14);
    expect(rows).toEqual(over.slice(7, 14));
    expect(metaData.pager.total).toBe(over.length);
    const { rows: counted, headers } = await ask(
      `enrollments/aggregate/${cast.program}?dimension=ou:${ROOT}&dimension=pe:2024&programStatus=ACTIVE&filter=${item}:GT:50`,
    );
    expect(headers.map(({ name }: { name: string }) => name)).toEqual(['value', 'ou', 'pe']);
    expect(counted).toEqual([[String(over.length), ROOT, '2024']]);
  });

  it('of a type are listed with their attributes and values of their programs', async () => {
    const item = `${cast.program}.${cast.programStage}.${cast.programNumber}`;
    const { headers, rows, metaData } = await ask(
      `trackedEntities/query/${cast.type}?program=${cast.program}&dimension=ou:${ROOT}&dimension=${item}&dimension=${cast.attribute}:LIKE:7&asc=${cast.attribute}&pageSize=1000`,
    );
    const names = headers.map(({ name }: { name: string }) => name);
    expect(names.slice(0, 3)).toEqual(['trackedentity', 'lastupdated', 'lastupdatedbydisplayname']);
    const at = names.indexOf(cast.attribute);
    const { rows: expected } = await sql<{ uid: string; value: string }>`
      select te.uid, value.value from trackedentity as te
      join trackedentityattributevalue as value using (trackedentityid) join trackedentityattribute as attribute using (trackedentityattributeid)
      where not te.deleted and attribute.uid = ${cast.attribute} and value.value like '%7%'
        and exists (select from enrollment join program using (programid) where not enrollment.deleted and trackedentityid = te.trackedentityid and program.uid = ${cast.program})
      order by te.uid
    `.execute(server.db);
    expect(expected.length).toBeGreaterThan(50);
    expect(rows.map((row: string[]) => row[0]).toSorted()).toEqual(expected.map(({ uid }) => uid));
    expect(rows.map((row: string[]) => row[at])).toEqual(rows.map((row: string[]) => row[at]).toSorted());
    expect(metaData.pager).toEqual({ page: 1, pageSize: 1000, isLastPage: true });
    const active = await ask(
      `trackedEntities/query/${cast.type}?program=${cast.program}&programStatus=ACTIVE&headers=trackedentity&totalPages=true&pageSize=5`,
    );
    const seen = events.filter((event) => event.program === cast.program && event.enrollmentStatus === 'ACTIVE');
    expect(active.metaData.pager.total).toBe(new Set(seen.map(({ trackedEntity }) => trackedEntity)).size);
    const byEntity = new Map(events.map(({ trackedEntity, enrollment }) => [trackedEntity, enrollment]));
    const bySeries = series(cast.programNumber);
    const last = (uid: string) => bySeries.get(byEntity.get(uid) ?? '')?.findLast((value) => value !== undefined);
    for (const row of rows) expect(row[names.indexOf(item)]).toBe(numberText(last(row[0])));
    expect(rows.some((row: string[]) => row[names.indexOf(item)] !== '')).toBe(true);
  });
});

describe('aggregates', () => {
  it('count enrollments and tracked entities, collapse items, and sort by value', async () => {
    const query = `events/aggregate/${cast.program}?filter=ou:${ROOT}&filter=pe:2023;2024;2025`;
    const own = events.filter((event) => event.program === cast.program);
    expect((await ask(query)).rows).toEqual([[String(own.length)]]);
    const enrollments = new Set(own.map(({ enrollment }) => enrollment)).size;
    expect((await ask(`${query}&outputType=ENROLLMENT`)).rows).toEqual([[String(enrollments)]]);
    expect((await ask(`${query}&outputType=TRACKED_ENTITY_INSTANCE`)).rows).toEqual([[String(enrollments)]]);
    const register = `events/aggregate/${cast.register}?filter=ou:${ROOT}&filter=pe:2024&dimension=${cast.text}`;
    const { rows: top } = await ask(`${register}&sortOrder=DESC&limit=3`);
    const { rows: all } = await ask(register);
    const counts = all.map((row: string[]) => Number(row[1])).toSorted((a: number, b: number) => b - a);
    expect(top.map((row: string[]) => Number(row[1]))).toEqual(counts.slice(0, 3));
    expect(all.map((row: string[]) => row[0]).slice(0, 3)).toEqual(['Answer 1', 'Answer 2', 'Answer 3']);
    const { headers, rows } = await ask(`${register}&dimension=${cast.yesNo}&collapseDataDimensions=true`);
    expect(headers.map(({ name }: { name: string }) => name)).toEqual(['dy', 'value']);
    expect(rows.map(([name]: string[]) => name?.split(': ')[1])).toContain('The answer 7');
    expect(rows).toHaveLength(22);
  });

  it('have values of data elements, told apart by partners and ranges', async () => {
    const query = `events/aggregate/${cast.register}?filter=ou:${ROOT}&dimension=pe:2024`;
    const { rows } = await ask(`${query}&dimension=${cast.number}&aggregateData=true&aggregationType=SUM`);
    const own = events.filter(
      ({ program, status, occurred, scheduled }) =>
        program === cast.register && (status === 'SCHEDULE' ? scheduled : occurred)?.startsWith('2024'),
    );
    const total = own.reduce((sum, { values }) => sum + Number(values[cast.number] ?? 0), 0);
    expect(rows).toHaveLength(1);
    expect(rows[0].slice(0, 2)).toEqual([`${cast.register}.${cast.number}`, '2024']);
    expect(Number(rows[0][2])).toBeCloseTo(total, 1);
    const { rows: byPartner, metaData } = await ask(
      `${query}&dimension=${cast.category}&dimension=${cast.number}-LegSetRng01`,
    );
    for (const [range, , partner, value] of byPartner) {
      const matching = own.filter(
        ({ options, values }) => options.includes(partner) && rangeOf(Number(values[cast.number])) === range,
      );
      expect(Number(value)).toBe(matching.length);
    }
    expect(byPartner.length).toBeGreaterThan(8);
    expect(metaData.dimensions[cast.number]).toEqual([0, 1, 2, 3].map((number) => `LegRange00${number}`));
  });

  it('take the last value before the end of a period, from years before too', async () => {
    const { rows } = await ask(
      `events/aggregate/${cast.register}?dimension=ou:${ROOT}&dimension=pe:202301;2024&value=${cast.number}&aggregationType=LAST_LAST_ORG_UNIT`,
    );
    for (const [, period, value] of rows) {
      const end = period === '2024' ? '2024-12-31' : '2023-01-31';
      const last = events
        .filter(({ program, values }) => program === cast.register && values[cast.number] !== undefined)
        .map((event) => ({ ...event, date: (event.status === 'SCHEDULE' ? event.scheduled : event.occurred) ?? '' }))
        .filter(({ date }) => date !== '' && date.slice(0, 10) <= end)
        .toSorted((a, b) => (a.date === b.date ? (a.event < b.event ? 1 : -1) : a.date < b.date ? -1 : 1))
        .at(-1);
      expect(Number(value)).toBeCloseTo(Number(last?.values[cast.number]), 2);
    }
    expect(rows).toHaveLength(2);
  });
});

describe('places', () => {
  const box = [-12.5, 7.5, -11.5, 8.5] as const;
  const inBox = ({ point }: NaiveEvent) =>
    point !== null && point[0] >= box[0] && point[0] <= box[2] && point[1] >= box[1] && point[1] <= box[3];
  const own = () => events.filter(({ program, occurred }) => program === cast.register && occurred?.startsWith('2024'));

  it('restrict the rows, and are counted with the box around them', async () => {
    const query = `${cast.register}?dimension=ou:${ROOT}&dimension=pe:2024&bbox=${box.join(',')}`;
    const { rows } = await ask(`events/query/${query}&headers=psi,longitude,latitude,geometry&paging=false`);
    const expected = own().filter(inBox);
    expect(rows.map(([event]: string[]) => event)).toEqual(expected.map(({ event }) => event).toSorted());
    const first = expected.find(({ event }) => event === rows[0][0]);
    expect(rows[0].slice(1, 3).map(Number)).toEqual(first?.point);
    expect(JSON.parse(rows[0][3])).toEqual({ type: 'Point', coordinates: first?.point });
    const points = expected.map(({ point }) => point ?? [0, 0]);
    const [west, south] = [Math.min(...points.map(([x]) => x)), Math.min(...points.map(([, y]) => y))];
    const [east, north] = [Math.max(...points.map(([x]) => x)), Math.max(...points.map(([, y]) => y))];
    expect(await ask(`events/count/${query}`)).toEqual({
      count: expected.length,
      extent: `BOX(${west} ${south},${east} ${north})`,
    });
    const some = await ask(
      `events/query/${cast.register}?dimension=ou:${ROOT}&dimension=pe:2024&coordinatesOnly=true&pageSize=1`,
    );
    expect(some.metaData.pager.total).toBe(own().filter(({ point }) => point !== null).length);
  });

  it('come in clusters that hold every event once', async () => {
    const query = `events/cluster/${cast.register}?dimension=ou:${ROOT}&dimension=pe:2024&includeClusterPoints=true`;
    const { headers, rows } = await ask(`${query}&clusterSize=100000`);
    expect(headers.map(({ name }: { name: string }) => name)).toEqual(['count', 'center', 'extent', 'points']);
    const placed = own().filter(({ point }) => point !== null);
    expect(rows.flatMap((row: string[]) => row[3]?.split(',')).toSorted()).toEqual(
      placed.map(({ event }) => event).toSorted(),
    );
    expect(rows.length).toBeGreaterThan(3);
    for (const [count, center, , points] of rows) {
      expect(points.split(',')).toHaveLength(Number(count));
      expect(JSON.parse(center)).toMatchObject({ type: 'Point' });
    }
    expect((await ask(`${query}&clusterSize=100000000`)).rows).toHaveLength(1);
  });
});

describe('units and places that are values', () => {
  const unitOf = ({ values }: NaiveEvent) => values[cast.unitElement];
  const own = () => events.filter(({ program, occurred }) => program === cast.register && occurred?.startsWith('2024'));

  it('are shown by name, asked for by what stands for units, and counted by what lies above them', async () => {
    const query = `dimension=ou:${ROOT}&dimension=pe:2024`;
    const { rows: below } = await sql<{ uid: string; name: string; district: string }>`
      select unit.uid, unit.name, district.uid as district from organisationunit as unit
      join organisationunit as district on district.hierarchylevel = 2 and starts_with(unit.path, district.path)
      where unit.hierarchylevel = 4
    `.execute(server.db);
    const byUid = new Map(below.map((unit) => [unit.uid, unit]));
    const { rows, metaData } = await ask(
      `events/query/${cast.register}?${query}&dimension=${cast.unitElement}:IN:${cast.district};LEVEL-4&headers=psi,${cast.unitElement}&paging=false`,
    );
    const expected = own().filter((event) => byUid.get(unitOf(event) ?? '')?.district === cast.district);
    expect(rows.map(([event]: string[]) => event)).toEqual(expected.map(({ event }) => event).toSorted());
    const first = expected.find(({ event }) => event === rows[0][0]);
    const unit = first ? unitOf(first) : undefined;
    expect(rows[0][1]).toBe(byUid.get(unit ?? '')?.name);
    expect(metaData.dimensions[cast.unitElement]).toContain(unit);
    const counted = await ask(
      `events/aggregate/${cast.register}?dimension=ou:LEVEL-2&filter=pe:2024&eventStatus=ACTIVE,COMPLETED&orgUnitField=${cast.unitElement}`,
    );
    const counts = new Map<string, number>();
    for (const event of own()) {
      const district = byUid.get(unitOf(event) ?? '')?.district;
      if (district !== undefined) counts.set(district, (counts.get(district) ?? 0) + 1);
    }
    expect(new Map(counted.rows.map(([unit, value]: string[]) => [unit, Number(value)]))).toEqual(counts);
  });

  it('put events on the map', async () => {
    const query = `${cast.program}?dimension=ou:${ROOT}&dimension=pe:2024&coordinateField=${cast.placeElement}`;
    const placed = events.filter(
      ({ program, occurred, values }) =>
        program === cast.program && occurred?.startsWith('2024') && values[cast.placeElement] !== undefined,
    );
    expect(placed.length).toBeGreaterThan(0);
    expect((await ask(`events/count/${query}`)).count).toBe(placed.length);
    const { rows } = await ask(
      `events/query/${query}&dimension=${cast.placeElement}&headers=psi,${cast.placeElement}&coordinatesOnly=true&paging=false`,
    );
    const byUid = new Map(placed.map((event) => [event.event, event.values[cast.placeElement]]));
    for (const [event, place] of rows) expect(place).toBe(byUid.get(event));
    const fallback = await ask(`events/count/${query}&fallbackCoordinateField=EVENT`);
    const either = events.filter(
      ({ program, occurred, values, point }) =>
        program === cast.program &&
        occurred?.startsWith('2024') &&
        (values[cast.placeElement] !== undefined || point !== null),
    );
    expect(fallback.count).toBe(either.length);
  });

  it('count by another date', async () => {
    const { rows } = await ask(
      `events/aggregate/${cast.program}?filter=ou:${ROOT}&dimension=pe:2023;2024;202401&timeField=ENROLLMENT_DATE`,
    );
    for (const [period, value] of rows) {
      const enrolled = events.filter(
        ({ program, enrolled: date }) => program === cast.program && date.replaceAll('-', '').startsWith(period),
      );
      expect(Number(value)).toBe(enrolled.length);
    }
    expect(rows.length).toBeGreaterThan(1);
  });
});

describe('what a program can be asked by', () => {
  it('is listed, filtered, sorted and paged', async () => {
    const { dimensions } = await ask(`events/aggregate/dimensions?programStageId=${cast.stage}`);
    expect(new Set(dimensions.map(({ valueType }: { valueType: string }) => valueType))).toEqual(
      new Set(['INTEGER', 'NUMBER', 'BOOLEAN']),
    );
    const named = await ask(
      `enrollments/query/dimensions?programId=${cast.program}&filter=dimensionType:eq:DATA_ELEMENT&order=name:desc&fields=id,name&pageSize=2`,
    );
    expect(named.pager).toMatchObject({ page: 1, pageSize: 2 });
    expect(named.dimensions).toHaveLength(2);
    expect(Object.keys(named.dimensions[0]).toSorted()).toEqual(['id', 'name']);
    expect(named.dimensions[0].id).toContain('.');
    const query = await ask(`events/query/dimensions?programStageId=${cast.stage}&paging=false`);
    const kinds = new Set(query.dimensions.map(({ dimensionType }: { dimensionType: string }) => dimensionType));
    expect(kinds).toEqual(
      new Set(['DATA_ELEMENT', 'ORGANISATION_UNIT_GROUP_SET', 'CATEGORY', 'CATEGORY_OPTION_GROUP_SET']),
    );
    const ofType = await ask(`trackedEntities/query/dimensions?trackedEntityType=${cast.type}&paging=false`);
    expect(ofType.dimensions.map(({ id }: { id: string }) => id)).toContain(cast.attribute);
  });
});

describe('refusals', () => {
  it.each([
    ['E7129', () => `events/query/${'x'.repeat(11)}?dimension=ou:${ROOT}&dimension=pe:2024`],
    ['E7130', () => `events/query/${cast.register}?dimension=ou:${ROOT}&dimension=pe:2024&stage=${cast.programStage}`],
    ['E7200', () => `events/query/${cast.register}?dimension=pe:2024`],
    ['E7201', () => `events/query/${cast.register}?dimension=ou:${ROOT}&filter=ou:${ROOT}&dimension=pe:2024`],
    ['E7143', () => `events/query/${cast.register}?dimension=ou:nowhere&dimension=pe:2024`],
    [
      'E7203',
      () =>
        `events/aggregate/${cast.register}?dimension=ou:${ROOT}&dimension=pe:2024&dimension=${cast.number}&value=${cast.number}`,
    ],
    ['E7204', () => `events/aggregate/${cast.register}?dimension=ou:${ROOT}&dimension=pe:2024&aggregationType=SUM`],
    ['E7205', () => `events/query/${cast.register}?dimension=ou:${ROOT}&startDate=2024-01-01`],
    ['E7206', () => `events/query/${cast.register}?dimension=ou:${ROOT}&startDate=2024-02-01&endDate=2024-01-01`],
    ['E7207', () => `events/query/${cast.register}?dimension=ou:${ROOT}&dimension=pe:2024&page=0`],
    ['E7208', () => `events/query/${cast.register}?dimension=ou:${ROOT}&dimension=pe:2024&pageSize=-1`],
    ['E7209', () => `events/aggregate/${cast.register}?dimension=ou:${ROOT}&dimension=pe:2024&limit=100001`],
    ['E7209', () => `events/query/${cast.register}?dimension=ou:${ROOT}&dimension=pe:2024&pageSize=100001`],
    ['E7210', () => `events/query/${cast.register}?dimension=ou:${ROOT}&dimension=pe:2024&timeField=${cast.number}`],
    ['E7210', () => `events/query/${cast.register}?dimension=ou:${ROOT}&dimension=pe:2024:NO_DATE`],
    ['E7211', () => `events/query/${cast.register}?dimension=ou:${ROOT}&dimension=pe:2024&orgUnitField=OWNER_AT_END`],
    ['E7212', () => `events/cluster/${cast.register}?dimension=ou:${ROOT}&dimension=pe:2024&clusterSize=0`],
    ['E7213', () => `events/query/${cast.register}?dimension=ou:${ROOT}&dimension=pe:2024&bbox=1,2,3`],
    [
      'E7215',
      () => `events/query/${cast.register}?dimension=ou:${ROOT}&dimension=pe:2024&dimension=${cast.text}-LegSetRng01`,
    ],
    [
      'E7216',
      () =>
        `events/aggregate/${cast.register}?dimension=ou:${ROOT}&dimension=pe:2024&value=${cast.number}&aggregationType=NONE`,
    ],
    [
      'E7216',
      () =>
        `events/aggregate/${cast.register}?dimension=ou:${ROOT}&dimension=pe:2024&dimension=${cast.text}&aggregateData=true`,
    ],
    ['E7221', () => `events/query/${cast.register}?dimension=ou:${ROOT}&dimension=pe:2024&coordinateField=somewhere`],
    [
      'E7219',
      () =>
        `events/query/${cast.register}?dimension=ou:${ROOT}&dimension=pe:2024&dimension=${cast.number}&coordinateField=${cast.number}`,
    ],
    [
      'E7228',
      () => `events/query/${cast.register}?dimension=ou:${ROOT}&dimension=pe:2024&fallbackCoordinateField=somewhere`,
    ],
    ['E7222', () => `events/query/${cast.register}?dimension=ou:${ROOT}&dimension=pe:2024&dimension=${cast.number}:GT`],
    [
      'E7222',
      () => `events/query/${cast.register}?dimension=ou:${ROOT}&dimension=pe:2024&dimension=${cast.number}:ABOUT:5`,
    ],
    ['E7222', () => `events/query/${cast.register}?dimension=ou:${ROOT}&dimension=pe:2024&asc=nothing`],
    ['E7223', () => `events/aggregate/${cast.register}?dimension=ou:${ROOT}&dimension=pe:2024&value=${cast.text}`],
    [
      'E7224',
      () => `events/query/${cast.register}?dimension=ou:${ROOT}&dimension=pe:2024&dimension=${cast.programNumber}`,
    ],
    ['E7224', () => `events/query/${cast.register}?dimension=ou:${ROOT}&dimension=pe:2024&dimension=nothing`],
    ['E7225', () => `enrollments/query/${cast.program}?dimension=ou:${ROOT}&dimension=${cast.programNumber}`],
    [
      'E7226',
      () =>
        `events/query/${cast.register}?dimension=ou:${ROOT}&dimension=pe:2024&dimension=${cast.programStage}.${cast.number}`,
    ],
    [
      'E7229',
      () => `events/query/${cast.register}?dimension=ou:${ROOT}&dimension=pe:2024&dimension=${cast.number}:GT:NV`,
    ],
    ['E7230', () => `events/query/${cast.register}?dimension=ou:${ROOT}&dimension=pe:2024&headers=nothing`],
    [
      'E7234',
      () => `events/query/${cast.register}?dimension=ou:${ROOT}&dimension=pe:2024&dimension=${cast.number}:GT:many`,
    ],
    ['E7611', () => `events/query/${cast.register}?dimension=ou:${ROOT}&dimension=pe:sometime`],
    ['E7611', () => `events/query/${cast.register}?dimension=ou:${ROOT}&eventDate=sometime`],
    ['E1004', () => `events/aggregate/${cast.register}?dimension=ou:${ROOT}&dimension=pe:2024&columns=pe&rows=ou`],
  ])('%s for a request that cannot be answered', async (code, path) => {
    expect(await refusal(path())).toMatchObject({ status: 409, errorCode: code });
    const table = await server.request(`/api/analytics/${path().replace(/^(\w+\/\w+\/\w+)/, '$1.csv')}`);
    expect([table.status, table.text.slice(0, code.length)]).toEqual([409, code]);
  });

  it('E7128 where there are more rows than the system gives at once, E7144 where there is no table', async () => {
    await server.request('/api/systemSettings/keyAnalyticsMaxLimit', {
      method: 'POST',
      body: '20',
      headers: { 'content-type': 'text/plain' },
    });
    try {
      const query = `${cast.register}?dimension=ou:${ROOT}&dimension=pe:2024`;
      expect(await refusal(`events/query/${query}&paging=false`)).toMatchObject({ errorCode: 'E7128' });
      expect(await refusal(`events/aggregate/${query}&dimension=${cast.number}`)).toMatchObject({ errorCode: 'E7128' });
      expect((await ask(`events/query/${query}&pageSize=20`)).rows).toHaveLength(20);
    } finally {
      await server.request('/api/systemSettings/keyAnalyticsMaxLimit', { method: 'DELETE' });
    }
    await sql`alter table ${sql.id(`analytics_event_${cast.program.toLowerCase()}`)} rename to elsewhere`.execute(
      server.db,
    );
    try {
      expect(await refusal(`events/query/${cast.program}?dimension=ou:${ROOT}&dimension=pe:2024`)).toMatchObject({
        status: 409,
        errorCode: 'E7144',
      });
    } finally {
      await sql`alter table elsewhere rename to ${sql.id(`analytics_event_${cast.program.toLowerCase()}`)}`.execute(
        server.db,
      );
    }
  });
});

it('no request is a fault of the server, whatever stands in it', async () => {
  const word = fc.oneof(
    fc.constantFrom(
      'ou',
      'pe',
      'dx',
      'ao',
      'co',
      'LAST_YEAR',
      '2024',
      'LEVEL-2',
      ROOT,
      'GT',
      'IN',
      'NV',
      '1',
      'psi',
      '',
      ';',
      ':',
      '-',
    ),
    fc.constantFrom('number', 'text', 'unitElement', 'category', 'stage', 'programNumber').map((name) => `#${name}`),
    fc.string({ maxLength: 8 }),
  );
  const name = fc.constantFrom(
    'dimension',
    'filter',
    'stage',
    'eventDate',
    'headers',
    'asc',
    'desc',
    'value',
    'bbox',
    'coordinateField',
    'timeField',
    'orgUnitField',
    'fallbackCoordinateField',
    'startDate',
    'userOrgUnit',
    'relativePeriodDate',
  );
  const parameter = fc.tuple(
    name,
    fc.array(fc.tuple(word, fc.constantFrom(':', ';', '.', '-', ',')), { maxLength: 5 }),
  );
  const path = fc.constantFrom(
    'events/query',
    'events/aggregate',
    'events/cluster',
    'events/count',
    'enrollments/query',
    'trackedEntities/query',
  );
  await fc.assert(
    fc.asyncProperty(path, fc.array(parameter, { maxLength: 4 }), fc.boolean(), async (kind, parameters, isWhole) => {
      const text = (part: string) => (part.startsWith('#') ? String(cast[part.slice(1) as keyof Cast]) : part);
      const pairs = parameters.map(([key, parts]): [string, string] => [
        key,
        parts
          .map(([part, sign]) => text(part) + sign)
          .join('')
          .slice(0, -1),
      ]);
      const query = new URLSearchParams(pairs);
      const uid = kind.startsWith('tracked') ? cast.type : kind.startsWith('enroll') ? cast.program : cast.register;
      const whole = isWhole ? `dimension=ou:${ROOT}&dimension=pe:2024&clusterSize=1000&pageSize=3&` : '';
      const { status, json } = await server.request(`/api/analytics/${kind}/${uid}?${whole}${query}`);
      expect([200, 400, 404, 409], JSON.stringify(json)).toContain(status);
      expect(json?.errorCode ?? '').not.toMatch(/E714[45]/);
    }),
    { numRuns: 120 },
  );
});

describe('access', () => {
  const query = () => `events/query/${cast.register}?dimension=ou:${ROOT}&dimension=pe:2024&headers=ou,ps&paging=false`;
  const reader = () => `${cast.reader.username}:${PASSWORD}`;
  const change = async (statement: ReturnType<typeof sql>) => {
    await statement.execute(server.db);
  };

  it('needs the authority, the data of the program and of the stage', async () => {
    expect((await ask(query(), reader())).rows.length).toBeGreaterThan(0);
    expect(await refusal(query(), `${cast.stranger.username}:${PASSWORD}`)).toMatchObject({
      status: 409,
      errorCode: 'E7217',
      message: `User is not allowed to view event analytics data: \`${cast.stranger.username}\``,
    });
    const second = `S${cast.stage.slice(0, 10)}`;
    await change(sql`update programstage set sharing = '{"public": "rw------"}' where uid = ${second}`);
    const { rows } = await ask(query(), reader());
    expect(new Set(rows.map((row: string[]) => row[1]))).toEqual(new Set([cast.stage]));
    expect(await refusal(`${query()}&stage=${second}`, reader())).toMatchObject({ errorCode: 'E7121' });
    await change(sql`update program set sharing = '{"public": "rw------"}' where uid = ${cast.register}`);
    expect(await refusal(query(), reader())).toMatchObject({
      errorCode: 'E7121',
      message: expect.stringContaining(cast.register),
    });
    await change(sql`update program set sharing = '{"public": "rwrw----"}' where uid = ${cast.register}`);
    await change(sql`update programstage set sharing = '{"public": "rwrw----"}' where uid = ${second}`);
  });

  it('ends where the view of the user ends', async () => {
    await change(sql`delete from userdatavieworgunits where userinfoid = ${cast.reader.id}`);
    await change(sql`
      insert into userdatavieworgunits (userinfoid, organisationunitid)
      select ${cast.reader.id}, organisationunitid from organisationunit where uid = ${cast.district}
    `);
    expect(await refusal(query(), reader())).toMatchObject({ status: 409, errorCode: 'E7120' });
    const { rows } = await ask(query().replace(ROOT, 'USER_ORGUNIT').concat('&userOrgUnitType=DATA_OUTPUT'), reader());
    const own = new Set(events.filter(({ line }) => line.includes(cast.district)).map(({ line }) => line.at(-1)));
    for (const [unit] of rows) expect(own).toContain(unit);
    expect(rows.length).toBeGreaterThan(0);
    await change(sql`delete from userdatavieworgunits where userinfoid = ${cast.reader.id}`);
  });

  it('is constrained by categories, and closed where a program has none of them', async () => {
    const { rows: options } = await sql<{ uid: string }>`
      select option.uid from categories_categoryoptions join category using (categoryid) join categoryoption as option using (categoryoptionid)
      where category.uid = ${cast.category} order by option.uid
    `.execute(server.db);
    const [open] = options;
    await change(sql`
      insert into users_catdimensionconstraints (userid, dataelementcategoryid) select ${cast.reader.id}, categoryid from category where uid = ${cast.category}
    `);
    await change(sql`
      update categoryoption set sharing = '{"public": "r-------"}' from categories_categoryoptions as member join category using (categoryid)
      where member.categoryoptionid = categoryoption.categoryoptionid and category.uid = ${cast.category} and categoryoption.uid <> ${open?.uid}
    `);
    const query = `events/aggregate/${cast.register}?filter=ou:${ROOT}&filter=pe:2024`;
    const own = events.filter(
      ({ program, options: uids, status, occurred, scheduled }) =>
        program === cast.register &&
        uids.includes(open?.uid ?? '') &&
        (status === 'SCHEDULE' ? scheduled : occurred)?.startsWith('2024'),
    );
    expect((await ask(query, reader())).rows).toEqual([[String(own.length)]]);
    expect((await ask(query.replace(cast.register, cast.program), reader())).rows).toEqual([]);
  });
});

it('the database says how it answers, to those who may ask', async () => {
  const query = `${cast.register}/explain?dimension=ou:${ROOT}&dimension=pe:2024`;
  for (const kind of ['query', 'aggregate']) {
    const { performanceMetrics, rows } = await ask(`events/${kind}/${query}`);
    expect(performanceMetrics.executionPlans[0].plan).toHaveProperty('Node Type');
    expect(performanceMetrics.totalTimeInMillis).toBeGreaterThan(0);
    expect(rows).toEqual([]);
  }
  expect(await refusal(`events/query/${query}`, `${cast.reader.username}:${PASSWORD}`)).toMatchObject({ status: 403 });
});
