import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Payloads of DHIS2's own end-to-end tests, in the order in which those post them. */
export const E2E_FILES = [
  'setup/userGroups.json',
  'setup/metadata.json',
  'setup/tracker_metadata.json',
  'setup/userRoles.json',
  'setup/users.json',
  'aggregate/metadata.json',
] as const;

const FOLDER = join(import.meta.dirname, '../data/dhis2-core-e2e');

export const e2ePayload = (file: (typeof E2E_FILES)[number]): unknown =>
  JSON.parse(readFileSync(join(FOLDER, file), 'utf8'));
