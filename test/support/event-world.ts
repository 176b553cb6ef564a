import { sql } from 'kysely';
import { beforeAll, expect } from 'vitest';
import type { Db } from '../../src/database/index.js';
import { DEMO_DATE } from './database.js';
import { enrichTracker, type NaiveEvent, type NaiveItem, naiveEvents } from './event-analytics.js';
import { testServer } from './server.js';

export const ROOT = 'ImspTQPwCqd';
export const PASSWORD = 'District1!';

/** What the tests ask about: a program of events, one with registration, an element of each kind, and somebody who may look. */
export interface Cast {
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

/** Programs with their elements, and all units. */
export interface Country {
  readonly programs: readonly {
    readonly uid: string;
    readonly registration: boolean;
    readonly stages: readonly string[];
    readonly items: readonly NaiveItem[];
  }[];
  readonly units: readonly { readonly uid: string; readonly level: number }[];
}

export type EventWorld = ReturnType<typeof eventWorld>;

/** A server on the demo country with its tables of events, which all tests of a file share. */
export function eventWorld() {
  const server = testServer({ demo: true, clock: { now: () => new Date(`${DEMO_DATE}T12:00:00`) } });
  let found: { cast: Cast; country: Country; events: readonly NaiveEvent[] } | undefined;
  beforeAll(async () => {
    await enrichTracker(server.db);
    const [last] = await server.runJob('/api/resourceTables/analytics?skipAggregate=true&skipOutliers=true');
    expect(last).toMatchObject({ level: 'INFO', completed: true });
    found = {
      cast: await readCast(server.db),
      country: await readCountry(server.db),
      events: await naiveEvents(server.db),
    };
  });
  const known = () => {
    if (!found) throw new Error('The demo country is there within tests only.');
    return found;
  };
  const send = (path: string, user: string | undefined) =>
    server.request(`/api/analytics/${path}`, user === undefined ? {} : { user });
  return {
    server,
    get cast() {
      return known().cast;
    },
    get country() {
      return known().country;
    },
    get events() {
      return known().events;
    },
    async ask(path: string, user?: string) {
      const { status, json, text } = await send(path, user);
      expect(status, `${path}\n${text}`).toBe(200);
      return json;
    },
    async refusal(path: string, user?: string) {
      const { status, json } = await send(path, user);
      return { status, errorCode: json?.errorCode, message: json?.message };
    },
  };
}

async function readCast(db: Db): Promise<Cast> {
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
  `.execute(db);
  const [found] = rows;
  if (!found?.reader || !found.stranger) throw new Error('The demo country lacks what these tests need.');
  // Nothing limits what this one sees, but what a test puts there.
  await sql`delete from userdatavieworgunits where userinfoid = ${found.reader.id}`.execute(db);
  return found;
}

async function readCountry(db: Db): Promise<Country> {
  const { rows: programs } = await sql<Country['programs'][number]>`
    select program.uid, program.type = 'WITH_REGISTRATION' as registration,
      (select array_agg(stage.uid::text order by stage.sort_order) from programstage as stage where stage.programid = program.programid) as stages,
      (
        select json_agg(json_build_object('uid', element.uid, 'valueType', element.valuetype) order by member.sort_order)
        from programstage as stage join programstagedataelement as member using (programstageid) join dataelement as element using (dataelementid)
        where stage.programid = program.programid and stage.sort_order = 1
      ) as items
    from program order by program.uid
  `.execute(db);
  const { rows: units } = await sql<Country['units'][number]>`
    select uid, hierarchylevel as level from organisationunit order by uid
  `.execute(db);
  return { programs, units };
}

export const numberText = (value: string | undefined): string => (value === undefined ? '' : Number(value).toFixed(1));

/** The range of the legend set in which a number lies. */
export const rangeOf = (number: number): string => (number < 100 ? `LegRange00${Math.floor(number / 25)}` : '');
