import { catalogued } from '../../kernel/errors/index.js';
import { isUid } from '../../kernel/uid.js';
import type { Place, ProgramItem, ProgramRequest } from './model.js';
import type { SharedParameters } from './parameters.js';
import { geometryColumn, itemGeometryColumn, OWN_GEOMETRY, pointOf } from './places.js';

const PARTS_OF_BOX = 4;

/**
 * Where rows are on the map: the field that is asked for, and those that stand in for it (contract: analytics-query.md §7).
 *
 * @throws OrderlyError E7221 and E7228 for fields that are no place of the table, E7213 for a box that is none
 */
export function resolvePlace(
  request: Omit<ProgramRequest, 'place' | 'unitField' | 'dateColumn' | 'formulaTables'>,
  parameters: SharedParameters,
  isMap: boolean,
): Place {
  const { coordinateField, fallbackCoordinateField, coordinateOuFallback, bbox } = parameters;
  const own = OWN_GEOMETRY[request.subject];
  const first = coordinateField === undefined ? own : fieldOf(request, coordinateField);
  if (first === undefined) throw catalogued('E7221', coordinateField ?? '');
  const asked = (fallbackCoordinateField ?? '').split(';').filter((word) => word !== '');
  const fallbacks = asked.map((word) => {
    const name = fieldOf(request, word);
    if (name === undefined) throw catalogued('E7228', word);
    return name;
  });
  return {
    fields: [...new Set([first, ...fallbacks, ...(coordinateOuFallback ? ['ougeometry'] : [])])],
    required: isMap || parameters.coordinatesOnly || parameters.geometryOnly,
    box: bbox.length === 0 ? undefined : boxOf(bbox),
  };
}

/** The column of a word or of an item; undefined where the table has no place for it. */
function fieldOf(
  { table, subject, items, itemFilters }: Omit<ProgramRequest, 'place' | 'unitField' | 'dateColumn' | 'formulaTables'>,
  word: string,
): string | undefined {
  const name = geometryColumn(word);
  if (name !== undefined) return name === OWN_GEOMETRY[subject] || pointOf(table, name) ? name : undefined;
  const uid = word.split('.').at(-1) ?? '';
  if (!isUid(uid)) return undefined;
  const item: ProgramItem | undefined = [...items, ...itemFilters].find((one) => one.uid === uid);
  const found = item ? itemGeometryColumn(item) : table.columns.has(`${uid}_geom`) ? `${uid}_geom` : uid;
  return pointOf(table, found) ? found : undefined;
}

function boxOf(parts: readonly string[]): Place['box'] {
  const numbers = parts.map((part) => part.trim());
  const [west = 0, south = 0, east = 0, north = 0] = numbers.map(Number);
  const isBox =
    numbers.length === PARTS_OF_BOX &&
    numbers.every((part) => /^-?\d{1,3}(\.\d{1,15})?$/.test(part)) &&
    Math.abs(west) <= 180 &&
    Math.abs(east) <= 180 &&
    Math.abs(south) <= 90 &&
    Math.abs(north) <= 90 &&
    west <= east &&
    south <= north;
  if (!isBox) throw catalogued('E7213', parts.join(','));
  return [west, south, east, north];
}
