import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../../../database/index.js';
import { hasAuthority } from '../../../http/index.js';
import { badRequest, forbidden } from '../../../kernel/errors/index.js';
import { anyOf, type UnitMode, within } from '../access/conditions.js';
import type { Scope } from '../access/scope.js';
import { eitherOf, type Query, uidsOf } from './values.js';

export const UNIT_MODES: readonly UnitMode[] = ['SELECTED', 'CHILDREN', 'DESCENDANTS', 'ACCESSIBLE', 'CAPTURE', 'ALL'];

/** Which units a request is about, as it says. */
export interface UnitRequest {
  readonly mode: UnitMode;
  readonly uids: readonly string[];
}

const WITH_UNITS: ReadonlySet<UnitMode> = new Set(['SELECTED', 'CHILDREN', 'DESCENDANTS']);

/**
 * Reads `orgUnits` and `orgUnitMode`, which is SELECTED with units and ACCESSIBLE without, and their old names `orgUnit` and `ouMode`. `others` are objects that the
 * request names and that do as well as units.
 *
 * @throws OrderlyError 400 for units that the mode does not take, or that it lacks
 */
export function readUnitRequest(
  query: Query,
  modes: { readonly orgUnitMode?: UnitMode; readonly ouMode?: UnitMode },
  others?: readonly string[],
): UnitRequest {
  const uids = uidsOf(query, 'orgUnits', 'orgUnit') ?? [];
  const mode = eitherOf('ouMode', modes.ouMode, 'orgUnitMode', modes.orgUnitMode);
  if (mode === undefined) return { mode: uids.length === 0 ? 'ACCESSIBLE' : 'SELECTED', uids };
  if (!WITH_UNITS.has(mode) && uids.length > 0) {
    throw badRequest(
      `orgUnitMode ${mode} cannot be used with orgUnits. Please remove the orgUnit parameter and try again.`,
    );
  }
  if (!WITH_UNITS.has(mode) || uids.length > 0) return { mode, uids };
  if (others === undefined)
    throw badRequest(
      `At least one org unit is required for orgUnitMode: ${mode}. Please add one org unit or use a different orgUnitMode.`,
    );
  if (others.length > 0) return { mode: 'ACCESSIBLE', uids };
  throw badRequest(
    `At least one org unit or tracked entity is required for orgUnitMode: ${mode}. Please add one of the two or use a different orgUnitMode.`,
  );
}

/** Whether a unit is one that the request is about. */
export type UnitCondition = (unit: RawBuilder<unknown>) => RawBuilder<boolean>;

interface Unit {
  readonly uid: string;
  readonly id: number;
  readonly path: string;
}

/** Everything that lets a user search in all units. */
const EVERYWHERE = 'F_TRACKED_ENTITY_INSTANCE_SEARCH_IN_ALL_ORGUNITS';

/**
 * Finds the units of a request and whether the user may ask about them.
 *
 * @returns the condition for a unit; undefined where the mode itself is the limit
 * @throws OrderlyError 400 for a unit that does not exist, 403 for units and modes that are not the user's
 */
export async function findUnits(
  db: Db,
  scope: Scope,
  { mode, uids }: UnitRequest,
  guarded: boolean,
): Promise<UnitCondition | undefined> {
  demandScope(scope, mode, guarded);
  if (!WITH_UNITS.has(mode) || uids.length === 0) return undefined;
  const { rows } = await sql<Unit>`
    select unit.uid, unit.organisationunitid as id, coalesce(unit.path, '/' || unit.uid) as path
    from organisationunit as unit where unit.uid = any (${[...uids]}::text[])
  `.execute(db);
  for (const uid of uids) {
    const unit = rows.find((row) => row.uid === uid);
    if (!unit) throw badRequest(`Organisation unit does not exist: ${uid}`);
    if (scope.user.isSuper || scope.search.some((path) => unit.path.startsWith(path))) continue;
    throw forbidden(`Organisation unit is not part of the search scope: ${uid}`);
  }
  const ids = rows.map(({ id }) => id);
  if (mode === 'SELECTED') return (unit) => anyOf(unit, ids);
  const paths = rows.map(({ path }) => path);
  if (mode === 'DESCENDANTS') return (unit) => within(unit, paths);
  return (unit) => sql`${unit} in (
    select child.organisationunitid from organisationunit as child
    where ${anyOf(sql.ref('child.organisationunitid'), ids)} or ${anyOf(sql.ref('child.parentid'), ids)}
  )`;
}

function demandScope(scope: Scope, mode: UnitMode, guarded: boolean): void {
  if (mode === 'ALL') {
    if (hasAuthority(scope.user, EVERYWHERE)) return;
    throw forbidden('Current user is not authorized to query across all organisation units');
  }
  const needsCapture = mode === 'CAPTURE' || guarded;
  if (scope.user.isSuper && mode !== 'CAPTURE') return;
  if (needsCapture && scope.capture.length === 0) throw forbidden('User needs to be assigned data capture org units');
  if (scope.search.length === 0) throw forbidden('User needs to be assigned either search or data capture org units');
}
