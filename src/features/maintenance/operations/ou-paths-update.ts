import { type RawBuilder, sql } from 'kysely';
import { type Db, transaction } from '../../../database/index.js';
import { OrderlyError } from '../../../kernel/errors/index.js';
import type { Effects, MaintenanceOperation, Skipped } from '../operation.js';

/** What the column takes: 21 levels (contract: maintenance.md §4.4). */
const LONGEST_PATH = 255;
/** Whoever moves units waits for us, and we for them. */
const LOCK_TIMEOUT_MS = 30_000;
/** More than anybody reads. */
const MOST_SKIPPED = 1_000;

/**
 * Paths and levels of organisation units, worked out from their parents (contract: maintenance.md §4.4). Units that hang in no tree are left as they are and
 * named. A database that others write to, or that was restored, may have wrong ones; in one of our own a trigger keeps them right.
 */
export const ouPathsUpdate: MaintenanceOperation = {
  name: 'ouPathsUpdate',
  label: 'Update organisation unit paths',
  description: 'Works out the path and the level of each organisation unit from the units above it.',
  cachedByDhis2: 'organisation units',
  preview: ({ db }) =>
    transaction(db, async (handle) => (await survey(handle)).effects, { isolation: 'repeatable read' }),
  run: ({ db, stage }) =>
    stage.item(
      'organisation units',
      () => transaction(db, update, { lockTimeoutMs: LOCK_TIMEOUT_MS }),
      ({ counts }) => `${counts.organisationunit ?? 0} changed`,
    ),
};

async function update(db: Db): Promise<Effects> {
  await sql`lock table organisationunit in share row exclusive mode`.execute(db);
  const { effects, crossed } = await survey(db);
  if (effects.counts.organisationunit === 0) return effects;
  // Paths are unique row by row: those that change places have to let go of theirs first.
  if (crossed) await sql`${changes(sql`update organisationunit set path = null from change`)}`.execute(db);
  await sql`${changes(sql`update organisationunit set path = change.path, hierarchylevel = change.level from change`)}`.execute(
    db,
  );
  return effects;
}

/** The units that hang in trees, with what they ought to have; of those that lie too deep, the uppermost. */
const PLACED = sql`
  placed (organisationunitid, path, level) as (
    select unit.organisationunitid, '/' || unit.uid, 1
    from organisationunit as unit
    where unit.parentid is null
    union all
    select unit.organisationunitid, placed.path || '/' || unit.uid, placed.level + 1
    from placed
    join organisationunit as unit on unit.parentid = placed.organisationunitid
    where length(placed.path) <= ${LONGEST_PATH}
  ),
  -- A unit in no tree may hold a path that is another's.
  taken as (
    select placed.organisationunitid
    from placed
    join organisationunit as holder on holder.path = placed.path and holder.organisationunitid <> placed.organisationunitid
    left join placed as rightful on rightful.organisationunitid = holder.organisationunitid and length(rightful.path) <= ${LONGEST_PATH}
    where rightful.organisationunitid is null
  ),
  change as (
    select placed.organisationunitid, placed.path, placed.level
    from placed
    join organisationunit as unit on unit.organisationunitid = placed.organisationunitid
    where length(placed.path) <= ${LONGEST_PATH}
      and (unit.path is distinct from placed.path or unit.hierarchylevel is distinct from placed.level)
      and placed.organisationunitid not in (select taken.organisationunitid from taken)
  )
`;

const changes = (statement: RawBuilder<unknown>): RawBuilder<unknown> => sql`
  with recursive ${PLACED} ${statement} where change.organisationunitid = organisationunit.organisationunitid
`;

/** What is wrong now, and whether paths change places. */
async function survey(db: Db): Promise<{ readonly effects: Effects; readonly crossed: boolean }> {
  await refuseWithoutUids(db);
  const { rows } = await sql<{ count: number; crossed: boolean }>`
    with recursive ${PLACED}
    select count(*) as count, coalesce(bool_or(exists (
      select from organisationunit as holder
      where holder.path = change.path and holder.organisationunitid <> change.organisationunitid
    )), false) as crossed
    from change
  `.execute(db);
  const { count = 0, crossed = false } = rows[0] ?? {};
  const left = await unplacedUnits(db);
  const skipped = left.slice(0, MOST_SKIPPED);
  const warnings = [
    ...(left.length > skipped.length
      ? [`${left.length} organisation units were left as they are; the first ${MOST_SKIPPED} are named.`]
      : []),
    ...(count > 0 ? ['Resource tables and analytics tables show the old paths until they are built again.'] : []),
  ];
  return { effects: { counts: { organisationunit: count }, skipped, warnings }, crossed };
}

async function refuseWithoutUids(db: Db): Promise<void> {
  const { rows } = await sql<{ name: string }>`
    select organisationunit.name || ' (key ' || organisationunit.organisationunitid || ')' as name
    from organisationunit where organisationunit.uid is null
    order by organisationunit.organisationunitid limit 4
  `.execute(db);
  if (rows.length === 0) return;
  const named = rows.slice(0, 3).map(({ name }) => name);
  const more = rows.length > named.length ? ' and others' : '';
  throw new OrderlyError(
    409,
    `Organisation units without a uid have no path: ${named.join(', ')}${more}. Give them uids first.`,
  );
}

interface Unplaced {
  readonly key: number;
  readonly uid: string;
  readonly name: string;
  readonly parent: number | null;
  readonly state: 'taken' | 'deep' | 'orphan' | 'loose';
}

const REASONS = {
  taken: 'Another organisation unit, which is left as it is, holds its path.',
  deep: `It lies deeper than the ${LONGEST_PATH} characters of a path reach.`,
  orphan: 'Its parent does not exist.',
  cycle: 'It is above itself.',
  below: 'A unit above it has no path.',
} as const;

/** The units that get no path, and why. */
async function unplacedUnits(db: Db): Promise<readonly Skipped[]> {
  const { rows } = await sql<Unplaced>`
    with recursive ${PLACED}
    select
      unit.organisationunitid as key, unit.uid, unit.name, unit.parentid as parent,
      case
        when taken.organisationunitid is not null then 'taken'
        when placed.organisationunitid is not null then 'deep'
        when above.organisationunitid is null then 'orphan'
        else 'loose'
      end as state
    from organisationunit as unit
    left join placed on placed.organisationunitid = unit.organisationunitid
    left join taken on taken.organisationunitid = unit.organisationunitid
    left join organisationunit as above on above.organisationunitid = unit.parentid
    where placed.organisationunitid is null or length(placed.path) > ${LONGEST_PATH} or taken.organisationunitid is not null
    order by unit.name, unit.uid
  `.execute(db);
  const looping = inCycles(
    new Map(rows.filter(({ state }) => state === 'loose').map(({ key, parent }) => [key, parent])),
  );
  return rows.map(({ key, uid, name, state }) => ({
    id: uid,
    name,
    reason: REASONS[state === 'loose' ? (looping.has(key) ? 'cycle' : 'below') : state],
  }));
}

/** The keys from which one comes back to them by going up. */
function inCycles(parents: ReadonlyMap<number, number | null>): ReadonlySet<number> {
  const cycles = new Set<number>();
  const seen = new Set<number>();
  for (const start of parents.keys()) {
    const way = new Set<number>();
    let key: number | null | undefined = start;
    while (typeof key === 'number' && parents.has(key) && !seen.has(key)) {
      seen.add(key);
      way.add(key);
      key = parents.get(key);
    }
    if (typeof key !== 'number' || !way.has(key)) continue;
    const steps = [...way];
    for (const member of steps.slice(steps.indexOf(key))) cycles.add(member);
  }
  return cycles;
}
