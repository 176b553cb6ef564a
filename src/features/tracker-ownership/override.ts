import { sql } from 'kysely';
import type { Db } from '../../database/index.js';
import type { CurrentUser } from '../../http/index.js';
import { badRequest, forbidden } from '../../kernel/errors/index.js';
import { ownerOf, readScope, within } from '../tracker-export/index.js';
import { type Entity, findProgram, lockEntity, type Program } from './request.js';

const LONGEST_REASON = 50_000;
/** For so long the user sees what they asked for. */
const HOURS = 3;

/**
 * Lets the user read data of a protected program that a unit outside their own owns, for three hours and with a reason that is kept ("breaking the glass"). Runs in a
 * transaction of the caller.
 *
 * @throws OrderlyError 404 for a tracked entity that is not there, 403 in the peer's words when it may not be, 400 for a reason that cannot be kept
 */
export async function overrideOwnership(
  db: Db,
  user: CurrentUser,
  wanted: { readonly entity: string; readonly program: string; readonly reason: string },
): Promise<void> {
  const { reason } = wanted;
  if (reason.trim() === '' || reason.length > LONGEST_REASON || reason.includes('\0'))
    throw badRequest(`The parameter reason must say why, in ${LONGEST_REASON} characters at most.`);
  const entity = await lockEntity(db, wanted.entity);
  const program = await findProgram(db, wanted.program);
  if (!program) throw refused('Program supplied does not exist.');
  await demandGrantable(db, user, entity, program);
  await sql`
    with audit as (
      insert into programtempownershipaudit (programtempownershipauditid, programid, trackedentityid, created, accessedby, reason)
      select nextval('hibernate_sequence'), ${program.id}, ${entity.id}, localtimestamp, ${user.username}, ${reason} where ${entity.audited}
    ), touched as (
      update trackedentity set lastupdated = localtimestamp where trackedentity.trackedentityid = ${entity.id}
    )
    insert into programtempowner (programtempownerid, programid, trackedentityid, validtill, userid, reason)
    values (
      nextval('hibernate_sequence'), ${program.id}, ${entity.id}, localtimestamp + make_interval(hours => ${HOURS}), ${user.id}, ${reason}
    )
  `.execute(db);
}

const refused = (why: string) => forbidden(`Temporary ownership not created. ${why}`);

async function demandGrantable(db: Db, user: CurrentUser, entity: Entity, program: Program): Promise<void> {
  if (user.isSuper) throw refused('Current user is a superuser.');
  if (!program.registration) throw refused('Program supplied is not a tracker program.');
  if (program.accessLevel !== 'PROTECTED') {
    throw refused(
      `Temporary ownership can only be granted to protected programs. ${program.uid} access level is ${program.accessLevel}.`,
    );
  }
  const scope = await readScope(db, user);
  const [entityKey, programKey] = [sql`${entity.id}::bigint`, sql`${program.id}::bigint`];
  const { rows } = await sql<{ readonly inScope: boolean }>`
    select ${within(ownerOf(entityKey, programKey, sql`null::bigint`), scope.search)} as "inScope"
  `.execute(db);
  if (!rows[0]?.inScope)
    throw refused("The owner of the entity-program combination is not in the user's search scope.");
  if (!scope.entityTypes.includes(entity.type))
    throw refused(`User has no data read access to tracked entity type: ${entity.typeUid}`);
  if (!scope.programs.some(({ id }) => id === program.id))
    throw refused(`User has no data read access to program: ${program.uid}`);
  if (program.type === entity.type) return;
  throw refused(
    `The tracked entity type of the program ${program.typeUid ?? program.uid} differs from that of the tracked entity ${entity.typeUid}.`,
  );
}
