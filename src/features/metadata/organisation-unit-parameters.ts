import { type RawBuilder, sql } from 'kysely';
import type { CurrentUser } from '../../http/index.js';
import { flagOf, integerOf } from './parameter-values.js';
import type { Condition, Query, TypeParameters } from './type-parameters.js';

const OWN_UNITS: Readonly<Record<string, string>> = {
  userOnly: 'usermembership',
  userDataViewOnly: 'userdatavieworgunits',
};

/** Parameters of `/api/organisationUnits` and of one unit (contract: clients.md §9.3). */
export const organisationUnitParameters: TypeParameters = {
  list(query: Query, user: CurrentUser): Condition | undefined {
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

  below(uid: string, query: Query): Condition | undefined {
    const level = integerOf(query, 'level');
    const descendants = flagOf(query, 'includeDescendants');
    const children = flagOf(query, 'includeChildren');
    const ancestors = flagOf(query, 'includeAncestors');
    if (level === undefined && !descendants && !children && !ancestors) return undefined;
    const [path, depth] = [ofUnit('path', uid), ofUnit('hierarchylevel', uid)];
    return (alias) => {
      if (ancestors) return sql`${sql.ref(`${alias}.uid`)} = any (string_to_array(${path}, '/'))`;
      const at = sql.ref(`${alias}.hierarchylevel`);
      const inside = sql<boolean>`starts_with(${sql.ref(`${alias}.path`)}, ${path})`;
      if (level !== undefined) return sql`(${inside} and ${at} = ${depth} + ${level})`;
      return children && !descendants ? sql`(${inside} and ${at} <= ${depth} + 1)` : inside;
    };
  },
};

/** A column of the unit that is addressed; worked out once in a statement. All uids have the same length, so no path begins another by chance. */
const ofUnit = (column: 'path' | 'hierarchylevel', uid: string): RawBuilder<unknown> => sql`(
  select ${sql.ref(`addressed.${column}`)} from organisationunit as addressed where addressed.uid = ${uid}
)`;

/** Whether the unit is one of the user's or lies below one. */
function isBelowUnitsOf(alias: string, user: CurrentUser): RawBuilder<boolean> {
  return sql`exists (
    select
    from usermembership
    join organisationunit as top on top.organisationunitid = usermembership.organisationunitid
    where usermembership.userinfoid = ${user.id} and ${sql.ref(`${alias}.path`)} like top.path || '%'
  )`;
}
