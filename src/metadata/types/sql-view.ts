import { computed, constant, text } from '../model/property.js';
import { defineType } from '../model/type.js';
import { updateJobOf } from '../sql-views/update-job.js';
import { sharedAuthorities } from './authorities.js';
import { CACHE_STRATEGIES } from './constants.js';

export const sqlView = defineType({
  name: 'sqlView',
  plural: 'sqlViews',
  label: 'SQL view',
  klass: 'org.hisp.dhis.sqlview.SqlView',
  table: 'sqlview',
  traits: ['dataSharing', 'sharing', 'attributes', 'author'],
  authorities: sharedAuthorities('SQLVIEW'),
  naming: { unique: true },
  properties: {
    description: text({ translatedAs: 'DESCRIPTION' }),
    sqlQuery: text({ required: true }),
    type: constant(['VIEW', 'MATERIALIZED_VIEW', 'QUERY'], { required: true, fallback: 'VIEW' }),
    cacheStrategy: constant(CACHE_STRATEGIES, { fallback: 'RESPECT_SYSTEM_SETTING' }),
    updateJobId: computed('TEXT', updateJobOf, { owner: true }),
  },
});
