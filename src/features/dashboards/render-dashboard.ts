import type { Db } from '../../database/index.js';
import type { CurrentUser } from '../../http/index.js';
import { forbidden, objectNotFound } from '../../kernel/errors/index.js';
import { readSettings, readUserSettings } from '../settings/index.js';
import { Pictures } from './charts/picture.js';
import type { RenderContext } from './context.js';
import { itemBlock } from './dashboard-item.js';
import { type DashboardItem, readDashboard } from './favourites.js';
import { page } from './page.js';

export interface RenderRequest {
  /** uid */
  readonly dashboard: string;
  /** Sees the dashboard; what this user may not see is not on the page. */
  readonly user: CurrentUser;
  readonly now: Date;
  /** Where people reach this server, for links. */
  readonly baseUrl: string;
  /** The name of the dashboard unless given. */
  readonly title?: string | undefined;
  readonly message?: string | undefined;
  /** Pictures that have been drawn already, where several pages are rendered. */
  readonly pictures?: Pictures;
}

export interface RenderedDashboard {
  readonly title: string;
  /** A whole page, with its pictures in `data:` addresses. */
  readonly html: string;
  /** What to read where no HTML is shown. */
  readonly text: string;
  /** Items that do not show what they should, and why. */
  readonly problems: readonly string[];
}

/**
 * A dashboard as a user sees it, as a page that can be sent by mail.
 *
 * @throws OrderlyError 404 for an unknown dashboard, 403 for one that the user may not read
 */
export async function renderDashboard(db: Db, request: RenderRequest): Promise<RenderedDashboard> {
  const { user, now, message } = request;
  const dashboard = await readDashboard(db, request.dashboard, user);
  if (dashboard === 'no') throw objectNotFound('Dashboard', request.dashboard);
  if (dashboard === 'hidden')
    throw forbidden(`User ${user.username} is not allowed to read the dashboard ${request.dashboard}.`);
  const settings = await readSettings(db);
  const { keyAnalysisDisplayProperty, keyDbLocale } = await readUserSettings(db, user.id);
  const context: RenderContext = {
    db,
    user,
    now,
    baseUrl: request.baseUrl.replace(/\/+$/, ''),
    locale: keyDbLocale,
    shortNames: keyAnalysisDisplayProperty === 'SHORTNAME',
    separator: settings.keyAnalysisDigitGroupSeparator,
    pictures: request.pictures ?? new Pictures(),
  };
  const blocks = [];
  for (const item of inReadingOrder(dashboard.dashboardItems)) blocks.push(await itemBlock(context, item));
  const shown = blocks.filter((block) => block !== undefined);
  const title = request.title?.trim() ? request.title : dashboard.displayName;
  const link = `${context.baseUrl}/dhis-web-dashboard/#/${dashboard.id}`;
  const titles = shown.flatMap((block) => (block.title === undefined ? [] : [`- ${block.title}`]));
  return {
    title,
    html: page(
      {
        title,
        message,
        instance: settings.applicationTitle,
        date: now.toLocaleDateString('en-GB', { day: 'numeric', month: 'long', year: 'numeric' }),
        dashboard: { name: dashboard.displayName, link },
      },
      shown,
    ),
    text: [title, ...(message?.trim() ? [message] : []), titles.join('\n'), `Open the dashboard: ${link}`].join('\n\n'),
    problems: shown.flatMap(({ problem }) => problem ?? []),
  };
}

/** From the top left to the bottom right; items without a place come as they are stored. */
function inReadingOrder(items: readonly DashboardItem[]): readonly DashboardItem[] {
  if (items.some(({ x, y }) => x === undefined || y === undefined)) return items;
  return items.toSorted((a, b) => (a.y ?? 0) - (b.y ?? 0) || (a.x ?? 0) - (b.x ?? 0));
}
