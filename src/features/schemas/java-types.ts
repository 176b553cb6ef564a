import type { ValueType } from '../../metadata/index.js';

/** How the peer's schemas name what a property holds (contract: system.md §11). */
export type PropertyType = Exclude<ValueType, 'DAY'> | 'PASSWORD' | 'PHONENUMBER' | 'REFERENCE' | 'COLLECTION';

export interface JavaType {
  readonly klass: string;
  readonly propertyType: PropertyType;
}

const STRING = 'java.lang.String';
export const ANYTHING = 'java.lang.Object';

const KLASSES: Readonly<Record<ValueType, string>> = {
  IDENTIFIER: STRING,
  TEXT: STRING,
  EMAIL: STRING,
  URL: STRING,
  COLOR: STRING,
  INTEGER: 'java.lang.Integer',
  NUMBER: 'java.lang.Double',
  BOOLEAN: 'java.lang.Boolean',
  DAY: 'java.util.Date',
  DATE: 'java.util.Date',
  CONSTANT: 'java.lang.Enum',
  COMPLEX: ANYTHING,
};

/** Texts whose name says more than their column. */
const TEXTS: ReadonlyMap<string, PropertyType> = new Map([
  ['code', 'IDENTIFIER'],
  ['password', 'PASSWORD'],
  ['phoneNumber', 'PHONENUMBER'],
  ['url', 'URL'],
]);

/** Enumerations that clients know by name. */
const ENUMERATIONS: ReadonlyMap<string, string> = new Map([
  ['accessLevel', 'org.hisp.dhis.common.AccessLevel'],
  ['aggregationType', 'org.hisp.dhis.analytics.AggregationType'],
  ['dataDimensionType', 'org.hisp.dhis.common.DataDimensionType'],
  ['dimensionItemType', 'org.hisp.dhis.common.DimensionItemType'],
  ['domainType', 'org.hisp.dhis.dataelement.DataElementDomain'],
  ['featureType', 'org.hisp.dhis.organisationunit.FeatureType'],
  ['formType', 'org.hisp.dhis.dataset.FormType'],
  ['importance', 'org.hisp.dhis.validation.Importance'],
  ['jobType', 'org.hisp.dhis.scheduling.JobType'],
  ['missingValueStrategy', 'org.hisp.dhis.expression.MissingValueStrategy'],
  ['operator', 'org.hisp.dhis.expression.Operator'],
  ['programType', 'org.hisp.dhis.program.ProgramType'],
  ['valueType', 'org.hisp.dhis.common.ValueType'],
]);

/** JSON values that are one object. */
const OBJECTS: ReadonlyMap<string, string> = new Map([
  ['access', 'org.hisp.dhis.security.acl.Access'],
  ['geometry', 'org.locationtech.jts.geom.Geometry'],
  ['jobParameters', 'org.hisp.dhis.scheduling.JobParameters'],
  ['relativePeriods', 'org.hisp.dhis.period.RelativePeriods'],
  ['renderType', 'org.hisp.dhis.render.DeviceRenderTypeMap'],
  ['sharing', 'org.hisp.dhis.user.sharing.Sharing'],
  ['style', 'org.hisp.dhis.common.ObjectStyle'],
  ['valueTypeOptions', 'org.hisp.dhis.common.ValueTypeOptions'],
]);

const texts: JavaType = { klass: STRING, propertyType: 'TEXT' };
const objects = (klass = ANYTHING): JavaType => ({ klass, propertyType: 'COMPLEX' });

/** JSON values that are lists, and what is in them. */
const LISTS: ReadonlyMap<string, JavaType> = new Map([
  ['allowedFilters', texts],
  ['ancestors', { klass: 'org.hisp.dhis.organisationunit.OrganisationUnit', propertyType: 'REFERENCE' }],
  ['axes', objects('org.hisp.dhis.visualization.AxisV2')],
  ['categoryMappingIds', texts],
  ['categoryMappings', objects('org.hisp.dhis.program.ProgramCategoryMapping')],
  ['columns', objects('org.hisp.dhis.common.DimensionalObject')],
  ['evaluationEnvironments', texts],
  ['eventRepetitions', objects('org.hisp.dhis.eventvisualization.EventRepetition')],
  ['favorites', texts],
  ['filters', objects('org.hisp.dhis.common.DimensionalObject')],
  ['icons', objects()],
  ['mentions', objects('org.hisp.dhis.interpretation.Mention')],
  ['objectTypes', texts],
  ['rows', objects('org.hisp.dhis.common.DimensionalObject')],
  ['series', objects('org.hisp.dhis.visualization.Series')],
  ['simpleDimensions', objects('org.hisp.dhis.eventvisualization.SimpleDimension')],
  ['sorting', objects()],
  ['subscribers', texts],
  ['translations', objects('org.hisp.dhis.translation.Translation')],
]);

/** The peer's class and form of a plain value. */
export function javaType(name: string, type: ValueType): JavaType {
  if (type === 'DAY') return { klass: KLASSES.DAY, propertyType: 'DATE' };
  if (type === 'TEXT') return { klass: STRING, propertyType: TEXTS.get(name) ?? 'TEXT' };
  if (type === 'CONSTANT') return { klass: ENUMERATIONS.get(name) ?? KLASSES.CONSTANT, propertyType: type };
  if (type === 'COMPLEX') return { klass: OBJECTS.get(name) ?? ANYTHING, propertyType: type };
  return { klass: KLASSES[type], propertyType: type };
}

/** What is in the JSON list called `name`; undefined where that is no list. */
export const itemsOfJson = (name: string): JavaType | undefined => LISTS.get(name);
