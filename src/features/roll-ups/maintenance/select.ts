import { sql } from 'kysely';
import { transaction } from '../../../database/index.js';
import type { SettingValues } from '../../settings/index.js';
import type { Cube } from '../definition.js';
import { addInstances, endInstances } from '../instances.js';
import { planRollUps, selectionSettings, writePlanned } from '../plan-roll-ups.js';
import type { Verdict } from '../selection/plan.js';
import { inStep, type Work } from './work.js';

/**
 * Chooses what is worth a roll-up, and has it wait to be built (contract: aggregates.md §6.6).
 *
 * @returns what is to be retired when the new ones stand
 */
export async function chooseRollUps(
  work: Work,
  cube: Cube,
  now: Date,
  settings: SettingValues,
): Promise<readonly Verdict[]> {
  const { db, organization, progress } = work;
  return await inStep(work, 'select', () =>
    progress.stage(`Choose aggregates: ${cube}`, async () => {
      const options = { organization, cube, now, settings: selectionSettings(settings) };
      const { create, retire, note } = await planRollUps(db, options);
      await transaction(db, async (handle) => {
        const chosen = await writePlanned(handle, options, create);
        await addInstances(
          handle,
          sql`roll_up.roll_up_id = any (${[...chosen]}::uuid[]) and not roll_up.blocked and not exists (
            select from orderly.roll_up_instance as active where active.roll_up_id = roll_up.roll_up_id and active.status = 'active'
          )`,
        );
      });
      if (note !== undefined) await progress.message(`${cube}: ${note}`);
      for (const { name, reason } of create) await progress.message(`${name}: chosen, ${reason}`);
      return retire;
    }),
  );
}

/** Takes out of use what is not worth its space any more. Its tables go later, when no query can be reading them (contract: aggregates.md §6.8). */
export async function retireRollUps(work: Work, cube: Cube, verdicts: readonly Verdict[]): Promise<void> {
  const { db, progress } = work;
  await inStep(work, 'retire', () =>
    progress.stage(`Retire aggregates: ${cube}`, async () => {
      const ends = verdicts.map(({ instance, reason }) => ({ instance, message: `Retired: ${reason}` }));
      await endInstances(db, 'deleted', ends);
      if (ends.length > 0) await progress.message(`${cube}: ${ends.length} aggregates retired`);
    }),
  );
}
