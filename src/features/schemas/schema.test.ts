import { describe, expect, it } from 'vitest';
import { ALL_TYPES, typeNamed } from '../../metadata/index.js';
import { OTHER_TYPES } from './other-types.js';
import { type Schema, schemaOf } from './schema.js';

const ROOT = 'http://host/api/42';
const schema = (name: string): Schema => schemaOf(typeNamed(name), ROOT);
const property = (type: string, name: string) =>
  schema(type).properties.find((candidate) => (candidate.collectionName ?? candidate.name) === name);

describe('schemas', () => {
  it('describe a type as the peer does', () => {
    const { properties, ...type } = schema('indicatorGroup');
    expect(type).toEqual({
      klass: 'org.hisp.dhis.indicator.IndicatorGroup',
      identifiableObject: true,
      nameableObject: false,
      subscribableObject: false,
      embeddedObject: false,
      singular: 'indicatorGroup',
      plural: 'indicatorGroups',
      metadata: true,
      secondaryMetadata: false,
      namespace: 'http://dhis2.org/schema/dxf/2.0',
      name: 'indicatorGroup',
      displayName: 'Indicator Group',
      collectionName: 'indicatorGroups',
      shareable: true,
      dataShareable: false,
      dataWriteShareable: false,
      dataReadShareable: false,
      relativeApiEndpoint: '/indicatorGroups',
      apiEndpoint: `${ROOT}/indicatorGroups`,
      href: `${ROOT}/schemas/indicatorGroup`,
      persisted: true,
      translatable: true,
      favoritable: false,
      subscribable: false,
      defaultPrivate: false,
      implicitPrivateAuthority: false,
      authorities: [
        { type: 'CREATE_PUBLIC', authorities: ['F_INDICATORGROUP_PUBLIC_ADD'] },
        { type: 'CREATE_PRIVATE', authorities: ['F_INDICATORGROUP_PRIVATE_ADD'] },
        { type: 'DELETE', authorities: ['F_INDICATORGROUP_DELETE'] },
      ],
      references: [
        'org.hisp.dhis.indicator.Indicator',
        'org.hisp.dhis.indicator.IndicatorGroupSet',
        'org.hisp.dhis.user.User',
      ],
      order: 2_147_483_647,
    });
    expect(properties.length).toBeGreaterThan(10);
  });

  it('tell parts, personal types and types without sharing apart', () => {
    expect(schema('legend')).toMatchObject({ embeddedObject: true, metadata: false });
    expect(schema('legend')).not.toHaveProperty('apiEndpoint');
    expect(schema('fileResource')).toMatchObject({ embeddedObject: false, metadata: false });
    expect(schema('visualization')).toMatchObject({
      defaultPrivate: true,
      implicitPrivateAuthority: true,
      subscribable: true,
    });
    expect(schema('dataSet')).toMatchObject({ dataShareable: true, shareable: true, nameableObject: true });
    expect(schema('organisationUnit')).toMatchObject({
      shareable: false,
      authorities: [
        { type: 'CREATE', authorities: ['F_ORGANISATIONUNIT_ADD'] },
        { type: 'DELETE', authorities: ['F_ORGANISATIONUNIT_DELETE'] },
      ],
    });
    expect(schema('user').authorities).toContainEqual({
      type: 'READ',
      authorities: ['F_USER_VIEW', 'F_USER_ADD', 'F_USER_ADD_WITHIN_MANAGED_GROUP'],
    });
  });

  it('describe a collection with both its ends', () => {
    const ends = {
      owningRole: 'org.hisp.dhis.indicator.IndicatorGroup.members',
      inverseRole: 'org.hisp.dhis.indicator.Indicator.groups',
    };
    expect(property('indicatorGroup', 'indicators')).toEqual({
      klass: 'java.util.Set',
      propertyType: 'COLLECTION',
      itemKlass: 'org.hisp.dhis.indicator.Indicator',
      itemPropertyType: 'REFERENCE',
      name: 'indicator',
      fieldName: 'members',
      persisted: true,
      collectionName: 'indicators',
      collectionWrapping: true,
      namespace: 'http://dhis2.org/schema/dxf/2.0',
      simple: false,
      collection: true,
      ordered: false,
      owner: true,
      identifiableObject: true,
      nameableObject: true,
      embeddedObject: false,
      readable: true,
      writable: true,
      unique: false,
      required: false,
      max: 1.7976931348623157e308,
      min: 0,
      manyToMany: true,
      oneToOne: false,
      manyToOne: false,
      oneToMany: false,
      ...ends,
      href: `${ROOT}/schemas/indicator`,
      relativeApiEndpoint: '/indicators',
      apiEndpoint: `${ROOT}/indicators`,
      translatable: false,
      sortable: false,
    });
    expect(property('indicator', 'indicatorGroups')).toMatchObject({ ...ends, owner: false, fieldName: 'groups' });
  });

  it.each([
    ['dataElement', 'id', { name: 'id', fieldName: 'uid', propertyType: 'IDENTIFIER', min: 11, max: 11, length: 11 }],
    ['dataElement', 'code', { propertyType: 'IDENTIFIER', unique: true, required: false, max: 50, length: 50 }],
    [
      'dataElement',
      'shortName',
      { propertyType: 'TEXT', required: true, min: 1, max: 50, translatable: true, translationKey: 'SHORT_NAME' },
    ],
    ['dataElement', 'description', { klass: 'java.lang.String', min: 0, max: 2_147_483_647, translatable: true }],
    [
      'dataElement',
      'domainType',
      {
        klass: 'org.hisp.dhis.dataelement.DataElementDomain',
        propertyType: 'CONSTANT',
        constants: ['AGGREGATE', 'TRACKER'],
      },
    ],
    ['dataElement', 'zeroIsSignificant', { klass: 'java.lang.Boolean', propertyType: 'BOOLEAN', sortable: true }],
    ['dataElement', 'created', { klass: 'java.util.Date', propertyType: 'DATE' }],
    [
      'dataElement',
      'optionSet',
      {
        klass: 'org.hisp.dhis.option.OptionSet',
        propertyType: 'REFERENCE',
        manyToOne: true,
        owningRole: 'org.hisp.dhis.dataelement.DataElement.optionSet',
        relativeApiEndpoint: '/optionSets',
      },
    ],
    ['dataElement', 'legendSets', { klass: 'java.util.List', ordered: true }],
    [
      'dataElement',
      'aggregationLevels',
      { name: 'aggregationLevels', itemKlass: 'java.lang.Integer', itemPropertyType: 'INTEGER', simple: true },
    ],
    ['dataElement', 'displayName', { persisted: false, writable: false, owner: false }],
    ['dataElement', 'sharing', { propertyType: 'COMPLEX', persisted: true, owner: true, simple: false }],
    [
      'dataElement',
      'attributeValues',
      { klass: 'org.hisp.dhis.attribute.AttributeValues', propertyType: 'COMPLEX', collection: false },
    ],
    [
      'dataElement',
      'translations',
      { name: 'translation', propertyType: 'COLLECTION', itemPropertyType: 'COMPLEX', owner: true },
    ],
    ['dataElement', 'url', { propertyType: 'URL', max: 255 }],
    ['dataElement', 'style', { klass: 'org.hisp.dhis.common.ObjectStyle', propertyType: 'COMPLEX' }],
    ['dataSet', 'periodType', { klass: 'org.hisp.dhis.period.PeriodType', propertyType: 'TEXT', required: true }],
    ['dataSet', 'categoryCombo', { propertyType: 'REFERENCE' }],
    ['dataSet', 'sections', { oneToMany: true, owner: false, inverseRole: 'org.hisp.dhis.dataset.DataSet.sections' }],
    ['dataSet', 'dataSetElements', { embeddedObject: true, itemPropertyType: 'COMPLEX' }],
    ['validationRule', 'leftSide', { propertyType: 'COMPLEX', embeddedObject: true, oneToOne: true }],
    ['organisationUnit', 'openingDate', { propertyType: 'DATE', required: true }],
    ['organisationUnit', 'email', { propertyType: 'EMAIL', max: 150 }],
    ['organisationUnit', 'phoneNumber', { propertyType: 'PHONENUMBER' }],
    ['organisationUnit', 'path', { writable: false }],
    ['organisationUnit', 'children', { name: 'child' }],
    ['organisationUnitLevel', 'level', { propertyType: 'INTEGER', min: 1, max: 999, unique: true }],
    ['organisationUnitGroup', 'color', { propertyType: 'COLOR' }],
    ['legend', 'startValue', { klass: 'java.lang.Double', propertyType: 'NUMBER', max: Number.MAX_VALUE }],
    ['category', 'categoryOptions', { name: 'categoryOption', ordered: true }],
    ['user', 'password', { propertyType: 'PASSWORD', readable: false, writable: true }],
    ['userRole', 'authorities', { name: 'authority', itemPropertyType: 'TEXT' }],
  ])('describe %s.%s', (type, name, wanted) => {
    expect(property(type, name)).toMatchObject(wanted);
  });

  it('name every property of every type once, with all that clients read', () => {
    for (const type of [...ALL_TYPES, ...OTHER_TYPES]) {
      const { properties } = schemaOf(type, ROOT);
      const names = properties.map(({ collectionName, name }) => collectionName ?? name);
      expect(names, type.name).toEqual([...type.properties.keys()]);
      for (const described of properties) {
        const place = `${type.name}.${described.name}`;
        expect(described.klass, place).toMatch(/^(java|org)\./);
        expect(described.collection, place).toBe(described.propertyType === 'COLLECTION');
        expect('itemKlass' in described, place).toBe(described.collection);
        expect(Object.values(described), place).not.toContain(undefined);
      }
    }
  });
});
