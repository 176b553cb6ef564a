import { type RawBuilder, sql } from 'kysely';
import { Type } from 'typebox';
import type { Db } from '../../database/index.js';
import { type ApiServer, csvLine, parseFields, uidParameter } from '../../http/index.js';
import { forbidden, objectNotFound } from '../../kernel/errors/index.js';
import { readContext } from '../../metadata/index.js';
import { sendText } from '../metadata/index.js';
import {
  type Access,
  enrollmentReadable,
  entityReadable,
  eventShared,
  looseEventReadable,
  mayRead,
  ownerOf,
} from './access/conditions.js';
import { readScope, type Scope, type ScopeProgram } from './access/scope.js';
import type { Kind } from './kinds.js';
import { aliases, wantedFields } from './list-routes.js';
import { findProgram } from './parameters/named-objects.js';
import { SINGLE_QUERY } from './parameters/queries.js';
import { readSchemes } from './parameters/schemes.js';
import { type Query, uidOf } from './parameters/values.js';
import { readObjects } from './read-objects.js';
import { relationshipReadable } from './shapes/relationship.js';
import type { ShapeContext } from './shapes/shape.js';

const PARAMS = Type.Object({ uid: uidParameter() });
const CSV_FIELDS = parseFields('*,!relationships,!enrollments,!programOwners,!notes');

/** `GET /api/tracker/{plural}/{uid}` (contract: imports.md §7). */
export function singleRoute(api: ApiServer, db: Db, kind: Kind): void {
  const config = {
    produces: kind.csv ? (['json', 'csv'] as const) : (['json'] as const),
    cache: 'private' as const,
  };
  const schema = { params: PARAMS, querystring: SINGLE_QUERY };
  api.get(`/tracker/${kind.plural}/:uid`, { config, schema }, async (request, reply) => {
    const query = request.query as typeof request.query & Query;
    const { uid } = request.params;
    const { includeDeleted = false } = query;
    const wanted = wantedFields(kind, query);
    const schemes = readSchemes(query);
    const scope = await readScope(db, request.user);
    const access: Access = { scope, mode: 'ACCESSIBLE' };
    const isEntity = kind.plural === 'trackedEntities';
    const program = isEntity
      ? await findProgram(db, scope, uidOf(query, 'program'), { registration: true })
      : undefined;
    const id = await findReadable(db, kind, access, uid, includeDeleted, program);
    const context: ShapeContext = {
      access,
      includeDeleted,
      schemes,
      locale: readContext(request.user, request.apiRoot).locale,
      program: program?.id,
      programAttributes: !isEntity || program !== undefined,
      reading: 'READ',
      alias: aliases(),
    };
    const csv = request.media === 'csv' ? kind.csv : undefined;
    const [text] = await readObjects(db, kind.shape, context, csv ? CSV_FIELDS : wanted, [id]);
    if (text === undefined) throw objectNotFound(kind.klass, uid);
    if (!csv) return sendText(request, reply, text);
    const rows = csv.rows(JSON.parse(text) as Readonly<Record<string, unknown>>);
    const lines = query.skipHeader ? rows : [csv.header, ...rows];
    return reply
      .type('application/csv;charset=UTF-8')
      .header('Content-Disposition', `attachment; filename="${kind.plural}.csv"`)
      .serializer((payload) => payload as string)
      .send(lines.map(csvLine).join(''));
  });
}

/**
 * The key of an object that the user may read.
 *
 * @throws OrderlyError 404 E1005 when it is not there, 403 in the peer's words when the user may not read it
 */
async function findReadable(
  db: Db,
  kind: Kind,
  access: Access,
  uid: string,
  includeDeleted: boolean,
  program: ScopeProgram | undefined,
): Promise<number> {
  const { table, key } = kind.shape;
  const { rows } = await sql<{ readonly id: number; readonly readable: boolean; readonly enrollment: boolean }>`
    select
      ${sql.ref(`object.${key}`)} as id, ${readable(kind, access, program)} as readable,
      ${kind.plural === 'enrollments' ? sql`object.trackedentityid is not null` : sql`true`} as enrollment
    from ${sql.table(table)} as object
    where object.uid = ${uid} and ${includeDeleted ? sql`true` : sql`object.deleted is not true`}
  `.execute(db);
  const [found] = rows;
  if (!found?.enrollment) throw objectNotFound(kind.klass, uid);
  if (found.readable) return found.id;
  throw forbidden(refusal(kind, access.scope, program, uid));
}

function readable(kind: Kind, access: Access, program: ScopeProgram | undefined): RawBuilder<boolean> {
  switch (kind.plural) {
    case 'trackedEntities':
      return program ? inProgram(access, program) : entityReadable(access, 'object');
    case 'enrollments':
      return enrollmentReadable(access, 'object');
    case 'events':
      return sql`(${eventShared(access, 'object')} and (
        exists (
          select from enrollment as around
          where around.enrollmentid = object.enrollmentid and ${enrollmentReadable(access, 'around', sql.ref('object.organisationunitid'))}
        )
        or object.enrollmentid is null and ${looseEventReadable(access, 'object')}
      ))`;
    case 'relationships':
      return relationshipReadable(access, 'object');
  }
}

/** Whether the user may read the tracked entity's data of the program, also before it is enrolled there. */
function inProgram(access: Access, { id }: ScopeProgram): RawBuilder<boolean> {
  const [program, entity] = [sql`${id}::bigint`, sql.ref('object.trackedentityid')];
  return mayRead(access, { program, entity, owner: ownerOf(entity, program, sql.ref('object.organisationunitid')) });
}

/** Clients tell by the first two of these words whether their user can ask for access. */
function refusal(kind: Kind, { entityTypes }: Scope, program: ScopeProgram | undefined, uid: string): string {
  if (!program) return `User has no access to ${kind.klass}:${uid}`;
  if (program.entityType !== null && !entityTypes.includes(program.entityType))
    return `User has no data read access to tracked entity type of program: ${program.uid}`;
  return program.accessLevel === 'CLOSED' ? 'PROGRAM_ACCESS_CLOSED' : 'OWNERSHIP_ACCESS_DENIED';
}
