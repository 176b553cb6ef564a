import { sql } from 'kysely';
import type { Db } from '../../src/database/index.js';
import { layout } from './dhis2/layout.js';

export interface ProgramIndicatorFixture {
  readonly uid: string;
  readonly name: string;
  /** The uid of its program. */
  readonly program: string;
  readonly expression: string;
  readonly filter?: string | undefined;
  readonly type?: 'EVENT' | 'ENROLLMENT' | undefined;
  readonly aggregation?: string | undefined;
  readonly decimals?: number | undefined;
}

/** Up to 2.41 of DHIS2 program indicators are of no category combos. */
const hasCombos = layout !== '2.40' && layout !== '2.41';

/** Stores a program indicator, past the view that stands before the table in some databases and cannot be written as a whole. */
export async function storeProgramIndicator(db: Db, given: ProgramIndicatorFixture): Promise<void> {
  await sql`
    insert into public.programindicator
      (programindicatorid, uid, created, lastupdated, name, shortname, programid, expression, filter, aggregationtype, analyticstype, decimals
      ${hasCombos ? sql`, categorycomboid, attributecomboid` : sql``})
    select nextval('hibernate_sequence'), ${given.uid}, now(), now(), ${given.name}, ${given.uid}, program.programid, ${given.expression},
      ${given.filter ?? null}, ${given.aggregation ?? 'SUM'}, ${given.type ?? 'EVENT'}, ${given.decimals ?? null}::int
      ${hasCombos ? sql`, program.categorycomboid, program.categorycomboid` : sql``}
    from program where program.uid = ${given.program}
  `.execute(db);
}
