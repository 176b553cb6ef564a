import { forgetCredentialsEverywhere } from '../../../http/index.js';
import { counted, type MaintenanceOperation } from '../operation.js';

/**
 * Everything that any server remembers and could read again: only who has just shown a password, session or token. Locks after failed logins and results of checks
 * exist nowhere else and stay (contract: maintenance.md §4.16).
 */
export const cacheClear: MaintenanceOperation = {
  name: 'cacheClear',
  otherPaths: ['cache'],
  otherFlags: ['cache'],
  label: 'Clear caches',
  description:
    'Makes every server forget what it remembers for speed. Locks after failed logins and results of checks stay.',
  cachedByDhis2: 'metadata',
  preview: () => Promise.resolve(counted({ verifiedCredentials: 1 })),
  async run({ db }) {
    await forgetCredentialsEverywhere(db);
    return counted({ verifiedCredentials: 1 });
  },
};
