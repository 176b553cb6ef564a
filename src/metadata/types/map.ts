import { children, integer, json, members, number, text } from '../model/property.js';
import { defineType } from '../model/type.js';
import { personalAuthorities } from './authorities.js';

export const map = defineType({
  name: 'map',
  plural: 'maps',
  label: 'Map',
  klass: 'org.hisp.dhis.mapping.Map',
  table: 'map',
  traits: ['sharing', 'translations', 'attributes', 'author'],
  authorities: personalAuthorities('MAP'),
  properties: {
    description: text({ translatedAs: 'DESCRIPTION' }),
    longitude: number(),
    latitude: number(),
    zoom: integer(),
    basemap: text({ max: 255 }),
    title: text({ max: 255, translatedAs: 'TITLE' }),
    subscribers: json({ fallback: [] }),
    mapViews: members('mapView', {
      table: 'mapmapviews',
      own: 'mapid',
      item: 'mapviewid',
      sort: 'sort_order',
      embedded: true,
    }),
    interpretations: children('interpretation', { by: 'mapid', goesAlong: true }),
  },
});
