import { sql } from 'kysely';
import type { Db } from '../database.js';
import type { Dhis2 } from './dhis2.js';

/** The versions beside whose tables Orderly can work: 2.40 to 2.44 (contract: schema.md §4.4). */
export const OLDEST_MINOR = 40;
export const NEWEST_MINOR = 44;

/** What a database holds. */
export interface Detection {
  /** `empty`: nothing in `public`. `other`: tables, but not those of a DHIS2. `orderly`: the tables that Orderly made for itself. */
  readonly kind: 'empty' | 'other' | 'orderly' | 'dhis2';
  readonly dhis2: Dhis2 | undefined;
  /** Schema `orderly`, whoever made it. */
  readonly orderly: OrderlySchema | undefined;
}

export interface OrderlySchema {
  /** Standalone made the tables in `public`, too; attached made nothing there. */
  readonly mode: 'standalone' | 'attached';
  /** The newest migration; undefined when this role may not read it. */
  readonly migration: string | undefined;
  /** The role that may alter and drop it. */
  readonly owner: string;
  /** That is the role that asks, or one that it is a member of. */
  readonly isOwn: boolean;
}

/** The script with which each minor version was first released (contract: schema.md §4.4); 2.44 was not. An upgrade that ended has at least that. */
const FIRST_RELEASED: Readonly<Record<number, number>> = { 40: 21, 41: 46, 42: 43, 43: 56 };

/** Tables and columns that only some versions have. */
const MARKS = [
  'organisationunit',
  'trackerevent',
  'singleevent',
  'eventchangelog',
  'event',
  'programstageinstance',
  'flyway_schema_history',
] as const;
const COLUMN_MARKS = ['trackedentityattributevalue.updatedby', 'jobconfiguration.queuename'] as const;

type Marks = ReadonlySet<(typeof MARKS)[number] | (typeof COLUMN_MARKS)[number]>;

/** Migration of Orderly that made the first of its own core tables; one that is attached has not run it. */
const FIRST_CORE_MIGRATION = 2;

/**
 * Says what a database holds, and which DHIS2, by Flyway's history or, without one, by structure (contract: schema.md §4.4). Reads the catalogue and up to two small tables; writes nothing,
 * and works with a role that may read nothing else.
 */
export async function detect(db: Db): Promise<Detection> {
  const { publicTables, marks, mayReadHistory, migrationTable, mayReadMigrations, geometrySchema } =
    await readMarks(db);
  const orderly = migrationTable ? await readOrderly(db, mayReadMigrations, marks) : undefined;
  if (!marks.has('organisationunit')) {
    return { kind: publicTables === 0 ? 'empty' : 'other', dhis2: undefined, orderly };
  }
  if (orderly?.mode === 'standalone' && !marks.has('flyway_schema_history')) {
    return { kind: 'orderly', dhis2: undefined, orderly };
  }
  const history = marks.has('flyway_schema_history') && mayReadHistory ? await readHistory(db) : undefined;
  const dhis2 = { ...judge(marks, history, mayReadHistory), ...(geometrySchema !== null && { geometrySchema }) };
  return { kind: 'dhis2', dhis2, orderly };
}

interface MarksRow {
  readonly publicTables: number;
  readonly marks: Marks;
  readonly mayReadHistory: boolean;
  readonly migrationTable: boolean;
  readonly mayReadMigrations: boolean;
  readonly geometrySchema: string | null;
}

/** By `pg_class` and not by `to_regclass`, which fails where a schema may not be used. */
async function readMarks(db: Db): Promise<MarksRow> {
  const { rows } = await sql<Omit<MarksRow, 'marks'> & { marks: readonly string[] }>`
    with tables as materialized (
      select pg_class.oid, pg_namespace.nspname as schema, pg_class.relname as name,
        has_schema_privilege(pg_namespace.oid, 'usage') and has_table_privilege(pg_class.oid, 'select') as readable
      from pg_class
      join pg_namespace on pg_namespace.oid = pg_class.relnamespace
      where pg_namespace.nspname in ('public', 'orderly') and pg_class.relkind in ('r', 'p')
        -- PostGIS brings a table of its own
        and not exists (
          select from pg_depend
          where pg_depend.classid = 'pg_class'::regclass and pg_depend.objid = pg_class.oid and pg_depend.deptype = 'e'
        )
    )
    select
      (select count(*)::int from tables where tables.schema = 'public') as "publicTables",
      array(
        select tables.name::text from tables where tables.schema = 'public' and tables.name = any(${[...MARKS]}::text[])
        union all
        select tables.name || '.' || pg_attribute.attname
        from tables
        join pg_attribute on pg_attribute.attrelid = tables.oid and pg_attribute.attnum > 0 and not pg_attribute.attisdropped
        where tables.schema = 'public' and tables.name || '.' || pg_attribute.attname = any(${[...COLUMN_MARKS]}::text[])
      ) as marks,
      exists (select from tables where tables.schema = 'public' and tables.name = 'flyway_schema_history' and tables.readable) as "mayReadHistory",
      exists (select from tables where tables.schema = 'orderly' and tables.name = 'migration') as "migrationTable",
      exists (select from tables where tables.schema = 'orderly' and tables.name = 'migration' and tables.readable) as "mayReadMigrations",
      (
        select pg_namespace.nspname from pg_extension
        join pg_namespace on pg_namespace.oid = pg_extension.extnamespace and pg_namespace.nspname <> 'public'
        where pg_extension.extname = 'postgis'
      ) as "geometrySchema"
  `.execute(db);
  const [row] = rows;
  if (!row) throw new Error('The catalogue gave no answer.');
  return { ...row, marks: new Set(row.marks) as Marks };
}

async function readOrderly(db: Db, mayRead: boolean, marks: Marks): Promise<OrderlySchema> {
  const { rows: owners } = await sql<{ owner: string; isOwn: boolean }>`
    select
      owner.rolname as owner,
      -- A superuser has the rights of everybody, and is not everybody.
      owner.rolname = current_user or (not mine.rolsuper and pg_has_role(owner.oid, 'usage')) as "isOwn"
    from pg_namespace
    join pg_roles as owner on owner.oid = pg_namespace.nspowner
    join pg_roles as mine on mine.rolname = current_user
    where pg_namespace.nspname = 'orderly'
  `.execute(db);
  const ownership = { owner: owners[0]?.owner ?? '', isOwn: owners[0]?.isOwn === true };
  // Whoever may not read it did not make it; beside a DHIS2 that is an attached one.
  if (!mayRead) {
    return { mode: marks.has('flyway_schema_history') ? 'attached' : 'standalone', migration: undefined, ...ownership };
  }
  const { rows } = await sql<{ standalone: boolean; migration: string | null }>`
    select
      exists (select from orderly.migration where migration.number = ${FIRST_CORE_MIGRATION}) as standalone,
      (select migration.name from orderly.migration order by migration.number desc limit 1) as migration
  `.execute(db);
  const mode = rows[0]?.standalone ? 'standalone' : 'attached';
  return { mode, migration: rows[0]?.migration ?? undefined, ...ownership };
}

interface History {
  readonly newest: string | undefined;
  /** Scripts that were begun and never succeeded. */
  readonly failed: readonly string[];
}

/** Compared as numbers: as text 2.42.9 comes after 2.42.47. Scripts may be applied out of order. */
async function readHistory(db: Db): Promise<History> {
  const { rows } = await sql<{ newest: string | null; failed: readonly string[] }>`
    with scripts as materialized (
      select history.version, string_to_array(history.version, '.')::numeric[] as parts, bool_or(history.success) as done
      from public.flyway_schema_history as history
      where history.version ~ '^2\\.[0-9]{1,9}\\.[0-9]{1,9}$'
      group by history.version
    )
    select
      (select scripts.version from scripts where scripts.done order by scripts.parts desc limit 1) as newest,
      array(select scripts.version from scripts where not scripts.done order by scripts.parts) as failed
  `.execute(db);
  return { newest: rows[0]?.newest ?? undefined, failed: rows[0]?.failed ?? [] };
}

function judge(marks: Marks, history: History | undefined, mayReadHistory: boolean): Dhis2 {
  const structure = minorByStructure(marks);
  const [, minorOfScript, numberOfScript] = (history?.newest ?? '').split('.').map(Number);
  const minor = minorOfScript ?? structure;
  return {
    name: minorOfScript === undefined ? nameOf(structure) : `2.${minorOfScript}`,
    minor,
    script: history?.newest,
    toldBy: minorOfScript === undefined ? 'structure' : 'history',
    historyMissing: minorOfScript === undefined ? whyNoHistory(marks, mayReadHistory) : undefined,
    halfMigrated: [
      ...(history?.failed ?? []).map((script) => `The script ${script} was begun and did not end.`),
      ...unfinished(minorOfScript, numberOfScript),
      ...contradictions(marks, minorOfScript, structure),
    ],
    support: supportOf(minor),
  };
}

function whyNoHistory(marks: Marks, mayReadHistory: boolean): string {
  if (!marks.has('flyway_schema_history')) return 'there is no table flyway_schema_history';
  return mayReadHistory
    ? 'flyway_schema_history names no script of DHIS2'
    : 'this role may not read flyway_schema_history';
}

/** 39 stands for whatever is older than 2.40. */
function minorByStructure(marks: Marks): number | undefined {
  if (marks.has('trackerevent')) return marks.has('trackedentityattributevalue.updatedby') ? 44 : 43;
  if (marks.has('eventchangelog')) return 42;
  if (marks.has('event')) return 41;
  if (marks.has('programstageinstance')) return marks.has('jobconfiguration.queuename') ? 40 : 39;
  return undefined;
}

function unfinished(minor: number | undefined, script: number | undefined): readonly string[] {
  const first = minor === undefined ? undefined : FIRST_RELEASED[minor];
  if (first === undefined || script === undefined || script >= first) return [];
  return [`The newest script is 2.${minor}.${script}, and no release of 2.${minor} ends before 2.${minor}.${first}.`];
}

/** Each version has exactly one of them. */
const HOLDERS_OF_EVENTS = ['programstageinstance', 'event', 'trackerevent'] as const;

function contradictions(marks: Marks, told: number | undefined, structure: number | undefined): readonly string[] {
  const holders = HOLDERS_OF_EVENTS.filter((table) => marks.has(table));
  const found: string[] = [];
  if (holders.length > 1) found.push(`There are both ${holders.join(' and ')}; no version has both.`);
  if (holders.length === 0) found.push('There is none of the tables that hold events in any version.');
  if (marks.has('trackerevent') !== marks.has('singleevent'))
    found.push('Of trackerevent and singleevent there is only one.');
  if (told === undefined || structure === undefined || told < OLDEST_MINOR || told > NEWEST_MINOR) return found;
  return told === structure
    ? found
    : [...found, `The history says 2.${told}, the tables are those of ${nameOf(structure)}.`];
}

function supportOf(minor: number | undefined): Dhis2['support'] {
  if (minor === undefined) return 'unknown';
  if (minor < OLDEST_MINOR) return 'too old';
  return minor > NEWEST_MINOR ? 'too new' : 'supported';
}

/** In words; structure cannot tell the versions before 2.40 apart. */
function nameOf(structure: number | undefined): string {
  if (structure === undefined) return 'an unknown version';
  return structure < OLDEST_MINOR ? `a version before 2.${OLDEST_MINOR}` : `2.${structure}`;
}
