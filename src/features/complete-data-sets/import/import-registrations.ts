import { type Db, onTrial, transaction } from '../../../database/index.js';
import type { CurrentUser } from '../../../http/index.js';
import { defaultOptionCombo } from '../../data-values/index.js';
import {
  Conflicts,
  type ImportOptions,
  type ImportSummary,
  strategyOf,
  withHead,
  withSettings,
} from '../../imports/index.js';
import { readSettings } from '../../settings/index.js';
import { tellMissingFields } from './compulsory.js';
import { tellFaults } from './faults.js';
import { merge } from './merge.js';
import type { RegistrationPayload } from './payload.js';
import { resolve } from './resolve.js';
import { stage } from './staging.js';

/**
 * Takes the registrations of a payload, in one transaction: those with a fault are told and left out, the others are stored (contract: imports.md §4, §9 nos. 7 and 19). A dry
 * run counts and writes nothing.
 *
 * @throws OrderlyError 400 when the head of the payload has values that are none
 */
export async function importRegistrations(
  db: Db,
  { head, registrations }: RegistrationPayload,
  asked: ImportOptions,
  user: CurrentUser,
): Promise<ImportSummary> {
  const effective = withHead(asked, head);
  const strategy = strategyOf(effective);
  const conflicts = new Conflicts();
  const run = effective.dryRun ? onTrial : transaction;
  const { imported, updated, deleted } = await run(db, async (handle) => {
    await stage(handle, registrations, conflicts);
    const options = withSettings(effective, await readSettings(handle));
    await resolve(handle, { user, options, defaultCombo: await defaultOptionCombo(handle) });
    await tellFaults(handle, user.username, conflicts);
    if (strategy !== 'DELETE') await tellMissingFields(handle, user, conflicts);
    return await merge(handle, strategy, user.username);
  });
  const ignored = registrations.length - imported - updated - deleted;
  const { list, rejectedIndexes } = conflicts;
  return {
    responseType: 'ImportSummary',
    status: statusOf(registrations.length, ignored, list.length),
    importOptions: effective,
    description: 'Import process complete.',
    importCount: { imported, updated, ignored, deleted },
    conflicts: list,
    rejectedIndexes,
  };
}

/** Nothing at all is an error when there was something to do; nothing to do is none (contract: imports.md §4, §9 no. 19). */
function statusOf(total: number, ignored: number, conflicts: number): ImportSummary['status'] {
  if (total > 0 && ignored === total) return 'ERROR';
  return conflicts > 0 ? 'WARNING' : 'SUCCESS';
}
