import type { ApiServer } from '../../http/index.js';
import type { Feature, Services } from '../feature.js';
import { systemSettingRoutes } from './system-routes.js';
import { userSettingRoutes } from './user-routes.js';

export {
  readSettings,
  removeSettings,
  type SettingKey,
  type SettingRow,
  type SettingValues,
  settingsOf,
  settingsStatement,
  writeSetting,
} from './settings.js';
export { readSettingOfUsers } from './settings-of-users.js';
export { readTranslations, translationFor } from './translations.js';
export { readUserSettings, type UserSettingValues } from './user-settings.js';
export { workerCount } from './workers.js';

/** Settings of the system and of users: one kind of definition, two places where values are kept. */
export function createSettings({ database }: Services): Feature {
  const routes = (api: ApiServer): void => {
    systemSettingRoutes(api, database);
    userSettingRoutes(api, database);
  };
  return { name: 'settings', routes };
}
