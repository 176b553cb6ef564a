import { type RawBuilder, sql } from 'kysely';
import type { CurrentUser } from '../../http/index.js';
import { isManaged, isStronger } from '../../metadata/index.js';
import { dateOf, flagOf, integerOf, textOf, wordOf } from './parameter-values.js';
import type { Condition, Query, TypeParameters } from './type-parameters.js';

const STATUSES = ['ALL', 'ACTIVE', 'EXPIRED', 'NONE'] as const;

/** Where users and units are tied to each other, by the name of the tie. */
const BOUNDARIES = {
  DATA_CAPTURE: 'usermembership',
  DATA_OUTPUT: 'userdatavieworgunits',
  TEI_SEARCH: 'userteisearchorgunits',
} as const;
type Boundary = keyof typeof BOUNDARIES;

type Part = (alias: string) => RawBuilder<unknown>;

/** Parameters of `/api/users`. */
export const userParameters: TypeParameters = {
  list(query: Query, user: CurrentUser): Condition | undefined {
    const parts = [...ofPerson(query), ...ofActivity(query), ...ofRights(query, user), ...ofUnits(query, user)];
    if (parts.length === 0) return undefined;
    return (alias) =>
      sql`(${sql.join(
        parts.map((part) => part(alias)),
        sql` and `,
      )})`;
  },
};

function* ofPerson(query: Query): Generator<Part> {
  const phone = textOf(query, 'phoneNumber');
  if (phone !== undefined) yield (alias) => sql`${sql.ref(`${alias}.phonenumber`)} = ${phone}`;
  if (flagOf(query, 'selfRegistered')) yield (alias) => sql`${sql.ref(`${alias}.selfregistered`)}`;
  const status = wordOf(query, 'invitationStatus', STATUSES);
  if (status !== undefined && status !== 'NONE') yield (alias) => invited(alias, status);
}

function* ofActivity(query: Query): Generator<Part> {
  const login = (alias: string): RawBuilder<unknown> => sql.ref(`${alias}.lastlogin`);
  const months = integerOf(query, 'inactiveMonths');
  if (months !== undefined)
    yield (alias) =>
      sql`coalesce(${login(alias)}, ${sql.ref(`${alias}.created`)}) < localtimestamp - make_interval(months => ${months})`;
  const inactive = dateOf(query, 'inactiveSince');
  if (inactive !== undefined) yield (alias) => sql`${login(alias)} < ${inactive}::timestamp`;
  const active = dateOf(query, 'lastLogin');
  if (active !== undefined) yield (alias) => sql`${login(alias)} >= ${active}::timestamp`;
}

/** Users that the one who asks may look after; a super user looks after all. */
function* ofRights(query: Query, user: CurrentUser): Generator<Part> {
  const both = flagOf(query, 'manage');
  if (flagOf(query, 'canManage') || both) yield (alias) => isManaged(alias, user);
  if (flagOf(query, 'authSubset') || both) yield (alias) => sql`not ${isStronger(alias, user)}`;
}

/** Users of a unit, or of the units of the one who asks; with `includeChildren` those below, too. */
function* ofUnits(query: Query, user: CurrentUser): Generator<Part> {
  const unit = textOf(query, 'ou');
  const said = wordOf(query, 'orgUnitBoundary', Object.keys(BOUNDARIES) as readonly Boundary[]);
  const boundary = flagOf(query, 'userOrgUnits') ? 'DATA_CAPTURE' : said;
  if (unit === undefined && boundary === undefined) return;
  const table = sql.table(BOUNDARIES[boundary ?? 'DATA_CAPTURE']);
  // A boundary asks for the units of the one who asks, whatever unit is named, as in the peer.
  const wanted =
    boundary === undefined
      ? sql`top.uid = ${unit}`
      : sql`top.organisationunitid in (select mine.organisationunitid from ${table} as mine where mine.userinfoid = ${user.id})`;
  const within = flagOf(query, 'includeChildren')
    ? sql`exists (
        select from organisationunit as top
        where ${wanted} and (unit.path = top.path or unit.path like top.path || '/%')
      )`
    : sql`exists (select from organisationunit as top where ${wanted} and top.organisationunitid = unit.organisationunitid)`;
  yield (alias) => sql`exists (
    select from ${table} as tie
    join organisationunit as unit on unit.organisationunitid = tie.organisationunitid
    where tie.userinfoid = ${sql.ref(`${alias}.userinfoid`)} and ${within}
  )`;
}

function invited(alias: string, status: 'ALL' | 'ACTIVE' | 'EXPIRED'): RawBuilder<unknown> {
  const invitation = sql.ref(`${alias}.invitation`);
  const expiry = sql.ref(`${alias}.restoreexpiry`);
  if (status === 'EXPIRED')
    return sql`(${invitation} and ${sql.ref(`${alias}.restoretoken`)} is not null and ${expiry} < localtimestamp)`;
  return status === 'ACTIVE'
    ? sql`(${invitation} and coalesce(${expiry} >= localtimestamp, true))`
    : sql`${invitation}`;
}
