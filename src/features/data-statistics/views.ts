import { sql } from 'kysely';
import type { Db } from '../../database/index.js';
import type { CurrentUser } from '../../http/index.js';
import { formatTimestamp } from '../../kernel/clock.js';
import { isReadable } from '../../metadata/index.js';
import { OLD_VIEW_TYPES, VIEW_TYPES, type ViewType } from './view-types.js';

export interface View {
  readonly type: ViewType;
  /** uid of what is viewed. */
  readonly favourite: string | undefined;
  readonly username: string;
  readonly at: Date;
}

/** Records a view (contract: data-admin.md §4). */
export async function recordView(db: Db, { type, favourite, username, at }: View): Promise<void> {
  const types: readonly ViewType[] = OLD_VIEW_TYPES.includes(type) ? [type, 'EVENT_VISUALIZATION_VIEW'] : [type];
  await sql`
    insert into datastatisticsevent (eventid, eventtype, timestamp, username, favoriteuid)
    select nextval('hibernate_sequence'), viewed.type, ${formatTimestamp(at)}::timestamp, ${username}, ${favourite ?? null}
    from unnest(${types}::text[]) as viewed (type)
  `.execute(db);
}

export interface FavouriteQuery {
  readonly type: ViewType;
  readonly limit: number;
  readonly descending: boolean;
  /** Views of this user only. */
  readonly username: string | undefined;
}

export interface FavouriteViews {
  readonly position: number;
  readonly name: string;
  readonly id: string;
  readonly created: string;
  readonly views: number;
}

/** What is viewed most, or least, of what the user may read; equally many in the order of their names (contract: data-admin.md §4). */
export async function mostViewed(
  db: Db,
  user: CurrentUser,
  { type, limit, descending, username }: FavouriteQuery,
): Promise<readonly FavouriteViews[]> {
  const { rows } = await sql<Omit<FavouriteViews, 'position'>>`
    select favourite.name, favourite.uid as id, favourite.created, viewed.views
    from (
      select event.favoriteuid as uid, count(*) as views from datastatisticsevent as event
      where event.eventtype = ${type} and event.favoriteuid is not null
        ${username === undefined ? sql`` : sql`and event.username = ${username}`}
      group by event.favoriteuid
    ) as viewed
    join ${sql.table(VIEW_TYPES[type])} as favourite on favourite.uid = viewed.uid
    where ${isReadable('favourite', user)}
    order by viewed.views ${descending ? sql`desc` : sql`asc`}, favourite.name, favourite.uid
    limit ${limit}
  `.execute(db);
  return rows.map((row, index) => ({ position: index + 1, ...row }));
}

/** How often something was viewed, in whichever way. */
export async function viewsOf(db: Db, uid: string): Promise<number> {
  const { rows } = await sql<{ views: number }>`
    select count(*) filter (where not viewed.old and not viewed.new) + greatest(
      count(*) filter (where viewed.old), count(*) filter (where viewed.new)
    ) as views
    from (
      select event.eventtype = any (${[...OLD_VIEW_TYPES]}) as old, event.eventtype = 'EVENT_VISUALIZATION_VIEW' as new
      from datastatisticsevent as event where event.favoriteuid = ${uid}
    ) as viewed
  `.execute(db);
  return rows[0]?.views ?? 0;
}
