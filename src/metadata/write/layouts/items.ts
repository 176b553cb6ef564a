import type { MetadataObject } from '../../model/type.js';
import { isObject } from '../bundle.js';
import { elementsOf } from '../references.js';

/** The lists in which clients send what a favourite shows, and those that are stored for each. */
export const AXES = [
  { list: 'columns', dimensions: 'columnDimensions' },
  { list: 'rows', dimensions: 'rowDimensions' },
  { list: 'filters', dimensions: 'filterDimensions' },
] as const;

/** `[{"dimension": "dx", "items": [{"id": …}]}]` */
export interface Dimension {
  readonly name: string;
  /** `id` or `dimensionItem` of each item. */
  readonly items: readonly string[];
}

/** The dimensions of one list; elements that name none are passed over. */
export function dimensionsIn(list: unknown): readonly Dimension[] {
  return elementsOf(list)
    .filter(isObject)
    .flatMap(({ dimension, id, items }) => {
      const name = typeof dimension === 'string' ? dimension : id;
      if (typeof name !== 'string' || name === '') return [];
      return [{ name, items: elementsOf(items).filter(isObject).flatMap(identifierOf) }];
    });
}

function identifierOf({ id, dimensionItem }: MetadataObject): readonly string[] {
  const identifier = typeof id === 'string' ? id : dimensionItem;
  return typeof identifier === 'string' && identifier !== '' ? [identifier] : [];
}

/** Items of the dimension `name` on all axes of a favourite. */
export const itemsOf = (favourite: MetadataObject, name: string): readonly string[] =>
  AXES.flatMap(({ list }) => dimensionsIn(favourite[list])).flatMap((dimension) =>
    dimension.name === name ? dimension.items : [],
  );
