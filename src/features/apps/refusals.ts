import { OrderlyError } from '../../kernel/errors/index.js';

/** Why an app is not installed, in the peer's words (contract: data-admin.md §10). */
const REFUSALS = {
  manifestMissing: 'Manifest file missing from zip file',
  manifestInvalid: 'Invalid JSON in app manifest file',
  zipUnreadable: 'Zip file could not be read',
  coreAppExpected: 'Bundled apps must be declared as core apps',
  coreAppUnexpected: 'Only bundled apps may be declared as core apps',
  namespaceTaken: 'Namespace defined in manifest is already in use',
  namespaceInvalid: 'Additional namespaces defined in manifest need a name and authorities',
  fileSystem: 'App could not be installed on file system',
} as const;

/** 409 with the peer's sentence; `reason` says to super users what exactly is wrong. */
export const refusal = (kind: keyof typeof REFUSALS, reason?: string, cause?: unknown): OrderlyError =>
  new OrderlyError(409, REFUSALS[kind], { ...(reason !== undefined && { devMessage: reason }), cause });
