import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { deletionsOf } from '../../support/deletions.js';
import { testServer } from '../../support/server.js';

const server = testServer();
const { given, read } = deletionsOf({ request: (...args) => server.request(...args) });

const change = (method: string, path: string, body: unknown) => server.request(`/api/${path}`, { method, body });

const refs = (...ids: readonly string[]) => ids.map((id) => ({ id }));

describe('category combos', () => {
  const option = (id: string) => ({ id, name: `n${id.slice(-1)}`, shortName: id });
  const combosOf = async (uid = 'CollectF010'): Promise<readonly string[]> =>
    (await read(`categoryOptionCombos?filter=categoryCombo.id:eq:${uid}&fields=name&paging=false`)).categoryOptionCombos
      .map(({ name }: { readonly name: string }) => name)
      .toSorted();
  const noneTwice = async (): Promise<void> => {
    const { rows } = await sql<{ count: number }>`
      select count(*) from (
        select link.categorycomboid, (
          select array_agg(categoryoptionid order by categoryoptionid) from categoryoptioncombos_categoryoptions as member
          where member.categoryoptioncomboid = link.categoryoptioncomboid
        ) as options
        from categorycombos_optioncombos as link
      ) as combos
      group by categorycomboid, options having count(*) > 1
    `.execute(server.db);
    expect(rows).toEqual([]);
    const orphans = await sql`
      select from categoryoptioncombo as orphan
      where not exists (select from categorycombos_optioncombos as link where link.categoryoptioncomboid = orphan.categoryoptioncomboid)
        or not exists (select from categoryoptioncombos_categoryoptions as link where link.categoryoptioncomboid = orphan.categoryoptioncomboid)
    `.execute(server.db);
    expect(orphans.rows).toHaveLength(0);
  };

  it('have all their option combos, named in the order of their categories, after each change', async () => {
    await given({
      categoryOptions: ['1', '2', '3', '4', '5'].map((number) => option(`CollectF00${number}`)),
      categories: [
        { id: 'CollectF006', name: 'F6', shortName: 'F6', categoryOptions: refs('CollectF001', 'CollectF002') },
        { id: 'CollectF007', name: 'F7', shortName: 'F7', categoryOptions: refs('CollectF003') },
      ],
      categoryCombos: [{ id: 'CollectF010', name: 'F10', categories: refs('CollectF007', 'CollectF006') }],
    });
    expect(await combosOf()).toEqual(['n3, n1', 'n3, n2']);
    // An option more, from either side of the list.
    await change('POST', 'categories/CollectF007/categoryOptions', { additions: refs('CollectF004') });
    expect(await combosOf()).toEqual(['n3, n1', 'n3, n2', 'n4, n1', 'n4, n2']);
    await change('POST', 'categoryOptions/CollectF005/categories', { additions: refs('CollectF007') });
    expect(await combosOf()).toEqual(['n3, n1', 'n3, n2', 'n4, n1', 'n4, n2', 'n5, n1', 'n5, n2']);
    await noneTwice();
    // The same again, by all ways.
    const stored = await read('categoryCombos/CollectF010?fields=:owner');
    expect((await change('PUT', 'categoryCombos/CollectF010', stored)).status).toBe(200);
    expect(
      (await change('PUT', 'categories/CollectF007', await read('categories/CollectF007?fields=:owner'))).status,
    ).toBe(200);
    await given({ categoryCombos: [stored], categories: [await read('categories/CollectF006?fields=:owner')] });
    expect(await combosOf()).toHaveLength(6);
    await noneTwice();
  });

  it('whose categories share an option have each combination once', async () => {
    await given({
      categories: [
        { id: 'CollectF008', name: 'F8', shortName: 'F8', categoryOptions: refs('CollectF001', 'CollectF003') },
      ],
      categoryCombos: [{ id: 'CollectF011', name: 'F11', categories: refs('CollectF006', 'CollectF008') }],
    });
    const names = await combosOf('CollectF011');
    expect(names).toHaveLength(4);
    await given({ categoryCombos: [await read('categoryCombos/CollectF011?fields=:owner')] });
    expect(await combosOf('CollectF011')).toEqual(names);
    await noneTwice();
  });

  it('in a payload with their own option combos keep those', async () => {
    await given({
      categoryCombos: [{ id: 'CollectF012', name: 'F12', categories: refs('CollectF006') }],
      categoryOptionCombos: [
        { id: 'CollectF013', name: 'mine', categoryCombo: { id: 'CollectF012' }, categoryOptions: refs('CollectF001') },
      ],
    });
    expect(await combosOf('CollectF012')).toEqual(['mine', 'n2']);
    await noneTwice();
  });

  it('of too many combinations are refused before they are made', async () => {
    const many = Array.from({ length: 60 }, (_, index) => `CollectG${String(index).padStart(3, '0')}`);
    const { status, json } = await server.request('/api/metadata', {
      method: 'POST',
      body: {
        categoryOptions: many.map((id) => ({ id, name: id, shortName: id })),
        categories: [1, 2, 3, 4].map((number) => ({
          id: `CollectH00${number}`,
          name: `H${number}`,
          shortName: `H${number}`,
          categoryOptions: refs(...many),
        })),
        categoryCombos: [
          {
            id: 'CollectH010',
            name: 'H10',
            categories: refs('CollectH001', 'CollectH002', 'CollectH003', 'CollectH004'),
          },
        ],
      },
    });
    expect([status, json.errorCode]).toEqual([409, 'E4007']);
    expect(json.message).toContain('12960000');
    expect((await server.request('/api/categoryCombos/CollectH010')).status).toBe(404);
  });
});
