import { catalogued, OrderlyError } from '../../kernel/errors/index.js';
import { type Block, note } from './block.js';
import type { RenderContext } from './context.js';
import { type DashboardItem, type Named, readDocument, readNamed, translated } from './favourites.js';
import { type Html, html, linkOf } from './html.js';
import { mapBlock } from './maps/map-item.js';
import { richText } from './rich-text.js';
import { visualizationBlock } from './visualization-item.js';

const LINK = 'color:#1565c0;text-decoration:none;';

/**
 * One item of a dashboard. An item that cannot be shown says why and does not keep the others from the page; undefined for one that has nothing to show.
 */
export async function itemBlock(context: RenderContext, item: DashboardItem): Promise<Block | undefined> {
  try {
    return await blockOf(context, item);
  } catch (error) {
    const message = messageOf(error);
    const title = await titleOf(context, item);
    return {
      title,
      link: undefined,
      body: note(`This item cannot be shown: ${message}`),
      problem: `${title ?? 'An item'}: ${message}`,
    };
  }
}

async function blockOf(context: RenderContext, item: DashboardItem): Promise<Block | undefined> {
  if (item.visualization) return await visualizationBlock(context, item.visualization.id);
  if (item.map) return await mapBlock(context, item.map.id);
  const event = item.eventVisualization ?? item.eventChart ?? item.eventReport;
  if (event) return await eventBlock(context, event);
  const text = translated(item, 'TEXT', context.locale, item.text);
  if (text !== undefined) return textBlock(text);
  return await listBlock(context, item);
}

function textBlock(text: string): Block | undefined {
  // Dashboards keep empty texts as spacers.
  if (text.trim() === '' || text.trim() === 'SPACER_ITEM_FOR_DASHBOARD_LAYOUT_CONVENIENCE') return undefined;
  const body = html`<div style="font-size:14px;line-height:20px;color:#212934;">${richText(text)}</div>`;
  return { title: undefined, link: undefined, body };
}

async function eventBlock({ db, user, baseUrl }: RenderContext, { id }: Named): Promise<Block> {
  const found = await readNamed('eventVisualization')(db, id, user);
  if (found === 'no' || found === 'hidden')
    return { title: undefined, link: undefined, body: note('You may not see this visualization.') };
  return {
    title: found.displayName,
    link: `${baseUrl}/dhis-web-event-visualizer/index.html#/${id}`,
    body: note('Visualizations of events are not shown in mails. Follow the link to see it.'),
  };
}

/** Users, reports, resources, messages and apps: their names, as links. */
async function listBlock(context: RenderContext, item: DashboardItem): Promise<Block | undefined> {
  const { users = [], reports = [], resources = [], messages, appKey } = item;
  const { baseUrl } = context;
  if (users.length > 0)
    return list(
      'Users',
      users.map(({ displayName, id }) => html`${displayName ?? id}`),
    );
  if (reports.length > 0) return list('Reports', await reportLinks(context, reports));
  if (resources.length > 0) return list('Resources', await resourceLinks(context, resources));
  if (messages)
    return {
      title: 'Messages',
      link: `${baseUrl}/dhis-web-messaging/`,
      body: note('Follow the link to read your messages.'),
    };
  if (appKey !== undefined)
    return {
      title: appKey,
      link: `${baseUrl}/api/apps/${encodeURIComponent(appKey)}/index.html`,
      body: note('Apps are not shown in mails.'),
    };
  return undefined;
}

/** What the user may read of the reports that an item lists. */
async function reportLinks({ db, user, baseUrl }: RenderContext, reports: readonly Named[]): Promise<readonly Html[]> {
  const found = [];
  for (const { id } of reports) found.push(await readNamed('report')(db, id, user));
  return found.flatMap((one) =>
    typeof one === 'string' ? [] : [link(`${baseUrl}/dhis-web-reports/#/standard-report/view/${one.id}`, one)],
  );
}

/** What the user may read of the documents that an item lists: pages elsewhere, and files of this server. */
async function resourceLinks(
  { db, user, baseUrl }: RenderContext,
  resources: readonly Named[],
): Promise<readonly Html[]> {
  const found = [];
  for (const { id } of resources) found.push(await readDocument(db, id, user));
  return found.flatMap((one) => {
    if (typeof one === 'string') return [];
    const address = one.external ? linkOf(one.url) : `${baseUrl}/api/documents/${one.id}/data`;
    return [address === undefined ? html`${one.displayName}` : link(address, one)];
  });
}

const link = (address: string, { displayName, id }: Named): Html =>
  html`<a href="${address}" style="${LINK}">${displayName ?? id}</a>`;

const list = (title: string, entries: readonly Html[]): Block => ({
  title,
  link: undefined,
  body: html`<div style="font-size:14px;line-height:22px;color:#212934;">${entries.map((entry) => html`<div>${entry}</div>`)}</div>`,
});

/** What failed, by its name, if the user may know it. */
async function titleOf(
  { db, user }: RenderContext,
  { visualization, map }: DashboardItem,
): Promise<string | undefined> {
  const type = visualization ? 'visualization' : 'map';
  const id = visualization?.id ?? map?.id;
  const found = id === undefined ? 'no' : await readNamed(type)(db, id, user);
  return typeof found === 'string' ? undefined : found.displayName;
}

/** What a reader can be told; the rest is in the message for whoever looks after the server. */
function messageOf(error: unknown): string {
  if (error instanceof OrderlyError) return error.message;
  const { code } = error as { readonly code?: string };
  if (code === '42P01') return catalogued('E7144').message;
  if (code === '57014') return catalogued('E7131').message;
  throw error;
}
