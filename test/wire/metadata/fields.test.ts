import { beforeAll, describe, expect, it } from 'vitest';
import { ATTRIBUTES, enrichMetadata } from '../../support/metadata-fixture.js';
import { testServer } from '../../support/server.js';

const server = testServer({ demo: true });
const ANC = 'fbfJHSPpUQD';

beforeAll(async () => {
  await enrichMetadata(server.db);
});

const one = async (fields: string, path = `dataElements/${ANC}`) => {
  const { status, json, text } = await server.request(`/api/${path}?fields=${encodeURIComponent(fields)}`);
  expect(status, text).toBe(200);
  return json;
};

describe('presets of fields', () => {
  it('are id and displayName for lists, everything for an object', async () => {
    const { json } = await server.request('/api/dataElements?pageSize=1');
    expect(Object.keys(json.dataElements[0])).toEqual(['id', 'displayName']);
    const { json: whole } = await server.request(`/api/dataElements/${ANC}`);
    expect(whole).toEqual(await one('*'));
    expect(whole).toEqual(await one(':all'));
    expect(whole).toMatchObject({ id: ANC, name: 'ANC 1st visit', categoryCombo: { id: 'bjDvmb4bfuf' } });
    expect(whole.href).toBe(`${server.url}/api/dataElements/${ANC}`);
    expect(whole).not.toHaveProperty('user');
  });

  it.each([
    [':identifiable', ['id', 'name', 'code', 'created', 'lastUpdated', 'lastUpdatedBy']],
    [':nameable', ['id', 'name', 'shortName', 'description', 'code', 'created', 'lastUpdated']],
    [':id', ['id']],
    [':code', ['code']],
    [':idName', ['id', 'displayName']],
    [':idName,code', ['id', 'displayName', 'code']],
  ])('%s', async (preset, names) => {
    expect(Object.keys(await one(preset)).sort()).toEqual([...names].sort());
  });

  it(':owner has what the object owns, :persisted what is stored, :simple what is one value', async () => {
    const [owner, persisted, simple] = [await one(':owner'), await one(':persisted'), await one(':simple')];
    expect(owner).toMatchObject({ name: 'ANC 1st visit', sharing: {}, translations: [{}, {}], attributeValues: [{}] });
    for (const derived of ['displayName', 'href', 'access', 'dataElementGroups', 'dataSetElements', 'dimensionItem'])
      expect(owner).not.toHaveProperty(derived);
    expect(persisted).toMatchObject({ name: 'ANC 1st visit', dataElementGroups: [{}, {}], sharing: {} });
    expect(persisted).not.toHaveProperty('displayName');
    expect(simple).toMatchObject({ name: 'ANC 1st visit', displayName: 'ANC 1st visit', zeroIsSignificant: false });
    for (const value of Object.values(simple)) expect(typeof value).not.toBe('object');
  });

  it.each(['nonsense', 'constructor', 'toString', '__proto__'])(
    'passes over a preset :%s and a property of that name',
    async (name) => {
      expect(await one(`:${name}`)).toEqual({});
      expect(await one(`id,${name},:${name}`)).toEqual({ id: ANC });
    },
  );
});

describe('names in fields', () => {
  it('select properties, repeated parameters are joined, unknown names are passed over', async () => {
    expect(await one('id,name')).toEqual({ id: ANC, name: 'ANC 1st visit' });
    const { json } = await server.request(`/api/dataElements/${ANC}?fields=id&fields=name,nothing`);
    expect(json).toEqual({ id: ANC, name: 'ANC 1st visit' });
    expect(await one('nothing')).toEqual({});
  });

  it('leave out what has no value, also inside stored JSON', async () => {
    expect(await one('id,fieldMask,style')).toEqual({
      id: ANC,
      style: { color: '#00ff00', deep: { a: 0, b: ['x', 'y'] } },
    });
  });

  it('nest with square and round brackets; a bare reference is its id', async () => {
    const square = await one('categoryCombo[id,name,isDefault]');
    expect(square).toEqual({ categoryCombo: { id: 'bjDvmb4bfuf', name: 'default', isDefault: true } });
    expect(await one('categoryCombo(id,name,isDefault)')).toEqual(square);
    expect(await one('categoryCombo,lastUpdatedBy[username]')).toEqual({
      categoryCombo: { id: 'bjDvmb4bfuf' },
      lastUpdatedBy: { username: 'admin' },
    });
    const { dataSetElements } = await one('dataSetElements[dataSet[id,periodType],dataElement]');
    expect(dataSetElements[0]).toEqual({
      dataElement: { id: ANC },
      dataSet: { id: expect.any(String), periodType: expect.any(String) },
    });
  });

  it('nest presets and exclusions', async () => {
    const { categoryCombo } = await one('categoryCombo[:all,!name,!access]');
    expect(categoryCombo).toMatchObject({ id: 'bjDvmb4bfuf', displayName: 'default' });
    expect(categoryCombo).not.toHaveProperty('name');
    expect(categoryCombo).not.toHaveProperty('access');
    expect((await one('categoryCombo[!name]')).categoryCombo).toHaveProperty('id');
    const { categories } = await one(':owner', 'categoryCombos/bjDvmb4bfuf');
    expect(categories).toEqual([{ id: 'GLevLNI9wkl' }]);
  });

  it('exclude what was included, with everything below', async () => {
    const all = await one('*');
    const { sharing, translations, ...rest } = all;
    expect(await one('*,!sharing,!translations')).toEqual(rest);
    expect(await one('!sharing,!translations,*')).toEqual(rest);
    expect(await one('id,categoryCombo[id,name],!categoryCombo')).toEqual({ id: ANC });
    expect(sharing).toBeDefined();
    expect(translations).toHaveLength(2);
  });

  it('pick members of stored JSON', async () => {
    expect(await one('style[color]')).toEqual({ style: { color: '#00ff00' } });
    expect(await one('style[deep[a~rename(n)],none]')).toEqual({ style: { deep: { n: 0 } } });
    expect(await one('style[*,!deep]')).toEqual({ style: { color: '#00ff00' } });
    expect((await one('translations[locale]')).translations).toEqual([{ locale: 'fr' }, { locale: 'es' }]);
    const many = Array.from({ length: 130 }, (_, index) => `a${index}`).join(',');
    expect(await one(`style[${many},color]`)).toEqual({ style: { color: '#00ff00' } });
  });

  it('show attribute values as objects', async () => {
    expect(await one('attributeValues')).toEqual({
      attributeValues: [{ attribute: { id: ATTRIBUTES.note }, value: 'Note 0' }],
    });
    expect(await one('attributeValues[value,attribute[name]]')).toEqual({
      attributeValues: [{ value: 'Note 0', attribute: { name: 'Note' } }],
    });
  });

  it('never show passwords', async () => {
    const { json, text } = await server.request('/api/users?filter=username:eq:admin&fields=*,password,:owner');
    expect(json.users[0].username).toBe('admin');
    expect(text).not.toContain('password"');
    expect((await server.request(`/api/users/${json.users[0].id}/password`)).status).toBe(404);
  });
});

describe('transformers', () => {
  it.each([
    ['name~rename(title)', { title: 'ANC 1st visit' }],
    ['name::rename(title)', { title: 'ANC 1st visit' }],
    ['name|rename(title)', { title: 'ANC 1st visit' }],
    ['name~rename(a)~rename(Ünï "b")', { 'Ünï "b"': 'ANC 1st visit' }],
    ['name~size', { name: 13 }],
    ['name::size', { name: 13 }],
    ['name~isEmpty,code~isNotEmpty', { name: false, code: true }],
    ['translations~size', { translations: 2 }],
    ['attributeValues~size', { attributeValues: 1 }],
    ['aggregationLevels~isEmpty', { aggregationLevels: true }],
    ['dataElementGroups~isNotEmpty', { dataElementGroups: true }],
    ['translations~pluck(locale)', { translations: ['fr', 'es'] }],
    ['translations~pluck(locale)~size', { translations: 2 }],
    ['fieldMask~size,fieldMask~isEmpty', {}],
    ['commentOptionSet~size', {}],
    ['zeroIsSignificant~size,name~nonsense,code~nonsense(1;2)', expect.objectContaining({ code: 'DE_00001' })],
    ['dataElementGroups~size~rename(groups)', { groups: 2 }],
    ['dataElementGroups[id]~size', { dataElementGroups: 2 }],
    ['style~keyBy(color),style~size', expect.objectContaining({ style: expect.anything() })],
  ])('%s', async (fields, wanted) => {
    expect(await one(fields)).toEqual(wanted);
  });

  it('pluck and keyBy take id unless told otherwise', async () => {
    const { dataElementGroups: groups } = await one('dataElementGroups[id,name]');
    expect(groups).toHaveLength(2);
    const ids = groups.map(({ id }: { id: string }) => id);
    expect(await one('dataElementGroups~pluck')).toEqual({ dataElementGroups: ids });
    expect(await one('dataElementGroups~pluck(name)')).toEqual({
      dataElementGroups: groups.map(({ name }: { name: string }) => name),
    });
    expect(await one('dataElementGroups~pluck[name]')).toEqual(await one('dataElementGroups~pluck(name)'));
    expect(await one('dataElementGroups~pluck(nothing)')).toEqual({ dataElementGroups: [] });
    expect(await one('dataElementGroups[id,name]~keyBy')).toEqual({
      dataElementGroups: Object.fromEntries(groups.map((group: { id: string }) => [group.id, group])),
    });
    const { dataElementGroups: byType } = await one(
      'dataElementGroups[id,name,publicAccess,groupSets~size~rename(n)]~keyBy(n)',
    );
    expect(Object.values(byType).flat()).toHaveLength(2);
  });

  it('keyBy makes a list of those that share a key', async () => {
    const path = 'optionSets';
    const { json } = await server.request(
      `/api/${path}?fields=options[id,style,optionSet[name]~rename(set),sortOrder]~keyBy(sortOrder)`,
    );
    expect(Object.keys(json.optionSets[0].options)).toEqual(['1', '2']);
    const { json: shared } = await server.request(`/api/dataElements/${ANC}?fields=translations~keyBy(property)`);
    expect(shared.translations).toMatchObject({ NAME: { locale: 'fr' }, SHORT_NAME: { locale: 'es' } });
    const { json: sets } = await server.request(
      `/api/dataElements/${ANC}?fields=dataElementGroups[id,access~rename(x),favorite]~keyBy(favorite)`,
    );
    expect(sets.dataElementGroups.false).toHaveLength(2);
  });

  it('two fields with one name become one member', async () => {
    const { text } = await server.request(`/api/dataElements/${ANC}?fields=id~rename(name),name`);
    expect(text).toBe('{"name":"ANC 1st visit"}');
  });
});

describe('display names', () => {
  it('are in the language that was asked for', async () => {
    const ask = async (query: string) =>
      (await server.request(`/api/dataElements/${ANC}?fields=displayName,displayShortName,displayFormName&${query}`))
        .json;
    expect(await ask('locale=fr')).toEqual({
      displayName: 'Nom 0',
      displayShortName: 'ANC 1st visit',
      displayFormName: 'Form 0',
    });
    expect((await ask('locale=es')).displayShortName).toBe('Corto 0');
    expect((await ask('locale=fr&translate=false')).displayName).toBe('ANC 1st visit');
    expect((await ask('')).displayName).toBe('ANC 1st visit');
  });
});

describe('fields that make no sense', () => {
  const deep = (levels: number) => `${'parent['.repeat(levels)}id${']'.repeat(levels)}`;

  it.each([
    [`name~rename(${'x'.repeat(64)})`],
    ['name~rename(a\u0000b)'],
    [deep(17)],
    [deep(5_000)],
    [`children${'~size'.repeat(11)}`],
    [`${'children~pluck,'.repeat(11)}id`],
    [`style${'['.repeat(100)}`],
  ])('%.40s is refused', async (fields) => {
    const { status, json } = await server.request(`/api/organisationUnits?fields=${encodeURIComponent(fields)}`);
    expect([status, json.errorCode]).toEqual([400, 'E1003']);
  });

  it('nests as deep as anybody needs, in stored JSON too', async () => {
    const { json } = await server.request(`/api/organisationUnits?level=4&pageSize=1&fields=${deep(16)}`);
    expect(json.organisationUnits[0].parent.parent.parent).toEqual({});
    expect(await one(`style${'[deep'.repeat(15)}`)).toEqual({ style: { deep: {} } });
    expect((await server.request(`/api/dataElements?fields=${'x,'.repeat(100_000)}id`)).status).toBe(200);
  });

  it.each([
    ['dataElements', 'fields=id,nothing', 'nothing'],
    ['dataElements', 'fields=id,categoryCombo[id,nothing]', 'categoryCombo.nothing'],
    ['dataElements', 'fields=*,!nothing', 'nothing'],
    ['dataElements', 'fields=:nothing', ':nothing'],
    ['users', 'fields=id,password', 'password'],
    ['dataElements', 'order=nothing:asc', 'nothing'],
    [`dataElements/${ANC}`, 'fields=id,nothing', 'nothing'],
    [`dataElements/${ANC}/categoryCombo`, 'fields=nothing', 'categoryCombo.nothing'],
  ])('strict refuses an unknown name: %s?%s', async (path, query, name) => {
    const { status, json } = await server.request(`/api/${path}?strict=true&${query}`);
    expect([status, json.errorCode, json.message]).toEqual([400, 'E1003', `Unknown path property: ${name}`]);
    expect((await server.request(`/api/${path}?${query}`)).status).toBe(200);
  });

  it('strict takes known names', async () => {
    const query = 'fields=:owner,style[whatever],dataSetElements[dataSet[*]],name~rename(n)&order=name:asc,code:desc';
    expect((await server.request(`/api/dataElements?strict=true&${query}`)).status).toBe(200);
  });
});
