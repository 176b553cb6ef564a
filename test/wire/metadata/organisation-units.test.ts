import { beforeAll, describe, expect, it } from 'vitest';
import { testServer } from '../../support/server.js';

const server = testServer({ demo: true });

interface Unit {
  readonly id: string;
  readonly path: string;
  readonly level: number;
  readonly displayName: string;
  readonly children: readonly { readonly id: string }[];
  readonly organisationUnitGroups: readonly { readonly id: string }[];
}

let all: readonly Unit[] = [];

beforeAll(async () => {
  const { json } = await server.request(
    '/api/organisationUnits?paging=false&fields=id,path,level,displayName,children,organisationUnitGroups',
  );
  all = json.organisationUnits;
});

const get = async (path: string) => {
  const { status, json, text } = await server.request(`/api/${path}`);
  expect(status, text).toBe(200);
  return json;
};
const idsOf = (units: readonly { readonly id: string }[]) => units.map(({ id }) => id).toSorted();
/** Id and path of those units, as requests of this file ask for them. */
const paths = (wanted: (unit: Unit) => boolean) =>
  all
    .filter(wanted)
    .map(({ id, path }) => ({ id, path }))
    .toSorted((a, b) => (a.id < b.id ? -1 : 1));
const sorted = ({ organisationUnits }: { organisationUnits: Unit[] }) =>
  organisationUnits.toSorted((a, b) => (a.id < b.id ? -1 : 1));
const district = (): Unit => {
  const found = all.find(({ level, children }) => level === 2 && children.length > 0);
  if (!found) throw new Error('The demo country has districts.');
  return found;
};

/** The requests of the data administration app when exceptions are added, exactly as it sends them (contract: clients.md §9.3). */
describe('the screen of lock exceptions', () => {
  it('opens', async () => {
    const { organisationUnitLevels: levels } = await get(
      'organisationUnitLevels?fields=id,level,displayName&paging=false&order=level:asc',
    );
    expect(levels.map(({ level }: Unit) => level)).toEqual([1, 2, 3, 4]);
    expect(Object.keys(levels[0]).toSorted()).toEqual(['displayName', 'id', 'level']);
    const { organisationUnitGroups: groups } = await get('organisationUnitGroups?fields=id,displayName&paging=false');
    expect(groups[0]).toEqual({ id: expect.any(String), displayName: expect.any(String) });
    const { dataSets } = await get('dataSets?fields=id,displayName,periodType&paging=false');
    expect(dataSets.map(({ periodType }: { periodType: string }) => periodType)).toContain('Monthly');
  });

  it('reads a data set that was chosen', async () => {
    const { dataSets } = await get('dataSets?fields=id&paging=false');
    const dataSet = dataSets[0].id;
    const roots = await get(
      `organisationUnits?fields=id,path&level=1&memberCollection=dataSets&memberObject=${dataSet}&paging=false`,
    );
    expect(roots).toEqual({ organisationUnits: paths(({ level }) => level === 1) });
    const { organisationUnits } = await get(`dataSets/${dataSet}?fields=organisationUnits[id,path]&paging=false`);
    expect(organisationUnits.length).toBeGreaterThan(0);
    for (const unit of organisationUnits) expect(paths(({ id }) => id === unit.id)).toEqual([unit]);
  });

  it('walks the tree', async () => {
    const { id, path, displayName, children } = district();
    expect(await get(`organisationUnits/${id}?fields=displayName,path,id`)).toEqual({ displayName, path, id });
    expect(await get(`organisationUnits/${id}?fields=path,children::size`)).toEqual({
      path,
      children: children.length,
    });
    const { children: below } = await get(`organisationUnits/${id}?fields=children[id,path,displayName]`);
    expect(idsOf(below)).toEqual(idsOf(children));
    expect(below[0]).toEqual({ id: expect.any(String), path: expect.any(String), displayName: expect.any(String) });
    const leaf = all.find((unit) => unit.children.length === 0);
    expect((await get(`organisationUnits/${leaf?.id}?fields=path,children::size`)).children).toBe(0);
  });

  it('takes units by level: absolute without a unit, relative below one', async () => {
    for (const wanted of [1, 2, 3, 4, 5])
      expect(sorted(await get(`organisationUnits?fields=id,path&level=${wanted}&paging=false`))).toEqual(
        paths(({ level }) => level === wanted),
      );
    const { id, path, level: own } = district();
    for (const relative of [0, 1, 2, 9])
      expect(sorted(await get(`organisationUnits/${id}?fields=id,path&level=${relative}&paging=false`))).toEqual(
        paths((unit) => unit.path.startsWith(path) && unit.level === own + relative),
      );
  });

  it('takes units by group, everywhere or below one', async () => {
    const { id, path } = district();
    const group = all.find((unit) => unit.path.startsWith(`${path}/`) && unit.organisationUnitGroups.length > 0)
      ?.organisationUnitGroups[0]?.id;
    const inGroup = (unit: Unit): boolean => unit.organisationUnitGroups.some((entry) => entry.id === group);
    expect(sorted(await get(`organisationUnitGroups/${group}?fields=organisationUnits[id,path]`))).toEqual(
      paths(inGroup),
    );
    const below = await get(
      `organisationUnits/${id}?fields=id,path&filter=organisationUnitGroups.id:eq:${group}&includeDescendants=true&paging=false`,
    );
    expect(sorted(below)).toEqual(paths((unit) => inGroup(unit) && unit.path.startsWith(path)));
    expect(below.organisationUnits.length).toBeGreaterThan(0);
  });

  it('takes all units below one, itself included', async () => {
    const { id, path } = district();
    const below = await get(`organisationUnits/${id}?fields=id,path&includeDescendants=true&paging=false`);
    expect(sorted(below)).toEqual(paths((unit) => unit.path.startsWith(path)));
    expect(idsOf(below.organisationUnits)).toContain(id);
  });
});

describe('lists that belong to one unit', () => {
  it('its children, its ancestors', async () => {
    const { id, path, level: own } = district();
    expect(sorted(await get(`organisationUnits/${id}?fields=id,path&includeChildren=true&paging=false`))).toEqual(
      paths((unit) => unit.path.startsWith(path) && unit.level <= own + 1),
    );
    const leaf = all.find((unit) => unit.level === 4);
    expect(
      sorted(await get(`organisationUnits/${leaf?.id}?fields=id,path&includeAncestors=true&paging=false`)),
    ).toEqual(paths((unit) => leaf?.path.startsWith(unit.path) === true));
  });

  it('are paged under their own path', async () => {
    const { id } = district();
    const { pager } = await get(`organisationUnits/${id}?includeDescendants=true&pageSize=2`);
    expect(pager.nextPage).toBe(`${server.url}/api/organisationUnits/${id}?page=2&pageSize=2&includeDescendants=true`);
    const { pathname, search } = new URL(pager.nextPage);
    const next = (await server.request(`${pathname}${search}`)).json;
    expect(next.pager).toMatchObject({ page: 2, total: pager.total });
    expect(next.organisationUnits).toHaveLength(2);
  });

  it('are not found where the unit does not exist, also past their end', async () => {
    for (const parameter of [
      'includeDescendants=true',
      'includeChildren=true',
      'includeAncestors=true',
      'level=1',
      '',
    ]) {
      const { status, json } = await server.request(`/api/organisationUnits/NoSuchUnit1?${parameter}&paging=false`);
      expect([status, json.errorCode, json.message]).toEqual([
        404,
        'E1005',
        'OrganisationUnit with id NoSuchUnit1 could not be found.',
      ]);
    }
    const { id } = district();
    expect((await get(`organisationUnits/${id}?level=1&page=99`)).organisationUnits).toEqual([]);
  });

  it('need parameters that make sense', async () => {
    const { id } = district();
    for (const query of ['level=x', 'level=99999999999', 'includeDescendants=maybe']) {
      const { status, json } = await server.request(`/api/organisationUnits/${id}?${query}`);
      expect([status, json.message.startsWith('Value ')]).toEqual([400, true]);
    }
    expect(await get(`organisationUnits/${id}?includeDescendants=false&fields=id`)).toEqual({ id });
  });
});

describe('lists of units', () => {
  it('go down to a level, or to what the user has', async () => {
    expect(sorted(await get('organisationUnits?fields=id,path&maxLevel=2&paging=false'))).toEqual(
      paths(({ level }) => level <= 2),
    );
    const user = 'user003:District1!';
    const { json: me } = await server.request('/api/organisationUnits?userOnly=true&fields=id,path&paging=false', {
      user,
    });
    expect(me.organisationUnits).toHaveLength(1);
    const { json: view } = await server.request('/api/organisationUnits?userDataViewOnly=true&fields=id,path', {
      user,
    });
    expect(view.organisationUnits).toEqual(me.organisationUnits);
    const { json: within } = await server.request(
      '/api/organisationUnits?withinUserHierarchy=true&fields=id,path&paging=false',
      { user },
    );
    expect(sorted(within)).toEqual(paths(({ path }) => path.startsWith(me.organisationUnits[0].path)));
  });

  it('know their ancestors', async () => {
    const leaf = all.find((unit) => unit.level === 4);
    const { ancestors } = await get(`organisationUnits/${leaf?.id}?fields=ancestors`);
    expect(ancestors.map(({ id }: Unit) => id)).toEqual(leaf?.path.split('/').slice(1, -1));
  });
});
