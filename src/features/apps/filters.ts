import { badRequest } from '../../kernel/errors/index.js';
import type { App } from './app.js';

/** What apps are filtered by: their value as text, and whether a part of it is enough to ask for. */
const PROPERTIES = {
  apptype: { value: ({ manifest }: App) => manifest.appType, searched: false },
  name: { value: ({ manifest }: App) => manifest.name, searched: true },
  shortname: { value: ({ manifest }: App) => manifest.shortName, searched: true },
  plugintype: { value: ({ manifest }: App) => manifest.pluginType, searched: false },
  bundled: { value: ({ bundled }: App) => String(bundled), searched: false },
} as const;

/**
 * What the filters of a query ask of an app, e.g. `bundled:eq:true` or `name:ilike:line`; all of them must hold (contract: data-admin.md §10).
 *
 * @throws OrderlyError 400 for a filter of another form
 */
export function meets(filter: unknown): (app: App) => boolean {
  const tests = (Array.isArray(filter) ? filter : filter === undefined ? [] : [filter]).map(String).map(test);
  return (app) => tests.every((holds) => holds(app));
}

function test(filter: string): (app: App) => boolean {
  const [name = '', operator, ...rest] = filter.split(':');
  const property = Object.entries(PROPERTIES).find(([key]) => key === name.toLowerCase())?.[1];
  const isSearch = operator === 'ilike' && property?.searched === true;
  if (!property || (operator !== 'eq' && !isSearch) || rest.length === 0)
    throw badRequest(
      `Filter '${filter}' is not supported: apps are filtered by appType, name, shortName, pluginType and bundled with eq, by names also with ilike.`,
      { code: 'E1003' },
    );
  const wanted = rest.join(':');
  const { value, searched } = property;
  if (isSearch) return (app) => value(app)?.toLowerCase().includes(wanted.toLowerCase()) === true;
  return (app) => (searched ? value(app) === wanted : value(app)?.toLowerCase() === wanted.toLowerCase());
}
