import { describe, expect, it } from 'vitest';
import { layout } from '../../support/dhis2/layout.js';
import { testServer } from '../../support/server.js';

const server = testServer({ demo: true });

const post = (query: string, body: string) =>
  server.request(`/api/metadata?${query}`, { method: 'POST', body, headers: { 'content-type': 'application/csv' } });

// Writing metadata is left to DHIS2.
describe.skipIf(layout)('metadata in CSV', () => {
  it('makes category options', async () => {
    const { status, json, text } = await post(
      'classKey=CATEGORY_OPTION',
      'name,uid,code,short name\nUnder five,csvOption01,U5,Under 5\nFive and over,,O5,\n',
    );
    expect(status, text).toBe(200);
    expect(json.response.stats).toMatchObject({ created: 2, ignored: 0 });
    const stored = await server.request('/api/categoryOptions/csvOption01?fields=id,name,code,shortName');
    expect(stored.json).toEqual({ id: 'csvOption01', name: 'Under five', code: 'U5', shortName: 'Under 5' });
  });

  it('reports what is wrong with an object as JSON would', async () => {
    const { status, json } = await post('classKey=CATEGORY_OPTION', 'name,uid,code\nUnder one,csvOption02,U5\n');
    expect(status).toBe(409);
    expect(json.response.typeReports[0].objectReports[0].errorReports[0].errorCode).toBe('E5003');
  });

  it('adds members to groups and leaves the others in', async () => {
    const { json: groups } = await server.request('/api/organisationUnitGroups?fields=id,organisationUnits&pageSize=1');
    const [group] = groups.organisationUnitGroups;
    const members = new Set(group.organisationUnits.map(({ id }: { id: string }) => id));
    const { json: units } = await server.request('/api/organisationUnits?paging=false');
    const added = units.organisationUnits.find(({ id }: { id: string }) => !members.has(id)).id;
    const file = `group,unit\n${group.id},${added}\n`;
    const { status, json, text } = await post('classKey=ORGANISATION_UNIT_GROUP_MEMBERSHIP', file);
    expect(status, text).toBe(200);
    expect(json.response.stats.updated).toBe(1);
    const after = await server.request(`/api/organisationUnitGroups/${group.id}?fields=organisationUnits`);
    expect(after.json.organisationUnits).toHaveLength(members.size + 1);
    const wrong = `group,unit\n${group.id},notThere001\n`;
    const refused = await post('classKey=ORGANISATION_UNIT_GROUP_MEMBERSHIP', wrong);
    expect(refused.status).toBe(409);
    expect(refused.json.response.typeReports[0].objectReports[0].errorReports[0].errorCode).toBe('E1108');
  });

  it.each([
    ['classKey=NOTHING', 409, 'Cannot find Csv import class:  NOTHING'],
    ['', 400, "Required request parameter 'classKey' is not present"],
  ])('refuses %s', async (query, status, message) => {
    const answer = await post(query, 'name\nx\n');
    expect(answer.status).toBe(status);
    expect(answer.json.message).toBe(message);
  });
});
