/** Words that columns of several types hold (contract: schema.md §2.9: upper case, the peer's names). */
export const VALUE_TYPES = [
  'TEXT',
  'LONG_TEXT',
  'MULTI_TEXT',
  'LETTER',
  'PHONE_NUMBER',
  'EMAIL',
  'BOOLEAN',
  'TRUE_ONLY',
  'DATE',
  'DATETIME',
  'TIME',
  'NUMBER',
  'UNIT_INTERVAL',
  'PERCENTAGE',
  'INTEGER',
  'INTEGER_POSITIVE',
  'INTEGER_NEGATIVE',
  'INTEGER_ZERO_OR_POSITIVE',
  'TRACKER_ASSOCIATE',
  'USERNAME',
  'COORDINATE',
  'ORGANISATION_UNIT',
  'REFERENCE',
  'AGE',
  'URL',
  'FILE_RESOURCE',
  'IMAGE',
  'GEOJSON',
] as const;

export const AGGREGATION_TYPES = [
  'SUM',
  'AVERAGE',
  'AVERAGE_SUM_ORG_UNIT',
  'LAST',
  'LAST_AVERAGE_ORG_UNIT',
  'LAST_LAST_ORG_UNIT',
  'LAST_IN_PERIOD',
  'LAST_IN_PERIOD_AVERAGE_ORG_UNIT',
  'FIRST',
  'FIRST_AVERAGE_ORG_UNIT',
  'FIRST_FIRST_ORG_UNIT',
  'COUNT',
  'STDDEV',
  'VARIANCE',
  'MIN',
  'MAX',
  'MIN_SUM_ORG_UNIT',
  'MAX_SUM_ORG_UNIT',
  'NONE',
  'CUSTOM',
  'DEFAULT',
] as const;

/** How long answers may be kept. */
export const CACHE_STRATEGIES = [
  'NO_CACHE',
  'CACHE_1_MINUTE',
  'CACHE_5_MINUTES',
  'CACHE_10_MINUTES',
  'CACHE_15_MINUTES',
  'CACHE_30_MINUTES',
  'CACHE_1_HOUR',
  'CACHE_6AM_TOMORROW',
  'CACHE_TWO_WEEKS',
  'RESPECT_SYSTEM_SETTING',
] as const;

export const DATA_DIMENSION_TYPES = ['DISAGGREGATION', 'ATTRIBUTE'] as const;
export const FEATURE_TYPES = ['NONE', 'MULTI_POLYGON', 'POLYGON', 'POINT', 'SYMBOL'] as const;
export const MISSING_VALUE_STRATEGIES = [
  'SKIP_IF_ANY_VALUE_MISSING',
  'SKIP_IF_ALL_VALUES_MISSING',
  'NEVER_SKIP',
] as const;
export const DELIVERY_CHANNELS = ['SMS', 'EMAIL', 'HTTP'] as const;
/** Uids that are the same in every installation (contract: schema.md §2.7). */
export const DEFAULT_CATEGORY_COMBO = 'bjDvmb4bfuf';

/** Value types whose values are numbers. */
export const NUMERIC_VALUE_TYPES = [
  'NUMBER',
  'UNIT_INTERVAL',
  'PERCENTAGE',
  'INTEGER',
  'INTEGER_POSITIVE',
  'INTEGER_NEGATIVE',
  'INTEGER_ZERO_OR_POSITIVE',
] as const;
