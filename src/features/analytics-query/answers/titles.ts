import type { AnalyticsRequest } from '../query.js';

/** Titles of the dimensions that every query can have (contract: analytics-query.md §5.1). */
const TITLES: Readonly<Record<string, string>> = {
  dx: 'Data',
  pe: 'Period',
  ou: 'Organisation unit',
  co: 'Category option combo',
  ao: 'Attribute option combo',
};

const TYPES: Readonly<Record<string, string>> = {
  dx: 'DATA_X',
  pe: 'PERIOD',
  ou: 'ORGANISATION_UNIT',
  co: 'CATEGORY_OPTION_COMBO',
  ao: 'ATTRIBUTE_OPTION_COMBO',
};

/** What a dimension is called at the head of its column. */
export const titleOf = ({ columns }: AnalyticsRequest, name: string): string =>
  TITLES[name] ?? columns.find((column) => column.name === name)?.title ?? name;

/** The kind of a dimension, as `includeMetadataDetails` shows it. */
export const dimensionType = ({ columns }: AnalyticsRequest, name: string): string | undefined =>
  TYPES[name] ?? columns.find((column) => column.name === name)?.kind;
