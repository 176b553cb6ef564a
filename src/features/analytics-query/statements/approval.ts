import { sql } from 'kysely';
import type { Db } from '../../../database/index.js';
import { type CurrentUser, hasAuthority } from '../../../http/index.js';
import { catalogued } from '../../../kernel/errors/index.js';
import type { ApprovalLimit, OrgUnitItem } from '../query.js';

export interface ApprovalOptions {
  readonly user: CurrentUser;
  /** `keyIgnoreAnalyticsApprovalYearThreshold`; below 0 approval does not matter. */
  readonly yearThreshold: number;
  /** Uid of the level that the request asks for. */
  readonly approvalLevel: string | undefined;
  /** Where everything begins that the user may view. */
  readonly roots: readonly OrgUnitItem[];
}

interface ApprovalLevelRow {
  readonly uid: string;
  readonly level: number;
  readonly orgUnitLevel: number;
}

/** `approvallevel` of rows that nobody approved (contract: tables.md §4.1.1). */
const UNAPPROVED = 999;

/**
 * How far up data must be approved for the user to see them (contract: analytics-query.md §4 "Approval"). A user reads what the level below their own has passed
 * up to them; below the lowest approval level all is seen, for that is where approving begins.
 *
 * @throws OrderlyError E7122 for a level that does not exist
 */
export async function resolveApproval(
  db: Db,
  { user, yearThreshold, approvalLevel, roots }: ApprovalOptions,
): Promise<readonly ApprovalLimit[] | undefined> {
  const isOff = yearThreshold < 0;
  if (isOff && approvalLevel === undefined) return undefined;
  const levels = await readApprovalLevels(db);
  const forced = levels.find(({ uid }) => uid === approvalLevel);
  if (approvalLevel !== undefined && !forced) throw catalogued('E7122', approvalLevel);
  if (isOff || levels.length === 0) return undefined;
  if (forced) return [{ unit: undefined, level: forced.level }];
  if (hasAuthority(user, 'F_VIEW_UNAPPROVED_DATA')) return undefined;
  return roots.map(({ uid, level }) => ({ unit: { uid, level }, level: readableLevel(level, levels) }));
}

/** The highest `approvallevel` that somebody at an organisation unit level reads. */
export function readableLevel(
  unitLevel: number,
  levels: readonly { readonly level: number; readonly orgUnitLevel: number }[],
): number {
  const below = levels.filter(({ orgUnitLevel }) => orgUnitLevel >= unitLevel).map(({ level }) => level);
  if (below.length === 0) return UNAPPROVED;
  const own = Math.min(...below);
  return levels.some(({ level }) => level > own) ? own + 1 : UNAPPROVED;
}

async function readApprovalLevels(db: Db): Promise<readonly ApprovalLevelRow[]> {
  const { rows } = await sql<ApprovalLevelRow>`
    select dataapprovallevel.uid, dataapprovallevel.level, dataapprovallevel.orgunitlevel as "orgUnitLevel"
    from dataapprovallevel
    order by dataapprovallevel.level
  `.execute(db);
  return rows;
}
