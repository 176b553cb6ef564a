import { sql } from 'kysely';
import type { Db } from '../../database/index.js';
import type { CurrentUser } from '../../http/index.js';
import { badRequest, conflict, forbidden, objectNotFound } from '../../kernel/errors/index.js';
import { mayRead, readScope } from '../tracker-export/index.js';
import { findProgram, lockEntity } from './request.js';

/** Which unit owns the tracked entity in the program now; no owner where it was never taken over. */
interface Ownership {
  readonly owner: number | null;
  readonly enrolled: boolean;
  readonly readable: boolean;
}

/**
 * Makes another unit the owner of a tracked entity in a program; the past one goes into the history (contract: schema.md §2.8). Runs in a transaction of the caller.
 *
 * @throws OrderlyError 404 for what is not there, 403 in the peer's words for what is not the user's to give or where the program is not offered, 409 for a tracked
 * entity that has nothing to do with the program: the peer says that it was transferred
 */
export async function transferOwnership(
  db: Db,
  user: CurrentUser,
  wanted: { readonly entity: string; readonly program: string; readonly unit: string },
): Promise<void> {
  const entity = await lockEntity(db, wanted.entity);
  const program = await findProgram(db, wanted.program);
  if (!program) throw objectNotFound('Program', wanted.program);
  if (!program.registration) throw badRequest(`Program specified is not a tracker program: ${program.uid}`);
  const unit = await findUnit(db, wanted.unit, program.id);
  const scope = await readScope(db, user);
  if (!user.isSuper && !scope.search.some((path) => unit.path.startsWith(path)))
    throw forbidden('Tracked entity not transferred. Org unit supplied is not in the user scope.');
  const owned = {
    program: sql`${program.id}::bigint`,
    entity: sql`${entity.id}::bigint`,
    owner: sql`coalesce(owning.organisationunitid, ${entity.unit}::bigint)`,
  };
  const { rows } = await sql<Ownership>`
    select
      owning.organisationunitid as owner, ${mayRead({ scope, mode: 'ACCESSIBLE' }, owned)} as readable,
      exists (select from enrollment where enrollment.trackedentityid = ${entity.id} and enrollment.programid = ${program.id}) as enrolled
    from (values (1)) as one
    left join trackedentityprogramowner as owning on owning.trackedentityid = ${entity.id} and owning.programid = ${program.id}
  `.execute(db);
  const [ownership] = rows;
  if (!ownership?.readable)
    throw forbidden('User does not have access to change ownership for the entity-program combination');
  if (ownership.owner === null && !ownership.enrolled)
    throw conflict(`Tracked entity ${entity.uid} is not enrolled in program ${program.uid}`);
  if (!unit.assigned) throw forbidden(`The program ${program.uid} is not associated to the org unit ${unit.uid}`);
  if (ownership.owner === unit.id) return;
  await recordTransfer(db, user, { entity: entity.id, program: program.id, unit: unit.id });
}

interface Unit {
  readonly id: number;
  readonly uid: string;
  readonly path: string;
  /** Whether the program is offered there. */
  readonly assigned: boolean;
}

async function findUnit(db: Db, uid: string, program: number): Promise<Unit> {
  const { rows } = await sql<Unit>`
    select
      unit.organisationunitid as id, unit.uid, coalesce(unit.path, '/' || unit.uid) as path,
      exists (
        select from program_organisationunits as offered
        where offered.programid = ${program} and offered.organisationunitid = unit.organisationunitid
      ) as assigned
    from organisationunit as unit where unit.uid = ${uid}
  `.execute(db);
  const [unit] = rows;
  if (!unit) throw objectNotFound('OrganisationUnit', uid);
  return unit;
}

/** The old owner, its time and who made it one go into the history; the new one takes the row, or gets the first one. */
async function recordTransfer(
  db: Db,
  user: CurrentUser,
  { entity, program, unit }: { readonly entity: number; readonly program: number; readonly unit: number },
): Promise<void> {
  await sql`
    with past as (
      insert into programownershiphistory
        (programownershiphistoryid, programid, trackedentityid, organisationunitid, startdate, enddate, createdby)
      select nextval('hibernate_sequence'), owning.programid, owning.trackedentityid, owning.organisationunitid, owning.lastupdated, localtimestamp, owning.createdby
      from trackedentityprogramowner as owning
      where owning.trackedentityid = ${entity} and owning.programid = ${program}
    ), changed as (
      update trackedentityprogramowner as owning
      set organisationunitid = ${unit}, lastupdated = localtimestamp, createdby = ${user.username}
      where owning.trackedentityid = ${entity} and owning.programid = ${program}
      returning 1
    )
    insert into trackedentityprogramowner
      (trackedentityprogramownerid, trackedentityid, programid, organisationunitid, created, lastupdated, createdby)
    select nextval('hibernate_sequence'), ${entity}, ${program}, ${unit}, localtimestamp, localtimestamp, ${user.username}
    where not exists (select from changed)
  `.execute(db);
}
