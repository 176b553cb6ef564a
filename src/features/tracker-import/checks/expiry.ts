import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../../../database/index.js';
import { addDays } from '../../../kernel/calendar.js';
import { formatTimestamp } from '../../../kernel/clock.js';
import { PERIOD_TYPE_NAMES, type PeriodTypeName, periodContaining } from '../../../kernel/periods/index.js';

/** The first day whose period still takes events of a program. */
export interface FirstOpenDay {
  readonly programId: number;
  readonly day: string;
}

/**
 * Programs whose periods close `expirydays` after their end, with the first day that is open (contract: imports.md §7.4 `E1047`): a period takes events as long as it ended no more than that
 * many days ago, so the first open one is the one in which the day that long ago lies.
 */
export async function firstOpenDays(db: Db, now: Date): Promise<readonly FirstOpenDay[]> {
  const { rows } = await sql<{ programId: number; days: number; type: string }>`
    select program.programid as "programId", program.expirydays as days, periodtype.name as type
    from program
    join periodtype on periodtype.periodtypeid = program.expiryperiodtypeid
    where program.expirydays > 0 and program.programid in (select program_id from staged_event)
  `.execute(db);
  const today = formatTimestamp(now).slice(0, 10);
  return rows.flatMap(({ programId, days, type }) => {
    if (!isPeriodType(type)) return [];
    return [{ programId, day: periodContaining(type, addDays(today, -days)).startDate }];
  });
}

const isPeriodType = (name: string): name is PeriodTypeName => (PERIOD_TYPE_NAMES as readonly string[]).includes(name);

/** The same as a relation of `programid` and `day`. */
export const openDays = (days: readonly FirstOpenDay[]): RawBuilder<unknown> => sql`
  unnest(${days.map(({ programId }) => programId)}::bigint[], ${days.map(({ day }) => day)}::date[])
`;
