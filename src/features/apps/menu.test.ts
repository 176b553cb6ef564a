import { describe, expect, it } from 'vitest';
import { type App, describeApp } from './app.js';
import { readManifest } from './manifest.js';
import { menuModules } from './menu.js';

/** One of the apps that DHIS2 comes with, unless the changes say otherwise. */
const app = (shortName: string, changes: Readonly<Record<string, unknown>> = {}): App => {
  const manifestJson = {
    name: shortName,
    short_name: shortName,
    version: '1.0.0',
    core_app: true,
    launch_path: 'index.html',
    icons: { 48: 'icon.png' },
    ...changes,
  };
  const details = {
    manifestJson,
    translations: [],
    source: 'JCLOUDS',
    folderName: 'x',
    root: '/x',
    digest: undefined,
  } as const;
  return describeApp(readManifest(manifestJson), details);
};
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
  app('my line-list', { core_app: false, name: 'Line listing' }),
];
const names = (...parameters: Parameters<typeof menuModules>) => menuModules(...parameters).map(({ name }) => name);

describe('the menu', () => {
  it('has the apps that the user may open', () => {
    const all = ['dhis-web-dashboard', 'my-line-list', 'dhis-web-maps', 'dhis-web-scheduler'];
    expect(names(APPS, user('ALL'), [], '')).toEqual(all);
    expect(names(APPS, user('M_dhis-web-app-management'), [], '')).toEqual(all);
    expect(names(APPS, user('M_dhis-web-maps', 'M_my_linelist'), [], '')).toEqual(['my-line-list', 'dhis-web-maps']);
    expect(names(APPS, user(), [], '')).toEqual([]);
    expect(names(APPS, user('M_my line-list', 'M_my-line-list', 'M_maps'), [], '')).toEqual([]);
    expect(names([app('widget', { appType: 'DASHBOARD_WIDGET' })], user('ALL'), [], '')).toEqual([]);
    expect(
      names([app('plugin', { launch_path: undefined, plugin_launch_path: 'plugin.html' })], user('ALL'), [], ''),
    ).toEqual([]);
  });

  it('keeps the order of the user, whatever else it names', () => {
    const order = ['dhis-web-scheduler', 'gone', 'dhis-web-maps'];
    expect(names(APPS, user('ALL'), order, '')).toEqual([
      'dhis-web-scheduler',
      'dhis-web-maps',
      'dhis-web-dashboard',
      'my-line-list',
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
    const [installed] = menuModules(
      [app('my app', { core_app: false, icons: undefined })],
      user('ALL'),
      [],
      'http://host',
    );
    expect(installed).toMatchObject({
      name: 'my-app',
      namespace: '/api/apps/my-app',
      defaultAction: 'http://host/api/apps/my-app/index.html',
      icon: 'http://host/icons/app.svg',
    });
  });
});
