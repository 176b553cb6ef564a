import { type RawBuilder, sql } from 'kysely';
import { badRequest } from '../../kernel/errors/index.js';
import { flagOf, integerOf, textOf } from './parameter-values.js';
import type { Condition, Query, TypeParameters } from './type-parameters.js';

const STATUSES = ['ALL', 'ACTIVE', 'EXPIRED'];

/** Parameters of `/api/users`. */
export const userParameters: TypeParameters = {
  list(query: Query): Condition | undefined {
    const conditions: ((alias: string) => RawBuilder<unknown>)[] = [];
    const phone = textOf(query, 'phoneNumber');
    if (phone !== undefined) conditions.push((alias) => sql`${sql.ref(`${alias}.phonenumber`)} = ${phone}`);
    const unit = textOf(query, 'ou');
    if (unit !== undefined) {
      const path = flagOf(query, 'includeChildren')
        ? sql`unit.path like (select top.path from organisationunit as top where top.uid = ${unit}) || '%'`
        : sql`unit.uid = ${unit}`;
      conditions.push(
        (alias) => sql`exists (
          select from usermembership
          join organisationunit as unit on unit.organisationunitid = usermembership.organisationunitid
          where usermembership.userinfoid = ${sql.ref(`${alias}.userinfoid`)} and ${path}
        )`,
      );
    }
    if (flagOf(query, 'selfRegistered')) conditions.push((alias) => sql`${sql.ref(`${alias}.selfregistered`)}`);
    const months = integerOf(query, 'inactiveMonths');
    if (months !== undefined) {
      conditions.push(
        (alias) =>
          sql`coalesce(${sql.ref(`${alias}.lastlogin`)}, ${sql.ref(`${alias}.created`)}) < localtimestamp - make_interval(months => ${months})`,
      );
    }
    const status = textOf(query, 'invitationStatus');
    if (status !== undefined) {
      if (!STATUSES.includes(status.toUpperCase()))
        throw badRequest(
          `Value '${status}' is not valid for parameter invitationStatus. Valid values are: [${STATUSES.join(', ')}]`,
        );
      conditions.push((alias) => invited(alias, status.toUpperCase()));
    }
    if (conditions.length === 0) return undefined;
    return (alias) =>
      sql`(${sql.join(
        conditions.map((condition) => condition(alias)),
        sql` and `,
      )})`;
  },
};

function invited(alias: string, status: string): RawBuilder<unknown> {
  const invitation = sql.ref(`${alias}.invitation`);
  const expiry = sql.ref(`${alias}.restoreexpiry`);
  if (status === 'EXPIRED') return sql`(${invitation} and ${expiry} < localtimestamp)`;
  return status === 'ACTIVE'
    ? sql`(${invitation} and coalesce(${expiry} >= localtimestamp, true))`
    : sql`${invitation}`;
}
