import type { XmlElement } from '../../http/index.js';
import { badRequest, OrderlyError } from '../../kernel/errors/index.js';
import { isTooDeep } from '../../metadata/index.js';
import { eventsFromCsv } from './csv.js';
import type { OldResource } from './resources.js';
import { isObject, type Json } from './values.js';
import { itemsOf } from './xml-objects.js';

/** A body as it came, and in which form. */
export interface SentBody {
  readonly contentType: string | undefined;
  readonly body: unknown;
  /** Of CSV: the first line is passed over. */
  readonly skipFirst?: boolean | undefined;
}

/**
 * The objects of a payload: one, a list, or an object with the list (contract: imports.md §5).
 *
 * @throws OrderlyError 400 for anything else, 415 for CSV of what is no event
 */
export function objectsOfBody(
  resource: OldResource,
  { contentType = '', body, skipFirst = false }: SentBody,
): readonly Json[] {
  if (contentType.includes('csv') && resource.kind !== 'EVENT')
    throw new OrderlyError(415, `Content-Type '${contentType}' is not supported`);
  if (contentType.includes('csv')) return eventsFromCsv(String(body ?? ''), skipFirst);
  if (contentType.includes('xml')) return objectsOfXml(resource, body as XmlElement | undefined);
  if (isTooDeep(body)) throw badRequest('JSON parse error: the body is nested too deep.');
  const list = isObject(body) && resource.plural in body ? body[resource.plural] : body;
  if (Array.isArray(list) && list.every(isObject)) return list;
  if (isObject(body) && list === body) return [body];
  throw badRequest(
    `JSON parse error: an object, or an object with a list of ${resource.plural}, is needed as the body.`,
  );
}

function objectsOfXml({ plural, one }: OldResource, root: XmlElement | undefined): readonly Json[] {
  if (root?.name === one || root?.name === plural)
    return itemsOf({ ...root, attributes: root.name === plural ? {} : root.attributes });
  throw badRequest(`XML parse error: an element ${plural} or ${one} is needed as the root.`);
}
