import { sql } from 'kysely';
import { Type } from 'typebox';
import type { Db } from '../../database/index.js';
import type { JobType } from '../../jobs/index.js';
import { type Clock, formatTimestamp } from '../../kernel/clock.js';
import { count } from './count.js';

const DEFAULT_MONTHS = 6;
const PARAMETERS = Type.Object({ expiresAfterMonths: Type.Optional(Type.Integer({ minimum: 1, maximum: 12 })) });

/** `LOCK_EXCEPTION_CLEANUP`: exceptions of data sets' locks that are older than some months (contract: job-types.md §3.1, data-admin.md §2.1). */
export function lockExceptionCleanupJob(clock: Clock): JobType<typeof PARAMETERS> {
  return {
    type: 'LOCK_EXCEPTION_CLEANUP',
    label: 'Lock exception cleanup',
    parameters: PARAMETERS,
    takeOver: 'restart',
    startMessage: 'Lock exception cleanup',
    async run({ db, parameters: { expiresAfterMonths = DEFAULT_MONTHS }, progress }) {
      const deleted = await progress.stage(
        `Deleting lock exceptions older than ${count(expiresAfterMonths, 'month')}`,
        () => deleteCreatedBefore(db, clock.now(), expiresAfterMonths),
      );
      return { message: `${count(deleted, 'lock exception')} deleted` };
    },
  };
}

async function deleteCreatedBefore(db: Db, now: Date, months: number): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from lockexception
    where lockexception.created < ${formatTimestamp(now)}::timestamp::date - make_interval(months => ${months})
  `.execute(db);
  return Number(numAffectedRows ?? 0n);
}
