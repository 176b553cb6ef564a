import { sql } from 'kysely';
import type { Db } from '../../../database/index.js';
import type { UnitFacts } from '../../../kernel/expressions/index.js';
import { type UnitQuestions, unitFacts } from '../../expressions/index.js';
import type { AnalyticsRequest } from '../query.js';
import { column, either, oneOf, unitCondition } from '../statements/conditions.js';
import { demandTables } from '../statements/demand-tables.js';
import type { RowOptions } from './kind.js';
import { runTableStatements, type TableRow } from './other-tables.js';

/** What formulas see of an organisation unit of the answer; without one, of all units of the request together. */
export type UnitFactsAt = (unit: string | undefined) => UnitFacts;

/**
 * Answers what formulas ask about units: the sizes of groups from `analytics_orgunittarget` (contract: analytics-query.md §4 "Indicators"), where a unit is from its
 * path, and memberships from the metadata.
 */
export async function unitFactsAt(
  db: Db,
  request: AnalyticsRequest,
  questions: UnitQuestions,
  options: RowOptions,
): Promise<UnitFactsAt> {
  const counts = await groupCounts(db, request, questions.countedGroups, options);
  const { units } = request.orgUnits;
  const [only] = units.length === 1 && !request.dimensions.includes('ou') ? units : [];
  const tested = await testedUnits(db, request, questions);
  return (unit) => {
    const facts = tested.get(unit ?? only?.uid ?? '');
    const none = () => false;
    return {
      isBelow: facts?.isBelow ?? none,
      isInGroup: facts?.isInGroup ?? none,
      hasDataSet: facts?.hasDataSet ?? none,
      hasProgram: facts?.hasProgram ?? none,
      countOfGroup: (group) => counts.get(`${unit ?? ''} ${group}`) ?? 0,
    };
  };
}

/** Members of each group below each unit of the answer, or below all of them where the answer does not tell units apart. */
async function groupCounts(
  db: Db,
  { dimensions, orgUnits }: AnalyticsRequest,
  groups: readonly string[],
  options: RowOptions,
): Promise<ReadonlyMap<string, number>> {
  if (groups.length === 0) return new Map();
  await demandTables(db, 'ORG_UNIT_TARGET');
  const statements = (dimensions.includes('ou') ? orgUnits.groups : [undefined]).map((units) => {
    const within = units ? [units] : orgUnits.groups;
    const where = within.length === 0 ? sql`true` : either(within.map(unitCondition));
    const statement = sql<TableRow>`
      select
        ${units ? column(`uidlevel${units.level}`) : sql`null::text`} as unit, analytics.oug as "group",
        sum(analytics.value) as count
      from analytics_orgunittarget as analytics
      where ${oneOf('oug', [...new Set(groups)])} and ${where}
      group by 1, 2
    `;
    return { statement, dataItems: groups, formula: 'sum(value): how many units of the groups there are' };
  });
  const counted = (await runTableStatements(db, statements, options)).flat();
  return new Map(counted.map(({ unit, group, count }) => [`${unit ?? ''} ${group}`, Number(count)]));
}

async function testedUnits(
  db: Db,
  { orgUnits }: AnalyticsRequest,
  questions: UnitQuestions,
): Promise<ReadonlyMap<string, UnitFacts>> {
  const { units } = orgUnits;
  const membership = [...questions.groups, ...questions.dataSets, ...questions.programs];
  const facts = await unitFacts(db, { ...questions, countedGroups: [] });
  // Whether one unit lies below another is written in its path; memberships are kept by number.
  const ids =
    membership.length === 0
      ? new Map<string, number>()
      : await idsOf(
          db,
          units.map(({ uid }) => uid),
        );
  return new Map(units.map(({ uid, path, level }) => [uid, facts({ id: ids.get(uid) ?? 0, uid, path, level })]));
}

async function idsOf(db: Db, uids: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const { rows } = await sql<{ id: number; uid: string }>`
    select unit.organisationunitid as id, unit.uid from organisationunit as unit where unit.uid = any (${[...uids]}::text[])
  `.execute(db);
  return new Map(rows.map(({ uid, id }) => [uid, id]));
}
