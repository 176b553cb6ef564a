import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../../database/index.js';
import type { JobType } from '../../jobs/index.js';
import { type Clock, formatTimestamp } from '../../kernel/clock.js';
import { inBatches, ROWS_AT_ONCE } from './batches.js';

/** `REMOVE_USED_OR_EXPIRED_RESERVED_VALUES`: values kept for tracked entities that are registered by now, or never were (contract: job-types.md §3.3). */
export function reservedValuesJob(clock: Clock): JobType {
  return {
    type: 'REMOVE_USED_OR_EXPIRED_RESERVED_VALUES',
    label: 'Remove used or expired reserved values',
    takeOver: 'restart',
    startMessage: 'Remove used or expired reserved values',
    async run({ db, progress }) {
      const now = formatTimestamp(clock.now());
      const expired = await progress.stage('Deleting expired reserved values', (stage) =>
        inBatches(stage, () => deleteBatch(db, sql`reservedvalue.expirydate < ${now}::timestamp`)),
      );
      const used = await progress.stage('Deleting used reserved values', (stage) =>
        inBatches(stage, () => deleteBatch(db, IS_USED)),
      );
      return { message: `Deleted ${expired + used} reserved values` };
    },
  };
}

/** Only attributes of tracked entities have reserved values; in these values case makes no difference. */
const IS_USED = sql`
  reservedvalue.ownerobject = 'TRACKEDENTITYATTRIBUTE' and exists (
    select from trackedentityattribute as attribute
    join trackedentityattributevalue as stored on stored.trackedentityattributeid = attribute.trackedentityattributeid
    where attribute.uid = reservedvalue.owneruid and lower(stored.value) = lower(reservedvalue.value)
  )
`;

/** Rows that somebody holds are theirs, until the next run. */
async function deleteBatch(db: Db, condition: RawBuilder<unknown>): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from reservedvalue as gone
    where gone.reservedvalueid in (
      select reservedvalue.reservedvalueid from reservedvalue
      where ${condition}
      limit ${ROWS_AT_ONCE}
      for update of reservedvalue skip locked
    )
  `.execute(db);
  return Number(numAffectedRows ?? 0n);
}
