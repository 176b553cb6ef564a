import fc from 'fast-check';
import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { testDatabase } from '../../../../test/support/database.js';
import { makeRow } from '../../../../test/support/make-row.js';
import { previewed, runs } from '../../../../test/support/operations.js';
import { type Db, onTrial } from '../../../database/index.js';
import { ouPathsUpdate } from './ou-paths-update.js';

const database = testDatabase();

interface Unit {
  readonly key: number;
  readonly uid: string;
  readonly parentid: number | null;
  readonly path: string | null;
  readonly hierarchylevel: number | null;
  readonly lastupdated: string;
}

const unitsOf = async (db: Db): Promise<readonly Unit[]> =>
  (
    await sql<Unit>`
      select organisationunitid as key, uid, parentid, path, hierarchylevel, lastupdated from organisationunit order by 1
    `.execute(db)
  ).rows;

/** As somebody would write it who has never heard of SQL. */
function expected(units: readonly Unit[]): ReadonlyMap<number, { readonly path: string; readonly level: number }> {
  const byKey = new Map(units.map((unit) => [unit.key, unit]));
  const right = new Map<number, { path: string; level: number }>();
  for (const unit of units) {
    const line: string[] = [];
    let at: Unit | undefined = unit;
    while (at && line.length <= units.length) {
      line.unshift(at.uid);
      if (at.parentid === null) break;
      at = byKey.get(at.parentid);
    }
    const path = `/${line.join('/')}`;
    if (at && at.parentid === null && line.length <= units.length && path.length <= 255)
      right.set(unit.key, { path, level: line.length });
  }
  return right;
}

/** Breaks rows as a server does that knows nothing of our trigger, nor of foreign keys. */
async function unguarded(db: Db, work: (db: Db) => Promise<void>): Promise<void> {
  await db.transaction().execute(async (handle) => {
    await sql`set local session_replication_role = replica`.execute(handle);
    await work(handle);
  });
}

const fresh = (db: Db) =>
  unguarded(db, async (handle) => {
    await sql`delete from organisationunit`.execute(handle);
  });

const unit = (db: Db, row: Readonly<Record<string, unknown>>) =>
  makeRow(db, 'organisationunit', { openingdate: '2020-01-01', ...row });

/** As in a database that DHIS2 owns; taken back afterwards. */
const withoutTriggers = (db: Db, work: (handle: Db) => Promise<void>): Promise<void> =>
  onTrial(db, async (handle) => {
    await sql`drop trigger if exists keep_paths_of_new_units on public.organisationunit`.execute(handle);
    await sql`drop trigger if exists keep_paths_of_changed_units on public.organisationunit`.execute(handle);
    await work(handle);
  });

describe('ouPathsUpdate', () => {
  it('gives what walking up from each unit gives, on any forest with any breakage', async () => {
    const { db } = database;
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.record({
            // Mostly a tree; sometimes itself, a later one, or one that does not exist.
            parent: fc.oneof(
              { weight: 6, arbitrary: fc.double({ min: 0, max: 0.999, noNaN: true }).map((share) => ({ share })) },
              { weight: 1, arbitrary: fc.nat(30).map((any) => ({ any })) },
              { weight: 1, arbitrary: fc.constant('none' as const) },
            ),
            broken: fc.constantFrom('no', 'no', 'null', 'wrong', 'level', 'swap'),
          }),
          { minLength: 1, maxLength: 30 },
        ),
        async (shape) => {
          await fresh(db);
          await unguarded(db, async (handle) => {
            const keys: number[] = [];
            for (const _ of shape) keys.push((await unit(handle, { parentid: null })).id);
            for (const [index, { parent }] of shape.entries()) {
              const to =
                parent === 'none'
                  ? null
                  : 'share' in parent
                    ? index === 0
                      ? null
                      : keys[Math.floor(parent.share * index)]
                    : (keys[parent.any] ?? 999_999_999);
              await sql`update organisationunit set parentid = ${to} where organisationunitid = ${keys[index]}`.execute(
                handle,
              );
            }
            const right = expected(await unitsOf(handle));
            for (const [index, { broken }] of shape.entries()) {
              const place = right.get(keys[index] ?? 0);
              if (!place) continue;
              const [path, level] =
                broken === 'null'
                  ? [null, null]
                  : broken === 'wrong'
                    ? [`/wrong${index}`, 7]
                    : broken === 'level'
                      ? [place.path, place.level + 3]
                      : broken === 'swap'
                        ? [null, place.level]
                        : [place.path, place.level];
              await sql`update organisationunit set path = ${path}, hierarchylevel = ${level} where organisationunitid = ${keys[index]}`.execute(
                handle,
              );
            }
            // The path of one unit with another's name on it.
            const swapped = shape.flatMap(({ broken }, index) =>
              broken === 'swap' && right.has(keys[index] ?? 0) ? [keys[index] ?? 0] : [],
            );
            for (const [index, key] of swapped.entries()) {
              const other = right.get(swapped[(index + 1) % swapped.length] ?? 0);
              await sql`update organisationunit set path = ${other?.path} where organisationunitid = ${key}`.execute(
                handle,
              );
            }
          });
          const before = await unitsOf(db);
          const right = expected(before);
          const wrong = before.filter((row) => {
            const place = right.get(row.key);
            return place && (place.path !== row.path || place.level !== row.hierarchylevel);
          });
          const preview = await previewed(ouPathsUpdate, db);
          expect(await unitsOf(db)).toEqual(before);
          const effects = await runs(ouPathsUpdate, db);
          expect(effects).toEqual(preview);
          expect(effects.counts).toEqual({ organisationunit: wrong.length });
          expect(new Set(effects.skipped.map(({ id }) => id))).toEqual(
            new Set(before.filter(({ key }) => !right.has(key)).map(({ uid }) => uid)),
          );
          expect(await unitsOf(db)).toEqual(
            before.map((row) => {
              const place = right.get(row.key);
              return place ? { ...row, path: place.path, hierarchylevel: place.level } : row;
            }),
          );
          expect((await runs(ouPathsUpdate, db)).counts).toEqual({ organisationunit: 0 });
        },
      ),
      { numRuns: 60 },
    );
  }, 120_000);

  it('works where no trigger keeps paths, as in a database that DHIS2 owns: paths that changed places', async () => {
    const { db } = database;
    await fresh(db);
    await withoutTriggers(db, async (handle) => {
      const top = await unit(handle, { uid: 'PathsUnit01', path: '/PathsUnit02', hierarchylevel: 1 });
      await unit(handle, { uid: 'PathsUnit02', path: '/PathsUnit01', hierarchylevel: 1 });
      await unit(handle, { uid: 'PathsUnit03', parentid: top.id });
      // In no tree, with the path of one that is: that one cannot have it, whose own units can have theirs.
      const loop = await unit(handle, { uid: 'PathsUnit04', path: '/PathsUnit05' });
      await sql`update organisationunit set parentid = ${loop.id} where organisationunitid = ${loop.id}`.execute(
        handle,
      );
      await unit(handle, { uid: 'PathsUnit05' });
      const { counts, skipped } = await runs(ouPathsUpdate, handle);
      expect(counts).toEqual({ organisationunit: 3 });
      expect(skipped.map(({ id, reason }) => [id, reason]).toSorted()).toEqual([
        ['PathsUnit04', 'It is above itself.'],
        ['PathsUnit05', 'Another organisation unit, which is left as it is, holds its path.'],
      ]);
      expect((await unitsOf(handle)).map(({ path, hierarchylevel }) => [path, hierarchylevel])).toEqual([
        ['/PathsUnit01', 1],
        ['/PathsUnit02', 1],
        ['/PathsUnit01/PathsUnit03', 2],
        ['/PathsUnit05', null],
        [null, null],
      ]);
    });
  });

  it('names orphans, cycles, what hangs below them and what lies too deep, and says why', async () => {
    const { db } = database;
    await fresh(db);
    await withoutTriggers(db, async (handle) => {
      await sql`alter table public.organisationunit drop constraint organisationunit_parentid_fkey`.execute(handle);
      await unit(handle, { name: 'Orphan', parentid: 999_999_999 });
      const [a, b] = [await unit(handle, { name: 'Ring A' }), await unit(handle, { name: 'Ring B' })];
      await sql`update organisationunit set parentid = ${b.id} where organisationunitid = ${a.id}`.execute(handle);
      await sql`update organisationunit set parentid = ${a.id} where organisationunitid = ${b.id}`.execute(handle);
      await unit(handle, { name: 'Below a ring', parentid: a.id });
      let above: number | null = null;
      for (let level = 1; level <= 23; level += 1)
        above = (await unit(handle, { name: `Level ${level}`, parentid: above })).id;
      const { counts, skipped } = await runs(ouPathsUpdate, handle);
      expect(counts).toEqual({ organisationunit: 21 });
      expect(skipped.map(({ name, reason }) => [name, reason])).toEqual([
        ['Below a ring', 'A unit above it has no path.'],
        ['Level 22', 'It lies deeper than the 255 characters of a path reach.'],
        ['Level 23', 'A unit above it has no path.'],
        ['Orphan', 'Its parent does not exist.'],
        ['Ring A', 'It is above itself.'],
        ['Ring B', 'It is above itself.'],
      ]);
    });
  });

  it('takes a missing uid for an error and not for a path', async () => {
    const { db } = database;
    await fresh(db);
    await sql`alter table public.organisationunit alter column uid drop not null`.execute(db);
    await unguarded(db, async (handle) => {
      await unit(handle, { name: 'Nameless', uid: null });
      await unit(handle, { name: 'Named', path: null });
    });
    await expect(runs(ouPathsUpdate, db)).rejects.toThrow(/without a uid have no path: Nameless/);
    await expect(previewed(ouPathsUpdate, db)).rejects.toThrow(/without a uid/);
    expect((await unitsOf(db)).map(({ path }) => path)).toEqual([null, null]);
    await sql`delete from organisationunit`.execute(db);
    await sql`alter table public.organisationunit alter column uid set not null`.execute(db);
  });
});
