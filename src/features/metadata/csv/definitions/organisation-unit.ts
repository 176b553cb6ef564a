import type { MetadataObject } from '../../../../metadata/index.js';
import { IDENTITY, reference, text } from '../columns.js';
import { objects, withShortName } from '../definition.js';
import { badRow, type CsvRow } from '../rows.js';

/** Feature types of the file and the types of GeoJSON that they stand for. */
const GEOMETRIES: Readonly<Record<string, string>> = {
  POINT: 'Point',
  POLYGON: 'Polygon',
  MULTI_POLYGON: 'MultiPolygon',
};

export const organisationUnits = objects(
  'organisationUnits',
  [
    ...IDENTITY,
    reference('parent'),
    text('shortName', { max: 50 }),
    text('description'),
    text('openingDate', { fallback: '1970-01-01' }),
    text('closedDate'),
    text('comment'),
    text('featureType'),
    text('coordinates'),
    text('url', { max: 255 }),
    text('contactPerson', { max: 255 }),
    text('address', { max: 255 }),
    text('email', { max: 150 }),
    text('phoneNumber', { max: 150 }),
  ],
  (object, row) => withGeometry(withShortName(object), row),
);

/** A feature type and coordinates as one GeoJSON geometry; neither counts without the other. */
function withGeometry(object: MetadataObject, row: CsvRow): MetadataObject {
  const { featureType = 'NONE', coordinates, ...rest } = object;
  if (featureType === 'NONE') return rest;
  const name = String(featureType);
  const type = Object.hasOwn(GEOMETRIES, name) ? GEOMETRIES[name] : undefined;
  if (type === undefined) {
    const known = ['NONE', ...Object.keys(GEOMETRIES)].join(', ');
    throw badRow(row, `has \`${name}\` for the feature type, which should be one of ${known}`);
  }
  return coordinates === undefined ? rest : { ...rest, geometry: { type, coordinates: listOf(coordinates, row) } };
}

function listOf(text: unknown, row: CsvRow): readonly unknown[] {
  try {
    const coordinates: unknown = JSON.parse(String(text));
    if (Array.isArray(coordinates)) return coordinates;
  } catch {
    // Falls through to the sentence below, which says more than the parser.
  }
  throw badRow(row, 'has coordinates that are no JSON list, such as [-11.4, 8.1]');
}
