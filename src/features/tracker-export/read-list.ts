import type { Db } from '../../database/index.js';
import { type CurrentUser, parseFields, readParameters } from '../../http/index.js';
import type { Clock } from '../../kernel/clock.js';
import { readContext } from '../../metadata/index.js';
import { readScope } from './access/scope.js';
import { KINDS, type Kind } from './kinds.js';
import { aliases } from './list-routes.js';
import { demandPageSize } from './page-limit.js';
import { type Page, type PagingQuery, readPage } from './parameters/paging.js';
import { readSchemes } from './parameters/schemes.js';
import type { Query } from './parameters/values.js';
import { type FoundPage, idBatches, readIds, readObjects } from './read-objects.js';

/** Who reads, and where. */
export interface TrackerReader {
  readonly db: Db;
  readonly clock: Clock;
  readonly user: CurrentUser;
  readonly apiRoot: string;
}

/** Objects of a list as JSON texts, with the page that they are; without one they are all there are. */
export interface TrackerList {
  readonly texts: readonly string[];
  readonly paged?: { readonly page: Page; readonly found: FoundPage };
}

/**
 * What `GET /api/tracker/{plural}` gives for a query, for resources that show it in another form. Values of the query are texts.
 *
 * @throws OrderlyError 400 and 403 as that resource does
 */
export async function readTracker(
  { db, clock, user, apiRoot }: TrackerReader,
  plural: Kind['plural'],
  texts: Readonly<Record<string, unknown>>,
  fields: string,
): Promise<TrackerList> {
  const kind = KINDS.find((one) => one.plural === plural) as Kind;
  const query: Query & PagingQuery = readParameters(kind.querySchema, texts, 'parameter');
  const page = readPage(query);
  if (page && plural === 'trackedEntities') await demandPageSize(db, page);
  const scope = await readScope(db, user);
  const selection = await kind.select(db, scope, clock, query);
  const wanted = parseFields(fields);
  const context = {
    access: selection.access,
    includeDeleted: query.includeDeleted === true,
    schemes: readSchemes(query),
    locale: readContext(user, apiRoot).locale,
    programAttributes: true,
    alias: aliases(),
  };
  if (page) {
    const found = await readIds(db, selection, page);
    return { texts: await readObjects(db, kind.shape, context, wanted, found.ids), paged: { page, found } };
  }
  const all: string[] = [];
  for await (const ids of idBatches(db, selection))
    all.push(...(await readObjects(db, kind.shape, context, wanted, ids)));
  return { texts: all };
}
