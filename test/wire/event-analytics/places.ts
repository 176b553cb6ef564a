import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import type { NaiveEvent } from '../../support/event-analytics.js';
import { type EventWorld, ROOT } from '../../support/event-world.js';

/** Events on the map, and values that are units or places. */
export function places(world: EventWorld): void {
  describe('places', () => {
    const box = [-12.5, 7.5, -11.5, 8.5] as const;
    const inBox = ({ point }: NaiveEvent) =>
      point !== null && point[0] >= box[0] && point[0] <= box[2] && point[1] >= box[1] && point[1] <= box[3];
    const own = () =>
      world.events.filter(({ program, occurred }) => program === world.cast.register && occurred?.startsWith('2024'));

    it('restrict the rows, and are counted with the box around them', async () => {
      const query = `${world.cast.register}?dimension=ou:${ROOT}&dimension=pe:2024&bbox=${box.join(',')}`;
      const { rows } = await world.ask(`events/query/${query}&headers=psi,longitude,latitude,geometry&paging=false`);
      const expected = own().filter(inBox);
      expect(rows.map(([event]: string[]) => event)).toEqual(expected.map(({ event }) => event).toSorted());
      const first = expected.find(({ event }) => event === rows[0][0]);
      expect(rows[0].slice(1, 3).map(Number)).toEqual(first?.point);
      expect(JSON.parse(rows[0][3])).toEqual({ type: 'Point', coordinates: first?.point });
      const points = expected.map(({ point }) => point ?? [0, 0]);
      const [west, south] = [Math.min(...points.map(([x]) => x)), Math.min(...points.map(([, y]) => y))];
      const [east, north] = [Math.max(...points.map(([x]) => x)), Math.max(...points.map(([, y]) => y))];
      expect(await world.ask(`events/count/${query}`)).toEqual({
        count: expected.length,
        extent: `BOX(${west} ${south},${east} ${north})`,
      });
      const some = await world.ask(
        `events/query/${world.cast.register}?dimension=ou:${ROOT}&dimension=pe:2024&coordinatesOnly=true&pageSize=1`,
      );
      expect(some.metaData.pager.total).toBe(own().filter(({ point }) => point !== null).length);
    });

    it('come in clusters that hold every event once', async () => {
      const query = `events/cluster/${world.cast.register}?dimension=ou:${ROOT}&dimension=pe:2024&includeClusterPoints=true`;
      const { headers, rows } = await world.ask(`${query}&clusterSize=100000`);
      expect(headers.map(({ name }: { name: string }) => name)).toEqual(['count', 'center', 'extent', 'points']);
      const placed = own().filter(({ point }) => point !== null);
      expect(rows.flatMap((row: string[]) => row[3]?.split(',')).toSorted()).toEqual(
        placed.map(({ event }) => event).toSorted(),
      );
      expect(rows.length).toBeGreaterThan(3);
      for (const [count, center, , points] of rows) {
        expect(points.split(',')).toHaveLength(Number(count));
        expect(JSON.parse(center)).toMatchObject({ type: 'Point' });
      }
      expect((await world.ask(`${query}&clusterSize=100000000`)).rows).toHaveLength(1);
    });
  });

  describe('units and places that are values', () => {
    const unitOf = ({ values }: NaiveEvent) => values[world.cast.unitElement];
    const own = () =>
      world.events.filter(({ program, occurred }) => program === world.cast.register && occurred?.startsWith('2024'));

    it('are shown by name, asked for by what stands for units, and counted by what lies above them', async () => {
      const query = `dimension=ou:${ROOT}&dimension=pe:2024`;
      const { rows: below } = await sql<{ uid: string; name: string; district: string }>`
        select unit.uid, unit.name, district.uid as district from organisationunit as unit
        join organisationunit as district on district.hierarchylevel = 2 and starts_with(unit.path, district.path)
        where unit.hierarchylevel = 4
      `.execute(world.server.db);
      const byUid = new Map(below.map((unit) => [unit.uid, unit]));
      const { rows, metaData } = await world.ask(
        `events/query/${world.cast.register}?${query}&dimension=${world.cast.unitElement}:IN:${world.cast.district};LEVEL-4&headers=psi,${world.cast.unitElement}&paging=false`,
      );
      const expected = own().filter((event) => byUid.get(unitOf(event) ?? '')?.district === world.cast.district);
      expect(rows.map(([event]: string[]) => event)).toEqual(expected.map(({ event }) => event).toSorted());
      const first = expected.find(({ event }) => event === rows[0][0]);
      const unit = first ? unitOf(first) : undefined;
      expect(rows[0][1]).toBe(byUid.get(unit ?? '')?.name);
      expect(metaData.dimensions[world.cast.unitElement]).toContain(unit);
      const counted = await world.ask(
        `events/aggregate/${world.cast.register}?dimension=ou:LEVEL-2&filter=pe:2024&eventStatus=ACTIVE,COMPLETED&orgUnitField=${world.cast.unitElement}`,
      );
      const counts = new Map<string, number>();
      for (const event of own()) {
        const district = byUid.get(unitOf(event) ?? '')?.district;
        if (district !== undefined) counts.set(district, (counts.get(district) ?? 0) + 1);
      }
      expect(new Map(counted.rows.map(([unit, value]: string[]) => [unit, Number(value)]))).toEqual(counts);
    });

    it('put events on the map', async () => {
      const query = `${world.cast.program}?dimension=ou:${ROOT}&dimension=pe:2024&coordinateField=${world.cast.placeElement}`;
      const placed = world.events.filter(
        ({ program, occurred, values }) =>
          program === world.cast.program &&
          occurred?.startsWith('2024') &&
          values[world.cast.placeElement] !== undefined,
      );
      expect(placed.length).toBeGreaterThan(0);
      expect((await world.ask(`events/count/${query}`)).count).toBe(placed.length);
      const { rows } = await world.ask(
        `events/query/${query}&dimension=${world.cast.placeElement}&headers=psi,${world.cast.placeElement}&coordinatesOnly=true&paging=false`,
      );
      const byUid = new Map(placed.map((event) => [event.event, event.values[world.cast.placeElement]]));
      // PostGIS keeps numbers, and shows six decimals.
      for (const [event, place] of rows) expect(JSON.parse(place)).toEqual(JSON.parse(byUid.get(event) ?? 'null'));
      const fallback = await world.ask(`events/count/${query}&fallbackCoordinateField=EVENT`);
      const either = world.events.filter(
        ({ program, occurred, values, point }) =>
          program === world.cast.program &&
          occurred?.startsWith('2024') &&
          (values[world.cast.placeElement] !== undefined || point !== null),
      );
      expect(fallback.count).toBe(either.length);
    });

    it('count by another date', async () => {
      const { rows } = await world.ask(
        `events/aggregate/${world.cast.program}?filter=ou:${ROOT}&dimension=pe:2023;2024;202401&timeField=ENROLLMENT_DATE`,
      );
      for (const [period, value] of rows) {
        const enrolled = world.events.filter(
          ({ program, enrolled: date }) =>
            program === world.cast.program && date.replaceAll('-', '').startsWith(period),
        );
        expect(Number(value)).toBe(enrolled.length);
      }
      expect(rows.length).toBeGreaterThan(1);
    });
  });
}
