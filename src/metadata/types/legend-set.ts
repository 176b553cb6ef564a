import { parts, text } from '../model/property.js';
import { defineType } from '../model/type.js';
import { sharedAuthorities } from './authorities.js';

export const legendSet = defineType({
  name: 'legendSet',
  plural: 'legendSets',
  label: 'Legend set',
  klass: 'org.hisp.dhis.legend.LegendSet',
  table: 'maplegendset',
  traits: ['sharing', 'translations', 'attributes', 'author'],
  authorities: sharedAuthorities('LEGEND_SET'),
  naming: { unique: true },
  properties: {
    symbolizer: text({ max: 255 }),
    legends: parts('legend', { by: 'maplegendsetid' }),
  },
});
