import { type RawBuilder, sql } from 'kysely';
import { conflict } from '../../../kernel/errors/index.js';
import type { ResourceSource, ResourceTableDefinition } from '../definition.js';
import { PERIOD_COLUMNS, type PeriodColumn, periodColumnsOf } from '../period-columns.js';

const FIRST_YEAR = 1975;
const YEARS_AHEAD = 25;
/** Years added on both sides of those of the data when a setting limits them (contract: tables.md §2.1). */
const MARGIN_YEARS = 5;
/** Types from this length on, in days, are made of whole months: their names are worked out once for a month instead of for each day, which is most of the work. */
const MONTH_DAYS = 30;

const named = (columns: readonly PeriodColumn[]) =>
  columns.map(({ column }) => ({ name: column, type: 'varchar(50)' as const }));

/** `analytics_rs_dateperiodstructure`: every day with the period of each type that holds it (contract: tables.md §5.9). */
export const datePeriodStructure: ResourceTableDefinition = {
  key: 'datePeriod',
  type: 'DATE_PERIOD_STRUCTURE',

  async plan(source) {
    const { first, last } = await availableYears(source);
    const periods = await periodColumnsOf(source.db);
    const isOfMonths = ({ frequencyOrder }: PeriodColumn): boolean => frequencyOrder >= MONTH_DAYS;
    const from = sql`make_date(${first}, 1, 1)::timestamp`;
    const to = sql`make_date(${last + 1}, 1, 1)::timestamp`;
    const month = sql.ref('series.month');
    return {
      columns: [
        { name: 'dateperiod', type: 'date', notNull: true },
        { name: 'year', type: 'integer', notNull: true },
        { name: 'monthstartdate', type: 'date' },
        ...named(periods),
      ],
      select: sql`
        with months as materialized (
          select
            series.month::date as first_day,
            ${sql.join(periods.filter(isOfMonths).map(({ column, iso }) => sql`${iso(month)} as ${sql.id(column)}`))}
          from generate_series(${from}, ${to}, interval '1 month') as series (month)
        )
        select
          days.day, extract(year from days.day)::int, months.first_day,
          ${sql.join(periods.map((period) => (isOfMonths(period) ? sql.ref(`months.${period.column}`) : period.iso(sql.ref('days.day')))))}
        from (
          select series.day::date as day, date_trunc('month', series.day)::date as month
          from generate_series(${from}, ${to}, interval '1 day') as series (day)
        ) as days
        join months on months.first_day = days.month
      `,
      primaryKey: ['dateperiod'],
      indexes: [],
    };
  },
};

/**
 * `analytics_rs_periodstructure`: each period with the longer periods it lies in (contract: tables.md §5.10, §5.16). Of two periods with one ISO name the
 * first counts.
 */
export const periodStructure: ResourceTableDefinition = {
  key: 'period',
  type: 'PERIOD_STRUCTURE',

  async plan({ db }) {
    const reference = sql.ref('valid.reference');
    const periods = await periodColumnsOf(db);
    const longer = periods.map(
      ({ type, frequencyOrder, iso }) =>
        sql`case when valid.typename = ${sql.lit(type)} or valid.days < ${sql.lit(frequencyOrder)} then ${iso(reference)} end`,
    );
    return {
      columns: [
        { name: 'periodid', type: 'bigint', notNull: true },
        { name: 'iso', type: 'varchar(50)', notNull: true },
        { name: 'daysno', type: 'integer', notNull: true },
        { name: 'startdate', type: 'date', notNull: true },
        { name: 'enddate', type: 'date', notNull: true },
        { name: 'periodtypeid', type: 'integer' },
        { name: 'periodtypename', type: 'varchar(50)' },
        { name: 'monthstartdate', type: 'date' },
        { name: 'year', type: 'integer', notNull: true },
        ...named(periods),
      ],
      select: sql`
        select distinct on (iso) *
        from (
          select
            valid.periodid, ${isoOfType(reference)} as iso, valid.enddate - valid.startdate + 1, valid.startdate, valid.enddate,
            valid.periodtypeid, valid.typename, date_trunc('month', valid.startdate)::date,
            extract(year from case when valid.typename like 'Weekly%' then valid.startdate + 3 else valid.startdate end)::int,
            ${sql.join(longer)}
          from (
            select
              period.periodid, period.periodtypeid, period.startdate, period.enddate, type.name as typename, frequency.days,
              case when type.name like 'Weekly%' then period.startdate + 3 else period.startdate end as reference
            from period
            join periodtype as type on type.periodtypeid = period.periodtypeid
            join (values ${sql.join(PERIOD_COLUMNS.map(({ type, frequencyOrder }) => sql`(${sql.lit(type)}, ${sql.lit(frequencyOrder)})`))})
              as frequency (name, days) on frequency.name = type.name
            where period.startdate is not null
              and (period.enddate > period.startdate or (type.name = 'Daily' and period.enddate = period.startdate))
          ) as valid
        ) as named
        order by iso, periodid
      `,
      primaryKey: ['periodid'],
      indexes: [{ columns: ['iso'], unique: true }],
    };
  },
};

const isoOfType = (day: RawBuilder<unknown>): RawBuilder<unknown> => sql`
  case valid.typename
    ${sql.join(
      PERIOD_COLUMNS.map(({ type, iso }) => sql`when ${sql.lit(type)} then ${iso(day)}`),
      sql` `,
    )}
  end
`;

/**
 * First and last year of the day table.
 *
 * @throws OrderlyError when the setting limits the years and the data go beyond
 */
async function availableYears({
  db,
  options,
}: ResourceSource): Promise<{ readonly first: number; readonly last: number }> {
  const { currentYear, periodYearsOffset: offset } = options;
  if (offset < 0) return { first: FIRST_YEAR, last: currentYear + YEARS_AHEAD };
  const { rows } = await sql<{ first: number | null; last: number | null }>`
    select min(extract(year from period.startdate))::int as first, max(extract(year from period.startdate))::int as last
    from period
  `.execute(db);
  const first = rows[0]?.first ?? currentYear;
  const last = rows[0]?.last ?? currentYear;
  if (first < currentYear - offset || last > currentYear + offset) {
    throw conflict(
      `Periods from ${first} to ${last} exist, but the setting keyAnalyticsPeriodYearsOffset allows ${currentYear - offset} to ${currentYear + offset}. Raise the setting, or remove the periods.`,
    );
  }
  return { first: first - MARGIN_YEARS, last: last + MARGIN_YEARS };
}
