import { sql } from 'kysely';
import type { Db } from '../../../database/index.js';
import { badRequest, forbidden } from '../../../kernel/errors/index.js';
import type { Scope, ScopeProgram } from '../access/scope.js';

/** Objects that a request names, looked up for the user who asks. */

interface Found {
  readonly id: number;
}

/**
 * The program of a request; undefined where it names none.
 *
 * @throws OrderlyError 400 when it does not exist, 403 when the user may not read its data
 */
export async function findProgram(
  db: Db,
  scope: Scope,
  uid: string | undefined,
  { registration = false } = {},
): Promise<ScopeProgram | undefined> {
  if (uid === undefined) return undefined;
  const program = scope.programs.find((known) => known.uid === uid);
  if (!program) {
    await demand(db, 'program', uid, `Program is specified but does not exist: ${uid}`);
    throw forbidden(`User has no access to program: ${uid}`);
  }
  if (registration && !program.registration) throw badRequest(`Program specified is not a tracker program: ${uid}`);
  return program;
}

/** The stage of a request, in the same way. `program` is the one it has to belong to. */
export async function findStage(
  db: Db,
  scope: Scope,
  uid: string | undefined,
  program?: ScopeProgram,
): Promise<number | undefined> {
  if (uid === undefined) return undefined;
  const { rows } = await sql<Found & { readonly program: number }>`
    select programstage.programstageid as id, programstage.programid as program from programstage where programstage.uid = ${uid}
  `.execute(db);
  const [stage] = rows;
  if (!stage) throw badRequest(`Program stage is specified but does not exist: ${uid}`);
  if (program && stage.program !== program.id)
    throw badRequest(`Program does not contain the specified programStage: ${uid}`);
  if (!scope.stages.includes(stage.id)) throw forbidden(`User has no access to program stage: ${uid}`);
  return stage.id;
}

/** The type of tracked entities of a request, in the same way. */
export async function findEntityType(db: Db, scope: Scope, uid: string | undefined): Promise<number | undefined> {
  if (uid === undefined) return undefined;
  const id = await demand(db, 'trackedentitytype', uid, `Tracked entity type is specified but does not exist: ${uid}`);
  if (!scope.entityTypes.includes(id))
    throw forbidden(`Current user is not authorized to read data from selected tracked entity type: ${uid}`);
  return id;
}

/** The tracked entity of a request. @throws OrderlyError 400 when it does not exist */
export async function findEntity(db: Db, uid: string | undefined): Promise<number | undefined> {
  if (uid === undefined) return undefined;
  return await demand(db, 'trackedentity', uid, `Tracked entity is specified but does not exist: ${uid}`);
}

async function demand(db: Db, table: string, uid: string, missing: string): Promise<number> {
  const { rows } = await sql<Found>`
    select ${sql.ref(`named.${table}id`)} as id from ${sql.table(table)} as named where named.uid = ${uid}
  `.execute(db);
  const [row] = rows;
  if (!row) throw badRequest(missing);
  return row.id;
}
