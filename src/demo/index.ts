import type pg from 'pg';
import { addDays, type IsoDate, localDate } from '../kernel/calendar.js';
import { conflict } from '../kernel/errors/index.js';
import { uidFactory } from '../kernel/uid.js';
import { signAsAdmin } from './authorship.js';
import { withBareTable } from './bare-table.js';
import { loadCategories } from './categories.js';
import { copyRows } from './copy.js';
import { at, type Country, sizesFor } from './country.js';
import { loadDataElements } from './data-elements.js';
import { loadApproval, loadDataSets, loadPeriods } from './data-sets.js';
import { loadDataSetRecords, loadDataValues } from './data-values.js';
import { loadSmallMetadata } from './metadata.js';
import { loadOrganisationUnits } from './organisation-units.js';
import { loadTracker } from './tracker.js';
import { loadUsers } from './users.js';

export interface DemoOptions {
  readonly size: 'small' | { readonly scale: number };
  /** The day at which the country stands; today unless given. */
  readonly referenceDate?: IsoDate;
  readonly log?: (message: string) => void;
}

export interface DemoResult {
  /** Rows by table. */
  readonly rows: Readonly<Record<string, number>>;
  readonly seconds: number;
}

const SEED = 2_026;
/** Ids below belong to the rows that every installation has. */
const FIRST_ID = 1_000;

/**
 * Loads the synthetic country into a migrated database, all of it or nothing. The same size and day give the same country everywhere.
 *
 * @throws OrderlyError when the database holds organisation units already
 */
export async function loadDemo(
  pool: pg.Pool,
  { size, referenceDate, log = () => undefined }: DemoOptions,
): Promise<DemoResult> {
  const started = performance.now();
  const rows: Record<string, number> = {};
  const client = await pool.connect();
  try {
    await client.query('begin');
    await refuseOccupied(client);
    await client.query("set local maintenance_work_mem = '256MB'");
    let lastId = FIRST_ID - 1;
    const today = referenceDate ?? localDate(new Date());
    const sizes = sizesFor(size);
    const load: Country['load'] = async (table, columns, content) => {
      rows[table] = (rows[table] ?? 0) + (await copyRows(client, table, columns, content));
    };
    await populate({
      sizes,
      today,
      firstDay: `${Number(today.slice(0, 4)) - sizes.years}-01-01`,
      now: at(addDays(today, -1), 3_600),
      id: () => {
        lastId += 1;
        return lastId;
      },
      uid: uidFactory(SEED),
      load,
      loadLarge: async (table, columns, content) => {
        log(`Loading ${table}`);
        await withBareTable(client, table, () => load(table, columns, content));
      },
    });
    await joinRelationshipEnds(client);
    await signAsAdmin(client);
    await moveSequences(client, lastId);
    await client.query('commit');
    await client.query('analyze');
    return { rows, seconds: (performance.now() - started) / 1000 };
  } catch (error) {
    await client.query('rollback');
    throw error;
  } finally {
    client.release();
  }
}

async function refuseOccupied(client: pg.ClientBase): Promise<void> {
  const { rows } = await client.query<{ occupied: boolean }>(
    'select exists (select from organisationunit) as occupied',
  );
  if (rows[0]?.occupied) {
    throw conflict('The database holds organisation units already; the demo country goes into an empty one only.');
  }
}

async function populate(country: Country): Promise<void> {
  const units = await loadOrganisationUnits(country);
  await loadUsers(country, units);
  const categories = await loadCategories(country, units);
  const elements = await loadDataElements(country, categories);
  const periods = await loadPeriods(country);
  const approval = await loadApproval(country);
  const dataSets = await loadDataSets(country, { units, elements, categories, periods, workflow: approval.workflow });
  await loadSmallMetadata(country, elements, dataSets);
  await loadDataValues(country, dataSets);
  await loadDataSetRecords(country, dataSets, approval);
  await loadTracker(country, units, elements);
}

/** Relationships and their ends refer to each other, so the first could not name the second while they were loaded. */
async function joinRelationshipEnds(client: pg.ClientBase): Promise<void> {
  await client.query(
    `update relationship set from_relationshipitemid = item.first, to_relationshipitemid = item.last
     from (
       select relationshipid, min(relationshipitemid) as first, max(relationshipitemid) as last from relationshipitem group by relationshipid
     ) as item
     where item.relationshipid = relationship.relationshipid`,
  );
}

/** Sequences go on above the highest id that was used. */
async function moveSequences(client: pg.ClientBase, lastId: number): Promise<void> {
  await client.query(
    `select setval(sequencename::regclass, $1) from pg_sequences
     where schemaname = 'public' and coalesce(last_value, 0) < $1`,
    [lastId],
  );
}
