import fc from 'fast-check';
import { sql } from 'kysely';
import type { Db } from '../../src/database/index.js';

export type Row = Readonly<Record<string, unknown>>;

/** The rows of a table as JSON objects. */
export async function rowsOf(db: Db, table: string): Promise<readonly Row[]> {
  const { rows } = await sql<{ row: Row }>`select to_jsonb(t) as row from ${sql.table(table)} as t`.execute(db);
  return rows.map(({ row }) => row);
}

/** Texts of every kind that a value may be, right and wrong. */
export const anyText = fc.oneof(
  fc.constantFrom(
    '0',
    '-0',
    '1.50',
    '.5',
    '+5',
    '1e3',
    '5.0',
    '7.25',
    '-12',
    '9'.repeat(18),
    '9'.repeat(19),
    '9'.repeat(301),
    'true',
    'false',
    'True',
    '2024-02-29',
    '2023-02-29',
    '2025-04-31',
    '0000-01-01',
    '2025-06-07T08:09:10.123',
    '2025-06-07 08:09',
    '2025-06-07T24:00:00',
    '2025-06-07T08:09:10Z',
    '2025-13-01',
    '[-11.4,8.1]',
    '',
  ),
  fc.integer({ min: -1_000, max: 1_000 }).map(String),
  fc.double({ min: -1e6, max: 1e6, noNaN: true }).map((number) => number.toFixed(3)),
  fc.string({ maxLength: 12 }).map((text) => text.replaceAll('\0', '')),
);

/** Not an object: a generated text may be the name of something that every object has. */
const BOOLEANS = new Map([
  ['true', 1],
  ['false', 0],
]);

/** What a text is in a column for its type, computed in another way than the server does it: null when it cannot be read. */
export function cellOf(valueType: string, text: string | null | undefined): unknown {
  if (text === null || text === undefined) return null;
  if (['NUMBER', 'UNIT_INTERVAL', 'PERCENTAGE'].includes(valueType)) {
    return text.length <= 300 && /^-?\d+(\.\d+)?$/.test(text) ? Number(text) + 0 : null;
  }
  if (valueType.startsWith('INTEGER')) return /^-?\d{1,18}(\.0+)?$/.test(text) ? Number(text) + 0 : null;
  if (valueType === 'BOOLEAN' || valueType === 'TRUE_ONLY') return BOOLEANS.get(text) ?? null;
  if (['DATE', 'DATETIME', 'AGE'].includes(valueType)) return timestampOf(text);
  return text;
}

function timestampOf(text: string): string | null {
  const [whole, date, clock, seconds] =
    /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d)(?::(\d\d(?:\.\d{1,6})?))?Z?)?$/.exec(text) ?? [];
  if (whole === undefined || date === undefined || date.startsWith('0000')) return null;
  const iso = `${date}T${clock ?? '00:00'}:${(seconds ?? '00').slice(0, 2)}`;
  const parsed = new Date(`${iso}Z`);
  // A day or an hour that does not exist comes out as another one.
  if (Number.isNaN(parsed.getTime()) || parsed.toISOString().slice(0, 19) !== iso) return null;
  const fraction = (seconds ?? '').slice(2).replace(/\.?0+$/, '');
  return `${iso}${fraction}`;
}

/** Everything that the tables about programs are made of, read table by table. */
export async function readSources(db: Db) {
  const byId = async (table: string, key: string): Promise<ReadonlyMap<unknown, Row>> =>
    new Map((await rowsOf(db, table)).map((row) => [row[key], row]));
  const units = await byId('organisationunit', 'organisationunitid');
  const values = new Map<unknown, Map<unknown, string>>();
  const attributes = await byId('trackedentityattribute', 'trackedentityattributeid');
  for (const row of await rowsOf(db, 'trackedentityattributevalue')) {
    const own = values.get(row.trackedentityid) ?? new Map<unknown, string>();
    own.set(row.trackedentityattributeid, row.value as string);
    values.set(row.trackedentityid, own);
  }
  return {
    units,
    unitsByUid: new Map([...units.values()].map((unit) => [unit.uid, unit])),
    programs: await byId('program', 'programid'),
    stages: await byId('programstage', 'programstageid'),
    combos: await byId('categoryoptioncombo', 'categoryoptioncomboid'),
    enrollments: await byId('enrollment', 'enrollmentid'),
    entities: await byId('trackedentity', 'trackedentityid'),
    events: await rowsOf(db, 'event'),
    elements: await byId('dataelement', 'dataelementid'),
    attributes,
    /** Values of attributes by tracked entity. */
    values,
    stageElements: await rowsOf(db, 'programstagedataelement'),
    programAttributes: await rowsOf(db, 'program_attributes'),
    days: new Map((await rowsOf(db, 'analytics_rs_dateperiodstructure')).map((day) => [day.dateperiod, day])),
    groups: await byId('analytics_rs_organisationunitgroupsetstructure', 'organisationunitid'),
    categories: await byId('analytics_rs_categorystructure', 'categoryoptioncomboid'),
    legends: await rowsOf(db, 'maplegend'),
    legendSets: await byId('maplegendset', 'maplegendsetid'),
    elementLegends: await rowsOf(db, 'dataelementlegendsets'),
    attributeLegends: await rowsOf(db, 'trackedentityattributelegendsets'),
    types: await byId('trackedentitytype', 'trackedentitytypeid'),
    typeAttributes: await rowsOf(db, 'trackedentitytypeattribute'),
    history: await rowsOf(db, 'programownershiphistory'),
    owners: await rowsOf(db, 'trackedentityprogramowner'),
    results: await rowsOf(db, 'validationresult'),
    rules: await byId('validationrule', 'validationruleid'),
    periods: await byId('analytics_rs_periodstructure', 'periodid'),
  };
}

export type Sources = Awaited<ReturnType<typeof readSources>>;

/** Columns of a unit: itself, its ancestors and their names. */
export function unitColumns(sources: Sources, id: unknown): Row {
  const unit = sources.units.get(id) ?? {};
  const line = String(unit.path).split('/').slice(1);
  return {
    ou: unit.uid,
    ouname: unit.name,
    oucode: unit.code,
    oulevel: line.length,
    ounamehierarchy: line.map((uid) => sources.unitsByUid.get(uid)?.name).join(' / '),
    ...Object.fromEntries([1, 2, 3, 4].map((level) => [`uidlevel${level}`, line[level - 1] ?? null])),
  };
}

/** Columns of who made and changed a row. */
export function authors(row: Row): Row {
  const columns: Record<string, unknown> = {};
  for (const name of ['createdby', 'lastupdatedby']) {
    const user = (row[`${name}userinfo`] ?? {}) as Record<string, string | undefined>;
    const { username, firstName, surname } = user;
    columns[`${name}username`] = username ?? null;
    columns[`${name}name`] = firstName ?? null;
    columns[`${name}lastname`] = surname ?? null;
    columns[`${name}displayname`] =
      firstName && surname ? `${surname}, ${firstName} (${username})` : (username ?? null);
  }
  return columns;
}

/** Where a point lies. */
export function position(geometry: unknown, longitude = 'longitude', latitude = 'latitude'): Row {
  // Without PostGIS a DHIS2 has GeoJSON as text.
  const object = typeof geometry === 'string' ? JSON.parse(geometry) : geometry;
  const { type, coordinates } = (object ?? {}) as { type?: string; coordinates?: readonly number[] };
  const point = type === 'Point' ? coordinates : undefined;
  return { [longitude]: point?.[0] ?? null, [latitude]: point?.[1] ?? null };
}

/** The columns that come from a resource table as they are. */
export const picked = (row: Row | undefined, columns: readonly string[]): Row =>
  Object.fromEntries(columns.map((name) => [name, row?.[name] ?? null]));

/** Columns of the attributes of a tracked entity. */
export function attributeColumns(sources: Sources, entity: unknown, ids: readonly unknown[]): Row {
  const own = sources.values.get(entity);
  return Object.assign(
    {},
    ...ids.map((id) =>
      itemColumns(
        sources,
        sources.attributes.get(id) ?? {},
        own?.get(id),
        sources.attributeLegends,
        'trackedentityattributeid',
      ),
    ),
  );
}

/** Columns of one data element or attribute with its legends and the name of a unit. */
export function itemColumns(
  sources: Sources,
  item: Row,
  text: string | null | undefined,
  links: readonly Row[],
  key: string,
): Row {
  const uid = item.uid as string;
  const value = cellOf(item.valuetype as string, text);
  const columns: Record<string, unknown> = { [uid]: value };
  if (item.valuetype === 'ORGANISATION_UNIT') columns[`${uid}_name`] = sources.unitsByUid.get(value)?.name ?? null;
  for (const link of links.filter((row) => row[key] === item[key])) {
    const set = sources.legendSets.get(link.legendsetid);
    const legend = sources.legends
      .filter((row) => row.maplegendsetid === link.legendsetid)
      .toSorted((a, b) => (a.startvalue as number) - (b.startvalue as number))
      .find(
        (row) =>
          value !== null && (row.startvalue as number) <= Number(value) && Number(value) < (row.endvalue as number),
      );
    columns[`${uid}_${set?.uid}`] = legend?.uid ?? null;
  }
  return columns;
}

/** What the event table of a program holds, by event. */
export function eventTable(sources: Sources, program: Row, columns: readonly string[]): ReadonlyMap<unknown, Row> {
  const stageIds = new Set(
    [...sources.stages.values()].filter((row) => row.programid === program.programid).map((row) => row.programstageid),
  );
  const elementIds = [
    ...new Set(
      sources.stageElements
        .filter((row) => stageIds.has(row.programstageid) && row.skipanalytics === false)
        .map((row) => row.dataelementid),
    ),
  ];
  const attributeIds = openAttributes(sources, program);
  const rows = new Map<unknown, Row>();
  for (const event of sources.events) {
    const enrollment = sources.enrollments.get(event.enrollmentid) ?? {};
    // From 2.43 on those of programs without registration have no enrollment.
    if ((enrollment.programid ?? sources.stages.get(event.programstageid)?.programid) !== program.programid) continue;
    const scheduled = event.status === 'SCHEDULE' && event.enrollmentid !== null;
    const date = (scheduled ? event.scheduleddate : event.occurreddate) as string | null;
    if (
      event.deleted ||
      enrollment.deleted ||
      event.status === 'SKIPPED' ||
      event.status === 'OVERDUE' ||
      event.status === 'VISITED'
    )
      continue;
    if (date === null || date < '1975' || date >= '2052') continue;
    const known = sources.entities.get(enrollment.trackedentityid);
    const entity = known?.deleted ? undefined : known;
    const values = event.eventdatavalues as Record<string, { value?: string }>;
    const unit = sources.units.get(event.organisationunitid) ?? {};
    rows.set(event.uid, {
      ...picked(sources.days.get(date.slice(0, 10)), columns),
      ...picked(
        sources.categories.get(event.attributeoptioncomboid),
        columns.filter((name) => name in (sources.categories.get(event.attributeoptioncomboid) ?? {})),
      ),
      ...picked(
        sources.groups.get(event.organisationunitid),
        columns.filter((name) => name in (sources.groups.get(event.organisationunitid) ?? {})),
      ),
      event: event.uid,
      enrollment: enrollment.uid ?? null,
      ps: sources.stages.get(event.programstageid)?.uid,
      ao: sources.combos.get(event.attributeoptioncomboid)?.uid,
      enrollmentdate: enrollment.enrollmentdate ?? null,
      enrollmentoccurreddate: enrollment.occurreddate ?? null,
      occurreddate: event.occurreddate,
      scheduleddate: event.scheduleddate,
      completeddate: event.completeddate,
      created: event.createdatclient ?? event.created,
      lastupdated: event.lastupdatedatclient ?? event.lastupdated,
      storedby: event.storedby,
      eventstatus: event.status,
      enrollmentstatus: enrollment.status ?? null,
      ...unitColumns(sources, event.organisationunitid),
      registrationou: sources.units.get(entity?.organisationunitid)?.uid ?? unit.uid,
      enrollmentou: sources.units.get(enrollment.organisationunitid)?.uid ?? unit.uid,
      ...authors(event),
      ...position(event.geometry),
      ...Object.assign(
        {},
        ...elementIds.map((id) => {
          const element = sources.elements.get(id) ?? {};
          return itemColumns(
            sources,
            element,
            values[element.uid as string]?.value,
            sources.elementLegends,
            'dataelementid',
          );
        }),
      ),
      ...attributeColumns(sources, enrollment.trackedentityid, attributeIds),
      ...(program.type === 'WITH_REGISTRATION' && { trackedentity: entity?.uid ?? null }),
    });
  }
  return rows;
}

/** What the enrollment table of a program holds, by enrollment. */
export function enrollmentTable(sources: Sources, program: Row, columns: readonly string[]): ReadonlyMap<unknown, Row> {
  const rows = new Map<unknown, Row>();
  for (const enrollment of sources.enrollments.values()) {
    if (enrollment.programid !== program.programid || enrollment.deleted || enrollment.occurreddate === null) continue;
    const known = sources.entities.get(enrollment.trackedentityid);
    const entity = known?.deleted ? undefined : known;
    const unit = sources.units.get(enrollment.organisationunitid) ?? {};
    const date = enrollment.enrollmentdate as string;
    rows.set(enrollment.uid, {
      ...picked(sources.days.get(date.slice(0, 10)), columns),
      ...picked(
        sources.groups.get(enrollment.organisationunitid),
        columns.filter((name) => name in (sources.groups.get(enrollment.organisationunitid) ?? {})),
      ),
      enrollment: enrollment.uid,
      enrollmentdate: date,
      occurreddate: enrollment.occurreddate,
      completeddate: enrollment.status === 'COMPLETED' ? enrollment.completeddate : null,
      lastupdated: enrollment.lastupdatedatclient ?? enrollment.lastupdated,
      storedby: enrollment.storedby ?? null,
      enrollmentstatus: enrollment.status,
      ...unitColumns(sources, enrollment.organisationunitid),
      registrationou: sources.units.get(entity?.organisationunitid)?.uid ?? unit.uid,
      ...authors(enrollment),
      ...position(enrollment.geometry),
      ...attributeColumns(sources, enrollment.trackedentityid, openAttributes(sources, program)),
      ...(program.type === 'WITH_REGISTRATION' && { trackedentity: entity?.uid ?? null }),
    });
  }
  return rows;
}

/** The attributes of a program that anybody may see. */
export const openAttributes = (sources: Sources, program: Row): readonly unknown[] =>
  sources.programAttributes
    .filter(
      (row) =>
        row.programid === program.programid &&
        sources.attributes.get(row.trackedentityattributeid)?.confidential !== true,
    )
    .map((row) => row.trackedentityattributeid);

const COUNTING = ['COMPLETED', 'ACTIVE', 'SCHEDULE'];

/** A row without some of its columns. */
export const without = (row: Row, ...names: readonly string[]): Row =>
  Object.fromEntries(Object.entries(row).filter(([name]) => !names.includes(name)));

/** What the table of a tracked entity type holds, by tracked entity. */
export function entityTable(sources: Sources, type: Row, columns: readonly string[]): ReadonlyMap<unknown, Row> {
  const programs = [...sources.programs.values()].filter((row) => row.trackedentitytypeid === type.trackedentitytypeid);
  const attributeIds = new Set([
    ...sources.typeAttributes
      .filter((row) => row.trackedentitytypeid === type.trackedentitytypeid)
      .map((row) => row.trackedentityattributeid)
      .filter((id) => sources.attributes.get(id)?.confidential !== true),
    ...programs.flatMap((program) => openAttributes(sources, program)),
  ]);
  const enrolled = new Set(
    [...sources.enrollments.values()]
      .filter((row) => !row.deleted)
      .map((row) => `${row.trackedentityid} ${row.programid}`),
  );
  const rows = new Map<unknown, Row>();
  for (const entity of sources.entities.values()) {
    if (entity.trackedentitytypeid !== type.trackedentitytypeid || entity.deleted) continue;
    const groups = sources.groups.get(entity.organisationunitid);
    rows.set(entity.uid, {
      ...picked(
        groups,
        columns.filter((name) => name in (groups ?? {})),
      ),
      ...without(
        entity,
        'uid',
        'code',
        'deleted',
        'lastupdatedby',
        'organisationunitid',
        'trackedentitytypeid',
        'geometry',
        'createdbyuserinfo',
        'lastupdatedbyuserinfo',
        // Where a view stands for the table.
        'xmin',
        'ctid',
      ),
      storedby: entity.storedby ?? null,
      trackedentity: entity.uid,
      ...unitColumns(sources, entity.organisationunitid),
      ...authors(entity),
      ...position(entity.geometry),
      ...Object.fromEntries(
        programs.map((program) => [program.uid, enrolled.has(`${entity.trackedentityid} ${program.programid}`)]),
      ),
      ...Object.fromEntries(
        [...attributeIds].map((id) => {
          const attribute = sources.attributes.get(id) ?? {};
          return [
            attribute.uid,
            cellOf(attribute.valuetype as string, sources.values.get(entity.trackedentityid)?.get(id)),
          ];
        }),
      ),
    });
  }
  return rows;
}

/** What the table of the events of a tracked entity type holds, by event. */
export function entityEventTable(sources: Sources, type: Row): ReadonlyMap<unknown, Row> {
  const rows = new Map<unknown, Row>();
  for (const event of sources.events) {
    const enrollment = sources.enrollments.get(event.enrollmentid) ?? {};
    const entity = sources.entities.get(enrollment.trackedentityid);
    const date = (event.status === 'SCHEDULE' ? event.scheduleddate : event.occurreddate) as string | null;
    if (
      entity?.trackedentitytypeid !== type.trackedentitytypeid ||
      entity?.deleted ||
      enrollment.deleted ||
      event.deleted
    )
      continue;
    if (!COUNTING.includes(event.status as string) || date === null || date < '1975' || date >= '2052') continue;
    const stage = sources.stages.get(event.programstageid);
    const values = Object.entries(event.eventdatavalues as Record<string, Row>).map(([uid, value]) => {
      const unit = sources.unitsByUid.get(value.value);
      const kept = {
        ...picked(value, ['value', 'created', 'storedBy', 'lastUpdated', 'providedElsewhere']),
        value_name: unit?.name ?? null,
        value_code: unit?.code ?? null,
      };
      return [uid, Object.fromEntries(Object.entries(kept).filter(([, part]) => part !== null))];
    });
    rows.set(event.uid, {
      trackedentity: entity?.uid,
      program: sources.programs.get(stage?.programid)?.uid,
      enrollment: enrollment.uid,
      programstage: stage?.uid,
      event: event.uid,
      ...picked(event, ['occurreddate', 'lastupdated', 'created', 'scheduleddate', 'status']),
      ...unitColumns(sources, event.organisationunitid),
      eventdatavalues: values.length === 0 ? null : Object.fromEntries(values),
      ...position(event.geometry, 'evlongitude', 'evlatitude'),
    });
  }
  return rows;
}

/** What the table of the enrollments of a tracked entity type holds, by enrollment. */
export function entityEnrollmentTable(sources: Sources, type: Row): ReadonlyMap<unknown, Row> {
  const visited = new Set(
    sources.events
      .filter((row) => !row.deleted && COUNTING.includes(row.status as string))
      .map((row) => row.enrollmentid),
  );
  const rows = new Map<unknown, Row>();
  for (const enrollment of sources.enrollments.values()) {
    const entity = sources.entities.get(enrollment.trackedentityid);
    if (entity?.trackedentitytypeid !== type.trackedentitytypeid || entity?.deleted || enrollment.deleted) continue;
    if (enrollment.occurreddate === null || !visited.has(enrollment.enrollmentid)) continue;
    rows.set(enrollment.uid, {
      trackedentity: entity?.uid,
      program: sources.programs.get(enrollment.programid)?.uid,
      enrollment: enrollment.uid,
      ...picked(enrollment, ['enrollmentdate', 'completeddate', 'occurreddate']),
      enrollmentstatus: enrollment.status,
      ...unitColumns(sources, enrollment.organisationunitid),
      ...position(enrollment.geometry, 'enrollmentlongitude', 'enrollmentlatitude'),
    });
  }
  return rows;
}

const dayAfter = (day: string): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);

/** What the ownership table of a program holds, by tracked entity and first day: told change by change. */
export function ownershipTable(sources: Sources, program: Row, columns: readonly string[]): ReadonlyMap<unknown, Row> {
  const rows = new Map<unknown, Row>();
  if (program.type !== 'WITH_REGISTRATION') return rows;
  for (const entity of sources.entities.values()) {
    const ofEntity = (row: Row): boolean =>
      row.programid === program.programid &&
      row.trackedentityid === entity.trackedentityid &&
      row.organisationunitid !== null;
    const history = sources.history
      .filter((row) => ofEntity(row) && row.enddate !== null)
      .toSorted(
        (a, b) =>
          String(a.enddate).localeCompare(String(b.enddate)) ||
          Number(a.programownershiphistoryid) - Number(b.programownershiphistoryid),
      )
      .map((row) => ({ day: String(row.enddate).slice(0, 10), unit: row.organisationunitid }));
    const owner = sources.owners.find(ofEntity);
    const days = new Map<string, unknown>();
    for (const { day, unit } of history) days.set(day, unit);
    if (owner) days.set('9999-12-31', owner.organisationunitid);
    const spans: { start: string; end: string; unit: unknown }[] = [];
    for (const [end, unit] of days) {
      const before = spans.at(-1);
      if (before?.unit === unit && before) before.end = end;
      else spans.push({ start: before ? dayAfter(before.end) : '1000-01-01', end, unit });
    }
    if (spans.length < 2) continue;
    for (const { start, end, unit } of spans) {
      const groups = sources.groups.get(unit);
      const { ou, ...levels } = without(unitColumns(sources, unit), 'ouname', 'oucode', 'oulevel', 'ounamehierarchy');
      rows.set(`${entity.uid} ${start}`, {
        ...picked(
          groups,
          columns.filter((name) => name in (groups ?? {})),
        ),
        ...levels,
        teuid: entity.uid,
        startdate: start,
        enddate: end === spans.at(-1)?.end ? '9999-12-31' : end,
        ou,
      });
    }
  }
  return rows;
}

/** What the table of validation results holds: its rows, as JSON and in order, because they have no key. */
export const resultTable = (sources: Sources, columns: readonly string[]): readonly string[] =>
  sources.results
    .map((result) => {
      const period = sources.periods.get(result.periodid);
      const groups = sources.groups.get(result.organisationunitid);
      const combos = sources.categories.get(result.attributeoptioncomboid);
      return canonical({
        ...picked(period, columns),
        ...picked(
          combos,
          columns.filter((name) => name in (combos ?? {})),
        ),
        ...picked(
          groups,
          columns.filter((name) => name in (groups ?? {})),
        ),
        ...without(
          unitColumns(sources, result.organisationunitid),
          'ou',
          'ouname',
          'oucode',
          'oulevel',
          'ounamehierarchy',
        ),
        dx: sources.rules.get(result.validationruleid)?.uid,
        pestartdate: `${period?.startdate}T00:00:00`,
        peenddate: `${period?.enddate}T00:00:00`,
        value: String(result.created).slice(0, 10),
      });
    })
    .toSorted();

/** A row as JSON with its columns in order. */
export const canonical = (row: Row): string =>
  JSON.stringify(Object.entries(row).toSorted(([a], [b]) => (a < b ? -1 : 1)));
