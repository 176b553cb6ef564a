import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import type { Db } from '../../../database/index.js';
import { forEachWithin, workerLimit } from '../../../kernel/parallel.js';
import { type Cube, TABLE_OF } from '../definition.js';
import { activateInstance, beginInstance, type Instance } from '../instances.js';
import { type BuiltPart, leaveYears, putInPlace } from '../parts.js';
import { type BaseYear, baseYears } from '../standing.js';
import { BaseWanted, NoBase } from './base.js';
import { buildPart } from './part.js';
import { dropParts } from './part-tables.js';
import type { BuildOptions } from './source.js';

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
  /** Those of them that have no table yet, or one of a year that was replaced since: no latest run says what changed. */
  readonly anew: readonly number[];
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
  const due = base.filter(({ year, version }) => own.get(year) !== version).toReversed();
  const partition = (version: string | undefined) => version?.split('.')[0];
  return {
    build: due.map(({ year }) => year),
    anew: due.filter(({ year, version }) => partition(own.get(year)) !== partition(version)).map(({ year }) => year),
    gone: [...own.keys()].filter((year) => !standing.has(year)),
  };
}

/**
 * Builds what an instance lacks, year by year; each is of use as soon as it is there. What is being built and fails leaves no table.
 *
 * @throws NoBase, and Error for a year that cannot be built
 */
export async function bringUpToDate(db: Db, instance: Instance, options: BuildOptions = {}): Promise<BuildOutcome> {
  const parts: BuiltPart[] = [];
  const gone: number[] = [];
  for (let round = 1; ; round += 1) {
    const due = (await dueOf(db, instance.cube, [instance.instance])).get(instance.instance);
    if (!due || (due.build.length === 0 && due.gone.length === 0)) return { parts, gone, isBehind: false };
    if (round > ROUNDS) return { parts, gone, isBehind: true };
    await leaveYears(db, instance.instance, due.gone);
    gone.push(...due.gone);
    let isBusy = false;
    await forEachWithin(options.limit ?? workerLimit(1), due.build, async (year) => {
      if (isBusy) return;
      const part = await buildWhenFree(db, instance, year, options);
      if (part === 'busy') isBusy = true;
      else if (part) {
        await place(db, instance, part);
        parts.push(part);
      }
    });
    if (isBusy) return { parts, gone, isBehind: true };
  }
}

/**
 * Builds an instance that is pending and lets it answer, with all its years at once, in the place of the one before it. What one that died has built already is kept.
 *
 * @param run uid of the run that does it
 * @throws NoBase, and Error for a year that cannot be built
 */
export async function buildInstance(
  db: Db,
  instance: Instance,
  run?: string,
  options: BuildOptions = {},
): Promise<BuildOutcome> {
  await requireBase(db, instance.cube);
  await beginInstance(db, instance.instance, run);
  const outcome = await bringUpToDate(db, instance, options);
  await activateInstance(db, instance);
  return outcome;
}

/** @throws NoBase */
export async function requireBase(db: Db, cube: Cube): Promise<void> {
  if ((await baseYears(db, cube)).length === 0)
    throw new NoBase(`There is no table ${TABLE_OF[cube]} with years: analytics tables are to be built first.`);
}

async function place(db: Db, { instance }: Instance, part: BuiltPart): Promise<void> {
  if (await putInPlace(db, instance, part)) return;
  await dropParts(db, [part.table]);
  throw new Error('Its instance was removed while it was built.');
}

async function buildWhenFree(
  db: Db,
  instance: Instance,
  year: number,
  options: BuildOptions,
): Promise<BuiltPart | 'busy' | undefined> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await buildPart(db, instance, year, options);
    } catch (error) {
      if (!(error instanceof BaseWanted)) throw error;
      if (attempt === PATIENCE) return 'busy';
      await sleep(PAUSE_MS);
    }
  }
}
