import { sql } from 'kysely';
import { type Db, transaction } from '../../database/index.js';
import type { SettingValues } from '../settings/index.js';
import { determinedColumns, type TableColumns, tableColumns } from './columns.js';
import type { Cube, State } from './definition.js';
import type { KnownRollUp, RollUpPlan, SelectionSettings } from './selection/plan.js';
import { selectRollUps } from './selection/select.js';
import type { ColumnStatistics, TableStatistics } from './selection/size.js';
import type { DayOfUse } from './selection/weights.js';
import { type BaseYear, baseYears, raiseCatalogueVersion } from './standing.js';

export interface PlanOptions {
  readonly organization: string;
  readonly cube: Cube;
  readonly now: Date;
  readonly settings: SelectionSettings;
}

/** The settings of administrators as the choice wants them. */
export const selectionSettings = (values: SettingValues): SelectionSettings => ({
  spaceShare: values.aggregatesSpaceBudgetPercent / 100,
  retentionLimit: values.aggregatesRetentionLimitPerCube,
  unusedDays: values.aggregatesRemoveUnusedDays,
  compression: values.aggregatesCreateCompressionThreshold,
});

/**
 * Which roll-ups of a cube an organization should get, and which of those it has should go, each with a reason in words (contract: aggregates.md §6.6, §6.8). Reads only.
 *
 * @throws Error when there is no such organization
 */
export async function planRollUps(db: Db, { organization, cube, now, settings }: PlanOptions): Promise<RollUpPlan> {
  const isOpen = await isOpenOrganization(db, organization);
  const base = await baseYears(db, cube);
  const table = await tableColumns(db, cube);
  return selectRollUps({
    now,
    today: now.toISOString().slice(0, 10),
    settings,
    statistics: table && (await tableStatistics(db, table, base)),
    bytes: base.reduce((sum, { bytes }) => sum + bytes, 0),
    uses: await daysOfUse(db, cube),
    ownStates: await statesOfElements(db),
    known: await knownRollUps(db, { organization, cube, base }),
    isOpen,
  });
}

/**
 * Keeps what was planned as definitions. One that was retired earlier begins anew, as if it were defined now.
 *
 * @returns their ids in the order of the plan
 */
export async function writePlanned(
  db: Db,
  { organization, cube }: Pick<PlanOptions, 'organization' | 'cube'>,
  create: RollUpPlan['create'],
): Promise<readonly string[]> {
  if (create.length === 0) return [];
  return await transaction(db, async (handle) => {
    const { rows } = await sql<{ id: string }>`
      with planned as (
        select one.*
        from rows from (
          jsonb_to_recordset(${JSON.stringify(create)}::jsonb)
            as (name text, kind text, subtype text, columns text[], states text[])
        ) with ordinality as one (name, kind, subtype, columns, states, place)
      ),
      written as (
        insert into orderly.roll_up as known (organization_id, cube, name, kind, subtype, columns, states)
        select ${organization}, ${cube}, planned.name, planned.kind, planned.subtype, planned.columns, planned.states
        from planned
        order by planned.columns, planned.states
        on conflict (organization_id, cube, columns, states, elements) do update set created_at = clock_timestamp()
        returning known.roll_up_id, known.columns, known.states
      )
      select written.roll_up_id as id from written join planned using (columns, states) order by planned.place
    `.execute(handle);
    await raiseCatalogueVersion(handle);
    return rows.map(({ id }) => id);
  });
}

async function isOpenOrganization(db: Db, organization: string): Promise<boolean> {
  const { rows } = await sql<{ isOpen: boolean }>`
    select known.is_open as "isOpen" from orderly.aggregate_organization as known where known.organization_id = ${organization}
  `.execute(db);
  if (!rows[0]) throw new Error(`There is no organization ${organization}.`);
  return rows[0].isOpen;
}

/** What was asked on each day, whichever table answered. */
async function daysOfUse(db: Db, cube: Cube): Promise<readonly DayOfUse[]> {
  const { rows } = await sql<DayOfUse>`
    select known.day, known.columns, known.states, sum(known.queries)::float8 as queries
    from orderly.roll_up_use as known
    where known.cube = ${cube}
    group by known.day, known.signature, known.columns, known.states
  `.execute(db);
  return rows;
}

/** What aggregate data elements need to be aggregated as they are defined (contract: aggregates.md §6.3). */
async function statesOfElements(db: Db): Promise<readonly State[]> {
  const { rows } = await sql<{ states: State[] }>`
    select array_remove(array[
      'n', 'sum_v',
      case when bool_or(element.aggregationtype = 'MIN') then 'min_v' end,
      case when bool_or(element.aggregationtype = 'MAX') then 'max_v' end,
      case when bool_or(
        element.aggregationtype = 'AVERAGE_SUM_ORG_UNIT' or (element.aggregationtype = 'AVERAGE' and element.valuetype = 'BOOLEAN')
      ) then 'sum_dv' end,
      case when bool_or(element.aggregationtype = 'AVERAGE' and element.valuetype = 'BOOLEAN') then 'sum_d' end
    ], null) as states
    from dataelement as element
    where element.domaintype = 'AGGREGATE'
  `.execute(db);
  return rows[0]?.states ?? [];
}

/**
 * What the database knows of the columns, from the newest year that is not much smaller than the largest: it looks most like those to come.
 *
 * @returns undefined when no year has statistics
 */
async function tableStatistics(
  db: Db,
  table: TableColumns,
  base: readonly BaseYear[],
): Promise<TableStatistics | undefined> {
  const { rows } = await sql<{ table: string; name: string; distinct: number; nullShare: number; width: number }>`
    select known.tablename as "table", known.attname as name, known.n_distinct::float8 as distinct,
      known.null_frac::float8 as "nullShare", known.avg_width::float8 as width
    from pg_stats as known
    where known.schemaname = 'public' and known.tablename = any (${base.map(({ table: name }) => name)}::text[])
  `.execute(db);
  const known = base.filter((year) => rows.some((row) => row.table === year.table));
  const most = Math.max(0, ...known.map((year) => year.rows));
  const typical = known.findLast((year) => year.rows >= most / 2);
  if (!typical) return undefined;
  const columns = new Map<string, ColumnStatistics>();
  for (const { table: name, distinct, ...row } of rows) {
    // Below zero it is a share of the rows.
    const own = { ...row, distinct: distinct < 0 ? -distinct * typical.rows : distinct };
    if (name === typical.table) columns.set(row.name, own);
  }
  return {
    table,
    columns,
    determinedBy: await determinedColumns(db),
    combosPerElement: await combosPerElement(db),
    yearRows: base.map((year) => year.rows),
  };
}

/** How many option combos an aggregate data element has on average. */
async function combosPerElement(db: Db): Promise<number> {
  const { rows } = await sql<{ mean: number }>`
    select coalesce(count(*)::float8 / nullif(count(distinct element.dataelementid), 0), 1) as mean
    from dataelement as element
    join categorycombos_optioncombos as member using (categorycomboid)
    where element.domaintype = 'AGGREGATE'
  `.execute(db);
  return rows[0]?.mean ?? 1;
}

interface KnownRow extends Omit<KnownRollUp, 'instance'> {
  readonly instance: string | null;
  readonly usedAt: Date;
  readonly rows: number;
  readonly bytes: number;
  readonly years: readonly number[];
}

/** All definitions of the cube with their active instances. Sizes are brought up to all years of the base. */
async function knownRollUps(
  db: Db,
  {
    organization,
    cube,
    base,
  }: { readonly organization: string; readonly cube: Cube; readonly base: readonly BaseYear[] },
): Promise<readonly KnownRollUp[]> {
  const { rows } = await sql<Omit<KnownRow, 'usedAt'> & { usedAt: Date | null }>`
    select roll_up.roll_up_id as "rollUp", roll_up.kind, roll_up.subtype, roll_up.columns, roll_up.states,
      roll_up.organization_id = ${organization} as "isOwn", roll_up.elements = '{}' as "isWhole", organization.is_open as "isOpen",
      roll_up.blocked, roll_up.failures, roll_up.created_at as "createdAt", former.used_at as "usedAt",
      coalesce(former.are_deleted, false) as "isRetired",
      instance.instance_id as instance, coalesce(held.rows, 0) as rows, coalesce(held.bytes, 0) as bytes,
      coalesce(held.years, '{}') as years
    from orderly.roll_up
    join orderly.aggregate_organization as organization using (organization_id)
    left join orderly.roll_up_instance as instance
      on instance.roll_up_id = roll_up.roll_up_id and instance.status = 'active'
    left join (
      select any_instance.roll_up_id, max(any_instance.last_used_at) as used_at, bool_and(any_instance.status = 'deleted') as are_deleted
      from orderly.roll_up_instance as any_instance
      group by any_instance.roll_up_id
    ) as former on former.roll_up_id = roll_up.roll_up_id
    left join (
      select part.instance_id, sum(part.row_count)::float8 as rows, sum(part.bytes)::float8 as bytes, array_agg(part.year) as years
      from orderly.roll_up_part as part
      where part.superseded_at is null
      group by part.instance_id
    ) as held on held.instance_id = instance.instance_id
    where roll_up.cube = ${cube}
    order by roll_up.created_at, roll_up.roll_up_id
  `.execute(db);
  const sum = (years: readonly BaseYear[]): number => years.reduce((total, year) => total + year.rows, 0);
  return rows.map(({ instance, usedAt, rows: held, bytes, years, ...one }) => {
    const covered = sum(base.filter(({ year }) => years.includes(year)));
    // Without a year to go by it is taken for as large as the base.
    const factor = covered > 0 ? sum(base) / covered : 0;
    const size = { rows: factor > 0 ? held * factor : sum(base), bytes: factor > 0 ? bytes * factor : bytes };
    return { ...one, usedAt: usedAt ?? undefined, instance: instance === null ? undefined : { id: instance, ...size } };
  });
}
