import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { type EventWorld, PASSWORD, ROOT } from '../../support/event-world.js';

/** Who may see what. */
export function access(world: EventWorld): void {
  describe('access', () => {
    const query = () =>
      `events/query/${world.cast.register}?dimension=ou:${ROOT}&dimension=pe:2024&headers=ou,ps&paging=false`;
    const reader = () => `${world.cast.reader.username}:${PASSWORD}`;
    const change = async (statement: ReturnType<typeof sql>) => {
      await statement.execute(world.server.db);
    };

    it('needs the authority, the data of the program and of the stage', async () => {
      expect((await world.ask(query(), reader())).rows.length).toBeGreaterThan(0);
      expect(await world.refusal(query(), `${world.cast.stranger.username}:${PASSWORD}`)).toMatchObject({
        status: 409,
        errorCode: 'E7217',
        message: `User is not allowed to view event analytics data: \`${world.cast.stranger.username}\``,
      });
      const second = `S${world.cast.stage.slice(0, 10)}`;
      await change(sql`update programstage set sharing = '{"public": "rw------"}' where uid = ${second}`);
      const { rows } = await world.ask(query(), reader());
      expect(new Set(rows.map((row: string[]) => row[1]))).toEqual(new Set([world.cast.stage]));
      expect(await world.refusal(`${query()}&stage=${second}`, reader())).toMatchObject({ errorCode: 'E7121' });
      await change(sql`update program set sharing = '{"public": "rw------"}' where uid = ${world.cast.register}`);
      expect(await world.refusal(query(), reader())).toMatchObject({
        errorCode: 'E7121',
        message: expect.stringContaining(world.cast.register),
      });
      await change(sql`update program set sharing = '{"public": "rwrw----"}' where uid = ${world.cast.register}`);
      await change(sql`update programstage set sharing = '{"public": "rwrw----"}' where uid = ${second}`);
    });

    it('ends where the view of the user ends', async () => {
      await change(sql`delete from userdatavieworgunits where userinfoid = ${world.cast.reader.id}`);
      await change(sql`
        insert into userdatavieworgunits (userinfoid, organisationunitid)
        select ${world.cast.reader.id}, organisationunitid from organisationunit where uid = ${world.cast.district}
      `);
      expect(await world.refusal(query(), reader())).toMatchObject({ status: 409, errorCode: 'E7120' });
      const { rows } = await world.ask(
        query().replace(ROOT, 'USER_ORGUNIT').concat('&userOrgUnitType=DATA_OUTPUT'),
        reader(),
      );
      const own = new Set(
        world.events.filter(({ line }) => line.includes(world.cast.district)).map(({ line }) => line.at(-1)),
      );
      for (const [unit] of rows) expect(own).toContain(unit);
      expect(rows.length).toBeGreaterThan(0);
      await change(sql`delete from userdatavieworgunits where userinfoid = ${world.cast.reader.id}`);
    });

    it('is constrained by categories, and closed where a program has none of them', async () => {
      const { rows: options } = await sql<{ uid: string }>`
        select option.uid from categories_categoryoptions join category using (categoryid) join categoryoption as option using (categoryoptionid)
        where category.uid = ${world.cast.category} order by option.uid
      `.execute(world.server.db);
      const [open] = options;
      await change(sql`
        insert into users_catdimensionconstraints (userid, dataelementcategoryid) select ${world.cast.reader.id}, categoryid from category where uid = ${world.cast.category}
      `);
      await change(sql`
        update categoryoption set sharing = '{"public": "r-------"}' from categories_categoryoptions as member join category using (categoryid)
        where member.categoryoptionid = categoryoption.categoryoptionid and category.uid = ${world.cast.category} and categoryoption.uid <> ${open?.uid}
      `);
      const query = `events/aggregate/${world.cast.register}?filter=ou:${ROOT}&filter=pe:2024`;
      const own = world.events.filter(
        ({ program, options: uids, status, occurred, scheduled }) =>
          program === world.cast.register &&
          uids.includes(open?.uid ?? '') &&
          (status === 'SCHEDULE' ? scheduled : occurred)?.startsWith('2024'),
      );
      expect((await world.ask(query, reader())).rows).toEqual([[String(own.length)]]);
      expect((await world.ask(query.replace(world.cast.register, world.cast.program), reader())).rows).toEqual([]);
    });
  });

  it('the database says how it answers, to those who may ask', async () => {
    const query = `${world.cast.register}/explain?dimension=ou:${ROOT}&dimension=pe:2024`;
    for (const kind of ['query', 'aggregate']) {
      const { performanceMetrics, rows } = await world.ask(`events/${kind}/${query}`);
      expect(performanceMetrics.executionPlans[0].plan).toHaveProperty('Node Type');
      expect(performanceMetrics.totalTimeInMillis).toBeGreaterThan(0);
      expect(rows).toEqual([]);
    }
    expect(await world.refusal(`events/query/${query}`, `${world.cast.reader.username}:${PASSWORD}`)).toMatchObject({
      status: 403,
    });
  });
}
