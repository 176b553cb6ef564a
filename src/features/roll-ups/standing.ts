import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../../database/index.js';
import { type Cube, type State, TABLE_OF } from './definition.js';

/** A year of an analytics table. */
export interface BaseYear {
  readonly year: number;
  readonly table: string;
  /** Which state of its rows stands: another for every other content (contract: aggregates.md §6.8). */
  readonly version: string;
  /** About how many there are. */
  readonly rows: number;
  readonly bytes: number;
}

/** The table of a roll-up for one year. */
export interface Part {
  readonly table: string;
  readonly year: number;
  /** Version of the year of the base that it was made of. */
  readonly version: string;
  readonly rows: number;
  readonly bytes: number;
}

/** A roll-up that may answer. */
export interface StandingRollUp {
  readonly instance: string;
  readonly rollUp: string;
  readonly cube: Cube;
  readonly columns: ReadonlySet<string>;
  readonly states: ReadonlySet<State>;
  /** Uids of data elements; undefined for all. */
  readonly elements: ReadonlySet<string> | undefined;
  /** Uids of the users whom it answers; undefined for everybody. */
  readonly members: ReadonlySet<string> | undefined;
  readonly parts: ReadonlyMap<number, Part>;
}

/** What a query may be answered from. */
export interface Standing {
  readonly base: readonly BaseYear[];
  /** The oldest first. */
  readonly rollUps: readonly StandingRollUp[];
}

/**
 * The years of the table of a cube, with their versions: the partition, and how often rows were merged into it. A swap puts another partition there, whoever does it, and a
 * latest run counts its merges; so a version needs neither clock nor trigger. None when there is no such table, or it has a partition that is of no single year.
 */
export async function baseYears(db: Db, cube: Cube): Promise<readonly BaseYear[]> {
  return yearsOf((await baseStatement(cube).execute(db)).rows);
}

/** A partition of an analytics table. */
export interface BaseRow extends Omit<BaseYear, 'year'> {
  readonly year: number | null;
}

/** What `yearsOf` is made of, for those who read it together with other things. */
export const baseStatement = (cube: Cube): RawBuilder<BaseRow> => sql`
    select substring(child.relname from '_([0-9]{4})$')::int as year, child.relname as "table",
      child.oid || '.' || coalesce(known.merges, 0) as version,
      coalesce(known.row_estimate, greatest(child.reltuples, 0)::bigint) as rows, coalesce(known.bytes, 0) as bytes
    from pg_class as parent
    join pg_inherits on pg_inherits.inhparent = parent.oid
    join pg_class as child on child.oid = pg_inherits.inhrelid
    left join orderly.analytics_partition as known on known.table_name = child.relname
    where parent.relname = ${TABLE_OF[cube]} and parent.relnamespace = 'public'::regnamespace
    order by year
  `;

/** The years, unless one of the partitions is of no single year. */
export function yearsOf(rows: readonly BaseRow[]): readonly BaseYear[] {
  const years = rows.flatMap(({ year, ...row }) => (year === null ? [] : [{ ...row, year }]));
  return years.length === rows.length ? years : [];
}

/** Number of the last change of what is known of roll-ups. */
export async function catalogueVersion(db: Db): Promise<number> {
  const { rows } = await versionStatement().execute(db);
  return rows[0]?.version ?? 0;
}

/** The same, for those who read it together with other things. */
export const versionStatement = (): RawBuilder<{ readonly version: number }> => sql`
  select known.version from orderly.roll_up_catalogue as known
`;

/** Tells all servers that what they know of roll-ups no longer holds. To be called in the transaction that changes it. */
export async function raiseCatalogueVersion(db: Db): Promise<void> {
  await sql`update orderly.roll_up_catalogue set version = version + 1`.execute(db);
}

/** The active roll-ups of a cube that are not blocked, with the newest table of each year. */
export async function activeRollUps(db: Db, cube: Cube): Promise<readonly StandingRollUp[]> {
  const { rows } = await sql<{
    instance: string;
    rollUp: string;
    columns: string[];
    states: State[];
    elements: string[];
    members: string[] | null;
    parts: Part[];
  }>`
    select instance.instance_id as instance, roll_up.roll_up_id as "rollUp", roll_up.columns, roll_up.states, roll_up.elements,
      case when not organization.is_open then array(
        select member.user_uid from orderly.aggregate_member as member where member.organization_id = roll_up.organization_id
      ) end as members,
      (
        select coalesce(json_agg(json_build_object(
          'table', part.table_name, 'year', part.year, 'version', part.base_version, 'rows', part.row_count, 'bytes', part.bytes
        )), '[]')
        from orderly.roll_up_part as part
        where part.instance_id = instance.instance_id and part.superseded_at is null
      ) as parts
    from orderly.roll_up_instance as instance
    join orderly.roll_up using (roll_up_id)
    join orderly.aggregate_organization as organization using (organization_id)
    where instance.status = 'active' and not roll_up.blocked and roll_up.cube = ${cube}
    order by instance.created_at, instance.instance_id
  `.execute(db);
  return rows.map(({ instance, rollUp, columns, states, elements, members, parts }) => ({
    instance,
    rollUp,
    cube,
    columns: new Set(columns),
    states: new Set(states),
    elements: elements.length > 0 ? new Set(elements) : undefined,
    members: members ? new Set(members) : undefined,
    parts: new Map(parts.map((part) => [part.year, part])),
  }));
}
