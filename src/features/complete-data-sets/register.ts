import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../../database/index.js';

/** A registration by the keys of the tables. */
export interface Registration {
  readonly dataSetId: number;
  readonly periodId: number;
  /** Key of the organisation unit. */
  readonly sourceId: number;
  readonly attributeOptionComboId: number;
  /** When the data set was completed: a timestamp of the server's zone without zone; now when left out. */
  readonly date?: string | undefined;
  /** Usernames. Who stored it also updated it unless somebody else is named. */
  readonly storedBy: string;
  readonly lastUpdatedBy?: string | undefined;
  /** False keeps the row as withdrawn. True when left out. */
  readonly completed?: boolean | undefined;
}

const KEY = ['datasetid', 'periodid', 'sourceid', 'attributeoptioncomboid'] as const;

/** Columns of the key, of `table` or by their bare names. */
export const registrationKey = (table?: string): RawBuilder<unknown> =>
  sql.join(KEY.map((name) => (table === undefined ? sql.id(name) : sql.ref(`${table}.${name}`))));

export const REGISTRATION_COLUMNS = sql`${registrationKey()}, date, storedby, lastupdatedby, lastupdated, completed`;

/** What becomes of a registration that is there already: it is written anew, as by the peer. */
export const WRITE_ANEW = sql`
  on conflict (${registrationKey()}) do update set
    date = excluded.date, storedby = excluded.storedby, lastupdatedby = excluded.lastupdatedby, lastupdated = excluded.lastupdated,
    completed = excluded.completed
`;

/**
 * Registers one data set as complete, or writes its registration anew (contract: imports.md §4, schema.md §2.4). Whether it is allowed is for the caller to check.
 *
 * @returns whether there was none before
 */
export async function registerCompleteness(db: Db, registration: Registration): Promise<boolean> {
  const { dataSetId, periodId, sourceId, attributeOptionComboId, date, storedBy, completed = true } = registration;
  const { lastUpdatedBy = storedBy } = registration;
  const { rows } = await sql<{ created: boolean }>`
    insert into completedatasetregistration (${REGISTRATION_COLUMNS})
    values (
      ${dataSetId}, ${periodId}, ${sourceId}, ${attributeOptionComboId}, coalesce(${date ?? null}::timestamp, localtimestamp), ${storedBy},
      ${lastUpdatedBy}, localtimestamp, ${completed}
    )
    ${WRITE_ANEW}
    returning xmax = 0 as created
  `.execute(db);
  return rows[0]?.created === true;
}
