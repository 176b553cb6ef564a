import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { testDatabase } from '../../test/support/database.js';

const test = testDatabase();

const store = (geometry: unknown) =>
  sql`
    insert into orgunitgroup (orgunitgroupid, uid, created, lastupdated, name, shortname, geometry)
    values (nextval('hibernate_sequence'), substr(md5(random()::text), 1, 11), now(), now(), md5(random()::text), md5(random()::text), ${JSON.stringify(geometry)}::jsonb)
  `.execute(test.db);

it.each([[{ type: 'Point', coordinates: [1, 2] }], [{ type: 'GeometryCollection', geometries: [] }]])(
  'a geometry may be %j',
  async (geometry) => {
    await expect(store(geometry)).resolves.toBeDefined();
  },
);

it.each([[5], ['Point'], [[]], [{}], [null], [{ type: 'Point' }], [{ type: 'Circle', coordinates: [1] }]])(
  'a geometry may not be %j',
  async (geometry) => {
    await expect(store(geometry)).rejects.toThrow(/orgunitgroup_geometry_check/);
  },
);
