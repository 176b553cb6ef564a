import { sql } from 'kysely';
import { type Db, transaction } from '../../database/index.js';
import { NUMERIC_VALUE_TYPES } from '../../metadata/index.js';
import { lockManyValues } from './store.js';
import { combosOf, isWithin, type Target } from './target.js';

export interface GenerationOptions {
  /** Standard deviations from the mean to each bound. */
  readonly factor: number;
  /** Whether what a person has set stays. */
  readonly keepManual: boolean;
  /** Runs the work on each batch of data elements, e.g. as an item of a job's progress. */
  readonly each?: (elements: number, work: () => Promise<number>) => Promise<number>;
}

export interface GenerationReport {
  readonly generated: number;
  /** Values that a person has set and that stayed. */
  readonly kept: number;
  /** Values that had to make room for the new ones. */
  readonly removed: number;
  /** Data values that are no numbers, or too large to reckon with. */
  readonly ignoredDataValues: number;
}

/** Data elements of one statement: few enough for a sign of life from time to time and for the groups to fit into memory. */
const BATCH = 20;

/**
 * Works out the ranges in which values are expected from the values that are there: mean ± factor × standard deviation for each data element, organisation unit and option
 * combo (contract: data-admin.md §1.6). One transaction: a failure leaves the values as they were. Data values that are no numbers are passed over and counted. Nothing
 * is locked while it reckons, only while the new values take the place of the old ones.
 */
export async function generateValues(db: Db, target: Target, options: GenerationOptions): Promise<GenerationReport> {
  const { factor, keepManual, each = (_elements, work) => work() } = options;
  return await transaction(db, async (handle) => {
    await sql`
      create temporary table min_max_worked_out (
        sourceid bigint not null, dataelementid bigint not null, categoryoptioncomboid bigint not null,
        minimumvalue integer not null, maximumvalue integer not null
      ) on commit drop
    `.execute(handle);
    let ignoredDataValues = 0;
    for (let start = 0; start < target.elements.length; start += BATCH) {
      const elements = target.elements.slice(start, start + BATCH);
      ignoredDataValues += await each(elements.length, () => workOut(handle, target.path, elements, factor));
    }
    await lockManyValues(handle);
    const removed = await removeOld(handle, target, keepManual);
    const kept = keepManual ? (await countValues(handle, target)).manual : 0;
    const generated = await putIn(handle, keepManual);
    return { generated, kept, removed, ignoredDataValues };
  });
}

export interface RemovalReport {
  readonly removed: number;
  readonly kept: number;
}

/** Removes the values of the target, only the generated ones if so wanted (contract: data-admin.md §1.6). */
export async function removeValues(db: Db, target: Target, generatedOnly: boolean): Promise<RemovalReport> {
  return await transaction(db, async (handle) => {
    await lockManyValues(handle);
    const removed = await removeOld(handle, target, generatedOnly);
    return { removed, kept: generatedOnly ? (await countValues(handle, target)).manual : 0 };
  });
}

/**
 * The ranges of some data elements, into the table for them; gives the number of data values that were passed over. A group of equal values has no range. Values beyond
 * 10¹⁰⁰ would overflow when they are squared; bounds end where the column does.
 */
async function workOut(db: Db, path: string, elements: readonly number[], factor: number): Promise<number> {
  const { rows } = await sql<{ ignored: number }>`
    with combo as (${combosOf(sql`select unnest(${[...elements]}::bigint[])`)}),
    statistic as (
      select
        datavalue.sourceid, datavalue.dataelementid, datavalue.categoryoptioncomboid, element.valuetype,
        count(*) - count(read.number) as ignored, min(read.number) as least, max(read.number) as greatest,
        avg(read.number) as mean, stddev_pop(read.number) * ${factor}::double precision as distance
      from datavalue
      join dataelement as element on element.dataelementid = datavalue.dataelementid
      join organisationunit as unit on unit.organisationunitid = datavalue.sourceid
      join combo on combo.dataelementid = datavalue.dataelementid and combo.categoryoptioncomboid = datavalue.categoryoptioncomboid
      cross join lateral (
        select case when length(datavalue.value) <= 100 and datavalue.value ~ '^[-+]?[0-9]*\\.?[0-9]+([eE][-+]?[0-9]{1,2})?$'
          then datavalue.value::double precision
        end as number
        offset 0
      ) as cast_value
      cross join lateral (select case when abs(cast_value.number) < 1e100 then cast_value.number end as number) as read
      where datavalue.dataelementid = any (${[...elements]}::bigint[])
        and element.valuetype = any (${[...NUMERIC_VALUE_TYPES]}::text[])
        and not datavalue.deleted
        and datavalue.value is not null and datavalue.value <> ''
        and ${isWithin(path)}
      group by datavalue.sourceid, datavalue.dataelementid, datavalue.categoryoptioncomboid, element.valuetype
    ),
    bound as (
      select statistic.*,
        ${rounded(sql`statistic.mean - statistic.distance`)} as lower, ${rounded(sql`statistic.mean + statistic.distance`)} as upper
      from statistic
      where statistic.least < statistic.greatest
    ),
    written as (
      insert into min_max_worked_out (sourceid, dataelementid, categoryoptioncomboid, minimumvalue, maximumvalue)
      select bound.sourceid, bound.dataelementid, bound.categoryoptioncomboid,
        case when bound.valuetype in ('INTEGER_POSITIVE', 'INTEGER_ZERO_OR_POSITIVE') then greatest(bound.lower, 0) else bound.lower end,
        case when bound.valuetype = 'INTEGER_NEGATIVE' then least(bound.upper, 0) else bound.upper end
      from bound
    )
    select coalesce(sum(statistic.ignored), 0)::bigint as ignored from statistic
  `.execute(db);
  return rows[0]?.ignored ?? 0;
}

/** Halves go up, as in the peer. */
const rounded = (value: ReturnType<typeof sql>) =>
  sql`greatest(-2147483648, least(2147483647, floor(${value} + 0.5)))::integer`;

async function removeOld(db: Db, { path, elements }: Target, generatedOnly: boolean): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from minmaxdataelement as stored
    using organisationunit as unit
    where unit.organisationunitid = stored.sourceid and ${isWithin(path)}
      and stored.dataelementid = any (${[...elements]}::bigint[])
      and (stored.generatedvalue or not ${generatedOnly}::boolean)
  `.execute(db);
  return Number(numAffectedRows ?? 0n);
}

export interface StoredCounts {
  readonly generated: number;
  /** Set by a person. */
  readonly manual: number;
}

/** How many values of the target there are. */
export async function countValues(db: Db, { path, elements }: Target): Promise<StoredCounts> {
  const { rows } = await sql<StoredCounts>`
    select count(*) filter (where stored.generatedvalue) as generated, count(*) filter (where not stored.generatedvalue) as manual
    from minmaxdataelement as stored
    join organisationunit as unit on unit.organisationunitid = stored.sourceid
    where ${isWithin(path)} and stored.dataelementid = any (${[...elements]}::bigint[])
  `.execute(db);
  return rows[0] ?? { generated: 0, manual: 0 };
}

/** Puts in what was worked out. What a person has set meanwhile is as good as what they had set before. */
async function putIn(db: Db, keepManual: boolean): Promise<number> {
  const { numAffectedRows } = await sql`
    insert into minmaxdataelement as stored (
      minmaxdataelementid, sourceid, dataelementid, categoryoptioncomboid, minimumvalue, maximumvalue, generatedvalue
    )
    select nextval('hibernate_sequence'), worked_out.*, true
    from (
      select sourceid, dataelementid, categoryoptioncomboid, minimumvalue, maximumvalue
      from min_max_worked_out
      order by sourceid, dataelementid, categoryoptioncomboid
    ) as worked_out
    on conflict (sourceid, dataelementid, categoryoptioncomboid) do update set
      minimumvalue = excluded.minimumvalue, maximumvalue = excluded.maximumvalue, generatedvalue = true
    where stored.generatedvalue or not ${keepManual}::boolean
  `.execute(db);
  return Number(numAffectedRows ?? 0n);
}
