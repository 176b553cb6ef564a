import type { Feature, Services } from '../feature.js';
import { settingsRoutes } from './routes.js';

export { readSettings, type SettingKey, type SettingValues, writeSetting } from './settings.js';

export function createSettings({ database }: Services): Feature {
  return { name: 'settings', routes: (api) => settingsRoutes(api, database) };
}
