import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { preset, readContext, readList, readOne, typeNamed } from '../../../src/metadata/index.js';
import { testServer } from '../../support/server.js';

const server = testServer({ demo: true });
const KILOBYTE = 1024;

/** A super user, as the engine sees them. */
const context = () =>
  readContext(
    { id: 26, uid: 'M5zQapPyTZI', username: 'admin', authorities: new Set(['ALL']), isSuper: true } as never,
    '',
  );

describe('answers that are too large', () => {
  const fields = preset('all');

  it('are refused before they reach this process, others are not', async () => {
    const type = typeNamed('dataElement');
    const wanted = { status: 400, code: 'E1003', message: expect.stringContaining('Ask for fewer fields') };
    await expect(readList(server.db, type, { fields }, context(), KILOBYTE)).rejects.toMatchObject(wanted);
    const page = { offset: 0, limit: 5 };
    await expect(readList(server.db, type, { fields, page }, context(), KILOBYTE)).rejects.toMatchObject(wanted);
    await expect(readOne(server.db, type, 'fbfJHSPpUQD', fields, context(), 100)).rejects.toMatchObject(wanted);
    const { objects, total } = await readList(server.db, type, { fields, page }, context(), 100 * KILOBYTE);
    expect(total).toBe(100);
    expect(JSON.parse(`[${objects}]`)).toHaveLength(5);
    const one = await readOne(server.db, type, 'fbfJHSPpUQD', fields, context(), 100 * KILOBYTE);
    expect(one).toMatchObject({ found: 'yes', object: expect.stringContaining('ANC 1st visit') });
  });

  it('an empty one is none of them', async () => {
    await sql`delete from constant`.execute(server.db);
    expect(await readList(server.db, typeNamed('constant'), { fields }, context(), 0)).toMatchObject({
      objects: '',
      total: 0,
    });
  });
});
