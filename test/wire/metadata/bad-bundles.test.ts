import { describe, expect, it } from 'vitest';
import { element, importsOf, unit } from '../../support/imports.js';
import { testServer } from '../../support/server.js';

const server = testServer();
const { everything, importing, expectRefused } = importsOf({ request: (...args) => server.request(...args) });

describe('objects that get in each other’s way', () => {
  it('by a code that another one has', async () => {
    expect((await importing({ dataElements: [element({ id: 'BadInput011', code: 'TAKEN' }, 'First')] })).status).toBe(
      200,
    );
    const { typeReports } = await expectRefused(
      { dataElements: [element({ id: 'BadInput012', code: 'TAKEN' }, 'Second')] },
      ['E5003 code'],
    );
    expect(typeReports[0].objectReports[0].errorReports[0]).toMatchObject({
      message:
        'Property `code` with value `TAKEN` on object Second [BadInput012] (DataElement) already exists on object BadInput011',
      value: 'TAKEN',
    });
    const single = await server.request('/api/dataElements', {
      method: 'POST',
      body: element({ code: 'TAKEN' }, 'Second'),
    });
    expect([single.status, single.json.response.errorReports[0].errorCode]).toEqual([409, 'E5003']);
  });

  it('by a code or a name that both have', async () => {
    await expectRefused(
      {
        dataElements: [
          element({ id: 'BadInput013', code: 'BOTH', shortName: 'a' }, 'Same'),
          element({ id: 'BadInput014', code: 'BOTH', shortName: 'b' }, 'Same'),
        ],
      },
      ['E5005 code', 'E5005 name'],
    );
  });

  it('by a uid that both have: the first counts', async () => {
    const twice = [element({ id: 'BadInput015' }, 'Once'), element({ id: 'BadInput015' }, 'Twice')];
    await expectRefused({ dataElements: twice }, ['E5004']);
    const { json } = await importing({ dataElements: twice }, '?atomicMode=NONE');
    expect(json.response.stats).toMatchObject({ created: 1, ignored: 1 });
    expect((await server.request('/api/dataElements/BadInput015')).json.name).toBe('Once');
  });

  it('by a pair that only one may have', async () => {
    const optionSet = { id: 'BadInput020', name: 'Bad set', valueType: 'TEXT' };
    const option = (id: string, set = optionSet.id) => ({ id, name: id, code: 'A', optionSet: { id: set } });
    await expectRefused({ optionSets: [optionSet], options: [option('BadInput021'), option('BadInput022')] }, [
      'E5005 code',
    ]);
    const other = { id: 'BadInput023', name: 'Other set', valueType: 'TEXT' };
    const good = await importing({
      optionSets: [optionSet, other],
      options: [option('BadInput021'), option('BadInput022', other.id)],
    });
    expect(good.status, good.text).toBe(200);
    await expectRefused({ options: [option('BadInput024')] }, ['E5003 code']);
    const dataSets = [{ id: 'BadInput025', name: 'D', shortName: 'D', periodType: 'Monthly' }];
    const section = { name: 'Part', dataSet: { id: 'BadInput025' } };
    expect((await importing({ dataSets, sections: [section] })).status).toBe(200);
    await expectRefused({ sections: [section] }, ['E5003 name']);
  });

  it('by parts that belong to one of them', async () => {
    const attribute = { id: 'BadInput030', name: 'A', shortName: 'A', valueType: 'TEXT', aggregationType: 'NONE' };
    const parts = [{ id: 'BadInput032', trackedEntityAttribute: { id: attribute.id } }];
    const program = (id: string) => ({
      id,
      name: id,
      shortName: id,
      programType: 'WITH_REGISTRATION',
      programTrackedEntityAttributes: parts,
    });
    const both = { trackedEntityAttributes: [attribute], programs: [program('BadInput033'), program('BadInput034')] };
    await expectRefused(both, ['E5003 programTrackedEntityAttributes']);
    expect((await importing({ ...both, programs: [program('BadInput033')] })).status).toBe(200);
    await expectRefused({ programs: [program('BadInput034')] }, ['E5003 programTrackedEntityAttributes']);
    // The first one lets go of it in the same payload.
    const moved = [{ ...program('BadInput033'), programTrackedEntityAttributes: [] }, program('BadInput034')];
    expect((await importing({ programs: moved })).status).toBe(200);
    expect((await server.request('/api/programs/BadInput034')).json.programTrackedEntityAttributes).toMatchObject(
      parts,
    );
  });
});

describe('organisation units above themselves', () => {
  const CHAIN = ['BadInput041', 'BadInput042', 'BadInput043', 'BadInput044'];
  const chain = CHAIN.map((id, index) =>
    unit({ id, name: id, shortName: id, ...(index > 0 && { parent: { id: CHAIN[index - 1] } }) }),
  );

  it('are refused, in a payload, by an update and by a patch, through any number of others', async () => {
    await expectRefused({ organisationUnits: [unit({ id: 'BadInput040', parent: { id: 'BadInput040' } })] }, [
      'E4027 parent',
    ]);
    const closed = chain.map((object, index) => (index === 0 ? { ...object, parent: { id: CHAIN[3] } } : object));
    await expectRefused({ organisationUnits: closed }, ['E4027 parent']);
    await expectRefused({ organisationUnits: closed }, ['E4027 parent'], '?skipValidation=true');
    const made = await importing({ organisationUnits: chain.toReversed() });
    expect(made.status, made.text).toBe(200);
    expect((await server.request(`/api/organisationUnits/${CHAIN[3]}`)).json.path).toBe(`/${CHAIN.join('/')}`);
    await expectRefused({ organisationUnits: [closed[0]] }, ['E4027 parent']);
    const patched = await server.request(`/api/organisationUnits/${CHAIN[0]}`, {
      method: 'PATCH',
      headers: { 'content-type': 'application/json-patch+json' },
      body: JSON.stringify([{ op: 'add', path: '/parent', value: { id: CHAIN[3] } }]),
    });
    expect([patched.status, patched.json.response.errorReports[0].errorCode], patched.text).toEqual([409, 'E4027']);
    expect((await server.request(`/api/organisationUnits/${CHAIN[3]}`)).json.level).toBe(4);
  });

  it('are none when the tree is turned round', async () => {
    const turned = chain.map((object, index) => {
      const { parent: _, ...rest } = object as { parent?: unknown };
      return index === 3 ? rest : { ...rest, parent: { id: CHAIN[index + 1] } };
    });
    const { status, text } = await importing({ organisationUnits: turned });
    expect(status, text).toBe(200);
    expect((await server.request(`/api/organisationUnits/${CHAIN[0]}`)).json.path).toBe(
      `/${CHAIN.toReversed().join('/')}`,
    );
  });

  it('and those deeper than a path can say are refused', async () => {
    const ids = Array.from({ length: 22 }, (_, index) => `BadDeep${String(index).padStart(4, '0')}`);
    const deep = ids.map((id, index) =>
      unit({ id, name: id, shortName: id, ...(index > 0 && { parent: { id: ids[index - 1] } }) }),
    );
    const { typeReports } = await expectRefused({ organisationUnits: deep }, ['E4001 parent']);
    expect(typeReports[0].objectReports).toHaveLength(1);
    expect((await importing({ organisationUnits: deep.slice(0, 21) })).status).toBe(200);
    // A tree that is hung below another one is as deep as both.
    await expectRefused({ organisationUnits: [{ ...chain[3], parent: { id: ids[19] } }] }, ['E4001 parent']);
  });
});

describe('the default objects', () => {
  it('are never changed', async () => {
    const before = await everything();
    for (const [plural, uid] of [
      ['categoryOptions', 'xYerKDKCefk'],
      ['categories', 'GLevLNI9wkl'],
      ['categoryCombos', 'bjDvmb4bfuf'],
      ['categoryOptionCombos', 'HllvX50cXC0'],
    ] as const) {
      const stored = (await server.request(`/api/${plural}/${uid}?fields=:owner`)).json;
      const body = { ...stored, name: 'mine', shortName: 'mine' };
      const put = await server.request(`/api/${plural}/${uid}`, { method: 'PUT', body });
      const gone = await server.request(`/api/${plural}/${uid}`, { method: 'DELETE' });
      expect([put.status, gone.status]).toEqual([409, 409]);
      expect((await importing({ [plural]: [body] })).json.response.stats.total).toBe(0);
      expect((await importing({ [plural]: [body] }, '?importStrategy=DELETE')).json.response.stats.total).toBe(0);
    }
    expect(await everything()).toBe(before);
  });
});
