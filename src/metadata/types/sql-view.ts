import { constant, text } from '../model/property.js';
import { defineType } from '../model/type.js';
import { sharedAuthorities } from './authorities.js';

export const sqlView = defineType({
  name: 'sqlView',
  plural: 'sqlViews',
  label: 'SQL view',
  klass: 'org.hisp.dhis.sqlview.SqlView',
  table: 'sqlview',
  traits: ['sharing', 'attributes', 'author'],
  authorities: sharedAuthorities('SQLVIEW'),
  naming: { unique: true },
  properties: {
    description: text({ translatedAs: 'DESCRIPTION' }),
    sqlQuery: text({ required: true }),
    type: constant(['VIEW', 'MATERIALIZED_VIEW', 'QUERY'], { required: true, fallback: 'VIEW' }),
    cacheStrategy: constant(
      [
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
      ],
      { fallback: 'RESPECT_SYSTEM_SETTING' },
    ),
  },
});
