import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { testDatabase } from '../../../../test/support/database.js';
import { layoutFrom } from '../../../../test/support/dhis2/layout.js';
import { hasPostgis } from '../../../../test/support/geometry.js';
import { AREA, point } from '../../../../test/support/integrity-faults-of-geometries.js';
import { unit } from '../../../../test/support/integrity-objects.js';
import { type Db, onTrial } from '../../../database/index.js';
import { examine } from '../statements.js';
import { geometryChecks } from './geometries.js';

const test = testDatabase({ demo: true });

async function issuesOf(db: Db, name: string) {
  const check = geometryChecks.find((known) => known.name === name);
  if (!check) throw new Error(`There is no check ${name}.`);
  const { issues = [], summary } = await examine(db, check, ['summary', 'details']);
  expect(summary?.count).toBe(issues.length);
  return new Map(issues.map(({ id, comment }) => [id, comment]));
}

describe('organisation units', () => {
  it.each<[string, string | undefined]>([
    // A degree is 111 km.
    [point(0, 0), 'POINT(0 0)'],
    [point(0.5, -0.74), 'POINT(0.5 -0.74)'],
    [point(0, 0.89), 'POINT(0 0.89)'],
    [point(0, 0.91), undefined],
    [point(-0.64, 0.64), undefined],
    [point(180, 0), undefined],
    ['{"type":"Point","coordinates":[]}', undefined],
    ['{"type":"Point","coordinates":[1e400,0]}', undefined],
    ['{"type":"MultiPoint","coordinates":[[0,0]]}', undefined],
  ])('at %s are on null island: %s', async (geometry, comment) => {
    await onTrial(test.db, async (db) => {
      const { uid } = await unit(db, { geometry });
      const issues = await issuesOf(db, 'orgunits_null_island');
      expect([issues.has(uid), issues.get(uid)]).toEqual([comment !== undefined, comment]);
    });
  });

  it('are within the area of their parent, unless it has none', async () => {
    await onTrial(test.db, async (db) => {
      const parent = await unit(db, { geometry: AREA });
      const onMap = await unit(db, { geometry: point(35, 15) });
      const broken = await unit(db, {
        geometry: JSON.stringify({ type: 'Polygon', coordinates: [[[0, 0], [1, 'x'], []]] }),
      });
      const below = async (parentid: number, geometry: string) => (await unit(db, { parentid, geometry })).uid;
      const outside = [await below(parent.id, point(29, 15)), await below(parent.id, point(35, 15))];
      const inside = [
        await below(parent.id, point(31, 15)),
        await below(parent.id, AREA),
        await below(onMap.id, point(1, 1)),
        await below(broken.id, point(1, 1)),
      ];
      const found = await issuesOf(db, 'orgunits_not_contained_by_parent');
      expect(outside.filter((uid) => found.has(uid))).toEqual(outside);
      expect(inside.filter((uid) => found.has(uid))).toEqual([]);
    });
  });

  it('have geometries of which the fault is told', async () => {
    await onTrial(test.db, async (db) => {
      const sound = [(await unit(db, { geometry: AREA })).uid, (await unit(db)).uid];
      const off = await unit(db, { geometry: point(200, 10) });
      const endless = await unit(db, { geometry: '{"type":"Point","coordinates":[1e400,0]}' });
      const found = await issuesOf(db, 'orgunits_invalid_geometry');
      expect(found.get(off.uid)).toBe('Position off the globe[200 10]');
      expect(found.has(endless.uid)).toBe(true);
      expect(sound.filter((uid) => found.has(uid))).toEqual([]);
    });
  });

  it('have positions of numbers', async ({ skip }) => {
    skip(await hasPostgis(test.db), 'PostGIS takes no point without a position, and makes a number of a text');
    await onTrial(test.db, async (db) => {
      const text = await unit(db, { geometry: '{"type":"Point","coordinates":["0",0]}' });
      expect((await issuesOf(db, 'orgunits_null_island')).has(text.uid)).toBe(false);
      const empty = await unit(db, { geometry: '{"type":"GeometryCollection","geometries":[{"type":"Point"}]}' });
      const found = await issuesOf(db, 'orgunits_invalid_geometry');
      expect(found.get(empty.uid)).toBe('A position is two to four numbers, not nothing');
    });
  });

  it('are looked at one by one, however many there are', async () => {
    await onTrial(test.db, async (db) => {
      const parents = [];
      for (let count = 0; count < 60; count += 1) parents.push(await unit(db, { geometry: AREA }));
      const wanted = [];
      for (const { id } of parents) wanted.push((await unit(db, { parentid: id, geometry: point(0, 50) })).uid);
      for (let count = 0; count < 90; count += 1) wanted.push((await unit(db, { geometry: point(0, 95) })).uid);
      const outside = await issuesOf(db, 'orgunits_not_contained_by_parent');
      const invalid = await issuesOf(db, 'orgunits_invalid_geometry');
      expect(wanted.filter((uid) => outside.has(uid) || invalid.has(uid))).toEqual(wanted);
    });
  });
});

describe('events', () => {
  it('have the usual system of coordinates, and not none', async ({ skip }) => {
    const typed = layoutFrom('2.43');
    skip(typed || !(await hasPostgis(test.db)), 'only PostGIS, in a column of any system, keeps a geometry of none');
    await onTrial(test.db, async (db) => {
      const { rows } = await sql<{ uid: string; srid: number }>`
        update event set geometry = st_setsrid(st_makepoint(31, 11), chosen.srid)
        from (select eventid, (array[0, 4326, 3857])[row_number() over (order by eventid)] as srid from event order by eventid limit 3) as chosen
        where chosen.eventid = event.eventid
        returning event.uid, chosen.srid
      `.execute(db);
      const found = await issuesOf(db, 'tracker_geometry_invalid_srid');
      const told = new Map(rows.map(({ uid, srid }) => [srid, found.get(uid)]));
      expect([...told].toSorted()).toEqual([
        [0, 'none'],
        [3857, 'EPSG:3857'],
        [4326, undefined],
      ]);
    });
  });
});
