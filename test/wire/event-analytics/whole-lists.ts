import { sql } from 'kysely';
import { afterEach, describe, expect, it } from 'vitest';
import { type EventWorld, ROOT } from '../../support/event-world.js';

/** Lists without pages, which are sent as they are read. */
export function wholeLists(world: EventWorld): void {
  describe('lists without pages', () => {
    const table = () => sql.id(`analytics_event_${world.cast.program.toLowerCase()}`);
    afterEach(async () => {
      await sql`delete from ${table()} where event like 'Copy%'`.execute(world.server.db);
    });

    it('have all rows once, in order, in every form', async () => {
      const { program, programNumber } = world.cast;
      const path = `events/query/${program}`;
      const query = `dimension=ou:${ROOT}&startDate=2000-01-01&endDate=2035-12-31&dimension=${programNumber}&headers=psi,${programNumber}&asc=${programNumber}`;
      const found = world.events.filter(
        (event) => event.program === program && event.status !== 'SCHEDULE' && event.occurred !== null,
      );
      await sql`
        insert into ${table()}
        select (jsonb_populate_record(row, jsonb_build_object('event', 'Copy' || substr(row.event, 5)))).*
        from ${table()} as row
      `.execute(world.server.db);
      const known = found.flatMap(({ event }) => [event, `Copy${event.slice(4)}`]);
      const { rows, height, width, metaData } = await world.ask(`${path}?${query}&paging=false`);
      // More than are read at a time.
      expect(known.length).toBeGreaterThan(1000);
      expect([rows.length, height, width]).toEqual([known.length, known.length, 2]);
      expect(rows.map(([event]: string[]) => event).toSorted()).toEqual(known.toSorted());
      expect(metaData).not.toHaveProperty('pager');
      const pages: string[][] = [];
      for (let page = 1; pages.length < known.length; page += 1)
        pages.push(...(await world.ask(`${path}?${query}&pageSize=700&page=${page}`)).rows);
      expect(rows).toEqual(pages);
      const form = async (extension: string) => {
        const { status, text } = await world.server.request(
          `/api/analytics/${path}.${extension}?${query}&paging=false`,
        );
        expect(status).toBe(200);
        return text;
      };
      const [csv, xml, html] = [await form('csv'), await form('xml'), await form('html')];
      expect(csv.trim().split('\n').slice(1)).toEqual(rows.map((row: string[]) => row.join(',')));
      expect(xml).toContain(`height="${known.length}"`);
      expect(xml.match(/<row>/g)).toHaveLength(known.length);
      expect(html.match(/<tr>/g)).toHaveLength(known.length + 1);
    });

    it('are explained by what is in the rows', async () => {
      const { register, text } = world.cast;
      const query = `events/query/${register}?dimension=ou:${ROOT}&dimension=pe:2024&headers=psi,${text}&dimension=${text}`;
      const [all, paged] = [
        await world.ask(`${query}:IN:Answer 1;Answer 2;none&paging=false`),
        await world.ask(`${query}:IN:Answer 1;Answer 2;none&pageSize=1000`),
      ];
      expect(all.metaData.dimensions[text]).toEqual(['OptAnswer01', 'OptAnswer02']);
      expect({ ...paged.metaData, pager: undefined }).toEqual({ ...all.metaData, pager: undefined });
      expect((await world.ask(`${query}:EQ:none&paging=false`)).rows).toEqual([]);
    });
  });
}
