import { type RawBuilder, sql } from 'kysely';
import { columnFor, tablesFor } from '../database/dhis2/index.js';
import { type Db, inSavepoint } from '../database/index.js';
import { isTooSlow, type Relations } from './relations.js';

/** Rows that refer to what is not there any more, or to which nothing refers, where no foreign key prevents it. */
interface OrphanCheck {
  readonly what: string;
  /** Where the rows are, and what is looked for beside them, in the names of 2.42. */
  readonly rows: readonly [table: string, column: string];
  readonly beside: readonly (readonly [table: string, column: string])[];
}

const CHECKS: readonly OrphanCheck[] = [
  {
    what: 'Category option combos of no category combo',
    rows: ['categoryoptioncombo', 'categoryoptioncomboid'],
    beside: [['categorycombos_optioncombos', 'categoryoptioncomboid']],
  },
  {
    what: 'Notes of no event and no enrollment',
    rows: ['note', 'noteid'],
    beside: [
      ['event_notes', 'noteid'],
      ['enrollment_notes', 'noteid'],
    ],
  },
  { what: 'Entries for notes that are gone', rows: ['event_notes', 'noteid'], beside: [['note', 'noteid']] },
  {
    what: 'Possible duplicates of tracked entities that are gone',
    rows: ['potentialduplicate', 'original'],
    beside: [['trackedentity', 'uid']],
  },
  { what: 'Tokens of users that are gone', rows: ['api_token', 'createdby'], beside: [['userinfo', 'userinfoid']] },
  {
    what: 'Programs open to user roles that are gone',
    rows: ['program_userroles', 'userroleid'],
    beside: [['userrole', 'userroleid']],
  },
  {
    what: 'Users created by users that are gone',
    rows: ['userinfo', 'creatoruserid'],
    beside: [['userinfo', 'userinfoid']],
  },
  {
    what: 'Periods of old event charts that are gone',
    rows: ['eventchart_periods', 'periodid'],
    beside: [['period', 'periodid']],
  },
  {
    what: 'Periods of old event reports that are gone',
    rows: ['eventreport_periods', 'periodid'],
    beside: [['period', 'periodid']],
  },
  {
    what: 'Organisation units below units that are gone',
    rows: ['organisationunit', 'parentid'],
    beside: [['organisationunit', 'organisationunitid']],
  },
];

/** Tables with more rows are not looked through: a doctor is quick. */
const MOST_ROWS = 2_000_000;

export interface Orphans {
  readonly what: string;
  /** Undefined when it was not looked for. */
  readonly count: number | undefined;
  readonly leftOut: string | undefined;
}

/** Does the checks for which the tables are there. */
export async function findOrphans(db: Db, relations: Relations): Promise<readonly Orphans[]> {
  const results: Orphans[] = [];
  for (const check of CHECKS) {
    const statements = tablesFor(check.rows[0], relations).map((table) => statementOf(check, table, relations));
    if (statements.includes('absent')) continue;
    const refused = statements.find((statement) => typeof statement === 'object' && 'leftOut' in statement);
    if (refused) {
      results.push({ what: check.what, count: undefined, ...refused } as Orphans);
      continue;
    }
    results.push(await count(db, check.what, statements as readonly RawBuilder<unknown>[]));
  }
  return results;
}

async function count(db: Db, what: string, statements: readonly RawBuilder<unknown>[]): Promise<Orphans> {
  try {
    return await inSavepoint(db, async () => {
      const { rows } = await sql<{ count: number }>`
        select sum(part.count)::int as count from (${sql.join(statements, sql` union all `)}) as part
      `.execute(db);
      return { what, count: rows[0]?.count ?? 0, leftOut: undefined };
    });
  } catch (error) {
    if (!isTooSlow(error)) throw error;
    return { what, count: undefined, leftOut: 'took too long' };
  }
}

function statementOf(
  { rows: [, column], beside }: OrphanCheck,
  table: string,
  relations: Relations,
): RawBuilder<unknown> | 'absent' | { readonly leftOut: string } {
  const own = placeOf(table, column, relations);
  const others = beside.flatMap(([name, key]) => tablesFor(name, relations).map((one) => placeOf(one, key, relations)));
  if (own === undefined || others.includes(undefined)) return 'absent';
  const places = [own, ...(others as readonly Place[])];
  const unreadable = places.find((place) => !relations.get(place.table)?.rights.has('select'));
  if (unreadable) return { leftOut: `may not read ${unreadable.table}` };
  const large = places.find((place) => (relations.get(place.table)?.rows ?? 0) > MOST_ROWS);
  if (large) return { leftOut: `${large.table} is too large for a quick look` };
  const missing = (others as readonly Place[]).map(
    (place) =>
      sql`not exists (select from public.${sql.id(place.table)} as other where other.${sql.id(place.column)} = owner.${sql.id(own.column)})`,
  );
  return sql`
    select count(*) as count
    from public.${sql.id(own.table)} as owner
    where owner.${sql.id(own.column)} is not null and ${sql.join(missing, sql` and `)}
  `;
}

interface Place {
  readonly table: string;
  readonly column: string;
}

function placeOf(table: string, name: string, relations: Relations): Place | undefined {
  const column = columnFor(name, relations.get(table)?.columns ?? new Set());
  return column === undefined ? undefined : { table, column };
}

const OF_A_PROGRAM = /^analytics_(?:event|enrollment|ownership)_([a-z0-9]{11})(?:_\d+)?$/;

/** Generated tables of programs that are gone, or of older versions, which nobody reads (contract: schema.md §1.5). */
export async function findLeftOverTables(db: Db, relations: Relations): Promise<readonly string[]> {
  const tables = [...relations.keys()];
  const deprecated = tables.filter((name) => name.startsWith('_deprecated_'));
  const ofPrograms = tables.flatMap((name) => {
    const [, uid] = OF_A_PROGRAM.exec(name) ?? [];
    return uid === undefined ? [] : [{ name, uid }];
  });
  if (ofPrograms.length === 0 || !relations.get('program')?.rights.has('select')) return deprecated;
  const { rows } = await sql<{ uid: string }>`select lower(program.uid) as uid from public.program`.execute(db);
  const known = new Set(rows.map(({ uid }) => uid));
  return [...ofPrograms.filter(({ uid }) => !known.has(uid)).map(({ name }) => name), ...deprecated];
}
