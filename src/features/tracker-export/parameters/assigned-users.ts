import { type RawBuilder, sql } from 'kysely';
import { badRequest } from '../../../kernel/errors/index.js';
import type { Scope } from '../access/scope.js';
import { type Query, uidsOf } from './values.js';

export const ASSIGNED_USER_MODES = ['CURRENT', 'PROVIDED', 'NONE', 'ANY', 'ALL'] as const;
type Mode = (typeof ASSIGNED_USER_MODES)[number];

/**
 * Reads `assignedUserMode` and `assignedUsers` as a condition for the event in a row; undefined when whoever an event is assigned to does not matter.
 *
 * @throws OrderlyError 400 for users that the mode does not take, or that it lacks
 */
export function readAssignedUsers(
  query: Query,
  mode: Mode | undefined,
  { user }: Scope,
): ((event: string) => RawBuilder<boolean>) | undefined {
  const users = uidsOf(query, 'assignedUsers', 'assignedUser');
  if (users !== undefined && mode !== undefined && mode !== 'PROVIDED')
    throw badRequest('Assigned User uid(s) cannot be specified if selectionMode is not PROVIDED');
  const assignee = (event: string) => sql.ref(`${event}.assigneduserid`);
  switch (users === undefined ? mode : 'PROVIDED') {
    case 'CURRENT':
      return (event) => sql`${assignee(event)} = ${user.id}`;
    case 'PROVIDED':
      if (users === undefined) throw badRequest('Assigned User uid(s) must be specified if selectionMode is PROVIDED');
      return (event) =>
        sql`${assignee(event)} in (select assigned.userinfoid from userinfo as assigned where assigned.uid = any (${[...users]}::text[]))`;
    case 'NONE':
      return (event) => sql`${assignee(event)} is null`;
    case 'ANY':
      return (event) => sql`${assignee(event)} is not null`;
    default:
      return undefined;
  }
}
