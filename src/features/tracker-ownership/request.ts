import type { FastifyRequest } from 'fastify';
import { sql } from 'kysely';
import type { Db } from '../../database/index.js';
import { badRequest, objectNotFound } from '../../kernel/errors/index.js';
import { isUid } from '../../kernel/uid.js';

/** The tracked entity that a request about ownership names, locked until the end of the transaction so that two requests about it follow one another. */
export interface Entity {
  readonly id: number;
  readonly uid: string;
  readonly unit: number;
  readonly type: number;
  readonly typeUid: string;
  /** Whether it is noted who looks at tracked entities of its type. */
  readonly audited: boolean;
}

export interface Program {
  readonly id: number;
  readonly uid: string;
  readonly registration: boolean;
  readonly accessLevel: string;
  readonly type: number | null;
  readonly typeUid: string | null;
}

type Values = Readonly<Record<string, unknown>>;

/** A parameter of the query, or of a form in the body. @throws OrderlyError 400 in the peer's words when it is missing */
export function required(request: FastifyRequest, name: string): string {
  const value = sentAs(request, name);
  if (value === undefined) throw missing(name);
  return value;
}

/** The uid of the tracked entity; old clients call it `trackedEntityInstance` (contract: imports.md §6). @throws OrderlyError 400 */
export function entityOf(request: FastifyRequest): string {
  const [old, name] = ['trackedEntityInstance', 'trackedEntity'];
  const [oldUid, uid] = [sentAs(request, old), sentAs(request, name)];
  if (oldUid !== undefined && uid !== undefined) {
    throw badRequest(
      `Only one parameter of '${old}' and '${name}' must be specified. Prefer '${name}' as '${old}' will be removed.`,
    );
  }
  const used = uid ?? oldUid;
  if (used === undefined) throw missing(name);
  if (isUid(used)) return used;
  throw badRequest(
    `Value '${used}' is not valid for parameter ${uid === undefined ? old : name}. UID must be an alphanumeric string of 11 characters starting with a letter, but was: ${used}`,
  );
}

const missing = (name: string) => badRequest(`Required request parameter '${name}' is not present`);

function sentAs(request: FastifyRequest, name: string): string | undefined {
  const isForm = request.headers['content-type']?.startsWith('application/x-www-form-urlencoded') === true;
  const values: Values = { ...(isForm ? (request.body as Values | undefined) : {}), ...(request.query as Values) };
  const value = [values[name]].flat().at(-1);
  return value === undefined ? undefined : String(value);
}

/** @throws OrderlyError 404 E1005 when it is not there, or deleted */
export async function lockEntity(db: Db, uid: string): Promise<Entity> {
  const { rows } = await sql<Entity>`
    select
      entity.trackedentityid as id, entity.uid, entity.organisationunitid as unit, entity.trackedentitytypeid as type,
      type.uid as "typeUid", coalesce(type.allowauditlog, false) as audited
    from trackedentity as entity
    join trackedentitytype as type on type.trackedentitytypeid = entity.trackedentitytypeid
    where entity.uid = ${uid} and not entity.deleted
    for no key update of entity
  `.execute(db);
  const [entity] = rows;
  if (!entity) throw objectNotFound('TrackedEntity', uid);
  return entity;
}

export async function findProgram(db: Db, uid: string): Promise<Program | undefined> {
  const { rows } = await sql<Program>`
    select
      program.programid as id, program.uid, program.type = 'WITH_REGISTRATION' as registration,
      coalesce(program.accesslevel, 'OPEN') as "accessLevel", program.trackedentitytypeid as type, type.uid as "typeUid"
    from program
    left join trackedentitytype as type on type.trackedentitytypeid = program.trackedentitytypeid
    where program.uid = ${uid}
  `.execute(db);
  return rows[0];
}
