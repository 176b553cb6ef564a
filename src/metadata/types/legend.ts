import { color, number, text } from '../model/property.js';
import { defineType } from '../model/type.js';

export const legend = defineType({
  name: 'legend',
  plural: 'legends',
  label: 'Legend',
  klass: 'org.hisp.dhis.legend.Legend',
  table: 'maplegend',
  traits: ['translations'],
  standalone: false,
  properties: {
    startValue: number({ required: true }),
    endValue: number({ required: true }),
    color: color({ max: 255 }),
    image: text({ max: 255 }),
  },
});
