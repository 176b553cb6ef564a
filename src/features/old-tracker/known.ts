import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../../database/index.js';
import type { IdSchemes } from '../tracker-import/index.js';
import { nameIn } from './id-schemes.js';
import type { OldNode } from './tree.js';
import { type Json, objectsOf, textOf } from './values.js';

/** Schemes of the names in a payload; uids where there is none. */
export type Schemes = IdSchemes;

/** An object that is stored. */
export interface Stored {
  readonly uid: string;
  readonly deleted: boolean;
  /** What an update that is silent about it leaves as it is, in the new form and in the names of the payload's schemes. */
  readonly members: Json;
}

export interface StoredEvent extends Stored {
  /** What an update of one value leaves as it is besides. */
  readonly kept: Json;
  /** uids of the data elements with a value. */
  readonly elements: readonly string[];
}

export interface KnownProgram {
  readonly registered: boolean;
  readonly firstStage: string | null;
}

/** What of the database the reading of a payload needs. */
export interface Known {
  readonly entities: ReadonlyMap<string, Stored>;
  readonly enrollments: ReadonlyMap<string, Stored>;
  readonly events: ReadonlyMap<string, StoredEvent>;
  readonly programs: ReadonlyMap<string, KnownProgram>;
  /** Active enrollments by `activeKey`. */
  readonly active: ReadonlyMap<string, readonly string[]>;
  /** Names of the data elements of stages, with their uids, by the name of the stage. */
  readonly stages: ReadonlyMap<string, ReadonlyMap<string, string>>;
  /** Names of the payload that some data element has. */
  readonly elements: ReadonlySet<string>;
  /** Names of the attributes of the program of a `PUT` that are stored, by tracked entity. */
  readonly programAttributes: ReadonlyMap<string, readonly string[]>;
}

export const activeKey = (entity: string, program: string): string => `${entity} ${program}`;

const time = (column: string): RawBuilder<string> =>
  sql<string>`to_char(${sql.ref(column)}, 'YYYY-MM-DD"T"HH24:MI:SS.MS')`;

/** Reads what is stored of the objects of a payload, with as many statements as there are kinds of it. */
export async function readKnown(
  db: Db,
  nodes: readonly OldNode[],
  schemes: Schemes,
  program: string | undefined,
): Promise<Known> {
  const uids = (kind: OldNode['kind']): string[] => nodes.filter((node) => node.kind === kind).map(({ uid }) => uid);
  const named = (key: string): string[] => [...new Set(nodes.flatMap(({ old }) => askable(old[key]) ?? []))];
  const eventNodes = nodes.filter(({ kind }) => kind === 'EVENT');
  const entities = await readEntities(db, [...uids('TRACKED_ENTITY'), ...named('trackedEntityInstance')], schemes);
  const enrollments = await readEnrollments(db, uids('ENROLLMENT'), schemes);
  const events = await readEvents(db, uids('EVENT'), schemes);
  const programs = eventNodes.length > 0 ? await readPrograms(db, named('program'), schemes) : new Map();
  const loose = eventNodes.filter(({ old, uid }) => textOf(old.enrollment) === undefined && !events.has(uid));
  const stages = new Set([
    ...named('programStage'),
    ...[...events.values()].map(({ members }) => String(members.programStage)),
    ...[...programs.values()].flatMap(({ firstStage }) => firstStage ?? []),
  ]);
  const elementNames = eventNodes.flatMap(({ old }) =>
    objectsOf(old.dataValues).flatMap(({ dataElement }) => askable(dataElement) ?? []),
  );
  return {
    entities,
    enrollments,
    events,
    programs,
    active: await readActive(db, loose, schemes),
    stages: eventNodes.length > 0 ? await readStages(db, [...stages], schemes) : new Map(),
    elements: await readElements(db, [...new Set(elementNames)], schemes),
    programAttributes: await readProgramAttributes(db, uids('TRACKED_ENTITY'), program, schemes),
  };
}

/** A text that the database can be asked for. */
const askable = (value: unknown): string | undefined => {
  const text = textOf(value);
  return text?.includes('\0') ? undefined : text;
};

async function readEntities(db: Db, uids: readonly string[], schemes: Schemes): Promise<ReadonlyMap<string, Stored>> {
  if (uids.length === 0) return new Map();
  const { rows } = await sql<Stored>`
    select entity.uid, entity.deleted, json_build_object(
      'trackedEntityType', ${nameIn('type', schemes.other)}, 'orgUnit', ${nameIn('unit', schemes.orgUnit)}
    ) as members
    from trackedentity as entity
    join organisationunit as unit on unit.organisationunitid = entity.organisationunitid
    left join trackedentitytype as type on type.trackedentitytypeid = entity.trackedentitytypeid
    where entity.uid = any (${[...new Set(uids)]}::text[])
  `.execute(db);
  return byUid(rows);
}

async function readEnrollments(
  db: Db,
  uids: readonly string[],
  schemes: Schemes,
): Promise<ReadonlyMap<string, Stored>> {
  if (uids.length === 0) return new Map();
  const { rows } = await sql<Stored>`
    select enrollment.uid, enrollment.deleted, json_build_object(
      'program', ${nameIn('program', schemes.program)}, 'orgUnit', ${nameIn('unit', schemes.orgUnit)},
      'trackedEntity', entity.uid, 'status', enrollment.status,
      'enrolledAt', ${time('enrollment.enrollmentdate')}, 'occurredAt', ${time('enrollment.occurreddate')},
      'completedAt', ${time('enrollment.completeddate')}, 'followUp', enrollment.followup
    ) as members
    from enrollment
    join program on program.programid = enrollment.programid
    left join organisationunit as unit on unit.organisationunitid = enrollment.organisationunitid
    left join trackedentity as entity on entity.trackedentityid = enrollment.trackedentityid
    where enrollment.uid = any (${[...uids]}::text[])
  `.execute(db);
  return byUid(rows);
}

async function readEvents(
  db: Db,
  uids: readonly string[],
  schemes: Schemes,
): Promise<ReadonlyMap<string, StoredEvent>> {
  if (uids.length === 0) return new Map();
  const { rows } = await sql<StoredEvent>`
    select event.uid, event.deleted, json_build_object(
      'program', ${nameIn('program', schemes.program)}, 'programStage', ${nameIn('stage', schemes.programStage)},
      'orgUnit', ${nameIn('unit', schemes.orgUnit)}, 'status', event.status,
      'enrollment', case when program.type = 'WITH_REGISTRATION' then enrollment.uid end,
      'occurredAt', ${time('event.occurreddate')}, 'scheduledAt', ${time('event.scheduleddate')},
      'completedAt', ${time('event.completeddate')},
      'attributeOptionCombo', ${nameIn('combo', schemes.categoryOptionCombo)}
    ) as members, json_build_object(
      'geometry', orderly.geo_json(event.geometry),
      'assignedUser', case when assigned.uid is not null then json_build_object('uid', assigned.uid) end
    ) as kept, array(select jsonb_object_keys(event.eventdatavalues)) as elements
    from event
    join programstage as stage on stage.programstageid = event.programstageid
    join program on program.programid = stage.programid
    left join organisationunit as unit on unit.organisationunitid = event.organisationunitid
    left join enrollment on enrollment.enrollmentid = event.enrollmentid
    left join categoryoptioncombo as combo on combo.categoryoptioncomboid = event.attributeoptioncomboid
    left join userinfo as assigned on assigned.userinfoid = event.assigneduserid
    where event.uid = any (${[...uids]}::text[])
  `.execute(db);
  return byUid(rows);
}

async function readPrograms(
  db: Db,
  names: readonly string[],
  schemes: Schemes,
): Promise<ReadonlyMap<string, KnownProgram>> {
  if (names.length === 0) return new Map();
  const name = nameIn('program', schemes.program);
  const { rows } = await sql<KnownProgram & { name: string }>`
    select ${name} as name, program.type = 'WITH_REGISTRATION' as registered, (
      select ${nameIn('stage', schemes.programStage)} from programstage as stage where stage.programid = program.programid
      order by stage.sort_order, stage.programstageid limit 1
    ) as "firstStage"
    from program where ${name} = any (${[...names]}::text[])
  `.execute(db);
  return new Map(rows.map((row) => [row.name, row]));
}

/** Active enrollments of the tracked entities of events that name no enrollment, by tracked entity and program. */
async function readActive(
  db: Db,
  events: readonly OldNode[],
  schemes: Schemes,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const entities = events.flatMap(({ old }) => askable(old.trackedEntityInstance) ?? []);
  if (entities.length === 0) return new Map();
  const programs = events.flatMap(({ old }) => askable(old.program) ?? []);
  const name = nameIn('program', schemes.program);
  const { rows } = await sql<{ entity: string; program: string; uids: string[] }>`
    select entity.uid as entity, ${name} as program, array_agg(enrollment.uid order by enrollment.enrollmentid) as uids
    from trackedentity as entity
    join enrollment on enrollment.trackedentityid = entity.trackedentityid and enrollment.status = 'ACTIVE' and not enrollment.deleted
    join program on program.programid = enrollment.programid
    where entity.uid = any (${[...new Set(entities)]}::text[]) and ${name} = any (${[...new Set(programs)]}::text[])
    group by 1, 2
  `.execute(db);
  return new Map(rows.map(({ entity, program, uids }) => [activeKey(entity, program), uids]));
}

async function readStages(
  db: Db,
  names: readonly string[],
  schemes: Schemes,
): Promise<ReadonlyMap<string, ReadonlyMap<string, string>>> {
  if (names.length === 0) return new Map();
  const name = nameIn('stage', schemes.programStage);
  const { rows } = await sql<{ stage: string; names: (string | null)[] | null; uids: string[] | null }>`
    select ${name} as stage, array_agg(${nameIn('element', schemes.dataElement)} order by element.dataelementid) as names,
      array_agg(element.uid::text order by element.dataelementid) as uids
    from programstage as stage
    left join programstagedataelement as link on link.programstageid = stage.programstageid
    left join dataelement as element on element.dataelementid = link.dataelementid
    where ${name} = any (${[...names]}::text[])
    group by 1
  `.execute(db);
  return new Map(
    rows.map(({ stage, names: elements, uids }) => [
      stage,
      new Map(
        (elements ?? []).flatMap((element, index): [string, string][] =>
          element === null ? [] : [[element, uids?.[index] ?? '']],
        ),
      ),
    ]),
  );
}

async function readElements(db: Db, names: readonly string[], schemes: Schemes): Promise<ReadonlySet<string>> {
  if (names.length === 0) return new Set();
  const name = nameIn('element', schemes.dataElement);
  const { rows } = await sql<{ name: string }>`
    select ${name} as name from dataelement as element where ${name} = any (${[...names]}::text[])
  `.execute(db);
  return new Set(rows.map((row) => row.name));
}

async function readProgramAttributes(
  db: Db,
  entities: readonly string[],
  program: string | undefined,
  schemes: Schemes,
): Promise<ReadonlyMap<string, readonly string[]>> {
  if (program === undefined || entities.length === 0) return new Map();
  const { rows } = await sql<{ uid: string; names: string[] }>`
    select entity.uid, array_agg(${nameIn('attribute', schemes.other)}) as names
    from trackedentity as entity
    join trackedentityattributevalue as stored on stored.trackedentityid = entity.trackedentityid
    join trackedentityattribute as attribute on attribute.trackedentityattributeid = stored.trackedentityattributeid
    join program_attributes as link on link.trackedentityattributeid = attribute.trackedentityattributeid
    join program on program.programid = link.programid
    where entity.uid = any (${[...entities]}::text[]) and ${nameIn('program', schemes.program)} = ${program}
      and ${nameIn('attribute', schemes.other)} is not null
    group by entity.uid
  `.execute(db);
  return new Map(rows.map(({ uid, names }) => [uid, names]));
}

const byUid = <Row extends Stored>(rows: readonly Row[]): ReadonlyMap<string, Row> =>
  new Map(rows.map((row) => [row.uid, row]));
