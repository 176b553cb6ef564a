import { beforeAll, describe, expect, it } from 'vitest';
import { deletionsOf } from '../../support/deletions.js';
import { layout } from '../../support/dhis2/layout.js';
import { element } from '../../support/imports.js';
import { testServer } from '../../support/server.js';

const server = testServer();
const { given, read } = deletionsOf({ request: (...args) => server.request(...args) });

const change = (method: string, path: string, body?: unknown, user = 'admin:district') =>
  server.request(`/api/${path}`, { method, user, ...(body !== undefined && { body }) });

const refs = (...ids: readonly string[]) => ids.map((id) => ({ id }));
const itemsOf = async (path: string, collection: string): Promise<readonly string[]> =>
  (await read(`${path}?fields=${collection}[id]`))[collection].map(({ id }: { readonly id: string }) => id);

const ELEMENTS = ['CollectA001', 'CollectA002', 'CollectA003', 'CollectA004'] as const;
const [E1, E2, E3, E4] = ELEMENTS;
const GROUP = 'dataElementGroups/CollectB001';
const OTHER = 'dataElementGroups/CollectB002';
/** May change data elements and the first group, which is shared with everybody. */
const EDITOR = 'editor:District1!';

beforeAll(async () => {
  await given({
    dataElements: ELEMENTS.map((id) => element({ id }, id)),
    dataElementGroups: [
      { id: 'CollectB001', name: 'B1', shortName: 'B1', sharing: { public: 'rw------' } },
      { id: 'CollectB002', name: 'B2', shortName: 'B2', sharing: { public: 'r-------' } },
    ],
    legendSets: ['CollectC001', 'CollectC002', 'CollectC003'].map((id) => ({ id, name: id })),
    userRoles: [
      {
        id: 'CollectD001',
        name: 'Editors',
        authorities: ['F_DATAELEMENT_PUBLIC_ADD', 'F_DATAELEMENTGROUP_PUBLIC_ADD'],
      },
    ],
    users: [
      {
        id: 'CollectD002',
        username: 'editor',
        surname: 'E',
        firstName: 'E',
        password: 'District1!',
        userRoles: refs('CollectD001'),
      },
    ],
  });
});

// Writing metadata is left to DHIS2.
describe.skipIf(layout)('a collection', () => {
  it('takes additions and deletions, and says what was changed', async () => {
    const added = await change('POST', `${GROUP}/dataElements`, { additions: refs(E1, E2, E2) });
    expect([added.status, added.json], added.text).toEqual([
      200,
      {
        httpStatus: 'OK',
        httpStatusCode: 200,
        status: 'OK',
        response: {
          responseType: 'TypeReport',
          klass: 'org.hisp.dhis.dataelement.DataElementGroup',
          stats: { created: 0, updated: 1, deleted: 0, ignored: 0, total: 1 },
          objectReports: [],
        },
      },
    ]);
    expect(await itemsOf(GROUP, 'dataElements')).toEqual([E1, E2]);
    const both = await change('POST', `${GROUP}/dataElements`, { additions: refs(E3), deletions: refs(E1) });
    expect(both.status, both.text).toBe(200);
    expect(await itemsOf(GROUP, 'dataElements')).toEqual([E2, E3]);
    expect((await change('POST', `${GROUP}/dataElements`, { identifiableObjects: refs(E4) })).status).toBe(200);
    expect((await change('DELETE', `${GROUP}/dataElements`, { identifiableObjects: refs(E2, E3) })).status).toBe(200);
    expect(await itemsOf(GROUP, 'dataElements')).toEqual([E4]);
    expect((await change('PUT', `${GROUP}/dataElements`, { identifiableObjects: refs(E1, E4) })).status).toBe(200);
    expect(await itemsOf(GROUP, 'dataElements')).toEqual([E1, E4]);
    expect((await change('PUT', `${GROUP}/dataElements`, { identifiableObjects: [] })).status).toBe(200);
    expect(await itemsOf(GROUP, 'dataElements')).toEqual([]);
  });

  it('takes single items by their paths, each as often as one likes', async () => {
    for (const method of ['POST', 'PUT', 'POST'])
      expect((await change(method, `${GROUP}/dataElements/${E1}`)).status).toBe(200);
    expect(await itemsOf(GROUP, 'dataElements')).toEqual([E1]);
    for (let time = 0; time < 2; time += 1)
      expect((await change('DELETE', `${GROUP}/dataElements/${E1}`)).status).toBe(200);
    expect(await itemsOf(GROUP, 'dataElements')).toEqual([]);
  });

  it('can be changed from its other side', async () => {
    expect(
      (await change('POST', `dataElements/${E1}/dataElementGroups`, { additions: refs('CollectB001', 'CollectB002') }))
        .status,
    ).toBe(200);
    expect(await itemsOf(GROUP, 'dataElements')).toEqual([E1]);
    expect(await itemsOf(OTHER, 'dataElements')).toEqual([E1]);
    expect(
      (await change('PUT', `dataElements/${E1}/dataElementGroups`, { identifiableObjects: refs('CollectB002') }))
        .status,
    ).toBe(200);
    expect(await itemsOf(GROUP, 'dataElements')).toEqual([]);
    expect((await change('DELETE', `dataElements/${E1}/dataElementGroups/CollectB002`)).status).toBe(200);
    expect(await itemsOf(OTHER, 'dataElements')).toEqual([]);
  });

  it('keeps the order in which it was given', async () => {
    const path = `dataElements/${E1}`;
    await change('POST', `${path}/legendSets`, { additions: refs('CollectC003', 'CollectC001') });
    expect(await itemsOf(path, 'legendSets')).toEqual(['CollectC003', 'CollectC001']);
    await change('POST', `${path}/legendSets/CollectC002`);
    expect(await itemsOf(path, 'legendSets')).toEqual(['CollectC003', 'CollectC001', 'CollectC002']);
    await change('POST', `${path}/legendSets`, { additions: refs('CollectC003') });
    expect(await itemsOf(path, 'legendSets')).toEqual(['CollectC003', 'CollectC001', 'CollectC002']);
    await change('PUT', `${path}/legendSets`, { identifiableObjects: refs('CollectC002', 'CollectC003') });
    expect(await itemsOf(path, 'legendSets')).toEqual(['CollectC002', 'CollectC003']);
  });

  it('of objects that name their owner is changed by changing them', async () => {
    const option = (id: string) => ({ id, name: id, code: id });
    await given({
      optionSets: [{ id: 'CollectE001', name: 'E1', valueType: 'TEXT', options: refs('CollectE002', 'CollectE003') }],
      options: [option('CollectE002'), option('CollectE003'), option('CollectE004')],
    });
    const path = 'optionSets/CollectE001';
    expect(
      (await change('POST', `${path}/options`, { additions: refs('CollectE004'), deletions: refs('CollectE002') }))
        .status,
    ).toBe(200);
    expect(await itemsOf(path, 'options')).toEqual(['CollectE003', 'CollectE004']);
    expect((await read('options/CollectE002')).optionSet).toBeUndefined();
    expect(
      (
        await change('PUT', `${path}/options`, {
          identifiableObjects: refs('CollectE004', 'CollectE002', 'CollectE003'),
        })
      ).status,
    ).toBe(200);
    expect(await itemsOf(path, 'options')).toEqual(['CollectE004', 'CollectE002', 'CollectE003']);
    await given({
      dataSets: [{ id: 'CollectE005', name: 'E5', shortName: 'E5', periodType: 'Monthly' }],
      sections: [{ id: 'CollectE006', name: 'E6', dataSet: { id: 'CollectE005' } }],
    });
    const orphaned = await change('DELETE', 'dataSets/CollectE005/sections/CollectE006');
    expect(
      [orphaned.status, orphaned.json.response?.objectReports?.[0]?.errorReports?.[0]?.errorCode],
      orphaned.text,
    ).toEqual([409, 'E1109']);
    expect(await itemsOf('dataSets/CollectE005', 'sections')).toEqual(['CollectE006']);
  });

  it('refuses unknown items and takes none of the others', async () => {
    const unknown = 'Zz9Zz9Zz9Zz';
    const added = await change('POST', `${GROUP}/dataElements`, {
      additions: refs(E1, unknown),
      deletions: refs('Yy9Yy9Yy9Yy'),
    });
    expect([added.status, added.json.status]).toEqual([409, 'WARNING']);
    expect(added.json.response).toMatchObject({
      responseType: 'TypeReport',
      stats: { updated: 0, ignored: 1, total: 1 },
    });
    const [{ errorReports }] = added.json.response.objectReports;
    expect(errorReports).toMatchObject([
      { errorCode: 'E1108', message: expect.stringMatching(/^Could not add item to collection: .*Zz9Zz9Zz9Zz/) },
      { errorCode: 'E1109', message: expect.stringMatching(/^Could not remove item from collection: .*Yy9Yy9Yy9Yy/) },
    ]);
    expect(await itemsOf(GROUP, 'dataElements')).toEqual([]);
    expect((await change('POST', `${GROUP}/dataElements/${unknown}`)).status).toBe(409);
    expect((await change('DELETE', `${GROUP}/dataElements/${unknown}`)).status).toBe(409);
  });

  it('has to be one that there is and that can be changed', async () => {
    for (const path of [
      `${GROUP}/unheardOf`,
      `${GROUP}/name`,
      `${GROUP}/constructor`,
      'dataElementGroups/Zz9Zz9Zz9Zz/dataElements',
      'dataSets/CollectE005/dataSetElements',
      `dataElements/${E1}/dataSetElements`,
      `dataElements/${E1}/aggregationLevels`,
      'categoryOptionCombos/HllvX50cXC0/categoryCombo',
      'categoryCombos/bjDvmb4bfuf/categoryOptionCombos',
    ])
      for (const [method, body] of [
        ['POST', { additions: refs(E1) }],
        ['PUT', { identifiableObjects: [] }],
        ['DELETE', { identifiableObjects: refs(E1) }],
      ] as const)
        expect((await change(method, path, body)).status, `${method} ${path}`).toBe(404);
    expect((await change('POST', 'categories/GLevLNI9wkl/categoryOptions', { additions: [] })).status).toBe(409);
  });

  it.each([
    ['a list', []],
    ['items that are no list', { additions: 'x' }],
    ['items that are none', { additions: [5] }],
    ['items without ids', { additions: [{ code: 'A' }] }],
    ['items with the character zero', { additions: [{ id: 'a\u0000' }] }],
  ])('refuses %s as the body', async (_name, body) => {
    const { status, text } = await change('POST', `${GROUP}/dataElements`, body);
    expect([400, 409], text).toContain(status);
  });

  it('is changed by those who may change its owner, from either side', async () => {
    const body = { additions: refs(E1) };
    expect((await change('POST', `${GROUP}/dataElements`, body, EDITOR)).status).toBe(200);
    expect((await change('POST', `${OTHER}/dataElements`, body, EDITOR)).status).toBe(403);
    expect(
      (await change('POST', `dataElements/${E2}/dataElementGroups`, { additions: refs('CollectB002') }, EDITOR)).status,
    ).toBe(403);
    expect((await change('POST', `${OTHER}/dataElements`, body)).status).toBe(200);
    // A replacement takes the element out of a group that the user may not change.
    expect(
      (await change('PUT', `dataElements/${E1}/dataElementGroups`, { identifiableObjects: [] }, EDITOR)).status,
    ).toBe(403);
    expect(
      (
        await change(
          'PUT',
          `dataElements/${E1}/dataElementGroups`,
          { identifiableObjects: refs('CollectB002') },
          EDITOR,
        )
      ).status,
    ).toBe(200);
    expect(await itemsOf(GROUP, 'dataElements')).toEqual([]);
    expect(await itemsOf(OTHER, 'dataElements')).toEqual([E1]);
  });
});
