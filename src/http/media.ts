import { OrderlyError } from '../kernel/errors/index.js';

/** Forms in which answers are given. */
export type MediaKind = 'json' | 'xml' | 'jsonp' | 'csv' | 'xls' | 'xlsx' | 'text' | 'html' | 'events';

export const CONTENT_TYPES: Readonly<Record<MediaKind, string>> = {
  json: 'application/json;charset=UTF-8',
  xml: 'application/xml;charset=UTF-8',
  jsonp: 'application/javascript;charset=UTF-8',
  csv: 'text/csv;charset=UTF-8',
  xls: 'application/vnd.ms-excel',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  text: 'text/plain;charset=UTF-8',
  html: 'text/html;charset=UTF-8',
  events: 'text/event-stream;charset=UTF-8',
};

const BY_EXTENSION: Readonly<Record<string, MediaKind>> = {
  json: 'json',
  jsonp: 'jsonp',
  xml: 'xml',
  csv: 'csv',
  txt: 'text',
  xls: 'xls',
  xlsx: 'xlsx',
};

/** Extensions that name a form which no answer of this version has: they make 406, others are part of the path (contract: http.md §6). */
const OTHER_EXTENSIONS = new Set([
  ...['json', 'xml', 'csv'].flatMap((form) => [`${form}.gz`, `${form}.zip`]),
  ...['pdf', 'png', 'geojson', 'adx.xml', 'adx.xml.gz', 'adx.xml.zip'],
]);

const BY_MEDIA_TYPE: Readonly<Record<string, MediaKind>> = {
  'application/json': 'json',
  'application/xml': 'xml',
  'text/xml': 'xml',
  'application/javascript': 'jsonp',
  'application/x-javascript': 'jsonp',
  'text/javascript': 'jsonp',
  'text/csv': 'csv',
  'application/csv': 'csv',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'xlsx',
  'application/vnd.ms-excel': 'xlsx',
  'text/plain': 'text',
  'text/html': 'html',
  'text/event-stream': 'events',
};

export const isKnownExtension = (extension: string): boolean =>
  Object.hasOwn(BY_EXTENSION, extension) || OTHER_EXTENSIONS.has(extension);

/**
 * The form of the answer: the path's extension decides, which may also name one of `extensions`, else the `Accept` header, else the route's first form.
 *
 * @throws OrderlyError 406 when the route has none of what is asked for
 */
export function negotiate(
  produces: readonly MediaKind[],
  extension: string | undefined,
  accept: string | undefined,
  extensions: readonly MediaKind[] = [],
): MediaKind {
  const [first = 'json'] = produces;
  if (extension !== undefined) return byExtension([...produces, ...extensions], extension);
  if (accept === undefined || accept === '*/*' || accept.trim() === '') return first;
  for (const type of acceptedTypes(accept)) {
    if (type === '*/*' || type === 'application/*') return first;
    const kind = BY_MEDIA_TYPE[type];
    if (kind !== undefined && produces.includes(kind)) return kind;
    const family = type.endsWith('/*') ? type.slice(0, -1) : undefined;
    const member = family && produces.find((form) => CONTENT_TYPES[form].startsWith(family));
    if (member) return member;
  }
  throw notAcceptable();
}

function byExtension(forms: readonly MediaKind[], extension: string): MediaKind {
  const kind = BY_EXTENSION[extension];
  if (kind !== undefined && forms.includes(kind)) return kind;
  // Both names mean the newer format where a route does not tell them apart: programs go by the content.
  if (kind === 'xls' && forms.includes('xlsx')) return 'xlsx';
  throw notAcceptable();
}

const notAcceptable = (): OrderlyError => new OrderlyError(406, 'No acceptable representation');

/** Media types of an `Accept` header, the most wanted first; those with weight 0 are left out. */
function acceptedTypes(accept: string): readonly string[] {
  return accept
    .split(',')
    .map((part, position) => {
      const [type = '', ...parameters] = part.split(';').map((piece) => piece.trim().toLowerCase());
      const weight = Number(parameters.find((parameter) => parameter.startsWith('q='))?.slice(2) ?? 1);
      return { type, weight: Number.isNaN(weight) ? 1 : weight, position };
    })
    .filter(({ type, weight }) => type !== '' && weight > 0)
    .sort((a, b) => b.weight - a.weight || a.position - b.position)
    .map(({ type }) => type);
}
