import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../../database/index.js';
import { PERIOD_TYPES, type PeriodTypeName, periodType } from '../../kernel/periods/index.js';
import type { DataSlot, FormulaSet } from './formulas.js';
import { rateRows } from './rates.js';
import { type CellRow, type CellTarget, unitOf } from './targets.js';

/**
 * Reads all values that the formulas want of the units and periods: one statement for the data values and one for the figures of reporting.
 */
export async function readCells(db: Db, set: FormulaSet, target: CellTarget): Promise<readonly CellRow[]> {
  const rows: CellRow[] = [];
  if (set.dataSlots.length > 0) rows.push(...(await dataRows(db, set.dataSlots, target)));
  if (set.rateSlots.length > 0) rows.push(...(await rateRows(db, set.rateSlots, target)));
  return rows;
}

/** The rows of each unit, by its key. */
export function rowsByUnit(rows: readonly CellRow[]): ReadonlyMap<number, readonly CellRow[]> {
  const byUnit = new Map<number, CellRow[]>();
  for (const row of rows) {
    const own = byUnit.get(row.unit);
    if (own) own.push(row);
    else byUnit.set(row.unit, [row]);
  }
  return byUnit;
}

interface SoughtPeriod {
  readonly period: number;
  readonly id: number;
  readonly days: number;
}

async function dataRows(db: Db, slots: readonly DataSlot[], target: CellTarget): Promise<readonly CellRow[]> {
  const sought = await soughtPeriods(db, target);
  if (sought.length === 0) return [];
  const isAmbiguous = new Set(sought.map(({ period }) => period)).size < sought.length;
  // Texts of a number's data element that are none come to nothing.
  const summed = sql`select summed.* from (${sumsOf(slots, sought, target)}) as summed where summed.value is not null`;
  // Of several lengths of period the shortest that has a value counts.
  const best = isAmbiguous
    ? sql`
        select distinct on (summed.unit, summed.attribute, summed.output, summed.period, summed.slot) summed.*
        from (${summed}) as summed
        order by summed.unit, summed.attribute, summed.output, summed.period, summed.slot, summed.days
      `
    : summed;
  const { rows } = await sql<CellRow>`
    select best.unit, best.attribute, best.output, best.period, json_object_agg(best.slot, best.value) as cells
    from (${best}) as best
    group by best.unit, best.attribute, best.output, best.period
  `.execute(db);
  return rows;
}

/** The rows of `period` whose data count for the periods of the target. */
async function soughtPeriods(db: Db, { periods, match }: CellTarget): Promise<readonly SoughtPeriod[]> {
  const [first] = periods;
  if (!first) return [];
  const types = match === 'same' ? [first.type] : [first.type, ...longerTypes(first.type)];
  const isIt =
    match === 'same'
      ? sql`period.startdate = target.start and period.enddate = target."end"`
      : sql`period.startdate <= target.start and period.enddate >= target.start`;
  const { rows } = await sql<SoughtPeriod>`
    select target.position::int - 1 as period, period.periodid as id, period.enddate - period.startdate as days
    from unnest(${periods.map(({ startDate }) => startDate)}::date[], ${periods.map(({ endDate }) => endDate)}::date[])
      with ordinality as target (start, "end", position)
    join period on ${isIt}
    join periodtype on periodtype.periodtypeid = period.periodtypeid and periodtype.name = any (${types})
  `.execute(db);
  return rows;
}

function longerTypes(name: PeriodTypeName): readonly PeriodTypeName[] {
  const { frequencyOrder } = periodType(name);
  return PERIOD_TYPES.filter((type) => type.frequencyOrder > frequencyOrder).map((type) => type.name);
}

/** One row for each value of a formula; an item that names its attribute option combo has values that hold for all of them. */
function sumsOf(slots: readonly DataSlot[], sought: readonly SoughtPeriod[], target: CellTarget): RawBuilder<unknown> {
  return sql`
    select
      unit.id as unit,
      case when item.attribute is null then datavalue.attributeoptioncomboid end as attribute,
      ${target.disaggregation ? sql`output.id` : sql`null::bigint`} as output, sought.period, item.slot, sought.days, ${aggregated(slots)} as value
    from unnest(
      ${slots.map(({ slot }) => slot)}::int[],
      ${slots.map(({ kind }) => kind)}::text[],
      ${slots.map(({ elementId }) => elementId)}::bigint[],
      ${slots.map(({ comboId }) => comboId)}::bigint[],
      ${slots.map(({ attributeId }) => attributeId)}::bigint[],
      ${slots.map(({ aggregationType }) => aggregationType)}::text[]
    ) as item (slot, kind, element, combo, attribute, aggregation)
    cross join unnest(
      ${sought.map(({ period }) => period)}::int[],
      ${sought.map(({ id }) => id)}::bigint[],
      ${sought.map(({ days }) => days)}::int[]
    ) as sought (period, id, days)
    join datavalue
      on datavalue.dataelementid = item.element and datavalue.periodid = sought.id and not datavalue.deleted
      and (item.combo is null or item.combo = datavalue.categoryoptioncomboid)
      and (item.attribute is null or item.attribute = datavalue.attributeoptioncomboid)
    ${unitOf(target, 'datavalue.sourceid')}
    ${outputsOf(target)}
    where item.kind = 'number' or datavalue.value <> ''
    group by 1, 2, 3, sought.period, item.slot, item.kind, item.aggregation, sought.days
  `;
}

/** Joins the option combos that a value belongs to. Items that name their own combo are taken as they are. */
function outputsOf({ disaggregation }: CellTarget): RawBuilder<unknown> {
  if (!disaggregation) return sql``;
  const { outputs, excluded } = disaggregation;
  return sql`
    join unnest(${[...outputs]}::bigint[]) as output (id) on item.combo is not null or not exists (
      select from unnest(
        ${excluded.map(({ output }) => output)}::bigint[], ${excluded.map(({ combo }) => combo)}::bigint[]
      ) as excluded (output, combo)
      where excluded.output = output.id and excluded.combo = datavalue.categoryoptioncomboid
    )
  `;
}

/** A data value as a number, null when it is none; the length keeps the cast from overflowing. */
const NUMBER = sql`
  case when length(datavalue.value) <= 100 and datavalue.value ~ '^[-+]?[0-9]*\\.?[0-9]+([eE][-+]?[0-9]{1,2})?$'
    then datavalue.value::double precision
  end
`;

const AGGREGATES: Readonly<Record<string, RawBuilder<unknown>>> = {
  AVERAGE: sql`avg(${NUMBER})`,
  COUNT: sql`count(${NUMBER})`,
  STDDEV: sql`stddev(${NUMBER})`,
  VARIANCE: sql`variance(${NUMBER})`,
  MIN: sql`min(${NUMBER})`,
  MAX: sql`max(${NUMBER})`,
};

/** Several values as one: numbers as the item says, otherwise by their sum; of other things any one. */
function aggregated(slots: readonly DataSlot[]): RawBuilder<unknown> {
  const types = [...new Set(slots.map(({ aggregationType }) => aggregationType))].filter((type) => type in AGGREGATES);
  const special = types.map(
    (type) => sql`when item.kind = 'number' and item.aggregation = ${type} then to_json(${AGGREGATES[type]})`,
  );
  return sql`
    case
      ${sql.join(special, sql` `)}
      when item.kind = 'number' then to_json(sum(${NUMBER}))
      when item.kind = 'boolean' then to_json(bool_or(datavalue.value = 'true'))
      else to_json(max(datavalue.value))
    end
  `;
}
