import type { FieldSelection } from '../../http/index.js';
import { isLink, typeNamed } from '../model/registry.js';
import type { MetadataType } from '../model/type.js';
import { badFilter } from './filter-parser.js';
import { orderNames } from './order.js';
import { isPreset, isSecret } from './selection.js';

/**
 * Refuses names that the type does not have, which are passed over otherwise (contract: http.md, Better than the peer 5). Members of stored JSON have no schema and are
 * not looked at.
 *
 * @throws OrderlyError 400 E1003 with the path of the first unknown name
 */
export function refuseUnknownNames(type: MetadataType, fields: FieldSelection, order: readonly string[]): void {
  refuseUnknownFields(type, fields, '');
  for (const { name } of orderNames(order)) if (!has(type, name)) throw unknown(name);
}

function refuseUnknownFields(type: MetadataType, fields: FieldSelection, path: string): void {
  for (const name of fields.presets) if (!isPreset(name)) throw unknown(`${path}:${name}`);
  for (const name of [...fields.named.keys(), ...fields.dropped]) if (!has(type, name)) throw unknown(path + name);
  for (const [name, { nested }] of fields.named) {
    const property = type.properties.get(name);
    if (nested && property && isLink(property)) refuseUnknownFields(typeNamed(property.to), nested, `${path}${name}.`);
  }
}

function has(type: MetadataType, name: string): boolean {
  const property = type.properties.get(name);
  return property !== undefined && !isSecret(property);
}

const unknown = (path: string) => badFilter(`Unknown path property: ${path}`);
