import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../../../database/index.js';
import { parsePeriod } from '../../../kernel/periods/index.js';
import { timestamp } from '../../../metadata/index.js';
import type { Conflicts } from '../../imports/index.js';
import type { WireRegistration } from './payload.js';

/** Rows of one statement: enough to make its round trip nothing, few enough to keep its parameters small. */
const BATCH = 10_000;
const LONGEST_USERNAME = 255;

/** A registration whose own values can be read; what it names is not looked up yet. */
interface Readable {
  readonly position: number;
  readonly wire: WireRegistration;
  /** Timestamp of the server's zone; undefined for now. */
  readonly date: string | undefined;
  readonly completed: boolean;
}

/**
 * Puts the registrations of a payload into `given_registration`, a table of this transaction, with the days of their periods. Those whose values cannot be read become
 * conflicts.
 */
export async function stage(db: Db, registrations: readonly WireRegistration[], conflicts: Conflicts): Promise<void> {
  await sql`
    create temporary table given_registration (
      position integer not null, data_set text, period text, period_type text, start_date date, end_date date, org_unit text,
      combo text, category_combo text, category_options text,
      date timestamp, stored_by text, last_updated_by text, completed boolean not null
    ) on commit drop
  `.execute(db);
  const readable = registrations.flatMap((wire, position) => read(wire, position, conflicts));
  for (let start = 0; start < readable.length; start += BATCH) await insert(db, readable.slice(start, start + BATCH));
  await countFor(db, 'given_registration', readable.length);
}

/** From so many rows on it is worth it to count them for the planner; most payloads have one. */
const WORTH_COUNTING = 1_000;

/** Lets the planner know what a table of this transaction holds. */
export async function countFor(db: Db, table: string, rows: number): Promise<void> {
  if (rows >= WORTH_COUNTING) await sql`analyze ${sql.table(table)}`.execute(db);
}

function read(wire: WireRegistration, position: number, conflicts: Conflicts): readonly Readable[] {
  const refuse = (property: keyof WireRegistration, code: 'E4027' | 'E7637', ...args: readonly string[]): [] => {
    conflicts.refuse(position, { code, objects: { [property]: wire[property] ?? '' }, args, property });
    return [];
  };
  const date = wire.date === undefined ? undefined : timestamp(wire.date);
  if (wire.date !== undefined && date === undefined) return refuse('date', 'E4027', wire.date, 'date');
  const completed = wire.completed === undefined ? true : FLAGS[wire.completed.toLowerCase()];
  if (completed === undefined) return refuse('completed', 'E4027', wire.completed ?? '', 'completed');
  for (const property of ['storedBy', 'lastUpdatedBy'] as const) {
    const name = wire[property] ?? '';
    if (name.length > LONGEST_USERNAME)
      return refuse(property, 'E7637', `it has more than ${LONGEST_USERNAME} characters`);
  }
  return [{ position, wire, date, completed }];
}

const FLAGS: Readonly<Record<string, boolean | undefined>> = { true: true, false: false };

async function insert(db: Db, rows: readonly Readable[]): Promise<void> {
  const periods = new Map([...new Set(rows.map(({ wire }) => wire.period))].map((name) => [name, parse(name)]));
  const column = <Value>(of: (row: Readable) => Value | undefined): (Value | null)[] =>
    rows.map((row) => of(row) ?? null);
  const text = (of: (wire: WireRegistration) => string | undefined): RawBuilder<unknown> =>
    sql`${column(({ wire }) => of(wire))}::text[]`;
  const days = (of: 'type' | 'startDate' | 'endDate'): (string | null)[] =>
    column(({ wire }) => periods.get(wire.period)?.[of]);
  await sql`
    insert into given_registration
    select * from unnest(
      ${column(({ position }) => position)}::int[], ${text(({ dataSet }) => dataSet)}, ${text(({ period }) => period)},
      ${days('type')}::text[], ${days('startDate')}::date[], ${days('endDate')}::date[], ${text(({ organisationUnit }) => organisationUnit)},
      ${text(({ attributeOptionCombo }) => attributeOptionCombo)}, ${text(({ cc }) => cc)}, ${text(({ cp }) => cp)},
      ${column(({ date }) => date)}::timestamp[], ${text(({ storedBy }) => storedBy)}, ${text(({ lastUpdatedBy }) => lastUpdatedBy)},
      ${column(({ completed }) => completed)}::boolean[]
    )
  `.execute(db);
}

const parse = (name: string | undefined) => (name === undefined ? undefined : parsePeriod(name));
