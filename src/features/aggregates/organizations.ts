import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../../database/index.js';
import type { CurrentUser } from '../../http/index.js';
import { invalid, organizationNotFound } from './errors.js';
import { isOrganizationId } from './paths.js';

/** An organization as administrators see it. */
export interface Organization {
  readonly id: string;
  readonly name: string;
  /** Whether everybody belongs to it; else the members do. */
  readonly isOpen: boolean;
  /** Uids of users. */
  readonly members: readonly string[];
}

const ORGANIZATION = sql`
  organization.organization_id as id, organization.name, organization.is_open as "isOpen",
  array(
    select member.user_uid from orderly.aggregate_member as member
    where member.organization_id = organization.organization_id
    order by member.user_uid
  ) as members
`;

/** All organizations by id. */
export async function listOrganizations(db: Db): Promise<readonly Organization[]> {
  const { rows } = await sql<Organization>`
    select ${ORGANIZATION} from orderly.aggregate_organization as organization order by organization.organization_id
  `.execute(db);
  return rows;
}

export async function findOrganization(db: Db, id: string): Promise<Organization | undefined> {
  const { rows } = await sql<Organization>`
    select ${ORGANIZATION} from orderly.aggregate_organization as organization where organization.organization_id = ${id}
  `.execute(db);
  return rows[0];
}

/** The condition on `organization` that the user belongs to it; who has all authorities belongs to every one. */
export const belongsTo = ({ uid, isSuper }: CurrentUser): RawBuilder<boolean> => sql`(
  organization.is_open or ${isSuper}
  or exists (
    select from orderly.aggregate_member as member
    where member.organization_id = organization.organization_id and member.user_uid = ${uid}
  )
)`;

/**
 * Lets a user on who belongs to the organization; who has all authorities belongs to every one. That there is one to which somebody does not belong is not told
 * (contract: aggregates.md §2 no. 6).
 *
 * @param boundTo the only organization that the user's token is for
 * @throws OrderlyError 400 for what cannot be an id, 404 else
 */
export async function requireOrganization(
  db: Db,
  id: string,
  user: CurrentUser,
  boundTo: string | undefined,
): Promise<void> {
  if (!isOrganizationId(id))
    throw invalid(
      'orgId must be at most 63 letters, digits, dots, hyphens and underscores, beginning with a letter or digit',
    );
  if (boundTo !== undefined && boundTo !== id) throw organizationNotFound(id);
  const { rows } = await sql<{ belongs: boolean }>`
    select exists (
      select from orderly.aggregate_organization as organization
      where organization.organization_id = ${id} and ${belongsTo(user)}
    ) as belongs
  `.execute(db);
  if (rows[0]?.belongs !== true) throw organizationNotFound(id);
}

/** Writes an organization, new or changed. */
export async function saveOrganization(db: Db, { id, name, isOpen, members }: Organization): Promise<void> {
  await sql`
    insert into orderly.aggregate_organization as organization (organization_id, name, is_open) values (${id}, ${name}, ${isOpen})
    on conflict (organization_id) do update set name = excluded.name, is_open = excluded.is_open
  `.execute(db);
  await sql`
    delete from orderly.aggregate_member as member
    where member.organization_id = ${id} and member.user_uid <> all (${[...members]}::text[])
  `.execute(db);
  await sql`
    insert into orderly.aggregate_member (organization_id, user_uid)
    select ${id}, given.uid from unnest(${[...members]}::text[]) as given (uid)
    on conflict do nothing
  `.execute(db);
}

/** Of these uids those that are no users. */
export async function unknownUsers(db: Db, uids: readonly string[]): Promise<readonly string[]> {
  const { rows } = await sql<{ uid: string }>`
    select given.uid from unnest(${[...uids]}::text[]) as given (uid)
    where not exists (select from userinfo where userinfo.uid = given.uid)
  `.execute(db);
  return rows.map(({ uid }) => uid);
}

/** Removes an organization with its roll-ups, whose tables the next maintenance of another organization drops. */
export async function deleteOrganization(db: Db, id: string): Promise<void> {
  await sql`
    delete from orderly.aggregate_organization as organization where organization.organization_id = ${id}
  `.execute(db);
}
