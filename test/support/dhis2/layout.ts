import type { Dhis2Version } from './index.js';

/** The version of the DHIS2 beside which `npm run test:layout` runs the tests; undefined where the database is Orderly's own. */
export const layout = process.env.ORDERLY_TEST_LAYOUT as Dhis2Version | undefined;

/** From 2.43 a trigger of the database writes the audit of data values: also what was put in, and the new value of what was changed (contract: schema.md §2.2). */
export const databaseAudits = layout === '2.43' || layout === '2.44';

/**
 * The versions beside which a test of attached mode runs: `few` of them in the whole suite, which has a quarter of an hour, and `all` with `npm run test:attached`.
 */
export function versionsOf<Version extends Dhis2Version>(
  all: readonly Version[],
  ...few: readonly NoInfer<Version>[]
): readonly Version[] {
  return process.env.ORDERLY_TEST_ATTACHED === undefined ? few : all;
}
