import { describe, expect, it } from 'vitest';
import { testServer } from '../support/server.js';

const server = testServer();

describe('schemas on the wire', () => {
  it('lists every type without pages', async () => {
    const { status, json } = await server.request('/api/schemas');
    expect(status).toBe(200);
    expect(Object.keys(json)).toEqual(['schemas']);
    const names = json.schemas.map(({ singular }: { singular: string }) => singular);
    expect(names).toEqual([...names].sort());
    expect(names).toEqual(expect.arrayContaining(['dataElement', 'jobConfiguration', 'minMaxDataElement', 'legend']));
  });

  it('gives what legacy d2 asks for', async () => {
    const fields =
      'apiEndpoint,name,displayName,authorities,singular,plural,shareable,metadata,klass,identifiableObject,translatable,properties[href,writable,collection,collectionName,name,propertyType,persisted,required,min,max,ordered,unique,constants,owner,itemPropertyType,translationKey,embeddedObject]';
    const { json } = await server.request(`/api/29/schemas?fields=${fields}`);
    const schema = json.schemas.find(({ name }: { name: string }) => name === 'dataElement');
    expect(Object.keys(schema)).toHaveLength(12);
    expect(schema.apiEndpoint).toBe(`${server.url}/api/29/dataElements`);
    const valueType = schema.properties.find(({ name }: { name: string }) => name === 'valueType');
    expect(valueType).toEqual({
      collection: false,
      constants: expect.arrayContaining(['NUMBER']),
      embeddedObject: false,
      name: 'valueType',
      ordered: false,
      owner: true,
      persisted: true,
      propertyType: 'CONSTANT',
      required: true,
      unique: false,
      writable: true,
    });
  });

  it('begins links with the address that was asked, however many there are', async () => {
    for (let version = 28; version <= 44; version += 1) {
      const { json } = await server.request(`/api/${version}/schemas?fields=href,singular`);
      expect(json.schemas[0].href).toBe(`${server.url}/api/${version}/schemas/${json.schemas[0].singular}`);
    }
  });

  it('gives one type and one property', async () => {
    const job = await server.request('/api/schemas/jobConfiguration.json');
    expect(job.json).toMatchObject({
      klass: 'org.hisp.dhis.scheduling.JobConfiguration',
      relativeApiEndpoint: '/jobConfigurations',
      metadata: true,
      authorities: [
        { type: 'CREATE', authorities: ['F_SCHEDULING_ADMIN'] },
        { type: 'DELETE', authorities: ['F_SCHEDULING_ADMIN'] },
      ],
    });
    const minMax = await server.request('/api/schemas/minMaxDataElement?fields=klass,metadata,relativeApiEndpoint');
    expect(minMax.json).toEqual({
      klass: 'org.hisp.dhis.minmax.MinMaxDataElement',
      metadata: false,
      relativeApiEndpoint: '/minMaxDataElements',
    });
    const bySingular = await server.request('/api/schemas/dataElement/legendSet');
    const byPlural = await server.request('/api/schemas/dataElement/legendSets');
    expect(bySingular.json.href).toBe(`${server.url}/api/schemas/legendSet`);
    expect(byPlural.json).toEqual(bySingular.json);
    const name = await server.request('/api/schemas/dataElement/name?fields=name,propertyType');
    expect(name.json).toEqual({ name: 'name', propertyType: 'TEXT' });
  });

  it('speaks XML too', async () => {
    const { status, text } = await server.request('/api/schemas/legend.xml');
    expect(status).toBe(200);
    expect(text).toContain('<singular>legend</singular>');
  });

  it.each([
    ['/api/schemas/nothing', 'Type nothing does not exist.'],
    ['/api/schemas/dataElements', 'Type dataElements does not exist.'],
    ['/api/schemas/nothing/name', 'Type nothing does not exist.'],
    ['/api/schemas/dataElement/nothing', 'Property nothing does not exist on type dataElement.'],
    ['/api/schemas/__proto__/constructor', 'Type __proto__ does not exist.'],
  ])('answers %s with 404', async (path, message) => {
    const { status, json } = await server.request(path);
    expect(status).toBe(404);
    expect(json).toMatchObject({ status: 'ERROR', errorCode: 'E1005', message });
  });

  it('is for users only', async () => {
    const headers = { 'x-requested-with': 'XMLHttpRequest' };
    expect((await server.request('/api/schemas', { user: null, headers })).status).toBe(401);
  });
});
