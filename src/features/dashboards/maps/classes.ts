import type { MapView } from '../favourites.js';
import { colorOf } from '../html.js';
import type { Legends } from '../legends.js';

/** A range of values with its colour; both ends belong to the last one. */
export interface MapClass {
  readonly from: number;
  readonly to: number;
  readonly color: string;
  readonly name: string | undefined;
}

/** The scale that DHIS2's maps have unless another is chosen. */
const DEFAULT_SCALE = ['#ffffd4', '#fed98e', '#fe9929', '#d95f0e', '#993404'];
const EQUAL_COUNTS = 3;

/** Classes of a thematic layer: those of its legend set, or as many as it has colours, equally wide or equally full. */
export function classesOf(view: MapView, legends: Legends | undefined, values: readonly number[]): readonly MapClass[] {
  if (legends) return legends.all.map(({ from, to, color, name }) => ({ from, to, color, name }));
  const sorted = values.toSorted((a, b) => a - b);
  const [first, last] = [sorted[0], sorted.at(-1)];
  if (first === undefined || last === undefined) return [];
  const colors = colorsOf(view);
  const count = first === last ? 1 : colors.length;
  const ends = Array.from({ length: count + 1 }, (_, index) =>
    view.method === EQUAL_COUNTS
      ? (sorted[Math.min(sorted.length - 1, Math.floor((index * sorted.length) / count))] ?? last)
      : first + ((last - first) * index) / count,
  );
  return ends.slice(0, -1).map((from, index) => ({
    from,
    to: index === count - 1 ? last : (ends[index + 1] ?? last),
    color: colors[count === 1 ? Math.floor(colors.length / 2) : index] ?? '#a0adba',
    name: undefined,
  }));
}

function colorsOf({ colorScale, classes }: MapView): readonly string[] {
  const given = (colorScale ?? '').split(',').flatMap((text) => colorOf(text) ?? []);
  const scale = given.length > 0 ? given : DEFAULT_SCALE;
  return classes !== undefined && classes > 0 && classes < scale.length ? scale.slice(0, classes) : scale;
}

/** The class of a value; the largest value of all belongs to the last class. */
export function classFor(classes: readonly MapClass[], value: number): MapClass | undefined {
  const found = classes.find(({ from, to }) => value >= from && value < to);
  const last = classes.at(-1);
  return found ?? (last && value === last.to ? last : undefined);
}
