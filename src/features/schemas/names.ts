import type { MetadataType, Property } from '../../metadata/index.js';
import { isCollection, isLink, typeNamed } from '../../metadata/index.js';

/** `dataElementGroup` → `Data Element Group`, as the peer makes display names of schemas. */
export const titleOf = (name: string): string =>
  name.replace(/^[a-z]/, (letter) => letter.toUpperCase()).replace(/([a-z])([A-Z])/g, '$1 $2');

/** The name of one element of a list; XML calls them so. Lists of numbers have no name of their own for them. */
export function elementName(name: string, property: Property): string {
  if (property.kind === 'values' && property.type === 'INTEGER') return name;
  if (name === 'children') return 'child';
  return name.replace(/ies$/, 'y').replace(/s$/, '');
}

/** The name of the property in the peer's class, which its roles are made of and which some clients key properties by. */
export function fieldName(type: MetadataType, name: string, property: Property): string {
  if (name === 'id') return 'uid';
  if (!isLink(property) || !isCollection(property)) return name;
  const target = typeNamed(property.to);
  if (isGroupOf(type, target)) return 'members';
  return isGroupOf(target, type) && target.name.endsWith('Group') ? 'groups' : name;
}

/** A group of such objects, or a set of such groups; the sets of organisation unit groups alone are written out. */
const isGroupOf = (group: MetadataType, member: MetadataType): boolean =>
  group.name === `${member.name}Group` ||
  (group.name === `${member.name}Set` && member.name.endsWith('Group') && group.name !== 'organisationUnitGroupSet');

export interface Roles {
  readonly owningRole?: string;
  readonly inverseRole?: string;
}

/** Both ends of a link, as `class.field`. */
export function rolesOf(type: MetadataType, name: string, property: Property): Roles {
  if (!isLink(property) && property.kind !== 'values') return {};
  const self = role(type, name, property);
  const opposite = property.kind === 'members' && !property.single ? oppositeRole(property) : undefined;
  const owning = property.owner ? self : opposite;
  const inverse = property.owner ? opposite : self;
  return {
    ...(owning !== undefined && { owningRole: owning }),
    ...(inverse !== undefined && { inverseRole: inverse }),
  };
}

/** The property of the members that leads back through the same table. */
function oppositeRole({ to, table, own, item }: MembersProperty): string | undefined {
  const target = typeNamed(to);
  for (const [name, property] of target.properties) {
    if (property.kind !== 'members' || property.table !== table) continue;
    if (property.own === item && property.item === own) return role(target, name, property);
  }
  return undefined;
}

type MembersProperty = Extract<Property, { readonly kind: 'members' }>;

const role = (type: MetadataType, name: string, property: Property): string =>
  `${type.klass}.${fieldName(type, name, property)}`;
