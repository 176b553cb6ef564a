import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import { testDatabase } from '../../../test/support/database.js';
import { readSettings } from '../settings/index.js';
import { tableColumns } from './columns.js';
import { planRollUps, selectionSettings, writePlanned } from './plan-roll-ups.js';
import { catalogueVersion } from './standing.js';

const test = testDatabase();
const now = new Date();
const ELEMENT_SET = 'ElemSetAbcd';

const plan = async (organization = 'default') =>
  await planRollUps(test.db, {
    ...{ organization, cube: 'DATA_VALUE', now },
    settings: selectionSettings(await readSettings(test.db)),
  });

/** Two years of 24 000 rows: 10 elements of a group set, by month, of 200 units in 10 districts. */
beforeAll(async () => {
  await sql`
    create table public.analytics (
      dx character(11) not null, co character(11), pestartdate date, year integer not null, ou character(11),
      ${sql.id(ELEMENT_SET)} character(11), uidlevel1 character(11), uidlevel2 character(11), uidlevel3 character(11),
      monthly text, quarterly text, yearly text, daysxvalue double precision, value double precision
    ) partition by list (year)
  `.execute(test.db);
  for (const year of [2025, 2026]) {
    const name = sql.id(`analytics_${year}`);
    await sql`create table public.${name} partition of public.analytics for values in (${sql.lit(year)})`.execute(
      test.db,
    );
    await sql`
      insert into analytics
      select 'element' || lpad(element::text, 4, '0'), 'combo', make_date(${year}, month, 1), ${year}, 'unit',
        'group' || element % 3, 'root', 'district' || unit % 10, 'unit' || unit,
        ${year} || lpad(month::text, 2, '0'), ${year} || 'Q' || (month + 2) / 3, ${year}, 30, 1
      from generate_series(1, 10) as element, generate_series(1, 12) as month, generate_series(1, 200) as unit
    `.execute(test.db);
    await sql`analyze ${name}`.execute(test.db);
    await sql`
      insert into orderly.analytics_partition (table_type, table_name, year, run_uid, snapshot, started_at, row_estimate, bytes)
      values ('DATA_VALUE', ${`analytics_${year}`}, ${year}, 'abcdefghijk', '', now(), 24000, ${8_000_000}::bigint)
    `.execute(test.db);
  }
  await sql`
    insert into dataelementgroupset (dataelementgroupsetid, uid, created, lastupdated, name, shortname, compulsory, datadimension)
    values (1, ${ELEMENT_SET}, now(), now(), 'Set', 'Set', false, true)
  `.execute(test.db);
  await used(['dx', 'monthly', 'uidlevel2'], 40);
  await used(['dx', ELEMENT_SET, 'uidlevel1', 'yearly'], 40);
});

const used = async (columns: readonly string[], queries: number) =>
  await sql`
    insert into orderly.roll_up_use (cube, day, signature, columns, states, answered_by, queries, total_ms, rows_read)
    select 'DATA_VALUE', ${now.toISOString().slice(0, 10)}::date, ${columns.join()}, ${columns}, '{n,sum_v}', by, ${queries / 2}, 1, 1
    from unnest(array['', 'an instance']) as by
  `.execute(test.db);

describe('planRollUps', () => {
  it('reads what the table can be grouped by', async () => {
    expect(await tableColumns(test.db, 'DATA_VALUE')).toEqual({
      levels: ['uidlevel1', 'uidlevel2', 'uidlevel3'],
      periods: [
        { name: 'monthly', frequencyOrder: 30 },
        { name: 'quarterly', frequencyOrder: 91 },
        { name: 'yearly', frequencyOrder: 365 },
      ],
      others: [ELEMENT_SET, 'co', 'dx'],
    });
  });

  it('chooses by use and statistics, keeps what it chose as definitions, and judges what stands', async () => {
    const { create, note } = await plan();
    expect(note).toBeUndefined();
    const districts = create.find(({ name }) => name === 'dx by level 2 and monthly');
    // 10 elements × 12 months × 10 districts in each of two years
    expect(districts?.rows).toBe(2400);
    expect(create.find(({ columns }) => columns.includes(ELEMENT_SET))?.rows).toBe(20);
    expect(create.every(({ rows }) => rows <= 4800)).toBe(true);

    const before = await catalogueVersion(test.db);
    const written = await writePlanned(test.db, { organization: 'default', cube: 'DATA_VALUE' }, create);
    expect(await catalogueVersion(test.db)).toBe(before + 1);
    const { rows } = await sql<{ id: string; name: string; columns: string[]; states: string[] }>`
      select roll_up_id as id, name, columns, states from orderly.roll_up order by array_position(${written}::uuid[], roll_up_id)
    `.execute(test.db);
    expect(rows).toEqual(create.map(({ name, columns, states }, at) => ({ id: written[at], name, columns, states })));

    // Not built yet, it is as good as there.
    expect((await plan()).create).toEqual([]);

    await sql`
      with planned as (
        select * from unnest(${written}::uuid[], ${create.map(({ rows: own }) => own / 2)}::bigint[]) as one (roll_up_id, row_count)
      ),
      built as (
        insert into orderly.roll_up_instance (roll_up_id, status, table_name)
        select roll_up_id, 'active', 'agg_' || roll_up_id from planned
        returning roll_up_id, instance_id, table_name
      )
      insert into orderly.roll_up_part (table_name, instance_id, year, base_version, row_count, bytes, total_n, build_ms)
      select table_name || '_2025', instance_id, 2025, '1.0', row_count, 100 * row_count, 1, 1 from built join planned using (roll_up_id)
    `.execute(test.db);
    const stands = await plan();
    expect(stands.create).toEqual([]);
    expect(stands.retire).toEqual([]);
    expect(stands.keep.map(({ reason }) => reason)).toEqual(written.map(() => 'younger than 7 days'));

    await sql`update orderly.roll_up set created_at = created_at - interval '60 days 1 hour'`.execute(test.db);
    await sql`
      update orderly.roll_up_instance set last_used_at = now() - interval '2 days'
      where roll_up_id = ${districts ? written[create.indexOf(districts)] : null}
    `.execute(test.db);
    const later = await plan();
    expect(later.keep).toHaveLength(1);
    expect(later.retire).toHaveLength(written.length - 1);
    expect(later.retire[0]?.reason).toBe('unused for 60 days; the limit is 45');

    // What was given up comes back under its id, as if it were new.
    await sql`
      with gone as (update orderly.roll_up_instance set status = 'deleted', deleted_at = now() returning instance_id)
      delete from orderly.roll_up_part where instance_id in (select instance_id from gone)
    `.execute(test.db);
    const back = await plan();
    const places = back.create.map(({ rollUp }) => written.indexOf(rollUp ?? ''));
    expect(places.length).toBeGreaterThan(0);
    expect(places).not.toContain(-1);
    const ids = await writePlanned(test.db, { organization: 'default', cube: 'DATA_VALUE' }, back.create);
    expect(ids).toEqual(places.map((place) => written[place]));
    const { rows: young } = await sql<{ id: string }>`
      select roll_up_id as id from orderly.roll_up where created_at > now() - interval '1 minute'
    `.execute(test.db);
    expect(young.map(({ id }) => id).sort()).toEqual([...ids].sort());
  });

  it('knows no other organization', async () => {
    await expect(plan('elsewhere')).rejects.toThrow('elsewhere');
  });
});
