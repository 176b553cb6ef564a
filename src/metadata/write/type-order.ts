import { typeNamed } from '../model/registry.js';
import type { MetadataType } from '../model/type.js';
import { ALL_TYPES } from '../types/index.js';

/** All types so that rows come after the rows that they refer to. */
export const INSERT_ORDER: readonly MetadataType[] = insertOrder();

function insertOrder(): readonly MetadataType[] {
  const order: MetadataType[] = [];
  const seen = new Set<MetadataType>();
  const visit = (type: MetadataType): void => {
    if (seen.has(type)) return;
    seen.add(type);
    for (const dependency of dependenciesOf(type)) visit(dependency);
    order.push(type);
  };
  for (const type of ALL_TYPES) visit(type);
  return order;
}

/** Types whose rows have to be there first: what columns refer to, and the owners of parts. */
function* dependenciesOf(type: MetadataType): Generator<MetadataType> {
  for (const property of type.properties.values()) {
    if (property.kind === 'reference' || property.kind === 'embedded') yield typeNamed(property.to);
  }
  for (const owner of ALL_TYPES) {
    for (const property of owner.properties.values())
      if (property.kind === 'children' && property.embedded && property.to === type.name) yield owner;
  }
}
