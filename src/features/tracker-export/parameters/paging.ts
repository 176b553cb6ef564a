import { badRequest } from '../../../kernel/errors/index.js';

export interface Page {
  readonly number: number;
  readonly size: number;
  /** Whether the answer says how many there are in all. */
  readonly total: boolean;
}

export interface PagingQuery {
  readonly page?: number;
  readonly pageSize?: number;
  readonly totalPages?: boolean;
  readonly paging?: boolean;
  readonly skipPaging?: boolean;
}

const PAGE_SIZE = 50;
const LARGEST = 2_147_483_647;

/**
 * The page that is wanted; undefined for everything.
 *
 * @throws OrderlyError 400 for pages that cannot be, and for a page of what is not to be paged
 */
export function readPage({ page, pageSize, totalPages, paging, skipPaging }: PagingQuery): Page | undefined {
  if (paging !== undefined && skipPaging !== undefined && paging === skipPaging)
    throw badRequest("Paging can either be enabled or disabled. Prefer 'paging' as 'skipPaging' will be removed.");
  if (paging === false || skipPaging === true) {
    if (page === undefined && pageSize === undefined && totalPages !== true) return undefined;
    throw badRequest(
      'Paging cannot be disabled with paging=false while also requesting a paginated response with page, pageSize and/or totalPages=true',
    );
  }
  const positive = (name: string, value: number | undefined) => {
    if (value === undefined || (value >= 1 && value <= LARGEST)) return;
    throw badRequest(
      `Value '${value}' is not valid for parameter ${name}. It must be a whole number from 1 to ${LARGEST}`,
    );
  };
  positive('page', page);
  positive('pageSize', pageSize);
  return { number: page ?? 1, size: pageSize ?? PAGE_SIZE, total: totalPages ?? false };
}

/** The pager of an answer, with links to the pages before and after (contract: http.md §9). */
export function pagerOf(
  page: Page,
  found: { readonly hasMore: boolean; readonly total: number | undefined },
  path: string,
  query: object,
): Readonly<Record<string, unknown>> {
  const link = (number: number): string => {
    const parameters = new URLSearchParams();
    for (const [name, value] of Object.entries(query)) {
      if (name === 'page') continue;
      for (const text of [value].flat()) parameters.append(name, String(text));
    }
    parameters.append('page', String(number));
    return `${path}?${parameters.toString()}`;
  };
  return {
    page: page.number,
    pageSize: page.size,
    ...(found.total !== undefined && { total: found.total, pageCount: Math.ceil(found.total / page.size) }),
    ...(page.number > 1 && { prevPage: link(page.number - 1) }),
    ...(found.hasMore && { nextPage: link(page.number + 1) }),
  };
}
