import { beforeAll, describe, expect, it } from 'vitest';
import { layout as dhis2 } from '../../support/dhis2/layout.js';
import { giveMetadata } from '../../support/metadata.js';
import { testServer } from '../../support/server.js';

const server = testServer({ demo: true });

/** Uids of the demo country. */
const ids = { dataElement: '', indicator: '', dataSet: '', group: '', unit: '', combo: '' };

beforeAll(async () => {
  const first = async (plural: string, query = ''): Promise<string> => {
    const { json } = await server.request(`/api/${plural}?fields=id&pageSize=1${query}`);
    return json[plural][0].id;
  };
  ids.dataElement = await first('dataElements', '&filter=domainType:eq:AGGREGATE');
  ids.indicator = await first('indicators');
  ids.dataSet = await first('dataSets');
  ids.group = await first('organisationUnitGroups');
  ids.unit = await first('organisationUnits', '&level=2');
  ids.combo = await first('categoryOptionCombos', '&filter=name:ne:default');
});

const LAYOUT =
  'fields=columns[dimension,items[id,dimensionItemType]],rows[dimension,items[id]],filters[dimension,items[id]]';

const layout = () => ({
  columns: [{ dimension: 'dx', items: dataItems().map((id) => ({ id })) }],
  rows: [{ dimension: 'pe', items: [{ id: '202501' }, { id: 'LAST_12_MONTHS' }] }],
  filters: [
    {
      dimension: 'ou',
      items: [{ id: 'USER_ORGUNIT' }, { id: 'LEVEL-3' }, { id: `OU_GROUP-${ids.group}` }, { id: ids.unit }],
    },
  ],
});

const dataItems = () => [
  ids.dataElement,
  ids.indicator,
  `${ids.dataSet}.REPORTING_RATE_ON_TIME`,
  `${ids.dataElement}.${ids.combo}`,
];

/** Makes an object by the API, and beside a DHIS2, which is left that, past it. */
async function create(plural: string, body: object): Promise<void> {
  if (dhis2 !== undefined) return await giveMetadata(server, { [plural]: [body] });
  const { status, text } = await server.request(`/api/${plural}`, { method: 'POST', body });
  expect(status, text).toBe(201);
}

describe('a favourite', () => {
  it('is kept in its lists and shown as it was sent', async () => {
    await create('visualizations', { id: 'favourite01', name: 'Coverage', type: 'COLUMN', ...layout() });
    const shown = await server.request(`/api/visualizations/favourite01?${LAYOUT}`);
    expect(shown.json.columns).toEqual([
      {
        dimension: 'dx',
        items: [
          { id: ids.dataElement, dimensionItemType: 'DATA_ELEMENT' },
          { id: ids.indicator, dimensionItemType: 'INDICATOR' },
          { id: `${ids.dataSet}.REPORTING_RATE_ON_TIME`, dimensionItemType: 'REPORTING_RATE' },
          { id: `${ids.dataElement}.${ids.combo}`, dimensionItemType: 'DATA_ELEMENT_OPERAND' },
        ],
      },
    ]);
    expect(shown.json.rows).toEqual(layout().rows);
    expect(shown.json.filters).toEqual(layout().filters);
    const stored = await server.request(
      '/api/visualizations/favourite01?fields=columnDimensions,relativePeriods,organisationUnitLevels,userOrganisationUnit,organisationUnits',
    );
    expect(stored.json).toEqual({
      columnDimensions: ['dx'],
      relativePeriods: { last12Months: true },
      organisationUnitLevels: [3],
      userOrganisationUnit: true,
      organisationUnits: [{ id: ids.unit }],
    });
  });

  // Writing metadata is left to DHIS2.
  it.skipIf(dhis2)('changes with what clients work with, not with what they only send back', async () => {
    const { json } = await server.request('/api/visualizations/favourite01?fields=:all');
    const changed = { ...json, rows: [{ dimension: 'pe', items: [{ id: 'THIS_YEAR' }] }] };
    const put = await server.request('/api/visualizations/favourite01', { method: 'PUT', body: changed });
    expect(put.status, put.text).toBe(200);
    const shown = await server.request(`/api/visualizations/favourite01?${LAYOUT}`);
    expect(shown.json.rows).toEqual(changed.rows);
    expect(shown.json.filters).toEqual(layout().filters);
  });

  it('can be a view of a map', async () => {
    await create('maps', { id: 'favMap00001', name: 'Map', mapViews: [{ layer: 'thematic1', ...layout() }] });
    const { json } = await server.request('/api/maps/favMap00001?fields=mapViews[rows[dimension,items[id]]]');
    expect(json.mapViews[0].rows).toEqual(layout().rows);
  });

  // Writing metadata is left to DHIS2.
  it.skipIf(dhis2)('of something that is not there is refused', async () => {
    const body = { name: 'Nothing', type: 'COLUMN', columns: [{ dimension: 'dx', items: [{ id: 'notThere001' }] }] };
    const { status, json } = await server.request('/api/visualizations', { method: 'POST', body });
    expect(status).toBe(409);
    expect(json.response.errorReports[0].errorCode).toBe('E5002');
  });

  // Writing metadata is left to DHIS2.
  it
    .skipIf(dhis2)
    .each([
      [{ columns: 'dx' }],
      [{ columns: [5, null, {}, { dimension: 7 }] }],
      [{ rows: [{ dimension: 'pe', items: 'x' }] }],
      [{ filters: [{ dimension: 'ou', items: [{ id: 'LEVEL-99999999999' }] }] }],
      [{ columns: [{ dimension: 'dx', items: [{ id: '..' }, { id: {} }] }] }],
      [{ dataDimensionItems: ['x', { reportingRate: 'x' }, { dataElementOperand: { id: 5 } }] }],
    ])('never fails the server: %j', async (wrong) => {
    const body = { name: 'Wrong', type: 'COLUMN', ...wrong };
    const { status } = await server.request('/api/visualizations', { method: 'POST', body });
    expect([201, 400, 409]).toContain(status);
  });
});
