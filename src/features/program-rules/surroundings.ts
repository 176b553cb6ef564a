import { sql } from 'kysely';
import type { Db } from '../../database/index.js';
import type { RuleInput } from './given.js';
import type { RuleBook } from './rule-books.js';

/** What rules look at besides the values: read once for all programs, and of each only as much as the rules name and the payload touches. */
export interface Surroundings {
  /** By uid, as the peer writes numbers: `3.0`. */
  readonly constants: ReadonlyMap<string, string>;
  /** Organisation units of the payload by the group, named by uid or by code. */
  readonly groups: ReadonlyMap<string, readonly string[]>;
  readonly unitCodes: ReadonlyMap<string, string | null>;
  readonly userRoles: readonly string[];
  /** Options of the payload's values: names by code, by option set. */
  readonly optionNames: ReadonlyMap<number, ReadonlyMap<string, string>>;
}

const CONSTANT = /C\{\s*([a-zA-Z][a-zA-Z0-9]{10})\s*\}/g;
const GROUP = /d2:inOrgUnitGroup\(\s*(?:'([^']*)'|"([^"]*)")\s*\)/g;

export async function surroundingsOf(db: Db, books: readonly RuleBook[], given: RuleInput): Promise<Surroundings> {
  const text = books.flatMap(({ rules }) => rules.flatMap(textsOf)).join('\n');
  const units = text.includes('inOrgUnitGroup') || text.includes('orgunit_code') ? unitsOf(given) : [];
  const roleReader = text.includes('hasUserRole') ? given.user : null;
  return {
    constants: await constantsOf(db, matches(text, CONSTANT)),
    groups: await groupsOf(db, matches(text, GROUP), units),
    unitCodes: await codesOf(db, text.includes('orgunit_code') ? units : []),
    userRoles: await rolesOf(db, roleReader),
    optionNames: await optionNamesOf(db, books, given),
  };
}

/** Everything of a rule that may name a variable. */
export function textsOf(rule: RuleBook['rules'][number]): readonly string[] {
  return [rule.condition, ...rule.actions.flatMap(({ data, content }) => [data ?? '', content ?? ''])];
}

function matches(text: string, pattern: RegExp): readonly string[] {
  return [...new Set(Array.from(text.matchAll(pattern), ([, first, second]) => first ?? second ?? ''))];
}

function unitsOf({ enrollments, events }: RuleInput): readonly string[] {
  const units = new Set<string>();
  for (const { orgUnit } of events) units.add(orgUnit);
  for (const enrollment of enrollments) {
    units.add(enrollment.orgUnit);
    for (const { orgUnit } of enrollment.events) units.add(orgUnit);
  }
  return [...units];
}

async function constantsOf(db: Db, uids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (uids.length === 0) return new Map();
  const { rows } = await sql<{ uid: string; value: number }>`
    select uid, value from constant where uid = any(${uids}::text[])
  `.execute(db);
  return new Map(rows.map(({ uid, value }) => [uid, Number.isInteger(value) ? `${value}.0` : String(value)]));
}

async function groupsOf(
  db: Db,
  names: readonly string[],
  units: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  if (names.length === 0) return new Map();
  const { rows } = await sql<{ name: string; units: readonly string[] }>`
    select named.name, array_agg(unit.uid::text) as units
    from unnest(${names}::text[]) as named (name)
    join orgunitgroup as "group" on named.name in ("group".uid, "group".code)
    join orgunitgroupmembers as member on member.orgunitgroupid = "group".orgunitgroupid
    join organisationunit as unit on unit.organisationunitid = member.organisationunitid
    where unit.uid = any(${units}::text[])
    group by named.name
  `.execute(db);
  return new Map(rows.map(({ name, units: members }) => [name, members]));
}

async function codesOf(db: Db, units: readonly string[]): Promise<ReadonlyMap<string, string | null>> {
  if (units.length === 0) return new Map();
  const { rows } = await sql<{ uid: string; code: string | null }>`
    select uid, code from organisationunit where uid = any(${units}::text[])
  `.execute(db);
  return new Map(rows.map(({ uid, code }) => [uid, code]));
}

async function rolesOf(db: Db, user: string | null): Promise<readonly string[]> {
  if (user === null) return [];
  const { rows } = await sql<{ uid: string }>`
    select userrole.uid
    from userinfo
    join userrolemembers on userrolemembers.userid = userinfo.userinfoid
    join userrole on userrole.userroleid = userrolemembers.userroleid
    where userinfo.uid = ${user}
  `.execute(db);
  return rows.map(({ uid }) => uid);
}

async function optionNamesOf(
  db: Db,
  books: readonly RuleBook[],
  given: RuleInput,
): Promise<Surroundings['optionNames']> {
  const setsByField = new Map<string, number>();
  for (const { field, namedBy } of books.flatMap(({ variables }) => variables)) {
    if (namedBy !== null) setsByField.set(field, namedBy);
  }
  const codes = new Map<number, Set<string>>();
  const note = (field: string, value: string): void => {
    const set = setsByField.get(field);
    if (set !== undefined) codes.set(set, (codes.get(set) ?? new Set()).add(value));
  };
  if (setsByField.size > 0) eachValue(given, note);
  const names = new Map<number, Map<string, string>>();
  const wanted = [...codes].flatMap(([set, values]) => Array.from(values, (code) => ({ set, code })));
  if (wanted.length === 0) return names;
  const { rows } = await sql<{ set: number; code: string; name: string }>`
    select option.optionsetid as set, option.code, option.name
    from unnest(${wanted.map(({ set }) => set)}::bigint[], ${wanted.map(({ code }) => code)}::text[]) as wanted (set, code)
    join optionvalue as option on option.optionsetid = wanted.set and option.code = wanted.code
  `.execute(db);
  for (const { set, code, name } of rows) names.set(set, (names.get(set) ?? new Map()).set(code, name));
  return names;
}

function eachValue({ enrollments, events }: RuleInput, note: (field: string, value: string) => void): void {
  const noteAll = (values: Readonly<Record<string, string>>): void => {
    for (const [field, value] of Object.entries(values)) note(field, value);
  };
  for (const { dataValues } of events) noteAll(dataValues);
  for (const enrollment of enrollments) {
    noteAll(enrollment.attributes);
    for (const { dataValues } of enrollment.events) noteAll(dataValues);
  }
}
