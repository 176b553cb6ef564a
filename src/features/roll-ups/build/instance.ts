import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import type { Db } from '../../../database/index.js';
import { type Cube, TABLE_OF } from '../definition.js';
import { activateInstance, beginInstance, type Instance } from '../instances.js';
import { type BuiltPart, leaveYears, putInPlace } from '../parts.js';
import { type BaseYear, baseYears } from '../standing.js';
import { BaseWanted, NoBase } from './base.js';
import { buildPart, dropParts } from './part.js';

/** What was done to bring an instance up to date. */
export interface BuildOutcome {
  readonly parts: readonly BuiltPart[];
  /** Years whose tables went because the analytics table has them no more. */
  readonly gone: readonly number[];
  /** Whether there is more to do: the analytics table was being replaced all the time. What is behind does not answer. */
  readonly isBehind: boolean;
}

/** The years of an instance that are to be built, newest first, and those that are gone. */
export interface Due {
  readonly build: readonly number[];
  readonly gone: readonly number[];
}

/** The analytics table may change while an instance is built; what is behind afterwards is built again, so often. */
const ROUNDS = 3;
/** A swap steps back and tries again; it mostly gets through at once. */
const PATIENCE = 5;
const PAUSE_MS = 500;

/** What each of the instances lacks: equal versions mean fresh, and unchanged years cost nothing (contract: aggregates.md §6.8). */
export async function dueOf(db: Db, cube: Cube, instances: readonly string[]): Promise<ReadonlyMap<string, Due>> {
  const base = await baseYears(db, cube);
  const { rows } = await sql<{ instance: string; year: number; version: string }>`
    select part.instance_id as instance, part.year, part.base_version as version
    from orderly.roll_up_part as part
    where part.superseded_at is null and part.instance_id = any (${[...instances]}::uuid[])
  `.execute(db);
  return new Map(
    instances.map((instance) => {
      const own = new Map(rows.filter((row) => row.instance === instance).map(({ year, version }) => [year, version]));
      return [instance, dueYears(base, own)];
    }),
  );
}

function dueYears(base: readonly BaseYear[], own: ReadonlyMap<number, string>): Due {
  const standing = new Set(base.map(({ year }) => year));
  return {
    build: base
      .filter(({ year, version }) => own.get(year) !== version)
      .map(({ year }) => year)
      .toReversed(),
    gone: [...own.keys()].filter((year) => !standing.has(year)),
  };
}

/**
 * Builds what an instance lacks, one year after the other; each is of use as soon as it is there. What is being built and fails leaves no table.
 *
 * @param among uids of the runs of whose roll-ups it may be made; of all unless given
 * @throws NoBase, and Error for a year that cannot be built
 */
export async function bringUpToDate(db: Db, instance: Instance, among?: readonly string[]): Promise<BuildOutcome> {
  const parts: BuiltPart[] = [];
  const gone: number[] = [];
  for (let round = 1; ; round += 1) {
    const due = (await dueOf(db, instance.cube, [instance.instance])).get(instance.instance);
    if (!due || (due.build.length === 0 && due.gone.length === 0)) return { parts, gone, isBehind: false };
    if (round > ROUNDS) return { parts, gone, isBehind: true };
    await leaveYears(db, instance.instance, due.gone);
    gone.push(...due.gone);
    for (const year of due.build) {
      const part = await buildWhenFree(db, instance, year, among);
      if (part === 'busy') return { parts, gone, isBehind: true };
      if (!part) continue;
      if (!(await putInPlace(db, instance.instance, part))) {
        await dropParts(db, [part.table]);
        throw new Error('Its instance was removed while it was built.');
      }
      parts.push(part);
    }
  }
}

/**
 * Builds an instance that is pending and lets it answer, with all its years at once, in the place of the one before it. What one that died has built already is kept.
 *
 * @param run uid of the run that does it
 * @param among uids of the runs of whose roll-ups it may be made; of all unless given
 * @throws NoBase, and Error for a year that cannot be built
 */
export async function buildInstance(
  db: Db,
  instance: Instance,
  run?: string,
  among?: readonly string[],
): Promise<BuildOutcome> {
  await requireBase(db, instance.cube);
  await beginInstance(db, instance.instance, run);
  const outcome = await bringUpToDate(db, instance, among);
  await activateInstance(db, instance);
  return outcome;
}

/** @throws NoBase */
export async function requireBase(db: Db, cube: Cube): Promise<void> {
  if ((await baseYears(db, cube)).length === 0)
    throw new NoBase(`There is no table ${TABLE_OF[cube]} with years: analytics tables are to be built first.`);
}

async function buildWhenFree(
  db: Db,
  instance: Instance,
  year: number,
  among: readonly string[] | undefined,
): Promise<BuiltPart | 'busy' | undefined> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await buildPart(db, instance, year, among);
    } catch (error) {
      if (!(error instanceof BaseWanted)) throw error;
      if (attempt === PATIENCE) return 'busy';
      await sleep(PAUSE_MS);
    }
  }
}
