import { Type } from 'typebox';
import { parseFields } from '../../http/index.js';
import { type ListQuery, parseFilters, properties } from '../../metadata/index.js';

/** Parameters of every list (contract: http.md §7–9). `filter` and `order` hold commas that do not separate values, so they are taken as they come. */
export const LIST_QUERY = Type.Object({
  page: Type.Optional(Type.Integer()),
  pageSize: Type.Optional(Type.Integer()),
  paging: Type.Optional(Type.Boolean()),
  /** The name before 2.2x, still sent by old clients. */
  skipPaging: Type.Optional(Type.Boolean()),
  query: Type.Optional(Type.String()),
  rootJunction: Type.Optional(Type.Enum(['AND', 'OR'])),
  translate: Type.Optional(Type.Boolean()),
  locale: Type.Optional(Type.String({ maxLength: 20 })),
  /** Unknown names in `fields` and `order` are refused. */
  strict: Type.Optional(Type.Boolean()),
});

export interface ListParameters {
  readonly page?: number;
  readonly pageSize?: number;
  readonly paging?: boolean;
  readonly skipPaging?: boolean;
  readonly query?: string;
  readonly rootJunction?: 'AND' | 'OR';
  readonly translate?: boolean;
  readonly locale?: string;
  readonly strict?: boolean;
}

export interface Page {
  readonly number: number;
  readonly size: number;
}

const PAGE_SIZE = 50;
const LARGEST = 2_147_483_647;
const LIST_FIELDS = properties(['id', 'displayName']);

/** A parameter that may be repeated, as it was sent. */
export function repeated(query: unknown, name: string): readonly string[] {
  const value = (query as Readonly<Record<string, unknown>>)[name];
  if (value === undefined) return [];
  return (Array.isArray(value) ? value : [value]).map(String);
}

/** The page that is wanted; undefined for everything. */
export function pageOf({
  paging = true,
  skipPaging = false,
  page = 1,
  pageSize = PAGE_SIZE,
}: ListParameters): Page | undefined {
  if (!paging || skipPaging) return undefined;
  return { number: clamp(page), size: clamp(pageSize) };
}

const clamp = (value: number): number => Math.min(Math.max(1, value), LARGEST);

/** What a list request asks for. */
export function listQuery(parameters: ListParameters, query: unknown): ListQuery {
  const fields = repeated(query, 'fields').join(',');
  const page = pageOf(parameters);
  return {
    fields: fields === '' ? LIST_FIELDS : parseFields(fields),
    filters: parseFilters(repeated(query, 'filter')),
    junction: parameters.rootJunction ?? 'AND',
    order: repeated(query, 'order'),
    ...(parameters.query !== undefined && parameters.query !== '' && { search: parameters.query }),
    ...(page && { page: { offset: (page.number - 1) * page.size, limit: page.size } }),
  };
}

/**
 * The pager of an answer (contract: http.md §9): links are absolute and repeat the other parameters. A page past the end is reported as it was asked for, because its list
 * is empty (Better than the peer 9).
 */
export function pager(page: Page, total: number, path: string, query: unknown): Readonly<Record<string, unknown>> {
  const pageCount = Math.max(1, Math.ceil(total / page.size));
  const link = (number: number): string => {
    const parameters = new URLSearchParams();
    if (number > 1) parameters.append('page', String(number));
    if (page.size !== PAGE_SIZE) parameters.append('pageSize', String(page.size));
    for (const [name, value] of Object.entries(query as object)) {
      if (name === 'page' || name === 'pageSize') continue;
      for (const text of Array.isArray(value) ? value : [value]) parameters.append(name, String(text));
    }
    const text = parameters.toString();
    return text === '' ? path : `${path}?${text}`;
  };
  return {
    page: page.number,
    total,
    pageSize: page.size,
    ...(page.number < pageCount && { nextPage: link(page.number + 1) }),
    ...(page.number > 1 && { prevPage: link(Math.min(page.number, pageCount + 1) - 1) }),
    pageCount,
  };
}
