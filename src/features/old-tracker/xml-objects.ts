import type { XmlElement } from '../../http/index.js';
import type { Json } from './values.js';

/** Lists of the old form and what one of their elements may be called besides the name of the list. */
const LISTS: Readonly<Record<string, string>> = {
  trackedEntityInstances: 'trackedEntityInstance',
  enrollments: 'enrollment',
  events: 'event',
  relationships: 'relationship',
  attributes: 'attribute',
  dataValues: 'dataValue',
  notes: 'note',
  programOwners: 'programOwner',
};

/**
 * A payload of the old form in XML as its JSON: attributes and elements are members, lists stand in an element of their own (contract: imports.md §5). A list whose
 * elements stand without such an element is understood, too.
 */
export function fromXml(element: XmlElement): Json {
  const members: Record<string, unknown> = { ...element.attributes };
  for (const child of element.children) {
    if (Object.hasOwn(LISTS, child.name)) {
      const before = members[child.name];
      members[child.name] = [...(Array.isArray(before) ? before : []), ...itemsOf(child)];
    } else members[child.name] = contentOf(child);
  }
  return members;
}

/** The objects of a list, given its own element or that of one object. */
export function itemsOf(element: XmlElement): readonly Json[] {
  if (!isList(element)) return [fromXml(element)];
  return element.children.map(fromXml);
}

/** The element of a list, not one of several in it: it holds nothing but elements of that name. */
function isList({ name, attributes, children }: XmlElement): boolean {
  if (Object.keys(attributes).length > 0) return false;
  return children.every((child) => (child.name === name || child.name === LISTS[name]) && !isLeaf(child));
}

const isLeaf = ({ attributes, children, text }: XmlElement): boolean =>
  Object.keys(attributes).length === 0 && children.length === 0 && text.trim() !== '';

const contentOf = (element: XmlElement): unknown =>
  isLeaf(element) || (element.children.length === 0 && Object.keys(element.attributes).length === 0)
    ? element.text.trim()
    : fromXml(element);
