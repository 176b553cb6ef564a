import { sql } from 'kysely';
import type { Db } from '../../database/index.js';
import type { UnitFacts } from '../../kernel/expressions/index.js';
import type { UnitQuestions } from './formulas.js';

export interface OrgUnit {
  readonly id: number;
  readonly uid: string;
  readonly path: string;
  readonly level: number;
}

/** Which organisation units: all, some by their keys, or those of levels below some others. */
export interface UnitSelection {
  readonly ids?: readonly number[];
  readonly levels?: readonly number[];
  /** Paths of units; only they and what is below them. */
  readonly within?: readonly string[];
}

/** The units in the order of their keys. */
export async function unitsOf(db: Db, { ids, levels, within }: UnitSelection = {}): Promise<readonly OrgUnit[]> {
  const conditions = [
    ...(ids ? [sql`unit.organisationunitid = any (${[...ids]}::bigint[])`] : []),
    ...(levels ? [sql`unit.hierarchylevel = any (${[...levels]}::int[])`] : []),
    ...(within
      ? [
          sql`exists (select from unnest(${[...within]}::text[]) as bound (path) where starts_with(unit.path, bound.path))`,
        ]
      : []),
    sql`unit.path is not null`,
  ];
  const { rows } = await sql<OrgUnit>`
    select unit.organisationunitid as id, unit.uid, unit.path, unit.hierarchylevel as level
    from organisationunit as unit
    where ${sql.join(conditions, sql` and `)}
    order by unit.organisationunitid
  `.execute(db);
  return rows;
}

/** Units whose values are held in memory together. */
const UNITS_AT_ONCE = 2_000;

export function chunksOf<Element>(elements: readonly Element[], size = UNITS_AT_ONCE): readonly (readonly Element[])[] {
  return Array.from({ length: Math.ceil(elements.length / size) }, (_, index) =>
    elements.slice(index * size, (index + 1) * size),
  );
}

export type UnitFactsOf = (unit: OrgUnit) => UnitFacts;

interface Membership {
  readonly unit: number;
  readonly uid: string;
}

/** Answers what formulas ask about units, after one statement for each kind of question that they ask. */
export async function unitFacts(db: Db, questions: UnitQuestions): Promise<UnitFactsOf> {
  const inGroup = await memberships(db, questions.groups, {
    container: 'orgunitgroup',
    members: 'orgunitgroupmembers',
    key: 'orgunitgroupid',
    unit: 'organisationunitid',
  });
  const withDataSet = await memberships(db, questions.dataSets, {
    container: 'dataset',
    members: 'datasetsource',
    key: 'datasetid',
    unit: 'sourceid',
  });
  const withProgram = await memberships(db, questions.programs, {
    container: 'program',
    members: 'program_organisationunits',
    key: 'programid',
    unit: 'organisationunitid',
  });
  const counts = await countsBelow(db, questions.countedGroups);
  return ({ id, uid: own, path }) => ({
    isBelow: (uid) => uid !== own && path.includes(`/${uid}/`),
    isInGroup: (uid) => inGroup.has(`${id} ${uid}`),
    hasDataSet: (uid) => withDataSet.has(`${id} ${uid}`),
    hasProgram: (uid) => withProgram.has(`${id} ${uid}`),
    countOfGroup: (uid) => counts.get(`${own} ${uid}`) ?? 0,
  });
}

interface MembershipTable {
  readonly container: string;
  readonly members: string;
  readonly key: string;
  readonly unit: string;
}

async function memberships(
  db: Db,
  uids: readonly string[],
  { container, members, key, unit }: MembershipTable,
): Promise<ReadonlySet<string>> {
  if (uids.length === 0) return new Set();
  const { rows } = await sql<Membership>`
    select member.${sql.id(unit)} as unit, container.uid
    from ${sql.table(container)} as container
    join ${sql.table(members)} as member on member.${sql.id(key)} = container.${sql.id(key)}
    where container.uid = any (${[...uids]})
  `.execute(db);
  return new Set(rows.map((row) => `${row.unit} ${row.uid}`));
}

/** Members of each group in the part of the hierarchy that begins with a unit, by the uids of unit and group. */
async function countsBelow(db: Db, groups: readonly string[]): Promise<ReadonlyMap<string, number>> {
  if (groups.length === 0) return new Map();
  const { rows } = await sql<{ unit: string; uid: string; count: number }>`
    select step.uid as unit, orgunitgroup.uid, count(*) as count
    from orgunitgroup
    join orgunitgroupmembers as member on member.orgunitgroupid = orgunitgroup.orgunitgroupid
    join organisationunit as unit on unit.organisationunitid = member.organisationunitid
    cross join lateral unnest(string_to_array(substr(unit.path, 2), '/')) as step (uid)
    where orgunitgroup.uid = any (${[...groups]})
    group by step.uid, orgunitgroup.uid
  `.execute(db);
  return new Map(rows.map(({ unit, uid, count }) => [`${unit} ${uid}`, count]));
}
