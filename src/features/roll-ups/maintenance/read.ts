import { withWorkshop } from '../../../database/build/index.js';
import { isConnectionLoss } from '../../../database/index.js';
import { forEachWithin, workerLimit } from '../../../kernel/parallel.js';
import { BaseWanted, NoBase } from '../build/base.js';
import { dueOf } from '../build/instance.js';
import { type Reading, readYear } from '../build/reading.js';
import { determinedColumns } from '../columns.js';
import type { Cube } from '../definition.js';
import type { Instance } from '../instances.js';
import type { Work } from './work.js';

/**
 * Reads each year that several instances lack once for all of them, and runs `build` with what was read. A year that is being replaced meanwhile, or cannot be read, is passed over: what is built of it
 * reads the table itself. What was read is gone afterwards.
 */
export async function withReadings(
  work: Work,
  cube: Cube,
  instances: readonly Instance[],
  build: (readings: readonly Reading[]) => Promise<void>,
): Promise<void> {
  const years = await yearsLacked(work, cube, instances);
  if (years.length === 0) return await build([]);
  await withWorkshop(work.pool, work.run, async (schema) => await build(await readAll(work, cube, years, schema)));
}

/** A year, and the instances that have nothing of it. */
type Lacked = readonly [year: number, instances: readonly Instance[]];

async function yearsLacked({ db }: Work, cube: Cube, instances: readonly Instance[]): Promise<readonly Lacked[]> {
  const due = await dueOf(
    db,
    cube,
    instances.map(({ instance }) => instance),
  );
  const years = new Map<number, Instance[]>();
  for (const instance of instances)
    for (const year of due.get(instance.instance)?.anew ?? []) {
      const lacking = years.get(year);
      if (lacking) lacking.push(instance);
      else years.set(year, [instance]);
    }
  return [...years].filter(([, lacking]) => lacking.length > 1);
}

async function readAll(
  { db, signal, progress, log, workers }: Work,
  cube: Cube,
  years: readonly Lacked[],
  schema: string,
): Promise<readonly Reading[]> {
  const readings: Reading[] = [];
  const determined = await determinedColumns(db);
  await progress.stage(
    `Read the analytics table: ${cube}`,
    async (stage) => {
      await forEachWithin(workerLimit(workers), years, async ([year, instances]) => {
        signal.throwIfAborted();
        const read = async (): Promise<Reading | undefined> => {
          try {
            return await readYear(db, cube, year, instances, { schema, determined });
          } catch (error) {
            if (signal.aborted || isConnectionLoss(error)) throw error;
            // Whatever builds of this year reads the table itself, and says what is wrong if that fails, too.
            if (error instanceof BaseWanted || error instanceof NoBase) return undefined;
            const message = error instanceof Error ? error.message : String(error);
            log.warn(
              { err: error, year },
              'a year of the analytics table could not be read for several aggregates at once',
            );
            await progress.message(`${year}: ${message}`, 'WARN');
            return undefined;
          }
        };
        const reading = await stage.item(String(year), read, (one) =>
          one
            ? `${one.sets.length} sets of ${one.sets.reduce((sum, { rows }) => sum + rows, 0)} rows`
            : 'nothing to gain',
        );
        if (reading) readings.push(reading);
      });
    },
    years.length,
  );
  return readings;
}
