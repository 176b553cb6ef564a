import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../../database/index.js';
import type { CurrentUser } from '../../http/index.js';
import { objectNotFound } from '../../kernel/errors/index.js';
import { flagOf, integerOf } from './parameter-values.js';
import type { Condition, Query, TypeParameters } from './type-parameters.js';

const OWN_UNITS: Readonly<Record<string, string>> = {
  userOnly: 'usermembership',
  userDataViewOnly: 'userdatavieworgunits',
};

/** Parameters of `/api/organisationUnits` and of one unit (contract: clients.md §9.3). */
export const organisationUnitParameters: TypeParameters = {
  list(_db: Db, query: Query, user: CurrentUser): Condition | undefined {
    const level = integerOf(query, 'level');
    const deepest = integerOf(query, 'maxLevel');
    const within = flagOf(query, 'withinUserHierarchy');
    const own = Object.keys(OWN_UNITS).find((name) => flagOf(query, name));
    if (level === undefined && deepest === undefined && !within && own === undefined) return undefined;
    return (alias) => {
      const at = sql.ref(`${alias}.hierarchylevel`);
      return sql`(${sql.join(
        [
          level === undefined ? sql`true` : sql`${at} = ${level}`,
          deepest === undefined ? sql`true` : sql`${at} <= ${deepest}`,
          within ? isBelowUnitsOf(alias, user) : sql`true`,
          own === undefined
            ? sql`true`
            : sql`${sql.ref(`${alias}.organisationunitid`)} in (
                select own.organisationunitid from ${sql.table(OWN_UNITS[own] ?? '')} as own where own.userinfoid = ${user.id}
              )`,
        ],
        sql` and `,
      )})`;
    };
  },

  async below(db: Db, uid: string, query: Query): Promise<Condition | undefined> {
    const level = integerOf(query, 'level');
    const descendants = flagOf(query, 'includeDescendants');
    const children = flagOf(query, 'includeChildren');
    const ancestors = flagOf(query, 'includeAncestors');
    if (level === undefined && !descendants && !children && !ancestors) return undefined;
    const { rows } = await sql<{ path: string; level: number }>`
      select organisationunit.path, organisationunit.hierarchylevel as level from organisationunit where organisationunit.uid = ${uid}
    `.execute(db);
    const [unit] = rows;
    if (!unit) throw objectNotFound('OrganisationUnit', uid);
    const below = `${unit.path}%`;
    return (alias) => {
      const path = sql.ref(`${alias}.path`);
      const at = sql.ref(`${alias}.hierarchylevel`);
      if (ancestors) return sql`${sql.ref(`${alias}.uid`)} = any (string_to_array(${unit.path}, '/'))`;
      if (level !== undefined) return sql`${path} like ${below} and ${at} = ${unit.level + level}`;
      return children && !descendants
        ? sql`${path} like ${below} and ${at} <= ${unit.level + 1}`
        : sql`${path} like ${below}`;
    };
  },
};

/** Whether the unit is one of the user's or lies below one. */
function isBelowUnitsOf(alias: string, user: CurrentUser): RawBuilder<boolean> {
  return sql`exists (
    select
    from usermembership
    join organisationunit as top on top.organisationunitid = usermembership.organisationunitid
    where usermembership.userinfoid = ${user.id} and ${sql.ref(`${alias}.path`)} like top.path || '%'
  )`;
}
