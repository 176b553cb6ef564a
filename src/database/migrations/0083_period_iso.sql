-- The name of a period on the wire, from its type and its first day (contract: schema.md section 2.3).

create function orderly.period_iso(type text, start_date date) returns text language sql immutable parallel safe as $$
  select case
    when type = 'Daily' then to_char(start_date, 'YYYYMMDD')
    when type = 'BiWeekly' then to_char(start_date, 'IYYY"BiW"') || (extract(week from start_date)::int + 1) / 2
    when type like 'Weekly%' then
      -- A week belongs to the year of its fourth day, because week 1 holds 4 January.
      to_char(start_date + 3, 'YYYY') || case type
        when 'WeeklyWednesday' then 'Wed' when 'WeeklyThursday' then 'Thu' when 'WeeklyFriday' then 'Fri'
        when 'WeeklySaturday' then 'Sat' when 'WeeklySunday' then 'Sun' else ''
      end || 'W' || ((extract(doy from start_date + 3)::int - 1) / 7 + 1)
    when type = 'Monthly' then to_char(start_date, 'YYYYMM')
    when type = 'BiMonthly' then to_char(start_date, 'YYYY') || lpad(((extract(month from start_date)::int + 1) / 2)::text, 2, '0') || 'B'
    when type = 'Quarterly' then to_char(start_date, 'YYYY"Q"Q')
    when type = 'QuarterlyNov' then to_char(start_date + interval '2 months', 'YYYY"NovQ"Q')
    when type = 'SixMonthly' then to_char(start_date, 'YYYY"S"') || (extract(month from start_date)::int + 5) / 6
    when type = 'SixMonthlyApril' then
      to_char(start_date - interval '3 months', 'YYYY"AprilS"') || (extract(month from start_date - interval '3 months')::int + 5) / 6
    when type = 'SixMonthlyNov' then
      to_char(start_date + interval '2 months', 'YYYY"NovS"') || (extract(month from start_date + interval '2 months')::int + 5) / 6
    when type = 'Yearly' then to_char(start_date, 'YYYY')
    when type = 'FinancialNov' then to_char(start_date + interval '2 months', 'YYYY"Nov"')
    when type like 'Financial%' then to_char(start_date, 'YYYY') || substr(type, 10)
  end
$$;
