import { counted, type MaintenanceOperation } from '../operation.js';

/** All apps read again, on all servers; the old ones are there until the new ones are (contract: maintenance.md §6). */
export const appReload: MaintenanceOperation = {
  name: 'appReload',
  flagOnly: true,
  label: 'Reload apps',
  description: 'Makes every server read the installed apps and those in its folder again.',
  preview: () => Promise.resolve(counted({})),
  run: async ({ services }) => counted({ app: (await services.reloadApps()).length }),
};
