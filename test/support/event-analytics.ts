import { sql } from 'kysely';
import type { Db } from '../../src/database/index.js';
import { asGeometry } from './geometry.js';

/** An event with its enrollment as the base tables have it, put together without the server. */
export interface NaiveEvent {
  readonly event: string;
  readonly enrollment: string;
  readonly trackedEntity: string | null;
  readonly program: string;
  readonly stage: string;
  /** Uids from the top of the hierarchy down to the unit. */
  readonly line: readonly string[];
  /** Uids of the options of the attribute option combo. */
  readonly options: readonly string[];
  readonly status: string;
  readonly enrollmentStatus: string;
  /** `2025-01-31 10:20:30`, as text sorts. */
  readonly occurred: string | null;
  readonly scheduled: string | null;
  readonly enrolled: string;
  readonly updated: string;
  readonly values: Readonly<Record<string, string>>;
  readonly point: readonly [number, number] | null;
}

export interface NaiveItem {
  readonly uid: string;
  readonly valueType: string;
}

/** The day of an event: that of its schedule while it is only planned. */
export const ownDate = ({ status, scheduled, occurred }: NaiveEvent): string | null =>
  status === 'SCHEDULE' ? scheduled : occurred;

/** Events that analytics know, read with no more than joins (contract: tables.md §4.6). */
export async function naiveEvents(db: Db): Promise<readonly NaiveEvent[]> {
  const { rows } = await sql<
    Omit<NaiveEvent, 'line' | 'values' | 'point'> & { path: string; data: object; geometry: object | null }
  >`
    select
      event.uid as event, enrollment.uid as enrollment, te.uid as "trackedEntity", program.uid as program, stage.uid as stage, unit.path,
      event.status, enrollment.status as "enrollmentStatus", event.occurreddate::text as occurred, event.scheduleddate::text as scheduled,
      enrollment.enrollmentdate::text as enrolled, event.lastupdated::text as updated, event.eventdatavalues as data,
      orderly.geo_json(event.geometry) as geometry,
      array(
        select option.uid::text from categoryoptioncombos_categoryoptions as member
        join categoryoption as option using (categoryoptionid) where member.categoryoptioncomboid = event.attributeoptioncomboid
      ) as options
    from event
    -- From 2.43 of DHIS2 on, events of programs without registration have none.
    left join enrollment using (enrollmentid)
    join programstage as stage on stage.programstageid = event.programstageid
    join program on program.programid = stage.programid
    join organisationunit as unit on unit.organisationunitid = event.organisationunitid
    left join trackedentity as te using (trackedentityid)
    where not event.deleted and enrollment.deleted is not true
  `.execute(db);
  return rows
    .filter(({ status }) => ['ACTIVE', 'COMPLETED', 'SCHEDULE'].includes(status))
    .map(({ path, data, geometry, ...row }) => {
      const { type, coordinates } = (geometry ?? {}) as { type?: string; coordinates?: [number, number] };
      const values = Object.entries(data as Record<string, { value?: string }>).map(([uid, { value = '' }]) => [
        uid,
        value,
      ]);
      return {
        ...row,
        line: path.split('/').slice(1),
        values: Object.fromEntries(values),
        point: type === 'Point' && coordinates ? coordinates : null,
      };
    });
}

/** Whether a value fulfils a condition, told in another way than the server does it. */
export function fulfils(found: string | undefined, { valueType }: NaiveItem, operator: string, value: string): boolean {
  const parts = value.split(';');
  const kept = found === undefined || found === '' ? undefined : keptValue(found, valueType);
  if (kept === undefined) return ['EQ', 'IN', 'IEQ'].includes(operator) && parts.includes('NV');
  const others = parts.filter((part) => part !== 'NV').map((part) => keptValue(part, valueType) ?? part);
  const text = found ?? '';
  const [first = ''] = others;
  switch (operator) {
    case 'EQ':
      return others.length > 0 && kept === first;
    case 'NE':
      return others.length === 0 || kept !== first;
    case 'GT':
      return kept > first;
    case 'GE':
      return kept >= first;
    case 'LT':
      return kept < first;
    case 'LE':
      return kept <= first;
    case 'IN':
      return others.includes(kept);
    case '!IN':
      return !others.includes(kept);
    case 'IEQ':
      return text.toLowerCase() === value.toLowerCase();
    case '!IEQ':
      return text.toLowerCase() !== value.toLowerCase();
    case 'LIKE':
      return text.includes(value);
    case '!LIKE':
      return !text.includes(value);
    case 'ILIKE':
      return text.toLowerCase().includes(value.toLowerCase());
    case '!ILIKE':
      return !text.toLowerCase().includes(value.toLowerCase());
    case 'SW':
      return text.startsWith(value);
    case 'EW':
      return text.endsWith(value);
    default:
      throw new Error(operator);
  }
}

/** A value as analytics keep it: numbers as numbers, yes and no as 1 and 0. */
export function keptValue(text: string, valueType: string): string | number | undefined {
  if (/^(NUMBER|INTEGER)/.test(valueType)) return Number(text);
  if (valueType === 'BOOLEAN') return { true: 1, false: 0, '1': 1, '0': 0 }[text];
  return text;
}

/** A value as a cell of an answer. */
export function cellText(text: string | undefined, valueType: string): string {
  if (text === undefined || text === '') return '';
  if (valueType === 'NUMBER') return Number(text).toFixed(1);
  if (valueType === 'BOOLEAN') return text === 'true' ? '1' : '0';
  return valueType === 'DATE' ? `${text} 00:00:00.0` : text;
}

/** One number of many, as each aggregation type of the contract makes it (contract: analytics-query.md §4). */
export function aggregate(
  type: string,
  rows: readonly {
    readonly value: number;
    readonly unit: string;
    readonly combo: string;
    readonly date: string;
    readonly key: string;
  }[],
): number | undefined {
  const values = rows.map(({ value }) => value);
  const sum = (list: readonly number[]) => list.reduce((total, value) => total + value, 0);
  const mean = (list: readonly number[]) => sum(list) / list.length;
  const units = grouped(rows, ({ unit }) => unit);
  const series = grouped(rows, ({ unit, combo }) => `${unit} ${combo}`);
  const ordered = (list: typeof rows) => list.toSorted((a, b) => (a.date + a.key < b.date + b.key ? -1 : 1));
  // Rows of one moment are told apart by their uid, the lower first, whichever end is looked at.
  const end = (list: typeof rows, isFirst: boolean): number => {
    const dates = list.map(({ date }) => date).toSorted();
    const date = isFirst ? dates.at(0) : dates.at(-1);
    return ordered(list.filter((row) => row.date === date))[0]?.value ?? 0;
  };
  const variance = sum(values.map((value) => (value - mean(values)) ** 2)) / (values.length - 1);
  switch (type) {
    case 'SUM':
      return sum(values);
    case 'AVERAGE':
      return mean(values);
    case 'COUNT':
      return values.length;
    case 'MIN':
      return Math.min(...values);
    case 'MAX':
      return Math.max(...values);
    case 'VARIANCE':
      return values.length < 2 ? undefined : variance;
    case 'STDDEV':
      return values.length < 2 ? undefined : Math.sqrt(variance);
    case 'AVERAGE_SUM_ORG_UNIT':
      return sum(units.map((own) => mean(own.map(({ value }) => value))));
    case 'MIN_SUM_ORG_UNIT':
      return sum(units.map((own) => Math.min(...own.map(({ value }) => value))));
    case 'MAX_SUM_ORG_UNIT':
      return sum(units.map((own) => Math.max(...own.map(({ value }) => value))));
    case 'LAST_IN_PERIOD':
    case 'LAST':
      return sum(series.map((own) => end(own, false)));
    case 'LAST_IN_PERIOD_AVERAGE_ORG_UNIT':
    case 'LAST_AVERAGE_ORG_UNIT':
      return mean(series.map((own) => end(own, false)));
    case 'LAST_LAST_ORG_UNIT':
      return end(rows, false);
    case 'FIRST':
      return sum(series.map((own) => end(own, true)));
    case 'FIRST_AVERAGE_ORG_UNIT':
      return mean(series.map((own) => end(own, true)));
    case 'FIRST_FIRST_ORG_UNIT':
      return end(rows, true);
    default:
      throw new Error(type);
  }
}

function grouped<Row>(rows: readonly Row[], keyOf: (row: Row) => string): readonly (readonly Row[])[] {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const known = groups.get(keyOf(row));
    if (known) known.push(row);
    else groups.set(keyOf(row), [row]);
  }
  return [...groups.values()];
}

/** Gives the demo country what it has not: a second stage, options, ranges, partners of events, and places. */
export async function enrichTracker(db: Db): Promise<void> {
  const run = (statement: ReturnType<typeof sql>) => statement.execute(db);
  // Events without an enrollment, which 2.43 of DHIS2 began with, are never planned (contract: schema.md §2.8).
  await run(
    sql`update event set status = 'ACTIVE' where enrollmentid is null and status not in ('ACTIVE', 'COMPLETED')`,
  );
  // The second stage collects what the first does, and has every third event of programs without registration.
  await run(sql`
    insert into public.programstage
    select (jsonb_populate_record(programstage, jsonb_build_object(
      'programstageid', nextval('hibernate_sequence'), 'uid', 'S' || substr(programstage.uid, 1, 10), 'name', 'Second visit',
      'sort_order', 2, 'executiondatelabel', 'Day of the visit'
    ))).*
    from public.programstage
  `);
  await run(sql`
    insert into programstagedataelement
    select (jsonb_populate_record(member, jsonb_build_object(
      'programstagedataelementid', nextval('hibernate_sequence'), 'uid', 'M' || substr(member.uid, 1, 10),
      'programstageid', second.programstageid
    ))).*
    from programstagedataelement as member
    join programstage as first on first.programstageid = member.programstageid
    join programstage as second on second.uid = 'S' || substr(first.uid, 1, 10)
  `);
  await run(sql`
    update event set programstageid = second.programstageid
    from programstage as first
    join programstage as second on second.uid = 'S' || substr(first.uid, 1, 10)
    where event.programstageid = first.programstageid and event.eventid % 3 = 0
  `);
  await run(sql`
    update event set geometry = ${asGeometry(sql`jsonb_build_object('type', 'Point', 'coordinates', jsonb_build_array(
      round((-13 + (eventid % 97) / 40.0)::numeric, 4), round((7 + (eventid % 89) / 40.0)::numeric, 4)))`)}
    where eventid % 4 <> 1
  `);
  await run(sql`
    insert into optionset (optionsetid, uid, created, lastupdated, name, valuetype, version)
    values (nextval('hibernate_sequence'), 'OptSetAns01', now(), now(), 'Answers', 'TEXT', 1)
  `);
  await run(sql`
    insert into optionvalue (optionvalueid, uid, code, name, created, lastupdated, sort_order, optionsetid)
    select nextval('hibernate_sequence'), 'OptAnswer' || lpad(number::text, 2, '0'), 'Answer ' || number, 'The answer ' || number, now(), now(),
      number, (select optionsetid from optionset where uid = 'OptSetAns01')
    from generate_series(1, 20) as number
  `);
  await run(sql`
    update dataelement set optionsetid = (select optionsetid from optionset where uid = 'OptSetAns01')
    where domaintype = 'TRACKER' and valuetype = 'TEXT'
  `);
  await run(sql`
    insert into maplegendset (maplegendsetid, uid, created, lastupdated, name)
    values (nextval('hibernate_sequence'), 'LegSetRng01', now(), now(), 'Ranges')
  `);
  await run(sql`
    insert into maplegend (maplegendid, uid, created, lastupdated, name, startvalue, endvalue, maplegendsetid)
    select nextval('hibernate_sequence'), 'LegRange' || lpad(number::text, 3, '0'), now(), now(), 'Range ' || number, number * 25, number * 25 + 25,
      (select maplegendsetid from maplegendset where uid = 'LegSetRng01')
    from generate_series(0, 3) as number
  `);
  await run(sql`
    insert into dataelementlegendsets (dataelementid, sort_order, legendsetid)
    select dataelementid, 5, (select maplegendsetid from maplegendset where uid = 'LegSetRng01')
    from dataelement where domaintype = 'TRACKER' and valuetype = 'NUMBER'
  `);
  // Events of programs without registration belong to a partner.
  await run(sql`
    update program set categorycomboid = (
      select member.categorycomboid from categorycombos_categories as member
      join category using (categoryid) where category.name = 'Implementing partner' limit 1
    )
    where type = 'WITHOUT_REGISTRATION'
  `);
  await run(sql`
    update event set attributeoptioncomboid = own.combos[1 + event.eventid % cardinality(own.combos)]
    from programstage as stage
    join program on program.programid = stage.programid
    cross join lateral (
      select array_agg(member.categoryoptioncomboid order by member.categoryoptioncomboid) as combos
      from categorycombos_optioncombos as member where member.categorycomboid = program.categorycomboid
    ) as own
    where stage.programstageid = event.programstageid and program.type = 'WITHOUT_REGISTRATION'
  `);
  // Every third client was somebody else's until spring, some with a stop between.
  for (const [day, part, step] of [
    ['2024-03-15 10:00', 3, 7],
    ['2024-03-15 11:30', 3, 11],
    ['2024-04-20 09:00', 6, 5],
  ] as const) {
    await run(sql`
      insert into programownershiphistory (programownershiphistoryid, programid, trackedentityid, startdate, enddate, createdby, organisationunitid)
      select nextval('hibernate_sequence'), owner.programid, owner.trackedentityid, timestamp '2020-01-01', ${day}::timestamp, 'admin',
        units.ids[1 + (owner.trackedentityid * ${sql.lit(step)}) % cardinality(units.ids)]
      from trackedentityprogramowner as owner
      cross join (select array_agg(organisationunitid order by organisationunitid) as ids from organisationunit where hierarchylevel = 4) as units
      where owner.trackedentityid % ${sql.lit(part)} = 0
    `);
  }
  // The last elements, which have no values, become a unit and a place.
  const last = (type: string) => sql`(
    select element.uid from programstagedataelement as member join dataelement as element using (dataelementid)
    join programstage as stage using (programstageid) join program using (programid)
    where program.type = ${type} and stage.sort_order = 1 and member.sort_order = 7 order by program.uid limit 1
  )`;
  for (const [type, valueType] of [
    ['WITHOUT_REGISTRATION', 'ORGANISATION_UNIT'],
    ['WITH_REGISTRATION', 'COORDINATE'],
  ] as const) {
    const value =
      valueType === 'COORDINATE'
        ? sql`'[' || round((-12 + event.eventid % 7)::numeric, 2) || ',' || round((8 + event.eventid % 5)::numeric, 2) || ']'`
        : sql`(select units.uids[1 + event.eventid % cardinality(units.uids)]
            from (select array_agg(uid::text order by uid) as uids from organisationunit where hierarchylevel = 4) as units)`;
    await run(sql`update dataelement set valuetype = ${valueType} where uid = ${last(type)}`);
    await run(sql`
      update event set eventdatavalues = eventdatavalues || jsonb_build_object(${last(type)}, jsonb_build_object('value', ${value}))
      from programstage as stage join program using (programid)
      where stage.programstageid = event.programstageid and program.type = ${type} and event.eventid % 5 <> 0
        and exists (select from programstagedataelement as member join dataelement as element using (dataelementid)
          where member.programstageid = stage.programstageid and element.uid = ${last(type)})
    `);
  }
}
