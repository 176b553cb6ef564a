import { describe, expect, it } from 'vitest';
import type { App } from './app.js';
import { menuModules } from './menu.js';

const app = (key: string, changes: Partial<App> = {}): App => ({
  key,
  name: key,
  shortName: key,
  description: '',
  version: '1.0.0',
  appType: 'APP',
  bundled: true,
  launchPath: `/dhis-web-${key}/index.html`,
  icon: `/dhis-web-${key}/icon.png`,
  ...changes,
});
const user = (...authorities: readonly string[]) => ({
  id: 1,
  uid: 'abcdefghijk',
  username: 'jo',
  name: 'Jo',
  authorities: new Set(authorities),
  isSuper: authorities.includes('ALL'),
});
const APPS = [
  app('scheduler'),
  app('dashboard'),
  app('maps'),
  app('linelist', { bundled: false, name: 'Line listing' }),
];
const names = (...parameters: Parameters<typeof menuModules>) => menuModules(...parameters).map(({ name }) => name);

describe('the menu', () => {
  it('has the apps that the user may open', () => {
    const all = ['dhis-web-dashboard', 'Line listing', 'dhis-web-maps', 'dhis-web-scheduler'];
    expect(names(APPS, user('ALL'), [], '')).toEqual(all);
    expect(names(APPS, user('M_dhis-web-app-management'), [], '')).toEqual(all);
    expect(names(APPS, user('M_dhis-web-maps', 'M_linelist'), [], '')).toEqual(['Line listing', 'dhis-web-maps']);
    expect(names(APPS, user(), [], '')).toEqual([]);
    expect(names([app('widget', { appType: 'DASHBOARD_WIDGET' })], user('ALL'), [], '')).toEqual([]);
  });

  it('keeps the order of the user, whatever else it names', () => {
    const order = ['dhis-web-scheduler', 'gone', 'dhis-web-maps'];
    expect(names(APPS, user('ALL'), order, '')).toEqual([
      'dhis-web-scheduler',
      'dhis-web-maps',
      'dhis-web-dashboard',
      'Line listing',
    ]);
  });

  it('links from the address that the client uses and keeps descriptions short', () => {
    const [module] = menuModules([app('maps', { description: 'x'.repeat(100) })], user('ALL'), [], 'http://host/ctx');
    expect(module).toMatchObject({
      namespace: '/dhis-web-maps',
      defaultAction: 'http://host/ctx/dhis-web-maps/index.html',
      icon: 'http://host/ctx/dhis-web-maps/icon.png',
      description: 'x'.repeat(80),
      displayDescription: 'x'.repeat(80),
    });
  });
});
